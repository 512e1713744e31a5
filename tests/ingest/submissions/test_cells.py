"""What single cells say; blank, dash, ellipsis and zero stay apart."""

from decimal import Decimal

import pytest

from ingest.submissions.cells import CellMeaning, read_cell
from ingest.submissions.workbook import Cell, CellKind


def said(text: str, *, kind: CellKind = "text", expects_count: bool = True) -> CellMeaning:
    return read_cell(Cell(9, 6, kind, text), expects_count=expects_count, expects_percent=False)


@pytest.mark.parametrize("text", ["-", "–", " — ", "Không", "không có", "KHÔNG CÓ"])
def test_marks_for_none_are_zero(text: str) -> None:
    assert said(text) == CellMeaning("zero")


@pytest.mark.parametrize("text", ["", "   ", "\u00a0", "x", "X", "…", "...", "?", "Chưa giao"])
def test_marks_for_not_known_are_unknown_without_a_finding(text: str) -> None:
    assert said(text) == CellMeaning("unknown")


def test_an_empty_cell_is_unknown() -> None:
    assert read_cell(None, expects_count=True, expects_percent=False) == CellMeaning("unknown")


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("24", "24", None),
        ("02", "2", None),
        ("0", "0", None),
        ("1.284", "1284", None),
        ("2 616", "2616", None),
        ("3.098\u00a0", "3098", None),
        ("'412", "412", None),
        ("-6", "-6", None),
        ("−12", "-12", None),
        ("(12)", "-12", None),
        ("6 0 6 0", "6060", None),
        ("15*", "15", None),
        ("22.", "22", None),
        ("70.0", "70", None),
        ("1.284.", "1284", None),
        ("41 HTX", "41", "HTX"),
        ("15 (1)", "15", None),
        ("1,234,567", "1234567", None),
    ],
)
def test_numbers_as_text_in_a_count_row(text: str, number: str, unit: str | None) -> None:
    assert said(text) == CellMeaning("value", Decimal(number), unit)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("1.204,8 trđ", "1204.8", "trđ"),
        ("617,6", "617.6", None),
        ("45.5", "45.5", None),
        ("1.300,5", "1300.5", None),
        ("55%", "55", "%"),
        ("1.250 triệu đồng", "1250", "triệu đồng"),
    ],
)
def test_numbers_as_text_in_a_money_or_share_row(text: str, number: str, unit: str | None) -> None:
    assert said(text, expects_count=False) == CellMeaning("value", Decimal(number), unit)


def test_a_comma_before_three_digits_in_a_count_row_is_taken_and_reported() -> None:
    assert said("1,284") == CellMeaning("value", Decimal(1284), None, "ambiguous_number")


@pytest.mark.parametrize(
    "text",
    ["5-10", "10 – 15", "từ 5 đến 10", "3-5 HTX", "khoảng 120", "trên 100", ">100", "~120 HTX", "gần 1.200", "50±5"],
)
def test_a_range_is_no_value(text: str) -> None:
    assert said(text) == CellMeaning("unknown", doubt="range_for_number")


@pytest.mark.parametrize("text", ["đang rà soát", "chưa có số liệu", "12 (đang rà soát)", "mười hai"])
def test_words_are_no_value(text: str) -> None:
    assert said(text) == CellMeaning("unknown", doubt="words_for_number")


def test_dates_and_errors_are_no_value() -> None:
    assert said("2024-06-01", kind="date").doubt == "date_for_number"
    assert said("1/6").doubt == "date_for_number"
    assert said("#REF!", kind="error").doubt == "formula_error"
    assert said("#DIV/0!").doubt == "formula_error"
    assert said("TRUE", kind="boolean").doubt == "words_for_number"


def test_a_telephone_number_is_no_figure() -> None:
    telephone = Cell(9, 6, "number", "84283829900000000", Decimal("84283829900000000"))
    assert read_cell(telephone, expects_count=True, expects_percent=False).reading == "unknown"


def test_a_share_shown_as_percent_is_in_points() -> None:
    shown = Cell(9, 6, "number", "0.55", Decimal("0.55"), is_percent_format=True)
    plain = Cell(9, 6, "number", "55", Decimal(55))
    assert read_cell(shown, expects_count=False, expects_percent=True).number == 55
    assert read_cell(plain, expects_count=False, expects_percent=True).number == 55
