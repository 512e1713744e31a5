"""The seeds that ingest reads fit together."""

from datetime import date
from decimal import Decimal

import pytest

from ingest.submissions.reference import Reference


def test_every_row_of_a_form_is_a_known_indicator_in_a_unit_that_converts(reference: Reference) -> None:
    for form in reference.forms.values():
        for row in form.indicator_rows():
            indicator = reference.indicator(row.entity, row.indicator_code or "")
            unit = reference.unit(row.printed_unit)
            assert unit is not None, row.label_vi
            assert unit.canonical == indicator.canonical_unit, row.label_vi


def test_every_indicator_is_in_a_unit_that_converts(reference: Reference) -> None:
    strange = {
        indicator.unit
        for indicator in reference.indicators.values()
        if (unit := reference.unit(indicator.unit)) is None or unit.canonical != indicator.canonical_unit
    }
    assert strange == set()


@pytest.mark.parametrize(
    ("printed", "factor"),
    [
        ("Triệu đồng/năm", 10**6),
        ("trđ", 10**6),
        ("Tr. đồng", 10**6),
        ("tỉ đồng", 10**9),
        ("nghìn đồng", 1000),
        ("triệu đồng/người/tháng", 12 * 10**6),
    ],
)
def test_spellings_of_money_units_compare_folded(reference: Reference, printed: str, factor: int) -> None:
    unit = reference.unit(printed)
    assert unit is not None
    assert (unit.canonical, unit.factor) == ("VND", Decimal(factor))


def test_form_a1_has_all_rows_and_five_value_columns(reference: Reference) -> None:
    form = reference.forms["A-1"]
    by_entity = dict.fromkeys(("HTX", "LHHTX", "THT"), 0)
    for row in form.indicator_rows():
        by_entity[row.entity] += 1
    assert by_entity == {"HTX": 19, "LHHTX": 7, "THT": 8}
    assert [column.value_column for column in form.columns] == [
        "actual_previous_year",
        "plan_year",
        "actual_h1",
        "estimate_year",
        "plan_next_year",
    ]
    assert {(row.entity, row.indicator_code) for row in form.required_rows()} == {
        ("HTX", "coop_total"),
        ("HTX", "members_total"),
        ("HTX", "workers_total"),
        ("THT", "group_total"),
    }


def test_places_are_found_by_name_through_time(reference: Reference) -> None:
    def found(name: str) -> set[tuple[str, str]]:
        return {(area.code, area.level) for area in reference.areas_named(name)}

    assert found("Huyện Can Lộc") == {("443", "district")}
    assert found("xã Ea H’leo") == {("24184", "commune")}
    assert found("THÀNH PHỐ HỒ CHÍ MINH") == {("79", "province")}
    assert found("Tỉnh Bắc Ninh") == {("24", "province"), ("27", "province")}


def test_a_code_of_a_commune_means_what_it_meant_on_the_day(reference: Reference) -> None:
    before = reference.area("26368", date(2025, 6, 30))
    after = reference.area("26368", date(2026, 5, 1))
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("Thị trấn Long Thành", "Phường Long Thành")
