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


@pytest.fixture(scope="module")
def wrong(fill: Fill) -> bytes:
    return fill(WRONG)


@pytest.fixture(scope="module")
def marked(wrong: bytes, check: Check) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(marked_copy(wrong, check(wrong))))


def test_the_result_sheet_comes_first_and_lists_every_finding(
    marked: openpyxl.Workbook, wrong: bytes, check: Check
) -> None:
    assert marked.sheetnames[0] == RESULT_SHEET
    assert marked.active is not None
    assert marked.active.title == RESULT_SHEET
    sheet = marked[RESULT_SHEET]
    assert "CHƯA ĐƯỢC NHẬN" in str(sheet["A5"].value)
    listed = [(row[2].value, row[4].value) for row in sheet.iter_rows(min_row=8)]
    reading = check(wrong)
    assert sorted(listed) == sorted((f"{f.sheet}!{f.cell}", f.sentence_vi) for f in reading.findings)
    assert [row[1].value for row in sheet.iter_rows(min_row=8)][:2] == ["Lỗi", "Lỗi"]


def test_every_line_links_to_its_cell(marked: openpyxl.Workbook) -> None:
    sheet = marked[RESULT_SHEET]
    for row in sheet.iter_rows(min_row=8):
        name, cell = str(row[2].value).split("!")
        assert row[2].hyperlink is not None
        assert row[2].hyperlink.location == f"'{name}'!{cell}"


def test_wrong_cells_are_coloured_and_say_how_to_mend_them(
    marked: openpyxl.Workbook, wrong: bytes, check: Check
) -> None:
    sheet = marked[SHEET_NAME]
    commented = {
        cell.coordinate: str(cell.comment.text) for row in sheet.iter_rows() for cell in row if cell.comment is not None
    }
    findings = check(wrong).findings
    assert set(commented) == {finding.cell for finding in findings}
    for finding in findings:
        assert finding.sentence_vi in commented[finding.cell or ""]
        assert f"Cách sửa: {finding.mend_vi}" in commented[finding.cell or ""]
    assert sheet["F11"].fill.fgColor.rgb == "FFF4B6B6"


def test_everything_else_is_as_it_was(marked: openpyxl.Workbook, wrong: bytes) -> None:
    original = openpyxl.load_workbook(io.BytesIO(wrong))
    for name in original.sheetnames:
        before = {cell.coordinate: cell.value for row in original[name].iter_rows() for cell in row}
        after = {cell.coordinate: cell.value for row in marked[name].iter_rows() for cell in row}
        assert after == before
        assert marked[name].sheet_state == original[name].sheet_state
    validations = [len(book[SHEET_NAME].data_validations.dataValidation) for book in (original, marked)]
    assert validations[0] == validations[1]


def test_what_a_submitter_wrote_never_becomes_a_formula_of_ours(marked: openpyxl.Workbook) -> None:
    sheet = marked[RESULT_SHEET]
    seen = {row[3].value: row[3].data_type for row in sheet.iter_rows(min_row=8)}
    assert seen["=1+1"] == "s"


def test_the_marked_copy_can_be_mended_and_sent_again(marked: openpyxl.Workbook, fill: Fill, check: Check) -> None:
    sheet = marked[SHEET_NAME]
    right = openpyxl.load_workbook(io.BytesIO(fill()))[SHEET_NAME]
    for cell in ("F11", "F19", "E13", "F47"):
        sheet[cell].value = right[cell].value
    buffer = io.BytesIO()
    marked.save(buffer)
    reading = check(buffer.getvalue())
    assert reading.outcome == "accepted"
    again = openpyxl.load_workbook(io.BytesIO(marked_copy(buffer.getvalue(), reading)))
    assert again.sheetnames.count(RESULT_SHEET) == 1
    left = [
        cell.coordinate
        for row in again[SHEET_NAME].iter_rows()
        for cell in row
        if cell.comment is not None and cell.comment.author == COMMENT_AUTHOR
    ]
    assert left == []


def test_a_file_that_does_not_open_gets_the_result_sheet_alone(check: Check) -> None:
    content = b"%PDF-1.7"
    book = openpyxl.load_workbook(io.BytesIO(marked_copy(content, check(content))))
    assert book.sheetnames == [RESULT_SHEET]
    assert "không phải bảng tính" in str(book[RESULT_SHEET]["E8"].value)
