"""Printed numbers against frozen figures: rounded as printed, in the unit that is printed, and nothing else passes."""

from dataclasses import replace
from decimal import Decimal

import pytest

from publish.printed_numbers import misprints, printed_numbers
from publish.report.document import Paragraph, Run
from tests.publish.sample_document import COOPERATIVES, FIGURES, GROUPS, REVENUE, figure_id, sample_document

FROZEN = {**FIGURES, **{figure_id(100 + number): Decimal(1000 + number) for number in range(1, 200)}}


def slips(text: str, frozen: Decimal | None, language: str = "vi") -> bool:
    """Whether that text is no printing of that figure."""
    document = replace(sample_document(), blocks=(Paragraph((Run(text, GROUPS),)),), appendices=(), language=language)
    return bool(misprints(document, {GROUPS: frozen}))


def test_a_document_that_prints_its_figures_has_no_misprint() -> None:
    document = sample_document()
    assert misprints(document, FROZEN) == ()
    assert sum(1 for _ in printed_numbers(document)) > 50


@pytest.mark.parametrize(
    ("text", "frozen", "language"),
    [
        ("18.990", "18990", "vi"),
        ("1,6405 tỷ đồng", "1640500000", "vi"),
        ("1.640,5 triệu đồng", "1640500000", "vi"),
        ("92,2%", "92.2345", "vi"),
        ("92,3%", "92.25", "vi"),
        ("18,990", "18990", "en"),
        ("VND 1.64 billion", "1640500000", "en"),
    ],
)
def test_a_rounding_in_the_printed_unit_agrees(text: str, frozen: str, language: str) -> None:
    assert not slips(text, Decimal(frozen), language)


@pytest.mark.parametrize(
    ("text", "frozen"),
    [
        ("18.991", Decimal(18990)),
        ("1,6405 triệu đồng", Decimal(1640500000)),
        ("92,2%", Decimal("92.25")),
        ("0", None),
        ("chưa có số liệu", Decimal(0)),
        ("chưa có số liệu", Decimal(18990)),
    ],
)
def test_another_number_or_unit_or_a_zero_for_the_unknown_is_a_misprint(text: str, frozen: Decimal | None) -> None:
    assert slips(text, frozen)


def test_a_figure_that_is_not_frozen_and_a_cell_whose_value_slipped_are_named() -> None:
    without = {key: value for key, value in FROZEN.items() if key != COOPERATIVES}
    found = misprints(sample_document(), without)
    assert {str(one.printed.figure_id) for one in found} == {str(COOPERATIVES)}
    assert "which is not frozen" in str(found[0])
    slipped = misprints(sample_document(), {**FROZEN, REVENUE: Decimal(1640600000)})
    assert {one.printed.text for one in slipped} == {"1,6405 tỷ đồng", "1.640,5"}
    assert f"frozen as {1640600000}" in str(slipped[0])
