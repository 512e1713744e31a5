"""The marked copy: the submitter's own workbook with the wrong cells coloured and explained, and a first sheet
that lists every finding with a link to its cell."""

import io
import logging
from collections.abc import Iterable

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.cell import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ingest.submissions.reading import GRAVITY, Finding, Severity, SubmissionReading

logger = logging.getLogger(__name__)

RESULT_SHEET = "Kết quả kiểm tra"
COMMENT_AUTHOR = "Kho dữ liệu HTX"

_COLOURS: dict[Severity, str] = {"error": "FFF4B6B6", "warning": "FFFFE699", "info": "FFDDEBF7"}
_SEVERITIES_VI: dict[Severity, str] = {"error": "Lỗi", "warning": "Cảnh báo", "info": "Lưu ý"}
_OUTCOMES_VI = {
    "accepted": "ĐƯỢC NHẬN – không có điểm nào phải sửa.",
    "accepted_with_warnings": "ĐƯỢC NHẬN, có điểm cần xem lại (danh sách dưới đây).",
    "rejected": "CHƯA ĐƯỢC NHẬN – đề nghị sửa các điểm dưới đây rồi gửi lại tệp.",
}
_UNOPENED = frozenset({"unreadable_file", "unpacks_out_of_proportion"})
_HEADINGS = ("STT", "Mức độ", "Ô", "Giá trị đã ghi", "Nội dung", "Cách sửa")
_WIDTHS = (6, 11, 20, 22, 70, 70)
_HEADER_ROW = 7
_COMMENT_WIDTH, _COMMENT_HEIGHT = 360, 170
_LINE = Side(style="thin", color="FFBFBFBF")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def marked_copy(content: bytes, reading: SubmissionReading) -> bytes:
    """The marked workbook (.xlsx). Where the file is no .xlsx that opens, the result sheet stands alone.

    What the reader refused to open is not opened here either.
    """
    is_opened = not any(finding.rule_code in _UNOPENED for finding in reading.findings)
    book = _opened(content) if is_opened else None
    if book is not None:
        try:
            return _saved(_marked(book, reading))
        except Exception:  # whatever openpyxl cannot write back: the sender still gets the list
            logger.warning("no marks in %s: openpyxl cannot write it back", reading.file_name, exc_info=True)
    return _saved(_alone(reading))


def _marked(book: Workbook, reading: SubmissionReading) -> Workbook:
    _unmark(book)
    sheet = book.create_sheet(RESULT_SHEET, 0)
    for other in book.worksheets:
        other.sheet_view.tabSelected = False
    _mark_cells(book, reading.findings)
    _write_results(sheet, book, reading)
    return book


def _alone(reading: SubmissionReading) -> Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = RESULT_SHEET
    _write_results(sheet, book, reading)
    return book


def _saved(book: Workbook) -> bytes:
    book.active = 0
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _opened(content: bytes) -> Workbook | None:
    if not content.startswith(b"PK"):
        return None
    try:
        return openpyxl.load_workbook(io.BytesIO(content))
    except Exception:  # openpyxl raises whatever a strange part of a workbook makes it stumble over
        logger.warning("openpyxl cannot open what the reader could: the result sheet stands alone", exc_info=True)
        return None


def _unmark(book: Workbook) -> None:
    """Take away the marks of an earlier round: officers mend the marked copy itself and send it again."""
    if RESULT_SHEET in book.sheetnames:
        del book[RESULT_SHEET]
    for sheet in book.worksheets:
        # `iter_rows` would make every cell of the block up to a stray one in the last corner
        for cell in sheet._cells.values():
            if cell.comment is not None and cell.comment.author == COMMENT_AUTHOR and isinstance(cell, Cell):
                cell.comment = None
                cell.fill = PatternFill()


def _mark_cells(book: Workbook, findings: Iterable[Finding]) -> None:
    by_cell: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.sheet in book.sheetnames and finding.cell is not None:
            by_cell.setdefault((finding.sheet, finding.cell), []).append(finding)
    for (sheet_name, address), here in by_cell.items():
        sheet = book[sheet_name]
        cell = _writable(sheet, address)
        gravest = min(here, key=lambda finding: GRAVITY[finding.severity])
        cell.fill = PatternFill("solid", fgColor=_COLOURS[gravest.severity])
        text = "\n\n".join(f"{_SEVERITIES_VI[f.severity]}: {f.sentence_vi}\nCách sửa: {f.mend_vi}" for f in here)
        if cell.comment is not None:
            text = f"{cell.comment.text}\n\n{text}"
        cell.comment = Comment(_printable(text), COMMENT_AUTHOR, width=_COMMENT_WIDTH, height=_COMMENT_HEIGHT)


def _writable(sheet: Worksheet, address: str) -> Cell:
    """The cell at an address, or the first of the merged range that it is part of."""
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        for merged in sheet.merged_cells.ranges:
            if address in merged:
                return _writable(sheet, f"{get_column_letter(merged.min_col)}{merged.min_row}")
    assert isinstance(cell, Cell)
    return cell


def _write_results(sheet: Worksheet, book: Workbook, reading: SubmissionReading) -> None:
    lines = (
        ("KẾT QUẢ KIỂM TRA BÁO CÁO", Font(bold=True, size=14)),
        (f"Tệp: {reading.file_name}", Font()),
        (f"Đơn vị báo cáo: {reading.reporter_name or 'chưa nhận ra'}", Font()),
        (f"Kỳ báo cáo: {reading.round_period or reading.period or 'chưa nhận ra'}", Font()),
        (f"Kết quả: {_OUTCOMES_VI[reading.outcome]}", Font(bold=True)),
    )
    for row, (text, font) in enumerate(lines, start=1):
        _write_text(sheet, row, 1, text).font = font
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        if reading.findings:
            cell = _write_text(sheet, _HEADER_ROW, column, heading)
            cell.font, cell.border = Font(bold=True), _BORDER
            cell.alignment = Alignment(horizontal="center", vertical="center")
    gravest_first = sorted(reading.findings, key=lambda finding: GRAVITY[finding.severity])
    for number, finding in enumerate(gravest_first, start=1):
        _write_finding(sheet, book, _HEADER_ROW + number, number, finding)
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"


def _write_finding(sheet: Worksheet, book: Workbook, row: int, number: int, finding: Finding) -> None:
    place = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet or "(cả tệp)"
    texts = (
        str(number),
        _SEVERITIES_VI[finding.severity],
        place,
        finding.value_seen or "",
        finding.sentence_vi,
        finding.mend_vi,
    )
    for column, text in enumerate(texts, start=1):
        cell = _write_text(sheet, row, column, text)
        cell.border = _BORDER
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.cell(row, 2).fill = PatternFill("solid", fgColor=_COLOURS[finding.severity])
    if finding.cell and finding.sheet in book.sheetnames:
        link = sheet.cell(row, 3)
        quoted = finding.sheet.replace("'", "''")
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{quoted}'!{finding.cell}", display=place)
        link.font = Font(color="FF0563C1", underline="single")


def _write_text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write text as text: what a submitter wrote must never become a formula of ours."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = _printable(text)
    cell.data_type = "s"
    return cell


def _printable(text: str) -> str:
    """The text without what a workbook cannot hold: control characters, and halves of characters."""
    return ILLEGAL_CHARACTERS_RE.sub("", text.encode("utf-8", "replace").decode("utf-8"))
