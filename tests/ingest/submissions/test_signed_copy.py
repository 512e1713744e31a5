"""The signed copy beside a workbook: what differs is told at its cell, and nothing else is."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from ingest.submissions.addresses import row_and_column
from ingest.submissions.pdf_text import is_pdf, pdf_rows
from ingest.submissions.reading import SubmissionReading, ValueCell
from ingest.submissions.reference import Reference
from ingest.submissions.signed_copy import Comparison, are_related, compare, name_key, with_signed_copy, workbook_of
from tests.ingest.submissions.pdf_files import printed_table, scanned

pytestmark = pytest.mark.integration

Fill = Callable[..., bytes]
Check = Callable[..., SubmissionReading]


@pytest.fixture(scope="module")
def reading(fill: Fill, check: Check) -> SubmissionReading:
    return check(fill())


def shown(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():,f}".translate(str.maketrans(",.", ".,"))


def as_printed(reading: SubmissionReading, columns: int = 5) -> list[list[str]]:
    """The form as its office prints it: number, label, unit and the value columns."""
    rows: dict[int, list[ValueCell]] = {}
    for cell in reading.values:
        rows.setdefault(row_and_column(cell.cell)[0], []).append(cell)
    return [
        [str(number), cells[0].label, cells[0].printed_unit, *(shown(cell.value_printed) for cell in cells[:columns])]
        for number, (_, cells) in enumerate(sorted(rows.items()), start=1)
    ]


def compared(
    rows: Sequence[Sequence[str]], reading: SubmissionReading, reference: Reference, **how: bool
) -> Comparison:
    return compare(printed_table(rows, **how), "ban ky.pdf", reading, reference)


@pytest.mark.parametrize("with_lines", [True, False])
def test_a_copy_that_agrees_says_nothing(reading: SubmissionReading, reference: Reference, with_lines: bool) -> None:
    found = compared(as_printed(reading), reading, reference, with_lines=with_lines)
    assert (found.has_text, found.findings) == (True, ())
    numbers = sum(cell.reading == "value" for cell in reading.values)
    assert found.numbers_compared > 0.9 * numbers


@pytest.mark.parametrize("with_lines", [True, False])
def test_a_number_that_differs_is_told_at_its_cell(
    reading: SubmissionReading, reference: Reference, with_lines: bool
) -> None:
    rows = as_printed(reading)
    target = next(cell for cell in reading.values if cell.coordinate.indicator_code == "members_total")
    row = next(row for row in rows if row[1] == target.label)
    assert row[3] == shown(target.value_printed)
    row[3] = "98.765"
    (finding,) = compared(rows, reading, reference, with_lines=with_lines).findings
    assert (finding.rule_code, finding.sheet, finding.cell) == ("signed_copy_differs", target.sheet, target.cell)
    assert f"bảng tính ghi {shown(target.value_printed)}, bản ký “ban ky.pdf” ghi 98.765" in finding.sentence_vi


def test_columns_that_are_not_printed_are_not_compared(reading: SubmissionReading, reference: Reference) -> None:
    found = compared(as_printed(reading, columns=3), reading, reference)
    assert found.findings == ()


def test_a_copy_of_another_report_is_told_once(reading: SubmissionReading, reference: Reference) -> None:
    rows = [[*row[:3], *(str(77_000 + number) for number in range(5))] for row in as_printed(reading)]
    assert [finding.rule_code for finding in compared(rows, reading, reference).findings] == ["signed_copy_of_another"]


def test_a_covering_letter_is_no_signed_copy(reading: SubmissionReading, reference: Reference) -> None:
    letter = printed_table([["1", "Kính gửi Liên minh Hợp tác xã", "", "15"]], "CÔNG VĂN")
    assert compare(letter, "cong van.pdf", reading, reference) == Comparison(True, 0, ())


@pytest.mark.parametrize("content", [b"%PDF-1.7\n" + bytes(200), b"%PDF-", b"%PDF-1.4 \xff" * 50])
def test_a_scan_and_a_damaged_copy_cannot_be_compared(
    content: bytes, reading: SubmissionReading, reference: Reference
) -> None:
    for signed in (scanned(), content):
        found = compare(signed, "quet.pdf", reading, reference)
        assert [finding.rule_code for finding in found.findings] == ["signed_copy_is_scan"]
        assert not found.has_text


def test_the_outcome_is_computed_anew(reading: SubmissionReading, reference: Reference) -> None:
    assert reading.outcome == "accepted"
    rows = as_printed(reading)
    rows[0][3] = "98.765"
    told = with_signed_copy(reading, printed_table(rows), "ban ky.pdf", reference)
    assert told.outcome == "accepted_with_warnings"
    assert with_signed_copy(reading, scanned(), "quet.pdf", reference).outcome == "accepted"


def test_rows_are_those_of_the_page() -> None:
    content = printed_table([["1", "Tổng số hợp tác xã", "HTX", "2.616"]])
    assert is_pdf(content)
    assert "1 Tổng số hợp tác xã HTX 2.616" in pdf_rows(content)


@pytest.mark.parametrize(
    ("signed", "workbook", "expected"),
    [
        ("19_Huyen Cu Chi_6T2024.pdf", "19_Huyen Cu Chi_6T2024.xlsx", True),
        ("Huyện Củ Chi (bản ký).pdf", "Huyen Cu Chi.xlsx", True),
        ("BC Củ Chi 6T2024_signed.pdf", "Củ Chi 6T2024.xlsx", True),
        ("Quan 1.pdf", "Quan 10_6T2024.xlsx", False),
        ("scan.pdf", "Cu Chi.xlsx", False),
        ("Cong van 12.pdf", "Cu Chi.xlsx", False),
    ],
)
def test_names_say_what_belongs_together(signed: str, workbook: str, expected: bool) -> None:
    assert are_related(name_key(signed), name_key(workbook)) is expected


def test_of_several_workbooks_only_a_certain_one_is_taken() -> None:
    names = ["Cu Chi 6T2024.xlsx", "Cu Chi 6T2024 sua.xlsx", "Quan 5.xlsx"]
    assert workbook_of("Cu Chi 6T2024 - da ky.pdf", names) == "Cu Chi 6T2024.xlsx"
    assert workbook_of("Cu Chi.pdf", names) is None
