"""Tables in pages and Word documents are read like sheets, by their place in the grid."""

import io
import zipfile
from collections.abc import Callable, Sequence

import pytest

from ingest.submissions.reading import SubmissionReading
from ingest.submissions.workbook import UnreadableWorkbookError

Check = Callable[..., SubmissionReading]

PAGE = """<html><body><p>UBND HUYỆN CẦN GIỜ - THÀNH PHỐ HỒ CHÍ MINH</p>
<p>BIỂU TỔNG HỢP KINH TẾ TẬP THỂ 6 THÁNG ĐẦU NĂM 2024</p><p>ĐVT: triệu đồng</p>
<table border=1>
<tr><td rowspan=2>STT</td><td rowspan=2>Chỉ tiêu</td><td rowspan=2>Đơn vị tính</td><td>Năm 2023</td>
    <td colspan=2>Năm 2024</td></tr>
<tr><td>Thực hiện</td><td>Kế hoạch</td><td>Thực hiện 6 tháng</td></tr>
<tr><td>I</td><td>HỢP TÁC XÃ</td><td></td><td></td><td></td><td></td></tr>
<tr><td>1</td><td>Tổng số hợp tác xã</td><td>HTX</td><td>24</td><td>27</td><td>25</td></tr>
<tr><td>2</td><td>Tổng số thành viên HTX</td><td>thành viên</td><td>1.103</td><td>1.150</td><td>1.127</td></tr>
<tr><td>3</td><td>Tổng số lao động thường xuyên trong HTX</td><td>người</td>
    <td>301</td><td>&hellip;</td><td>312</td></tr>
<tr><td>II</td><td>TỔ HỢP TÁC</td><td></td><td></td><td></td><td></td></tr>
<tr><td>1</td><td>Tổng số tổ hợp tác</td><td>THT</td><td>250</td><td>255</td><td>253</td></tr>
<tr><td>2</td><td>Doanh thu bình quân một tổ hợp tác</td><td></td><td>410,5</td><td>420</td><td>205</td></tr>
</table></body></html>"""

EXPECTED = {
    "F4": ("coop_total", 25),
    "F5": ("members_total", 1127),
    "F6": ("workers_total", 312),
    "F8": ("group_total", 253),
    "F9": ("revenue_avg", 205_000_000),
}


def main_column(reading: SubmissionReading) -> dict[str, tuple[str, object]]:
    return {
        cell.cell: (cell.coordinate.indicator_code, cell.value)
        for cell in reading.values
        if cell.coordinate.value_column == "actual_h1"
    }


def test_a_page_under_an_excel_name_is_read_and_told(check: Check) -> None:
    reading = check(PAGE.encode())
    assert main_column(reading) == EXPECTED
    assert {cell.sheet for cell in reading.values} == {"table:1"}
    assert (reading.area_code, reading.period) == ("787", "2024-H1")
    assert [(f.rule_code, f.severity, f.cell) for f in reading.findings] == [("content_contradicts_name", "info", None)]
    assert reading.outcome == "accepted"


def test_a_page_in_another_encoding_is_unreadable(check: Check) -> None:
    reading = check(PAGE.encode("utf-16-le").replace(b"\0", b"\xff"))
    assert reading.outcome == "rejected"


def word_document(paragraphs: Sequence[str], rows: Sequence[Sequence[str]], *, merged_first: int = 1) -> bytes:
    """A .docx with paragraphs and one table; the last cell of its first row spans `merged_first` columns."""

    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    def cell(text: str, span: int) -> str:
        properties = f'<w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>' if span > 1 else ""
        return f"<w:tc>{properties}{paragraph(text)}</w:tc>"

    table = "".join(
        "<w:tr>"
        + "".join(
            cell(text, merged_first if number == 0 and place == len(row) - 1 else 1) for place, text in enumerate(row)
        )
        + "</w:tr>"
        for number, row in enumerate(rows)
    )
    body = "".join(paragraph(text) for text in paragraphs) + f"<w:tbl>{table}</w:tbl>"
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<?xml version="1.0"?><w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", document)
    return buffer.getvalue()


WORD_ROWS = [
    ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện năm trước", "Kế hoạch năm nay", "6 tháng đầu năm"],
    ["I", "HỢP TÁC XÃ", "", "", "", ""],
    ["", "Trong đó:", "", "", "", ""],
    ["1", "Tổng số hợp tác xã", "HTX", "24", "27", "25"],
    ["2", "Tổng số thành viên HTX", "thành viên", "1.103", "1.150", "1.127"],
    ["3", "Tổng số lao động thường xuyên trong HTX", "người", "301", "", "312"],
    ["II", "TỔ HỢP TÁC", "", "", "", ""],
    ["1", "Tổng số tổ hợp tác", "THT", "250", "255", "253"],
    ["2", "Doanh thu bình quân một tổ hợp tác", "", "410,5", "420", "205"],
]


def test_a_table_in_a_word_document_is_read(check: Check) -> None:
    lines = ["UBND HUYỆN CẦN GIỜ", "Tình hình kinh tế tập thể 6 tháng đầu năm 2024", "Đơn vị tính: triệu đồng"]
    reading = check(word_document(lines, WORD_ROWS))
    assert main_column(reading) == EXPECTED
    assert (reading.area_code, reading.period, reading.outcome) == ("787", "2024-H1", "accepted")


def test_a_word_document_without_a_table_is_an_unknown_form(check: Check) -> None:
    assert [f.family for f in check(word_document(["BÁO CÁO"], [])).findings] == ["unknown_form"]


def test_a_damaged_word_document_is_unreadable(check: Check) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    assert [f.family for f in check(buffer.getvalue()).findings] == ["unreadable_file"]


def test_entities_in_a_document_are_not_expanded() -> None:
    from ingest.submissions.formats.word import read_word

    bomb = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    with pytest.raises(UnreadableWorkbookError, match="document type"):
        read_word(buffer.getvalue())
