"""The workbook a reporter fills: made from the form's data, the same bytes whenever it is made."""

import io
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook as WorkbookWriter
from xlsxwriter.worksheet import Worksheet

from ingest.submissions.form import Form, FormRow
from ingest.submissions.identity import IDENTITY_SHEET, Identity
from ingest.submissions.period import Period, parse_period
from ingest.submissions.reference import Reference

CellContent = int | float | Decimal | str
"""What a pre-filled cell holds: a number, or a text such as "-"."""
ValueKey = tuple[str, str, str]
"""(entity, indicator code, value column)."""

SHEET_NAME = "Phụ lục 1"
NIL_LABEL = "Trên địa bàn không có hợp tác xã, liên hiệp hợp tác xã, tổ hợp tác nào (đánh dấu x vào ô bên phải):"
HEADER_ROW = 8
"""The row of the column titles, counted from 1; column numbers follow, then the form's rows."""
NIL_ROW = 6
FIRST_VALUE_COLUMN = 4
_OUTLINE_COLUMN, _LABEL_COLUMN, _UNIT_COLUMN = 1, 2, 3

_CREATED_AT = datetime(2024, 1, 1)  # noqa: DTZ001 - a fixed stamp inside the file, no moment of ours
_BLANK_MARKS = ("-", "…", "x")


class UnknownFormError(ValueError):
    """No form of that code is declared."""


def build_template(
    form_code: str,
    area_code: str,
    period_key: str,
    reference: Reference,
    values: Mapping[ValueKey, CellContent] | None = None,
    *,
    is_nil_return: bool = False,
) -> bytes:
    """The workbook (.xlsx) of a form for one reporter and round, its value cells filled from `values`.

    Raises `UnknownFormError` for a form that is not declared and ``ValueError`` for a key that is no period.
    """
    form = reference.forms.get(form_code)
    if form is None:
        known = ", ".join(sorted(reference.forms))
        raise UnknownFormError(f"no form {form_code!r}; declared are: {known}")
    period = parse_period(period_key)
    area = reference.area(area_code, date(period.year, 1, 1))
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": f"{form_code} {area_code} {period_key}", "created": _CREATED_AT})
    styles = _Styles(book)
    sheet = book.add_worksheet(SHEET_NAME)
    _write_title(sheet, styles, period, area.name if area else area_code, is_nil_return, len(form.columns))
    _write_header(sheet, styles, form, period)
    _write_rows(sheet, styles, form, reference, values or {})
    _write_footer(sheet, styles, HEADER_ROW + 2 + len(form.rows) + 1)
    _lay_out(sheet, form)
    _write_identity(book, Identity(form.code, form.version, area_code, period.key))
    book.close()
    return buffer.getvalue()


def value_address(form: Form, entity: str, indicator_code: str, value_column: str) -> tuple[int, int]:
    """Row and column, counted from 1, where the template holds that value; ``KeyError`` where it does not."""
    rows = {(row.entity, row.indicator_code): place for place, row in enumerate(form.rows)}
    columns = {column.value_column: place for place, column in enumerate(form.columns)}
    place = columns[value_column]  # type: ignore[index]  # any text may be asked for
    return HEADER_ROW + 2 + rows[entity, indicator_code], FIRST_VALUE_COLUMN + place


class _Styles:
    """The cell formats of the template; only input cells are unlocked."""

    def __init__(self, book: WorkbookWriter) -> None:
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
        boxed = base | {"border": 1}
        self.centred: Format = book.add_format(base | {"align": "center", "text_wrap": True})
        self.title: Format = book.add_format(base | {"align": "center", "bold": True, "text_wrap": True})
        self.text: Format = book.add_format(base | {"text_wrap": True})
        self.note: Format = book.add_format(base | {"italic": True, "font_size": 11, "text_wrap": True})
        self.header: Format = book.add_format(boxed | {"align": "center", "bold": True, "text_wrap": True})
        self.column_number: Format = book.add_format(boxed | {"align": "center", "italic": True})
        self.outline: Format = book.add_format(boxed | {"align": "center"})
        self.section: Format = book.add_format(boxed | {"bold": True, "bg_color": "#E8EEF4"})
        self.label: Format = book.add_format(boxed | {"text_wrap": True})
        self.part_label: Format = book.add_format(boxed | {"text_wrap": True, "indent": 1})
        inputs = boxed | {"locked": False, "align": "right", "bg_color": "#FFFDF2"}
        self.count: Format = book.add_format(inputs | {"num_format": "#,##0"})
        self.amount: Format = book.add_format(inputs | {"num_format": "#,##0.0##"})
        self.tick: Format = book.add_format(inputs | {"align": "center", "bold": True})
        self.remark: Format = book.add_format(boxed | {"locked": False, "text_wrap": True})


