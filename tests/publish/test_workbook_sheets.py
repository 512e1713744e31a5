"""The workbook: a sheet a table, numbers as numbers that look as printed, text that is never a formula."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest

from publish.report.document import DocumentTable, TableCell, TableColumn, TableRow
from publish.report.packaging import FileProperties
from publish.report.spreadsheet.book import workbook_bytes
from publish.report.spreadsheet.sheet import column_letters, sheet_name
from publish.report.table_sheets import PlacedTables, table_sheets
from tests.publish.sample_document import COOPERATIVES, GROUPS, figure_id, sample_document

PROPERTIES = FileProperties("Báo cáo", "Liên minh HTX", "bản 1", datetime(2024, 5, 21, 2, 0, tzinfo=UTC))


@pytest.fixture(scope="module")
def placed() -> PlacedTables:
    return table_sheets(sample_document())


@pytest.fixture(scope="module")
def content(placed: PlacedTables) -> bytes:
    return workbook_bytes(placed.sheets, PROPERTIES)


@pytest.fixture(scope="module")
def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_each_table_has_a_sheet_whose_name_excel_allows(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["Chỉ tiêu cơ bản", "Theo đơn vị 2024", "Chỉ tiêu cơ bản (2)"]
    assert book["Theo đơn vị 2024"]["A1"].value == "Bảng 2. Số liệu theo đơn vị báo cáo"


def test_numbers_are_unrounded_and_look_as_printed(book: openpyxl.Workbook) -> None:
    sheet = book["Chỉ tiêu cơ bản"]
    assert (sheet["D5"].value, sheet["D5"].number_format) == (1450, "#,##0")
    assert (sheet["D7"].value, sheet["D7"].number_format) == (1640.5, "#,##0.0")
    assert sheet["D8"].font.bold
    assert sheet["D6"].value == "chưa có số liệu", "what is not known is words, never 0"


@pytest.mark.parametrize(
    ("text", "value", "number_format"),
    [
        ("92,2%", "92.2345", '#,##0.0"%"'),
        ("741*", "741", '#,##0"*"'),
        ("663 HTX", "663", '#,##0" HTX"'),
        ("+48", "48", "+#,##0;-#,##0;#,##0"),
        ("−5,25", "-5.25", "#,##0.00"),
        ("1.234.567", "1234567", "#,##0"),
        ("1,6405 tỷ đồng", "1640500000", None),
        ("10–15", "10", None),
        ("5", "-5", None),
    ],
)
def test_a_cell_is_a_number_where_it_prints_its_value_alone(text: str, value: str, number_format: str | None) -> None:
    table = DocumentTable("", (TableColumn("Giá trị", 1.0),), (TableRow((TableCell(text, GROUPS, Decimal(value)),)),))
    document = replace(sample_document(), blocks=(table,), appendices=())
    cell = openpyxl.load_workbook(io.BytesIO(workbook_bytes(table_sheets(document).sheets, PROPERTIES)))["Bảng 1"]["A4"]
    if number_format is None:
        assert cell.value == text
    else:
        assert Decimal(str(cell.value)) == Decimal(value)
        assert cell.number_format == number_format


def test_a_reporters_formula_stays_text(book: openpyxl.Workbook, content: bytes) -> None:
    cell = book["Chỉ tiêu cơ bản"]["E6"]
    assert (cell.value, cell.data_type) == ("=cmd|' /C calc'!A1", "s")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())


def test_it_is_known_where_each_figure_stands(placed: PlacedTables) -> None:
    assert placed.places[COOPERATIVES] == ["Chỉ tiêu cơ bản!D5", "Chỉ tiêu cơ bản (2)!D5"]
    assert placed.places[figure_id(101)] == ["Theo đơn vị 2024!C4"]


def test_titles_details_and_remarks_keep_their_look(book: openpyxl.Workbook) -> None:
    sheet = book["Chỉ tiêu cơ bản"]
    assert sheet["A4"].font.bold
    assert sheet["B6"].alignment.indent == 1
    assert sheet["A10"].value.startswith("Ghi chú:")
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"


def test_the_same_sheets_give_the_same_bytes(content: bytes, placed: PlacedTables) -> None:
    assert workbook_bytes(table_sheets(sample_document()).sheets, PROPERTIES) == content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {(entry.date_time, entry.compress_type) for entry in package.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)
        }


def test_names_of_sheets_are_short_and_different() -> None:
    taken: set[str] = set()
    long_name = "Tình hình gửi báo cáo của các đơn vị: quận/huyện"
    names = [sheet_name(long_name, taken), sheet_name(long_name, taken), sheet_name("[]", taken)]
    assert names == ["Tình hình gửi báo cáo của các", "Tình hình gửi báo cáo của (2)", "Sheet"]
    assert all(len(name) <= 31 for name in names)


def test_columns_have_the_letters_of_excel() -> None:
    assert [column_letters(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
