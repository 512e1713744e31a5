"""The same form in every format gives the same values at the same places; what is told is told of the file."""

import io
import unicodedata
from collections.abc import Callable
from decimal import Decimal

import docx
import openpyxl
import pytest
from docx.shared import Pt

from ingest.submissions.check import check_submission
from ingest.submissions.formats import media_type, open_submission, read_workbook
from ingest.submissions.reading import SubmissionReading
from ingest.submissions.reference import Reference
from ingest.submissions.workbook import UnreadableWorkbookError
from tests.ingest.submissions.binary_workbooks import xls, xlsb
from tests.ingest.submissions.cell_values import ErrorValue, Outside, Percent, Rows, zipped
from tests.ingest.submissions.office_files import (
    FORM,
    MAIN_COLUMN,
    WRITERS,
    csv_text,
    fods,
    html_page,
    ods,
    opendocument_xml,
    spreadsheetml,
    xlsx,
)

CheckNamed = Callable[[bytes, str], SubmissionReading]
SPREADSHEETS = ("xlsx", "xls", "xlsb", "ods", "fods", "xml")


@pytest.fixture
def check_named(reference: Reference) -> CheckNamed:
    def checked(content: bytes, file_name: str) -> SubmissionReading:
        return check_submission(content, file_name=file_name, round_period="2024-H1", reference=reference)

    return checked


def main_column(reading: SubmissionReading) -> dict[str, tuple[str, object]]:
    return {
        cell.cell: (cell.coordinate.indicator_code, cell.value)
        for cell in reading.values
        if cell.coordinate.value_column == "actual_h1"
    }


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_form_says_the_same_in_every_format(check_named: CheckNamed, suffix: str) -> None:
    reading = check_named(WRITERS[suffix](FORM), f"bieu.{suffix}")
    assert main_column(reading) == MAIN_COLUMN
    assert (reading.outcome, [finding.rule_code for finding in reading.findings]) == ("accepted", [])


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("name", ["bieu.xlsx", "bieu.xls", "bieu.csv", "bieu.docx"])
def test_the_content_decides_and_a_name_that_says_otherwise_is_told(suffix: str, name: str) -> None:
    opened = open_submission(WRITERS[suffix](FORM), name)
    told = [finding.rule_code for finding in opened.told]
    assert told == ([] if name.endswith("." + suffix) else ["content_contradicts_name"])
    assert opened.workbook.sheets[0].text(6, 2) == "Tổng số hợp tác xã"


@pytest.mark.parametrize("suffix", SPREADSHEETS)
def test_percent_formats_errors_and_links_are_known_in_every_spreadsheet(suffix: str) -> None:
    rows: Rows = (("Tỷ lệ", Percent(0.55), 0.55), ("Lỗi", ErrorValue(), None), ("Ngoài", Outside(104), "x"))
    sheet = read_workbook(WRITERS[suffix](rows)).sheets[0]
    share, plain, error, outside = sheet.at(1, 2), sheet.at(1, 3), sheet.at(2, 2), sheet.at(3, 2)
    assert share is not None
    assert (share.number, share.is_percent_format) == (Decimal("0.55"), True)
    assert plain is not None
    assert (plain.number, plain.is_percent_format) == (Decimal("0.55"), False)
    assert error is not None
    assert (error.kind, error.text) == ("error", "#DIV/0!")
    assert outside is not None
    assert (outside.number, outside.points_outside) == (Decimal(104), True)
    assert [cell.address for cell in sheet.cells.values() if cell.points_outside] == ["B3"]


