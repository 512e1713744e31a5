"""Tax codes: ten digits with a check digit, branches, and what spreadsheets and people make of them."""

import pytest

from ingest.submissions.register.tax_code import TaxCode, check_digit, has_right_check_digit, read_tax_code


@pytest.mark.parametrize("code", ["3000471692", "5800007807", "6400866154", "0301464823", "0100109106"])
def test_codes_that_are_in_use_are_right(code: str) -> None:
    assert has_right_check_digit(code)
    assert check_digit(code[:9]) == code[9]


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("5800007807", "5800007807"),
        (" 5800007807\u00a0", "5800007807"),
        ("'5800007807", "5800007807"),
        ("5800 007 807", "5800007807"),
        ("5800.007.807", "5800007807"),
        ("5800007807.0", "5800007807"),
        ("MST: 5800007807", "5800007807"),
        ("5800787794-001", "5800787794-001"),
        ("5800787794 – 001", "5800787794-001"),
    ],
)
def test_separators_and_signs_around_a_code_are_no_part_of_it(printed: str, code: str) -> None:
    assert read_tax_code(printed, stored_as_number=False) == TaxCode(code)


@pytest.mark.parametrize(
    "printed",
    [
        "5800007808",
        "580000780",
        "58000078070",
        "5800787794001",
        "5800787794-01",
        "5800007807; 5800153692",
        "58OOO07807",
        "GCN 12",
    ],
)
def test_anything_else_is_kept_as_printed_and_wrong(printed: str) -> None:
    code = read_tax_code(printed, stored_as_number=False)
    assert (code.text, code.is_valid) == (printed, False)
    assert code.has_all_digits == (printed == "5800007808")


@pytest.mark.parametrize("printed", ["-", "…", "chưa có", "Chưa có MST", "không", "đang làm thủ tục cấp", "x", "0"])
def test_no_code_at_all_is_not_a_wrong_code(printed: str) -> None:
    assert read_tax_code(printed, stored_as_number=False) == TaxCode(None)


def test_a_number_gets_its_leading_zero_back_where_the_check_digit_agrees() -> None:
    assert read_tax_code("301464823", stored_as_number=True) == TaxCode("0301464823")
    assert read_tax_code("301464824", stored_as_number=True) == TaxCode(
        "301464824", is_valid=False, has_all_digits=False
    )


def test_nine_digits_in_a_text_may_have_lost_a_zero_or_another_digit() -> None:
    assert read_tax_code("301464823", stored_as_number=False).lost_zero
    assert not read_tax_code("580012345", stored_as_number=False).lost_zero


def test_every_single_wrong_digit_is_noticed() -> None:
    """The weights differ and 11 is prime: no change of one digit keeps the check digit right."""
    code = "3000471692"
    for place in range(10):
        for digit in "0123456789":
            if digit != code[place]:
                changed = code[:place] + digit + code[place + 1 :]
                assert not has_right_check_digit(changed)
