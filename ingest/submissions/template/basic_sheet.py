"""Form A-1 on its sheet: the basic indicators, with the tick of the nil return above them."""

from xlsxwriter.worksheet import Worksheet

from ingest.submissions.form import Form
from ingest.submissions.template.content import Brief
from ingest.submissions.template.figures_sheet import (
    FIRST_VALUE_COLUMN,
    HEADER_ROW,
    lay_out,
    layout_of,
    write_header,
    write_rows,
)
from ingest.submissions.template.looks import Looks, protect, write_content, write_letterhead

SHEET_NAME = "Phụ lục 1 - Chỉ tiêu cơ bản"
NIL_LABEL = "Trên địa bàn không có hợp tác xã, liên hiệp hợp tác xã, tổ hợp tác nào (đánh dấu x vào ô bên phải):"
NIL_ROW = 6
_TITLE = "PHỤ LỤC 1: CÁC CHỈ TIÊU CƠ BẢN VỀ PHÁT TRIỂN KINH TẾ TẬP THỂ, HỢP TÁC XÃ"
_GUIDANCE = (
    "Cách ghi: số đếm ghi số nguyên, tiền ghi theo đơn vị tính ở cột ĐVT. Không phát sinh: ghi 0 hoặc “-”. "
    "Chưa có số liệu: để trống hoặc ghi “…”. Chỉ nhập vào ô màu vàng nhạt."
)


def write_basic_sheet(sheet: Worksheet, looks: Looks, brief: Brief) -> None:
    """The whole sheet."""
    layout = layout_of(brief)
    last = layout.explanation
    write_letterhead(sheet, looks, brief, _TITLE, last, FIRST_VALUE_COLUMN - 3)
    sheet.merge_range(NIL_ROW - 1, 0, NIL_ROW - 1, last - 1, NIL_LABEL, looks.text)
    write_content(sheet, NIL_ROW - 1, last, "x" if brief.is_nil_return else "", looks.tick)
    only_tick = {
        "validate": "list",
        "source": ["x"],
        "error_title": "Chỉ đánh dấu x",
        "error_message": "Chỉ ghi x khi trên địa bàn không có HTX, LHHTX, THT nào; nếu có thì để trống.",
    }
    sheet.data_validation(NIL_ROW - 1, last, NIL_ROW - 1, last, only_tick)
    sheet.merge_range(6, 0, 6, last, _GUIDANCE, looks.note)
    write_header(sheet, looks, brief, layout)
    write_rows(sheet, looks, brief, layout, brief.form.rows)
    _write_footer(sheet, looks, HEADER_ROW + 2 + len(brief.form.rows))
    lay_out(sheet, brief, layout)
    protect(sheet)


def value_address(form: Form, entity: str, indicator_code: str, value_column: str) -> tuple[int, int]:
    """Row and column, counted from 1, where the sheet holds that value; ``KeyError`` where it does not."""
    rows = {(row.entity, row.indicator_code): place for place, row in enumerate(form.rows)}
    columns: dict[str, int] = {column.value_column: place for place, column in enumerate(form.columns)}
    return HEADER_ROW + 2 + rows[entity, indicator_code], FIRST_VALUE_COLUMN + columns[value_column]


def _write_footer(sheet: Worksheet, looks: Looks, row: int) -> None:
    sheet.merge_range(row + 1, 5, row + 1, 8, "…………, ngày … tháng … năm 20…", looks.note)
    sheet.write_string(row + 2, 1, "NGƯỜI LẬP BIỂU", looks.title)
    sheet.merge_range(row + 2, 5, row + 2, 8, "THỦ TRƯỞNG ĐƠN VỊ", looks.title)
