"""Printed numbers are read by the Vietnamese rule, and doubts are said aloud."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.vietnamese.numbers import NUMBER_TOKEN, SCALES, read_number, read_number_words


@pytest.mark.parametrize(
    ("token", "value"),
    [
        ("1.450", "1450"),
        ("2.538", "2538"),
        ("28.000", "28000"),
        ("717,716", "717.716"),
        ("2,002", "2.002"),
        ("95.273,695", "95273.695"),
        ("3.750", "3750"),
        ("5.935", "5935"),
        ("6,139", "6.139"),
        ("200", "200"),
        ("1,3", "1.3"),
        ("1.3", "1.3"),
        ("1.300", "1300"),
        ("05", "5"),
        ("07", "7"),
        ("1.300,5", "1300.5"),
        ("45.5", "45.5"),
        ("2 616", "2616"),
        ("2\u00a0616", "2616"),
        ("-12,5", "-12.5"),
        ("1.284.512", "1284512"),
    ],
)
def test_a_token_is_read_by_the_vietnamese_rule(token: str, value: str) -> None:
    assert read_number(token).value == Decimal(value)


def test_three_digits_after_a_lone_comma_are_decimal_but_flagged() -> None:
    reading = read_number("1,284")
    assert (reading.value, reading.ambiguous) == (Decimal("1.284"), True)
    assert reading.reason == "three_digits_after_comma"


def test_a_count_column_reads_the_english_thousands_mark_and_still_flags_it() -> None:
    reading = read_number("1,284", expects_count=True)
    assert (reading.value, reading.ambiguous) == (Decimal(1284), True)


def test_a_fraction_in_a_count_column_is_flagged() -> None:
    assert read_number("45.5", expects_count=True).ambiguous


@pytest.mark.parametrize("token", ["0,125", "1,25", "1.450", "95.273,695"])
def test_tokens_with_one_plausible_reading_are_not_flagged(token: str) -> None:
    assert not read_number(token).ambiguous


@pytest.mark.parametrize("token", ["", "-", "x", "…", "1.45.3", "1,2,3", "12.34,5", "HTX", "3-5", "½"])
def test_what_is_no_number_has_no_value_and_a_reason(token: str) -> None:
    reading = read_number(token)
    assert reading.value is None
    assert reading.reason


def test_the_raw_text_is_kept_as_it_was() -> None:
    assert read_number(" 2\u00a0616 ").raw == " 2\u00a0616 "


def test_both_spellings_of_a_scale_word_mean_the_same() -> None:
    assert SCALES["tỷ"] == SCALES["tỉ"] == SCALES["nghìn"] * SCALES["triệu"]
    assert SCALES["nghìn tỷ"] == SCALES["nghìn"] * SCALES["tỷ"]


@given(st.integers(min_value=0, max_value=10**12))
def test_a_count_printed_with_dots_or_spaces_is_read_back(count: int) -> None:
    printed = f"{count:,}"
    for mark in (".", " ", "\u00a0"):
        reading = read_number(printed.replace(",", mark))
        assert reading.value == count
        assert not reading.ambiguous


@given(st.integers(min_value=0, max_value=10**9), st.text(alphabet="0123456789", min_size=1, max_size=4))
def test_an_amount_printed_by_the_rule_is_read_back(whole: int, fraction: str) -> None:
    printed = f"{whole:,}".replace(",", ".") + "," + fraction
    assert read_number(printed).value == Decimal(f"{whole}.{fraction}")


@given(st.text(max_size=12))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    reading = read_number(text)
    assert (reading.value is None) <= (reading.reason is not None)


def test_tokens_are_cut_out_of_running_text() -> None:
    sentence = "có 2 616 HTX, 95.273,695 tỷ, 30.6.2022, năm 2024 310 HTX, 05."
    assert [match[0] for match in NUMBER_TOKEN.finditer(sentence)] == [
        "2 616", "95.273,695", "30.6.2022", "2024", "310", "05",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("ba htx", (3, 1)),
        ("mười htx", (10, 1)),
        ("mười hai htx", (12, 2)),
        ("hai mươi htx", (20, 2)),
        ("hai mươi lăm", (25, 3)),
        ("năm mươi tư", (54, 3)),
    ],
)
def test_small_numbers_in_words_are_read(words: str, read: tuple[int, int]) -> None:
    assert read_number_words(words.split()) == read


@pytest.mark.parametrize("words", ["một htx", "năm htx", "htx ba", "lăm htx", ""])
def test_words_that_also_mean_something_else_are_no_numbers(words: str) -> None:
    assert read_number_words(words.split()) is None
