"""Every number of the document that names a figure prints the frozen value, rounded to the digits that are shown."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

import pytest

from ingest.vietnamese.numbers import read_number
from publish.content import ReportContent
from publish.report.document import (
    Block,
    DocumentTable,
    Language,
    Paragraph,
    ReportDocument,
    Run,
    TableCell,
)
from publish.report.sections import build_document
from tests.publish import report_parts
from tests.publish.report_contents import content, publication

REPORTS = {
    "half_year": content,
    "full": report_parts.full_content,
    "annual": report_parts.annual,
    "partial": report_parts.partial,
    "nil": report_parts.nil_round,
    "nothing": report_parts.nothing_known,
    "huge": report_parts.huge,
    "country": report_parts.of_country,
    "merged": report_parts.after_merger,
    "erratum": report_parts.erratum,
}
SCALES = {
    "tỷ": Decimal(10**9),
    "billion": Decimal(10**9),
    "triệu": Decimal(10**6),
    "million": Decimal(10**6),
}
NUMBER = re.compile(r"−?\d[\d.,]*")
SWAPPED = str.maketrans(".,", ",.")


def blocks_of(document: ReportDocument) -> Iterator[Block]:
    yield from document.blocks
    for appendix in document.appendices:
        yield from appendix.blocks


def printed_numbers(document: ReportDocument) -> Iterator[Run | TableCell]:
    for block in blocks_of(document):
        if isinstance(block, Paragraph):
            yield from block.runs
        elif isinstance(block, DocumentTable):
            for row in block.rows:
                yield from row.cells


def frozen_values(of: ReportContent) -> dict[UUID, Decimal | None]:
    """Every figure that a report may print, from the content itself."""
    values: dict[UUID, Decimal | None] = {one.figure_id: one.value for one in of.support_totals}
    values |= {one.figure_id: one.value for one in of.related_figures()}
    values |= {one.figure_id: one.value for one in (*of.figures, *of.sector_figures)}
    return values


def read(text: str, language: Language) -> tuple[Decimal, int]:
    """The number in a text and how many decimals it shows, read by the reader of submissions."""
    found = NUMBER.findall(text.rstrip("*"))
    assert len(found) == 1, text
    token = found[0] if language == "vi" else found[0].translate(SWAPPED)
    value = read_number(token).value
    assert value is not None, text
    return value, len(token.partition(",")[2])


def rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_every_number_prints_its_frozen_figure(name: str, language: Language) -> None:
    frozen = publication(REPORTS[name](), edition=2 if name == "erratum" else 1)
    document = build_document(frozen, language)
    values = frozen_values(frozen.content)
    missing = "chưa có số liệu" if language == "vi" else "not known"
    numbers = [number for number in printed_numbers(document) if number.figure_id is not None]
    assert len(numbers) > 30
    for number in numbers:
        assert number.figure_id is not None
        value = values[number.figure_id]
        if value is None:
            assert number.text == missing
            continue
        printed, decimals = read(number.text, language)
        if isinstance(number, TableCell):
            assert number.value is not None
            assert printed == rounded(number.value, decimals)
            assert number.value in {value, value / Decimal(10**6)}
        else:
            scale = next((factor for word, factor in SCALES.items() if word in number.text), Decimal(1))
            assert printed == rounded(value / scale, decimals)


def test_both_languages_print_the_same_numbers_of_the_same_figures() -> None:
    frozen = publication(report_parts.full_content())
    told = {
        language: [
            (number.figure_id, read(number.text, language))
            for number in printed_numbers(build_document(frozen, language))
            if number.figure_id is not None and NUMBER.search(number.text)
        ]
        for language in ("vi", "en")
    }
    assert told["vi"] == told["en"]


def test_every_printed_figure_is_listed_with_its_whole_id() -> None:
    document = build_document(publication(report_parts.full_content()), "vi")
    listed = {
        cell.text
        for block in document.appendices[-1].blocks
        if isinstance(block, DocumentTable)
        for row in block.rows
        for cell in row.cells
    }
    assert {str(number.figure_id) for number in printed_numbers(document) if number.figure_id} <= listed


def test_no_number_names_a_figure_that_the_publication_does_not_hold() -> None:
    of = report_parts.full_content()
    foreign = replace(of.targets[0], actual_figure_id=UUID(int=7), target_figure_id=UUID(int=8))
    document = build_document(publication(replace(of, targets=(foreign, *of.targets[1:]))), "vi")
    named = {number.figure_id for number in printed_numbers(document)} - {None}
    assert named <= frozen_values(of).keys()


def test_zero_is_printed_and_unknown_is_words() -> None:
    for name, expected in (("nil", "0"), ("nothing", "chưa có số liệu")):
        form = build_document(publication(REPORTS[name]()), "vi").appendices[0].blocks[0]
        assert isinstance(form, DocumentTable)
        texts = {cell.text for row in form.rows for cell in row.cells if cell.figure_id}
        assert expected in texts
        assert ("0" in texts) is (name == "nil")
