"""Files broken or built to harm: refused or read with a finding, never a crash, always with a marked copy."""

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import python_calamine
from openpyxl.styles import PatternFill

from ingest.submissions.marked import RESULT_SHEET, marked_copy
from ingest.submissions.reading import SubmissionReading
from ingest.submissions.template import SHEET_NAME

Fill = Callable[..., bytes]
Check = Callable[..., SubmissionReading]

SHEET_PART = "xl/worksheets/sheet1.xml"
COOP_TOTAL = rb'<c r="F11"[^>]*><v>[^<]*</v></c>'


def repacked(content: bytes, part: str, change: Callable[[bytes], bytes] | None) -> bytes:
    """The archive with one part changed, or without it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
            elif change is not None:
                new.writestr(name, change(old.read(name)))
    return buffer.getvalue()


def with_cell(content: bytes, cell_xml: bytes) -> bytes:
    """The form with other XML for the number of cooperatives."""
    return repacked(content, SHEET_PART, lambda xml: re.sub(COOP_TOTAL, lambda _: cell_xml, xml))


def edited(content: bytes, edit: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    edit(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def found(reading: SubmissionReading, cell: str) -> set[str]:
    return {finding.rule_code for finding in reading.findings if finding.cell == cell}


def marked_sheets(content: bytes, reading: SubmissionReading) -> list[str]:
    copy = io.BytesIO(marked_copy(content, reading))
    return python_calamine.CalamineWorkbook.from_filelike(copy).sheet_names


@pytest.mark.parametrize("stray", [" ", "=1"], ids=["text", "formula without a value"])
def test_a_stray_cell_in_the_last_corner_is_named_and_takes_no_memory(fill: Fill, check: Check, stray: str) -> None:
    content = edited(fill(), lambda book: book[SHEET_NAME].__setitem__("XFD1048576", stray))
    reading = check(content)
    assert reading.outcome == "rejected"
    (finding,) = reading.findings
    assert (finding.rule_code, finding.sheet, finding.cell) == ("unreadable_file", SHEET_NAME, "XFD1048576")
    assert "XFD1048576" in finding.sentence_vi
    assert marked_sheets(content, reading) == [RESULT_SHEET]


def test_a_coloured_cell_in_the_last_corner_is_no_matter(fill: Fill, check: Check) -> None:
    def colour(book: openpyxl.Workbook) -> None:
        book[SHEET_NAME]["XFD1048576"].fill = PatternFill("solid", fgColor="FFFFFF00")

    content = edited(fill(), colour)
    reading = check(content)
    assert reading.outcome == "accepted"
    assert marked_sheets(content, reading) == [RESULT_SHEET, SHEET_NAME, "_htx"]


def test_a_sheet_cut_in_the_middle_is_not_read_by_half(fill: Fill, check: Check) -> None:
    content = repacked(fill(), SHEET_PART, lambda xml: xml[: xml.index(b'r="F30"')])
    reading = check(content)
    assert reading.outcome == "rejected"
    assert reading.values == ()
    assert marked_sheets(content, reading) == [RESULT_SHEET]


@pytest.mark.parametrize("number", [b"INF", b"NaN", b"1e308", b"-1e30", b"1e25"])
def test_what_no_figure_can_be_is_not_a_number(fill: Fill, check: Check, number: bytes) -> None:
    content = with_cell(fill(), b'<c r="F11"><v>' + number + b"</v></c>")
    reading = check(content)
    assert "words_for_number" in found(reading, "F11")
    assert RESULT_SHEET in marked_sheets(content, reading)


def test_a_formula_without_a_value_is_told(fill: Fill, check: Check) -> None:
    content = edited(fill(), lambda book: book[SHEET_NAME].__setitem__("F13", "=SUM(F11:F12)"))
    reading = check(content)
    assert found(reading, "F13") == {"formula_error"}
    (value,) = [value for value in reading.values if value.cell == "F13"]
    assert (value.reading, value.raw_text) == ("unknown", "=SUM(F11:F12)")


@pytest.mark.parametrize("formula", ["[1]Sheet1!$A$1", "cmd|' /C calc'!A0"])
def test_a_value_from_outside_the_workbook_is_used_and_told(fill: Fill, check: Check, formula: str) -> None:
    reading = check(with_cell(fill(), f'<c r="F11"><f>{formula}</f><v>104</v></c>'.encode()))
    assert found(reading, "F11") == {"formula_points_outside"}
    assert {finding.family for finding in reading.findings} == {"unsafe_content"}
    assert next(value.value for value in reading.values if value.cell == "F11") == 104


def test_a_sum_inside_the_workbook_is_nothing_to_tell(fill: Fill, check: Check) -> None:
    reading = check(with_cell(fill(), b'<c r="F11"><f>SUM(J1:J9)</f><v>104</v></c>'))
    assert reading.outcome == "accepted"


def test_an_error_is_seen_far_right_of_a_row_that_is_coloured_whole(fill: Fill, check: Check) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book[SHEET_NAME]
        yellow = PatternFill("solid", fgColor="FFFFFF00")
        sheet.cell(12, 1).fill = yellow
        for column in range(2, 16_385):
            sheet.cell(12, column)._style = sheet.cell(12, 1)._style
        sheet["F47"] = "#REF!"
        sheet["F47"].data_type = "e"

    assert found(check(edited(fill(), edit)), "F47") == {"formula_error"}


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl/styles.xml", None),
        ("xl/styles.xml", lambda xml: b"<styleSheet/>"),
        ("xl/worksheets/sheet1.xml", None),
        ("xl/sharedStrings.xml", lambda xml: xml[:-200]),
    ],
    ids=["no styles", "empty styles", "no sheet", "shared strings cut"],
)
def test_a_workbook_with_a_broken_part_gets_its_result_sheet(
    fill: Fill, check: Check, part: str, change: Callable[[bytes], bytes] | None
) -> None:
    content = repacked(fill(), part, change)
    assert marked_sheets(content, check(content))[0] == RESULT_SHEET


@pytest.mark.integration
def test_what_the_reader_refused_to_unpack_is_not_unpacked_for_the_marked_copy(fill: Fill, check: Check) -> None:
    content = repacked(fill(), SHEET_PART, lambda xml: xml + b" " * 400_000_000)
    reading = check(content)
    assert [finding.rule_code for finding in reading.findings] == ["unpacks_out_of_proportion"]
    assert marked_sheets(content, reading) == [RESULT_SHEET]


def test_merged_cells_that_multiply_are_refused(check: Check) -> None:
    page = "<table>" + ("<tr>" + "<td colspan=200 rowspan=200>x</td>" * 50 + "</tr>") * 20 + "</table>"
    assert [finding.rule_code for finding in check(page.encode()).findings] == ["unpacks_out_of_proportion"]


def test_control_characters_do_not_stop_the_marked_copy(fill: Fill, check: Check) -> None:
    content = edited(fill(), lambda book: book[SHEET_NAME].__setitem__("F11", "75_x0007_0"))
    reading = check(content)
    assert "words_for_number" in found(reading, "F11")
    assert marked_sheets(content, reading) == [RESULT_SHEET, SHEET_NAME, "_htx"]


def test_an_identity_that_names_nothing_known_gives_way_to_the_title(fill: Fill, check: Check) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["_htx"]["B1"], book["_htx"]["B3"] = "Z-9", "99999"

    reading = check(edited(fill(), edit))
    assert (reading.form_code, reading.area_code, reading.reporter_name) == ("A-1", "783", "Huyện Củ Chi")


def test_the_template_of_another_office_under_ones_own_title_is_refused(fill: Fill, check: Check) -> None:
    reading = check(edited(fill(), lambda book: book["_htx"].__setitem__("B3", "760")))
    (finding,) = reading.findings
    assert (reading.outcome, finding.rule_code) == ("rejected", "two_reporters")
    assert "Quận 1" in finding.sentence_vi
    assert "Huyện Củ Chi" in finding.sentence_vi
