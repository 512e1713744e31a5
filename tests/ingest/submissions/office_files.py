"""One table in every format that offices send, written in the test: no office's file stands in the repository."""

import csv
import functools
import html
import io
import zipfile
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape, quoteattr

import docx
import openpyxl

from ingest.submissions.addresses import a1
from tests.ingest.submissions.binary_workbooks import xls, xlsb
from tests.ingest.submissions.cell_values import ErrorValue, Outside, Percent, Rows, Value, places, zipped

FORM: Rows = (
    ("UBND HUYỆN CẦN GIỜ - THÀNH PHỐ HỒ CHÍ MINH", None, None, None, None, None),
    ("BIỂU TỔNG HỢP KINH TẾ TẬP THỂ 6 THÁNG ĐẦU NĂM 2024", None, None, None, None, None),
    ("ĐVT: triệu đồng", None, None, None, None, None),
    ("STT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện năm 2023", "Kế hoạch năm 2024", "Thực hiện 6 tháng đầu năm 2024"),
    ("I", "HỢP TÁC XÃ", None, None, None, None),
    (1, "Tổng số hợp tác xã", "HTX", 24, 27, 25),
    (2, "Tổng số thành viên HTX", "thành viên", 1103, 1150, 1127),
    (3, "Tổng số lao động thường xuyên trong HTX", "người", 301, None, 312),
    ("II", "TỔ HỢP TÁC", None, None, None, None),
    (1, "Tổng số tổ hợp tác", "THT", 250, 255, 253),
    (2, "Doanh thu bình quân một tổ hợp tác", "triệu đồng/năm", 410.5, 420, 205),
)
"""A form with the cells D6 to F11 in the round 2024-H1 of huyện Cần Giờ (787)."""

MAIN_COLUMN = {
    "F6": ("coop_total", 25),
    "F7": ("members_total", 1127),
    "F8": ("workers_total", 312),
    "F10": ("group_total", 253),
    "F11": ("revenue_avg", 205_000_000),
}


def _shown(value: Value) -> str:
    """As a person types it into a text: with decimal comma."""
    match value:
        case None:
            return ""
        case Percent(share):
            return f"{share * 100:g}%".replace(".", ",")
        case ErrorValue(text=text):
            return text
        case Outside(number):
            return f"{number:g}".replace(".", ",")
        case str():
            return value
    return f"{value:g}".replace(".", ",")


def xlsx(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Biểu 1"
    for row, column, value in places(rows):
        cell = sheet.cell(row, column)
        match value:
            case Percent(share):
                cell.value, cell.number_format = share, "0.0%"
            case ErrorValue(text=text):
                cell.value, cell.data_type = text, "e"
            case Outside(number):
                cell.value = number
            case _:
                cell.value = value
    buffer = io.BytesIO()
    book.save(buffer)
    content = buffer.getvalue()
    for row, column, value in places(rows):
        if isinstance(value, Outside):
            old = f'r="{a1(row, column)}" t="n"><v>'.encode()
            new = f'r="{a1(row, column)}"><f>[1]Sheet1!A1</f><v>'.encode()
            content = repacked(content, "xl/worksheets/sheet1.xml", lambda xml, old=old, new=new: xml.replace(old, new))
    return content


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


def csv_text(rows: Rows, delimiter: str = ";") -> str:
    lines = io.StringIO()
    csv.writer(lines, delimiter=delimiter).writerows([[_shown(value) for value in row] for row in rows])
    return lines.getvalue()


def csv_bytes(rows: Rows) -> bytes:
    return csv_text(rows).encode("utf-8-sig")


def html_page(rows: Rows) -> bytes:
    lines = "".join(f"<tr>{''.join(f'<td>{html.escape(_shown(value))}</td>' for value in row)}</tr>" for row in rows)
    return f'<html><head><meta charset="utf-8"></head><body><table>{lines}</table></body></html>'.encode()


def word(rows: Rows) -> bytes:
    document = docx.Document()
    table = document.add_table(len(rows), max(map(len, rows)))
    for row, column, value in places(rows):
        table.cell(row - 1, column - 1).text = _shown(value)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def opendocument_xml(rows: Rows) -> str:
    """The content of an .ods as LibreOffice writes it."""

    def cell(value: Value) -> str:
        shown = f"<text:p>{escape(_shown(value))}</text:p>"
        match value:
            case None:
                return "<table:table-cell/>"
            case Percent(share):
                kind = f'office:value-type="percentage" office:value="{share}"'
            case ErrorValue():
                kind = 'table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"'
            case Outside(number):
                formula = "table:formula=\"of:='file:///D:/so_lieu.ods'#$Sheet1.A1\""
                kind = f'{formula} office:value-type="float" office:value="{number}"'
            case str():
                kind = 'office:value-type="string"'
            case _:
                kind = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {kind}>{shown}</table:table-cell>"

    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in ("office", "table", "text")
    )
    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    return (
        f'<?xml version="1.0"?><office:document-content {names} xmlns:calcext="urn:calcext"><office:body>'
        f'<office:spreadsheet><table:table table:name="Biểu 1">{lines}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )


def ods(rows: Rows) -> bytes:
    media_type = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": media_type, "content.xml": opendocument_xml(rows)})


def fods(rows: Rows) -> bytes:
    return opendocument_xml(rows).replace("office:document-content", "office:document").encode()


def spreadsheetml(rows: Rows) -> bytes:
    """What Excel 2003 saved as XML."""

    def cell(value: Value) -> str:
        match value:
            case None:
                return "<Cell/>"
            case Percent(share):
                return f'<Cell ss:StyleID="s1"><Data ss:Type="Number">{share}</Data></Cell>'
            case ErrorValue(text=text):
                return f'<Cell ss:Formula="=1/0"><Data ss:Type="Error">{text}</Data></Cell>'
            case Outside(number):
                formula = quoteattr("='[so_lieu.xls]Sheet1'!R1C1")
                return f'<Cell ss:Formula={formula}><Data ss:Type="Number">{number}</Data></Cell>'
            case str():
                return f'<Cell><Data ss:Type="String">{escape(value)}</Data></Cell>'
        return f'<Cell><Data ss:Type="Number">{value}</Data></Cell>'

    lines = "".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in rows)
    namespace = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{namespace}" xmlns:ss="{namespace}">'
        f'<Styles><Style ss:ID="s1"><NumberFormat ss:Format="Percent"/></Style></Styles>'
        f'<Worksheet ss:Name="Biểu 1"><Table>{lines}</Table></Worksheet></Workbook>'
    ).encode()


WRITERS: Mapping[str, Callable[[Rows], bytes]] = {
    "xlsx": functools.cache(xlsx),
    "xls": functools.cache(xls),
    "xlsb": functools.cache(xlsb),
    "ods": functools.cache(ods),
    "fods": functools.cache(fods),
    "csv": functools.cache(csv_bytes),
    "html": functools.cache(html_page),
    "xml": functools.cache(spreadsheetml),
    "docx": functools.cache(word),
}
"""By the extension that the file would rightly have."""
