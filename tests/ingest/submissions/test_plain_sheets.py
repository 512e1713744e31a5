"""A sheet that is written the plain way says the same as calamine says of it; every other is left to calamine."""

import io
import random
import zipfile
from collections.abc import Mapping
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from ingest.submissions.formats import read_workbook
from ingest.submissions.formats.archives import open_archive
from ingest.submissions.formats.calamine_sheets import read_sheets
from ingest.submissions.formats.openxml_notes import read_notes
from ingest.submissions.formats.plain_workbook import read_plain_sheets
from ingest.submissions.workbook import UnreadableWorkbookError, Workbook

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LABELS = ("Hợp tác xã", " Tổng số ", "Vốn < 10 & > 5", 'gọi là "HTX"', "dòng một\ndòng hai", "…", "0312345678", "x_1")
_NUMBERS = (0, 24, -3, 1284.5, 0.1 + 0.2, 1e15, 123456789012.25, 1e-7, 0.125)


def by_calamine(content: bytes) -> Workbook:
    with open_archive(content) as archive:
        notes = read_notes(archive)
    return read_sheets(content, notes)


def plain_names(content: bytes) -> list[str]:
    with open_archive(content) as archive:
        return list(read_plain_sheets(archive).sheets)


def form_of(number: int) -> bytes:
    """A workbook as Excel and xlsxwriter write it: shared strings, styles, merged cells, formulas, a hidden sheet."""
    draw = random.Random(number)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    formats = [None, *(book.add_format({"num_format": code}) for code in ("0.0%", '#,##0 "đồng"', "@", "[Red]-0.00"))]
    bold = book.add_format({"bold": True})
    for name in ("Phụ lục 1", "Danh sách HTX", "Nháp"):
        sheet = book.add_worksheet(name)
        sheet.merge_range(0, 0, 0, 5, "BÁO CÁO")
        sheet.write_rich_string(1, 0, "Đơn vị: ", bold, "triệu đồng")
        for row in range(3, 30):
            for column in range(8):
                cell_format = draw.choice(formats)
                match draw.randrange(5):
                    case 0:
                        sheet.write_string(row, column, draw.choice(_LABELS), cell_format)
                    case 1:
                        sheet.write_formula(row, column, '=SUM(A1:A3)&""', cell_format, draw.choice(_LABELS))
                    case 2:
                        sheet.write_blank(row, column, None, cell_format)
                    case _:
                        sheet.write_number(row, column, draw.choice(_NUMBERS), cell_format)
    sheet.hide()
    book.add_worksheet("Trống")
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize("number", range(5))
def test_a_form_says_the_same_as_by_calamine(number: int) -> None:
    content = form_of(number)
    assert plain_names(content) == ["Phụ lục 1", "Danh sách HTX", "Nháp", "Trống"]
    assert read_workbook(content) == by_calamine(content)


def test_texts_in_the_cells_themselves_say_the_same() -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Biểu")
    for row in (("Chỉ tiêu", "Thực hiện"), ("Số HTX & LHHTX", 24.0), (None, 0.5)):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    assert plain_names(buffer.getvalue()) == ["Biểu"]
    assert read_workbook(buffer.getvalue()) == by_calamine(buffer.getvalue())


def test_a_sheet_with_dates_is_left_to_calamine_and_its_neighbours_are_not() -> None:
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("Biểu").append(["Số HTX", 24])
    register = book.create_sheet("Danh sách")
    register.append(["HTX An Phú", date(2019, 5, 6)])
    buffer = io.BytesIO()
    book.save(buffer)
    content = buffer.getvalue()
    assert plain_names(content) == ["Biểu"]
    workbook = read_workbook(content)
    assert workbook == by_calamine(content)
    assert workbook.sheets[1].text(1, 2) == "2019-05-06"


