"""Numbers, dates and qualifiers as Vietnamese papers print them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from publish.report.wording import (
    cell_text,
    list_text,
    moment_text,
    number_text,
    percent_text,
    period_text,
    quantity_text,
    range_text,
)
from publish.report.wording.phrases import all_phrases
from publish.report.wording.voice import ENGLISH
from tests.publish.report_contents import form_rows, indicators


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        ("1450", 0, "1.450"),
        ("95273695", 0, "95.273.695"),
        ("2.5", 1, "2,5"),
        ("1284.55", 1, "1.284,6"),
        ("0.5", 0, "1"),
        ("0.04", 1, "0,04"),
        ("-36", 0, "−36"),
        ("0", 0, "0"),
    ],
)
def test_dots_part_thousands_and_a_comma_the_decimals(value: str, decimals: int, printed: str) -> None:
    assert number_text(Decimal(value), decimals) == printed


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        ("663", "HTX", "663 HTX"),
        ("2500000000", "VND", "2,5 tỷ đồng"),
        ("288000000", "VND", "288 triệu đồng"),
        ("950000", "VND", "950.000 đồng"),
        ("55.3", "percent", "55,3%"),
        (None, "HTX", "chưa có số liệu"),
    ],
)
def test_a_quantity_carries_its_unit(value: str | None, unit: str, printed: str) -> None:
    assert quantity_text(None if value is None else Decimal(value), unit) == printed


def test_a_cell_is_in_the_unit_of_its_row_and_missing_is_words() -> None:
    assert cell_text(Decimal(1_640_500_000), "VND", Decimal(1_000_000)) == "1.640,5"
    assert cell_text(Decimal(0), "HTX", Decimal(1)) == "0"
    assert cell_text(None, "HTX", Decimal(1)) == "chưa có số liệu"


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "unit", "evidence", "printed"),
    [
        ("55", None, "over", "percent", "đạt trên 55%", "trên 55%"),
        ("30", None, "over", "HTX", "từ 30 HTX trở lên", "ít nhất 30 HTX"),
        (None, "5", "under", "percent", "dưới 5%", "dưới 5%"),
        ("28000", "28000", "about", "người", "khoảng 28.000 lao động", "khoảng 28.000 người"),
        ("10", "15", "between", "HTX", "10 - 15 HTX", "10–15 HTX"),
        ("6", "8", "between", "percent", "6 - 8%", "6–8%"),
        ("500000000", "1500000000", "between", "VND", "500 triệu đến 1,5 tỷ", "500 triệu đồng – 1,5 tỷ đồng"),
        ("663", "663", "exact", "HTX", "663 HTX", "663 HTX"),
    ],
)
def test_a_bound_is_never_printed_as_a_value(
    low: str | None, high: str | None, qualifier: str, unit: str, evidence: str, printed: str
) -> None:
    bounds = [None if bound is None else Decimal(bound) for bound in (low, high)]
    assert range_text(bounds[0], bounds[1], qualifier, unit, evidence) == printed


def test_english_has_its_own_marks_units_and_dates() -> None:
    assert ENGLISH.number(Decimal("1234.5"), 1) == "1,234.5"
    assert ENGLISH.quantity(Decimal(2_500_000_000), "VND") == "VND 2.5 billion"
    assert ENGLISH.quantity(Decimal(663), "HTX") == "663 cooperatives"
    assert (
        ENGLISH.bounds(Decimal(5 * 10**8), Decimal(15 * 10**8), "between", "VND") == "VND 500 million – VND 1.5 billion"
    )
    assert ENGLISH.moment(datetime(2024, 5, 20, 18, 30, tzinfo=UTC)) == "01:30, 21 May 2024"
    assert ENGLISH.period("2024-H1") == "the first half of 2024"


def test_every_unit_of_the_form_and_of_the_indicators_can_be_said() -> None:
    units = {row.printed_unit for row in form_rows() if row.printed_unit}
    units |= {indicator.canonical_unit for indicator in indicators().values()} - {"VND"}
    assert {unit for unit in units if f"amount.{unit}" not in all_phrases()} == set()
    assert {unit for unit in units if f"unit.{unit}" not in all_phrases()} == set()


def test_moments_are_told_in_the_time_of_viet_nam() -> None:
    assert moment_text(datetime(2024, 5, 20, 18, 30, tzinfo=UTC)) == "01:30 ngày 21/05/2024"


def test_periods_lists_and_shares_read_well() -> None:
    assert period_text("2024-H1") == "6 tháng đầu năm 2024"
    assert period_text("2024") == "năm 2024"
    assert period_text("2021..2025") == "giai đoạn 2021–2025"
    assert period_text("2024-Q3") == "quý III năm 2024"
    assert list_text(["Quận 3", "Quận 5", "Huyện Cần Giờ"]) == "Quận 3, Quận 5 và Huyện Cần Giờ"
    assert list_text([]) == ""
    assert percent_text(Decimal("92.25")) == "92,3%"