def _write_title(
    sheet: Worksheet, styles: _Styles, period: Period, area_name: str, is_nil_return: bool, columns: int
) -> None:
    last = FIRST_VALUE_COLUMN + columns - 1
    left_end = _UNIT_COLUMN - 1
    sheet.merge_range(0, 0, 0, left_end, "ỦY BAN NHÂN DÂN", styles.centred)
    sheet.merge_range(0, left_end + 1, 0, last, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", styles.title)
    sheet.merge_range(1, 0, 1, left_end, area_name.upper(), styles.title)
    sheet.merge_range(1, left_end + 1, 1, last, "Độc lập - Tự do - Hạnh phúc", styles.title)
    title = "PHỤ LỤC 1: CÁC CHỈ TIÊU CƠ BẢN VỀ PHÁT TRIỂN KINH TẾ TẬP THỂ, HỢP TÁC XÃ"
    sheet.merge_range(2, 0, 2, last, title, styles.title)
    sheet.merge_range(3, 0, 3, last, period.title_vi.upper(), styles.title)
    sheet.merge_range(4, 0, 4, last, f"Đơn vị báo cáo: {area_name}", styles.text)
    sheet.merge_range(NIL_ROW - 1, 0, NIL_ROW - 1, last - 1, NIL_LABEL, styles.text)
    _write_text(sheet, NIL_ROW - 1, last, "x" if is_nil_return else "", styles.tick)
    sheet.data_validation(
        NIL_ROW - 1,
        last,
        NIL_ROW - 1,
        last,
        {
            "validate": "list",
            "source": ["x"],
            "error_title": "Chỉ đánh dấu x",
            "error_message": "Chỉ ghi x khi trên địa bàn không có HTX, LHHTX, THT nào; nếu có thì để trống.",
        },
    )
    guidance = (
        "Cách ghi: số đếm ghi số nguyên, tiền ghi theo đơn vị tính ở cột ĐVT. Không phát sinh: ghi 0 hoặc “-”. "
        "Chưa có số liệu: để trống hoặc ghi “…”. Chỉ nhập vào ô màu vàng nhạt."
    )
    sheet.merge_range(6, 0, 6, last, guidance, styles.note)


def _write_header(sheet: Worksheet, styles: _Styles, form: Form, period: Period) -> None:
    labels = ["STT", "Chỉ tiêu", "Đơn vị tính"]
    labels += [column.printed_label(period) for column in form.columns] + ["Ghi chú"]
    numbers = ["A", "B", "C"] + [str(number) for number in range(1, len(form.columns) + 2)]
    for column, (label, number) in enumerate(zip(labels, numbers, strict=True)):
        sheet.write_string(HEADER_ROW - 1, column, label, styles.header)
        sheet.write_string(HEADER_ROW, column, number, styles.column_number)


def _write_rows(
    sheet: Worksheet, styles: _Styles, form: Form, reference: Reference, values: Mapping[ValueKey, CellContent]
) -> None:
    first = FIRST_VALUE_COLUMN - 1
    for place, form_row in enumerate(form.rows):
        row = HEADER_ROW + 1 + place
        is_part = form_row.outline in {"-", ""}
        label_style = styles.section if form_row.is_section_title else styles.part_label if is_part else styles.label
        _write_text(sheet, row, 0, form_row.outline, styles.outline)
        sheet.write_string(row, 1, form_row.label_vi, label_style)
        _write_text(sheet, row, 2, form_row.printed_unit, styles.outline)
        for offset, column in enumerate(form.columns):
            if form_row.indicator_code is None:
                sheet.write_blank(row, first + offset, None, label_style)
                continue
            style = _input_style(styles, reference, form_row)
            content = values.get((form_row.entity, form_row.indicator_code, column.value_column), "")
            _write_input(sheet, row, first + offset, content, style)
        sheet.write_blank(row, first + len(form.columns), None, styles.remark)
        if form_row.indicator_code is not None:
            last = first + len(form.columns) - 1
            sheet.data_validation(row, first, row, last, _validation(reference, form_row, row, first))


def _input_style(styles: _Styles, reference: Reference, form_row: FormRow) -> Format:
    indicator = reference.indicator(form_row.entity, form_row.indicator_code or "")
    return styles.count if indicator.is_count else styles.amount


def _write_input(sheet: Worksheet, row: int, column: int, content: CellContent, style: Format) -> None:
    if isinstance(content, str):
        _write_text(sheet, row, column, content, style)
    else:
        sheet.write_number(row, column, float(content), style)


def _write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """Text as text, and nothing as nothing: an empty string in a cell is not the same as a blank cell."""
    if text:
        sheet.write_string(row, column, text, style)
    else:
        sheet.write_blank(row, column, None, style)


def _validation(reference: Reference, form_row: FormRow, row: int, column: int) -> dict[str, object]:
    """What Excel lets an officer type: a number that fits the row, or a mark for "none" or "not known"."""
    indicator = reference.indicator(form_row.entity, form_row.indicator_code or "")
    cell = f"{chr(ord('A') + column)}{row + 1}"
    conditions = [f"ISNUMBER({cell})"]
    if not indicator.code.startswith("profit"):
        conditions.append(f"{cell}>=0")
    if indicator.is_count:
        conditions.append(f"INT({cell})={cell}")
    marks = ",".join(f'{cell}="{mark}"' for mark in _BLANK_MARKS)
    number = conditions[-1] if len(conditions) == 1 else f"IFERROR(AND({','.join(conditions)}),FALSE)"
    kind = "số nguyên không âm" if indicator.is_count else "số"
    return {
        "validate": "custom",
        "value": f"=OR({marks},{number})",
        "ignore_blank": True,
        "error_title": "Ô này chỉ nhận số",
        "error_message": (
            f"Hãy nhập {kind}, đơn vị {form_row.printed_unit}. Không phát sinh: 0 hoặc “-”. "
            "Chưa có số liệu: để trống hoặc “…”."
        ),
    }


def _write_footer(sheet: Worksheet, styles: _Styles, row: int) -> None:
    sheet.merge_range(row, 5, row, 8, "…………, ngày … tháng … năm 20…", styles.note)
    sheet.write_string(row + 1, 1, "NGƯỜI LẬP BIỂU", styles.title)
    sheet.merge_range(row + 1, 5, row + 1, 8, "TM. ỦY BAN NHÂN DÂN", styles.title)


def _lay_out(sheet: Worksheet, form: Form) -> None:
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 48)
    sheet.set_column(2, 2, 15)
    sheet.set_column(FIRST_VALUE_COLUMN - 1, FIRST_VALUE_COLUMN + len(form.columns) - 2, 14)
    sheet.set_column(FIRST_VALUE_COLUMN + len(form.columns) - 1, FIRST_VALUE_COLUMN + len(form.columns) - 1, 22)
    sheet.set_row(6, 34)
    sheet.set_row(HEADER_ROW - 1, 48)
    sheet.freeze_panes(HEADER_ROW + 1, FIRST_VALUE_COLUMN - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW - 1, HEADER_ROW)
    sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})


def _write_identity(book: WorkbookWriter, identity: Identity) -> None:
    sheet = book.add_worksheet(IDENTITY_SHEET)
    for row, (name, said) in enumerate(identity.items()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, said)
    sheet.protect()
    sheet.very_hidden()