@pytest.mark.parametrize("suffix", SPREADSHEETS)
def test_a_share_shown_as_percent_is_in_percent_points(check_named: CheckNamed, suffix: str) -> None:
    share = (3, "Tỷ lệ HTX xếp loại khá trở lên", "%", Percent(0.5), Percent(0.52), Percent(0.55))
    reading = check_named(WRITERS[suffix]((*FORM[:8], share, *FORM[8:])), f"bieu.{suffix}")
    assert [cell.value for cell in reading.values if cell.cell == "F9"] in ([Decimal(55)], [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_csv_is_read_in_every_encoding_and_with_every_delimiter(encoding: str, delimiter: str) -> None:
    text = csv_text(FORM, delimiter)
    written = unicodedata.normalize("NFD", text) if encoding == "cp1258" else text
    sheet = read_workbook(for_code_page(written) if encoding == "cp1258" else text.encode(encoding)).sheets[0]
    assert (sheet.name, sheet.text(6, 2), sheet.text(11, 4)) == ("", "Tổng số hợp tác xã", "410,5")
    assert sheet.last_column == 6


def for_code_page(decomposed: str) -> bytes:
    """Windows-1258 as Vietnamese Windows wrote it: vowels whole, tones apart."""
    whole = decomposed
    for vowel, mark, letter in (("a", "\u0302", "â"), ("e", "\u0302", "ê"), ("o", "\u0302", "ô"), ("a", "\u0306", "ă")):
        whole = whole.replace(vowel + mark, letter).replace(vowel.upper() + mark, letter.upper())
    for vowel, letter in (("o", "ơ"), ("u", "ư")):
        whole = whole.replace(vowel + "\u031b", letter).replace(vowel.upper() + "\u031b", letter.upper())
    tones = "\u0300\u0301\u0303\u0309\u0323"
    fixed: list[str] = []
    for sign in whole:
        if fixed and sign in "\u0302\u0306" and fixed[-1] in tones:  # the tone below was sorted before the hat
            fixed[-2] = unicodedata.normalize("NFC", fixed[-2] + sign)
        else:
            fixed.append(sign)
    return "".join(fixed).encode("cp1258")


def test_a_field_with_line_breaks_and_quotes_is_one_field() -> None:
    text = 'STT;Tên;Ghi chú\r\n1;"HTX ""An Phú""\nchi nhánh; cũ";"1,5"\r\n2;HTX Bình Minh;x\r\n'
    sheet = read_workbook(text.encode()).sheets[0]
    assert sheet.text(2, 2) == 'HTX "An Phú"\nchi nhánh; cũ'
    assert (sheet.text(2, 3), sheet.text(3, 2)) == ("1,5", "HTX Bình Minh")


def test_the_line_that_names_the_delimiter_is_no_content() -> None:
    sheet = read_workbook("sep=|\nSTT|Tên, địa chỉ; khác\n1|An, Phú; Tây".encode()).sheets[0]
    assert (sheet.at(1, 1), sheet.text(2, 2)) == (None, "Tên, địa chỉ; khác")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1258"])
def test_a_page_is_read_in_the_encoding_it_states(encoding: str) -> None:
    page = html_page(FORM).decode().replace('charset="utf-8"', f'charset="{encoding}"')
    content = for_code_page(unicodedata.normalize("NFD", page)) if encoding == "windows-1258" else page.encode(encoding)
    assert read_workbook(content).sheets[0].text(6, 2) == "Tổng số hợp tác xã"


def test_tables_inside_a_table_are_sheets_of_their_own_and_frames_are_not() -> None:
    page = (
        "<table><tr><td>UBND HUYỆN CẦN GIỜ"
        "<table><tr><td>Chỉ tiêu</td><td colspan=2>Năm</td></tr><tr><td>Số HTX</td><td>24</td>"
        "<td><table><tr><td>25</td></tr></table></td></tr></table>Người lập</td></tr></table>"
    )
    outer, inner = read_workbook(page.encode()).sheets
    assert (outer.name, inner.name) == ("table:1", "table:2")
    assert outer.text(1, 1) == "UBND HUYỆN CẦN GIỜNgười lập"
    assert (inner.text(2, 2), inner.text(2, 3), inner.preamble) == ("24", "25", ("UBND HUYỆN CẦN GIỜ",))


def test_spans_in_both_directions_push_what_follows() -> None:
    page = (
        "<table><tr><th rowspan=3>STT</th><th colspan=2 rowspan=2>Năm</th><th>Ghi chú</th></tr>"
        "<tr><td>a</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>"
    )
    sheet = read_workbook(page.encode()).sheets[0]
    assert {cell.address: cell.text for cell in sheet.cells.values()} == {
        "A1": "STT",
        "B1": "Năm",
        "D1": "Ghi chú",
        "D2": "a",
        "B3": "1",
        "C3": "2",
        "D3": "3",
    }


def a_report() -> bytes:
    document = docx.Document()
    document.add_heading("BÁO CÁO KINH TẾ TẬP THỂ", level=1)
    document.add_paragraph("Sáu tháng đầu năm 2024.")
    bold = document.add_paragraph().add_run("III. Khó khăn, vướng mắc")
    bold.bold, bold.font.size = True, Pt(13)
    document.add_paragraph("Thiếu vốn lưu động", style="List Bullet")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Chỉ tiêu"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Năm 2024"
    table.cell(1, 1).text, table.cell(1, 2).text = "Kế hoạch", "Thực hiện"
    table.cell(2, 0).text, table.cell(2, 1).text, table.cell(2, 2).text = "Số HTX", "27", "25"
    nested = table.cell(2, 2).add_table(1, 2)
    nested.cell(0, 0).text, nested.cell(0, 1).text = "trong", "trong nữa"
    document.add_paragraph("")
    document.add_paragraph("Kiến nghị: không.")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_word_document_gives_its_tables_and_its_paragraphs() -> None:
    book = read_workbook(a_report())
    table, nested = book.sheets
    assert [
        (merged.first_row, merged.first_column, merged.last_row, merged.last_column) for merged in table.merged
    ] == [
        (1, 2, 1, 3),
        (1, 1, 2, 1),
    ]
    assert {cell.address: cell.text.strip() for cell in table.cells.values()} == {
        "A1": "Chỉ tiêu",
        "B1": "Năm 2024",
        "B2": "Kế hoạch",
        "C2": "Thực hiện",
        "A3": "Số HTX",
        "B3": "27",
        "C3": "25",
    }
    assert (nested.name, nested.text(1, 2)) == ("table:2", "trong nữa")
    assert [(one.number, one.text, one.is_heading) for one in book.paragraphs if one.text] == [
        (1, "BÁO CÁO KINH TẾ TẬP THỂ", True),
        (2, "Sáu tháng đầu năm 2024.", False),
        (3, "III. Khó khăn, vướng mắc", True),
        (4, "Thiếu vốn lưu động", False),
        (6, "Kiến nghị: không.", False),
    ]


def test_macros_are_told_once_and_never_run(check_named: CheckNamed) -> None:
    with_macros = zipped({"xl/vbaProject.bin": b"x"})
    plain = xlsx(FORM)
    assert [f.rule_code for f in check_named(plain, "bieu.xlsm").findings] == ["macro_enabled"]
    buffer = io.BytesIO(plain)
    import zipfile

    with zipfile.ZipFile(buffer, "a") as archive, zipfile.ZipFile(io.BytesIO(with_macros)) as other:
        archive.writestr("xl/vbaProject.bin", other.read("xl/vbaProject.bin"))
    for name in ("bieu.xlsm", "bieu.xlsx"):
        reading = check_named(buffer.getvalue(), name)
        assert [(f.rule_code, f.severity, f.cell) for f in reading.findings] == [("macro_enabled", "info", None)]
        assert main_column(reading) == MAIN_COLUMN


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"{\\rtf1\\ansi B\\'e1o c\\'e1o}", "other_format"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20, "other_format"),
        (zipped({"bieu.xlsx": b"x"}), "other_format"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "other_format"),
        (xlsx(FORM)[:4000], "damaged"),
        (xls(FORM)[:3000], "damaged"),
        (xlsb(FORM)[:900], "damaged"),
        (ods(FORM)[:900], "damaged"),
        (fods(FORM)[:900], "damaged"),
        (spreadsheetml(FORM)[:900], "damaged"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableWorkbookError) as caught:
        open_submission(content, "bieu.xlsx")
    assert caught.value.reason == reason


def test_a_pdf_alone_is_answered_with_what_to_send(check_named: CheckNamed) -> None:
    (finding,) = check_named(b"%PDF-1.7\n...", "bieu.pdf").findings
    assert (finding.rule_code, finding.family, finding.severity) == ("pdf_alone", "unreadable_file", "error")
    assert "tệp bảng tính" in finding.mend_vi


def test_what_an_ods_repeats_and_hides_is_known() -> None:
    xml = opendocument_xml((("a", 1),)).replace(
        "</table:table>",
        '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2" '
        'office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>',
    )
    hidden = '<office:automatic-styles><style:style style:name="ta9"><style:table-properties table:display="false"/>'
    hidden += "</style:style></office:automatic-styles><office:body>"
    xml = xml.replace("<office:body>", hidden).replace(
        '<table:table table:name="Biểu 1"', '<table:table table:style-name="ta9"'
    )
    xml = xml.replace("xmlns:calcext", 'xmlns:style="urn:style" xmlns:calcext')
    sheet = read_workbook(zipped({"content.xml": xml})).sheets[0]
    assert not sheet.is_visible
    assert sorted(cell.address for cell in sheet.cells.values() if cell.text == "7") == [
        "A2",
        "A3",
        "A4",
        "B2",
        "B3",
        "B4",
    ]
    assert (sheet.last_row, sheet.last_column) == (4, 2)


def test_text_of_several_fonts_is_one_text_and_a_date_is_a_date() -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = CellRichText("Tổng số ", TextBlock(InlineFont(b=True), "hợp tác xã"))
    sheet["A2"] = True
    book.create_sheet("Ẩn").sheet_state = "veryHidden"
    buffer = io.BytesIO()
    book.save(buffer)
    read = read_workbook(buffer.getvalue())
    assert read.sheets[0].text(1, 1) == "Tổng số hợp tác xã"
    assert (read.sheets[0].text(2, 1), [one.is_visible for one in read.sheets]) == ("TRUE", [True, False])


def test_media_types_follow_the_content() -> None:
    assert media_type(csv_text(FORM).encode()) == "text/csv"
    assert media_type(xls(FORM)) == "application/vnd.ms-excel"
    assert media_type(b"\x89PNG\r\n\x1a\n" + bytes(50)) is None