def with_parts(parts: Mapping[str, str]) -> bytes:
    """A workbook of one sheet with other text in some of its parts."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("Biểu").write(0, 0, "Số HTX")
    changed = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return changed.getvalue()


def with_rows(rows: str, *, head: str = "", tail: str = "") -> bytes:
    text = f"<worksheet {_MAIN}>{head}<sheetData>{rows}</sheetData>{tail}</worksheet>"
    return with_parts({"xl/worksheets/sheet1.xml": text})


def with_string(item: str) -> bytes:
    return with_parts({"xl/sharedStrings.xml": f"<sst {_MAIN}>{item}</sst>"})


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"/><c r="C1" s="0"></c></row><row r="2"/>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t>H&#7907;p t&#225;c x&#227; &amp; THT</t></is></c></row>',
        '<row r="1"><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c><c r="A1"><v>3</v></c></row>',
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1+1</f><v>1E3</v></c></row>',
        '<row r="1" spans="1:2" x14ac:dyDescent="0.25"><c r="A1"><f t="shared" si="0"/><v>-0.5</v></c></row>',
        '<row r="1"><c r="A1" t="str"><f>A2&amp;""</f><v> 24 </v></c></row>',
    ],
)
def test_plain_rows_say_the_same(rows: str) -> None:
    content = with_rows(rows)
    assert plain_names(content) == ["Biểu"]
    assert read_workbook(content) == by_calamine(content)


@pytest.mark.parametrize(
    "content",
    [
        with_rows('<row r="1"><c><v>1</v></c></row>'),
        with_rows('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>'),
        with_rows('<row r="1"><c r="A1" t="b"><v>1</v></c></row>'),
        with_rows('<row r="1"><c r="A1"><f>[1]Sheet1!A1</f><v>1</v></c></row>'),
        with_rows('<row r="1"><c r="A1"><f>#REF!+1</f><v>0</v></c></row>'),
        with_rows('<row r="1"><c r="A1"><f>B1</f></c></row>'),
        with_rows('<row r="1"><c r="A1"><v> 12 </v></c></row>'),
        with_rows('<row r="1"><c r="A1"><v>1_2</v></c></row>'),
        with_rows('<row r="1"><c r="A1" t="str"><v>a_x000D_b</v></c></row>'),
        with_rows('<row r="1"><c r="A1" t="inlineStr"><is><t> Số HTX </t></is></c></row>'),
        with_rows('<row r="1"><c r="A1" t="inlineStr"><is><t>&#13;Số HTX</t></is></c></row>'),
        with_rows('<row r="1"><!-- ẩn --><c r="A1"><v>1</v></c></row>'),
        with_rows('<row r="1"><c r="A1"><v>1</v></c></row>', tail='<mergeCells><mergeCell  ref="A1:B1"/></mergeCells>'),
        with_rows('<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="ZZ900000"><v>1</v></c></row>'),
        with_string("<si><t> Số HTX</t></si>"),
        with_string("<si><t>HTX</t><rPh sb='0' eb='1'><t>z</t></rPh></si>"),
        with_string("<si><t>HTX\r\nTHT</t></si>"),
        with_string("<si><t>tên_x0020_gọi</t></si>"),
        with_string("<!-- none -->"),
    ],
)
def test_what_is_written_otherwise_is_left_to_calamine(content: bytes) -> None:
    assert plain_names(content) == []
    assert answer(content) == answer_by_calamine(content)


@pytest.mark.parametrize(
    "content",
    [
        with_rows('<row r="1"><c r="A1"><v>1</v></c></row>', head="<sheetPr>"),
        with_rows('<row r="1"><c r="A1"><v>1</v></c></row>', tail="</pageSetup>"),
        with_rows('<row r="1"><c r="A1"><v>1</v></row>'),
        with_rows('<row r="1"><c r="A1" t="str"><v>HTX & THT</v></c></row>'),
        with_rows('<row r="1"><c r="A1" t="str"><v>HTX\x01</v></c></row>'),
        with_rows('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'),
        with_parts({"xl/worksheets/sheet1.xml": f"<!DOCTYPE x><worksheet {_MAIN}><sheetData/></worksheet>"}),
    ],
)
def test_unsound_sheets_are_refused(content: bytes) -> None:
    assert plain_names(content) == []
    with pytest.raises(UnreadableWorkbookError, match="damaged"):
        read_workbook(content)


def answer(content: bytes) -> object:
    try:
        return read_workbook(content)
    except UnreadableWorkbookError as error:
        return error.reason


def answer_by_calamine(content: bytes) -> object:
    try:
        return by_calamine(content)
    except UnreadableWorkbookError as error:
        return error.reason
    except Exception as error:
        return "scattered" if "content in" in str(error) else error
