"""The marked copy names the right cells and leaves the submitter's work alone."""

import io
from collections.abc import Callable

import openpyxl
import pytest

from ingest.submissions.marked import COMMENT_AUTHOR, RESULT_SHEET, marked_copy
from ingest.submissions.reading import SubmissionReading
from ingest.submissions.template import SHEET_NAME, CellContent, ValueKey

Fill = Callable[..., bytes]
Check = Callable[..., SubmissionReading]

WRONG: dict[ValueKey, CellContent] = {
    ("HTX", "coop_total", "actual_h1"): "",
    ("HTX", "members_total", "actual_h1"): "đang rà soát",
    ("HTX", "coop_active", "plan_year"): 780,
    ("THT", "group_new", "actual_h1"): "=1+1",
}
RED, AMBER = "FFF5B3B1", "FFFFE08F"
OWN_COLOUR = "FFFFFDF2"
"""Of the template's input cells."""


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def listed(book: openpyxl.Workbook) -> list[dict[str, object]]:
    """The findings on the result sheet, by the headings of its list."""
    rows = list(book[RESULT_SHEET].iter_rows())
    start = next(place for place, row in enumerate(rows) if row[0].value == "STT")
    headings = [str(cell.value) for cell in rows[start]]
    return [dict(zip(headings, (cell for cell in row), strict=True)) for row in rows[start + 1 :]]


def texts(book: openpyxl.Workbook) -> str:
    return "\n".join(str(cell.value) for row in book[RESULT_SHEET].iter_rows() for cell in row if cell.value)


@pytest.fixture(scope="module")
def wrong(fill: Fill) -> bytes:
    return fill(WRONG)


@pytest.fixture(scope="module")
def reading(wrong: bytes, check: Check) -> SubmissionReading:
    return check(wrong)


@pytest.fixture(scope="module")
def marked(wrong: bytes, reading: SubmissionReading) -> openpyxl.Workbook:
    return opened(marked_copy(wrong, reading))


def test_the_result_sheet_comes_first_and_says_what_to_do(marked: openpyxl.Workbook) -> None:
    assert marked.sheetnames[0] == RESULT_SHEET
    assert marked.active is not None
    assert marked.active.title == RESULT_SHEET
    assert not any(sheet.sheet_view.tabSelected for sheet in marked.worksheets[1:])
    said = texts(marked)
    for words in ("CHƯA ĐƯỢC NHẬN", "bieu.xlsx", "Huyện Củ Chi", "2024-H1", "gửi lại tệp trước hạn", "Not accepted"):
        assert words in said


def test_every_finding_is_listed_the_gravest_first(marked: openpyxl.Workbook, reading: SubmissionReading) -> None:
    rows = listed(marked)
    columns = ("Trang tính", "Ô", "Sai ở đâu", "Cách sửa")
    told = sorted(tuple(str(row[column].value) for column in columns) for row in rows)
    assert told == sorted((f.sheet or "", f.cell or "", f.sentence_vi, f.mend_vi) for f in reading.findings)
    severities = [row["Mức độ"].value for row in rows]
    assert severities == sorted(severities, key=["Lỗi", "Cảnh báo", "Lưu ý"].index)
    assert [row["STT"].value for row in rows] == [str(number) for number in range(1, len(rows) + 1)]


def test_every_line_links_to_its_cell(marked: openpyxl.Workbook) -> None:
    for row in listed(marked):
        link = row["Ô"].hyperlink
        assert link is not None
        assert link.location == f"'{row['Trang tính'].value}'!{row['Ô'].value}"


def test_wrong_cells_are_coloured_and_say_how_to_mend_them(
    marked: openpyxl.Workbook, reading: SubmissionReading
) -> None:
    sheet = marked[SHEET_NAME]
    commented = {cell.coordinate: cell for row in sheet.iter_rows() for cell in row if cell.comment is not None}
    assert set(commented) == {finding.cell for finding in reading.findings}
    for finding in reading.findings:
        cell = commented[finding.cell or ""]
        assert cell.comment.author == COMMENT_AUTHOR
        assert finding.sentence_vi in cell.comment.text
        assert f"Cách sửa: {finding.mend_vi}" in cell.comment.text
        gravest = {f.severity for f in reading.findings if f.cell == finding.cell}
        assert cell.fill.fgColor.rgb == (RED if "error" in gravest else AMBER)
        assert cell.border.left.style == "thin"


def test_everything_else_is_as_it_was(marked: openpyxl.Workbook, wrong: bytes) -> None:
    original = opened(wrong)
    for name in original.sheetnames:
        before = {cell.coordinate: cell.value for row in original[name].iter_rows() for cell in row}
        after = {cell.coordinate: cell.value for row in marked[name].iter_rows() for cell in row}
        assert after == before
        assert marked[name].sheet_state == original[name].sheet_state
    validations = [len(book[SHEET_NAME].data_validations.dataValidation) for book in (original, marked)]
    assert validations[0] == validations[1]


def test_what_a_submitter_wrote_never_becomes_a_formula_of_ours(marked: openpyxl.Workbook) -> None:
    seen = {row["Giá trị đã ghi"].value: row["Giá trị đã ghi"] for row in listed(marked)}
    assert seen["=1+1"].data_type == "s"
    assert seen["=1+1"].quotePrefix


def test_the_same_file_has_the_same_copy(wrong: bytes, reading: SubmissionReading) -> None:
    assert marked_copy(wrong, reading) == marked_copy(wrong, reading)


def test_the_marked_copy_reads_as_the_file_it_was_made_of(
    wrong: bytes, reading: SubmissionReading, check: Check
) -> None:
    again = check(marked_copy(wrong, reading))
    assert again.values == reading.values
    assert again.findings == reading.findings


def test_marks_of_the_first_round_go_when_the_copy_is_mended_and_sent_again(
    wrong: bytes, reading: SubmissionReading, fill: Fill, check: Check
) -> None:
    copy = opened(marked_copy(wrong, reading))
    right = opened(fill())[SHEET_NAME]
    for address in {finding.cell or "" for finding in reading.findings} - {"E13"}:
        copy[SHEET_NAME][address].value = right[address].value
    mended = saved(copy)
    second = check(mended)
    assert {finding.cell for finding in second.findings} == {"E13"}
    again = opened(marked_copy(mended, second))
    assert [name for name in again.sheetnames if name.startswith(RESULT_SHEET)] == [RESULT_SHEET]
    sheet = again[SHEET_NAME]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment is not None] == ["E13"]
    assert sheet["E13"].comment.text.count("Cách sửa") == len(second.findings)
    assert {sheet[finding.cell or ""].fill.fgColor.rgb for finding in reading.findings} == {RED, OWN_COLOUR}

    sheet["E13"].value = right["E13"].value
    last = check(saved(again))
    assert last.outcome == "accepted"
    clean = opened(marked_copy(saved(again), last))[SHEET_NAME]
    assert not any(cell.comment for row in clean.iter_rows() for cell in row)
    assert clean["E13"].fill.fgColor.rgb == OWN_COLOUR


def test_a_file_that_does_not_open_gets_the_result_sheet_alone(check: Check) -> None:
    content = b"%PDF-1.7"
    book = opened(marked_copy(content, check(content)))
    assert book.sheetnames == [RESULT_SHEET]
    assert check(content).findings[0].sentence_vi in texts(book)
