"""The parts of the template that are alike: rows of a form against its value columns (A-1 and A-2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ingest.submissions.addresses import a1
from ingest.submissions.form import Form, FormRow
from ingest.submissions.period import Period
from ingest.submissions.reading import Coordinate
from ingest.submissions.reference import Reference
from ingest.submissions.template.content import Brief, CellContent
from ingest.submissions.template.looks import LABEL_WIDTH, Looks, make_room, set_up_page, write_content

HEADER_ROW = 8
"""The row of the column titles, counted from 1; column numbers follow, then the form's rows."""
FIRST_VALUE_COLUMN = 4
"""Counted from 1, after outline, label and unit."""
EXPLANATION_TITLE = "Giải trình"
PREVIOUS_TITLE = "Tham khảo: số đã gửi kỳ trước"
_BLANK_MARKS = ("-", "…", "x")


@dataclass(frozen=True, slots=True)
class FiguresLayout:
    """Where the columns of a sheet are, counted from 0."""

    values: int
    has_previous: bool

    @property
    def first(self) -> int:
        return FIRST_VALUE_COLUMN - 1

    @property
    def previous(self) -> int:
        return self.first + self.values

    @property
    def explanation(self) -> int:
        return self.first + self.values + self.has_previous


def layout_of(brief: Brief) -> FiguresLayout:
    """Last round's figures have a column where there are any."""
    return FiguresLayout(len(brief.form.columns), brief.previous is not None)


def write_header(sheet: Worksheet, looks: Looks, brief: Brief, layout: FiguresLayout) -> None:
    """The titles of the columns and their numbers."""
    labels = ["STT", "Chỉ tiêu", "Đơn vị tính", *value_titles(brief.form, brief.period)]
    labels += [PREVIOUS_TITLE] * layout.has_previous + [EXPLANATION_TITLE]
    numbers = ["A", "B", "C"] + [str(number) for number in range(1, len(labels) - 2)]
    for column, (label, number) in enumerate(zip(labels, numbers, strict=True)):
        sheet.write_string(HEADER_ROW - 1, column, label, looks.header)
        sheet.write_string(HEADER_ROW, column, number, looks.column_number)


def value_titles(form: Form, period: Period) -> list[str]:
    return [column.printed_label(period) for column in form.columns]


def write_rows(sheet: Worksheet, looks: Looks, brief: Brief, layout: FiguresLayout, rows: Sequence[FormRow]) -> None:
    """The rows of a form from below the column numbers on."""
    checked: dict[tuple[bool, bool, str], list[tuple[int, FormRow]]] = {}
    for place, form_row in enumerate(rows):
        row = HEADER_ROW + 1 + place
        is_part = form_row.outline in {"-", ""}
        label_look = looks.section if form_row.is_section_title else looks.part_label if is_part else looks.label
        write_content(sheet, row, 0, form_row.outline, looks.outline)
        sheet.write_string(row, 1, form_row.label_vi, label_look)
        make_room(sheet, row, form_row.label_vi)
        write_content(sheet, row, 2, form_row.printed_unit, looks.outline)
        if form_row.indicator_code is None:
            for column in range(layout.first, layout.explanation):
                sheet.write_blank(row, column, None, label_look)
        else:
            _write_figures(sheet, looks, brief, layout, row, form_row)
            checked.setdefault(_kind(brief.reference, form_row), []).append((row, form_row))
        sheet.write_blank(row, layout.explanation, None, looks.remark)
    for alike in checked.values():
        _check_rows(sheet, brief.reference, layout, alike)


def coordinates(form_row: FormRow, form: Form) -> list[Coordinate]:
    """What the value columns of a row hold, from left to right."""
    code = form_row.indicator_code or ""
    return [Coordinate(form_row.entity, code, form_row.sector_code, column.value_column) for column in form.columns]


def write_previous(
    sheet: Worksheet, looks: Looks, brief: Brief, layout: FiguresLayout, row: int, form_row: FormRow
) -> None:
    """What the row's main figure was in the last round, in the row's own unit."""
    if brief.previous is None:
        return
    unit = brief.reference.unit(form_row.printed_unit)
    main = brief.previous.period.main_column
    at = Coordinate(form_row.entity, form_row.indicator_code or "", form_row.sector_code, main)
    number = brief.previous_number(at)
    shown: CellContent = "" if number is None else number / unit.factor if unit is not None else number
    write_content(sheet, row, layout.previous, shown, looks.past)


def lay_out(sheet: Worksheet, brief: Brief, layout: FiguresLayout) -> None:
    """Widths, what stays in sight, and the page."""
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, LABEL_WIDTH)
    sheet.set_column(2, 2, 15)
    sheet.set_column(layout.first, layout.explanation - 1, 14)
    sheet.set_column(layout.explanation, layout.explanation, 26)
    sheet.set_row(6, 34)
    sheet.set_row(HEADER_ROW - 1, 48)
    sheet.freeze_panes(HEADER_ROW + 1, layout.first)
    set_up_page(sheet, brief, (HEADER_ROW - 1, HEADER_ROW))


def validation(reference: Reference, form_row: FormRow, row: int, column: int) -> dict[str, object]:
    """What Excel lets an officer type: a number that fits the row, or a mark for "none" or "not known"."""
    indicator = reference.indicator(form_row.entity, form_row.indicator_code or "")
    cell = a1(row + 1, column + 1)
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


def _write_figures(
    sheet: Worksheet, looks: Looks, brief: Brief, layout: FiguresLayout, row: int, form_row: FormRow
) -> None:
    look = _input_look(looks, brief.reference, form_row)
    for offset, at in enumerate(coordinates(form_row, brief.form)):
        write_content(sheet, row, layout.first + offset, brief.values.get(at, ""), look)
    write_previous(sheet, looks, brief, layout, row, form_row)


def _kind(reference: Reference, form_row: FormRow) -> tuple[bool, bool, str]:
    """What rows have in common that are checked alike: whole numbers, losses allowed, the unit."""
    indicator = reference.indicator(form_row.entity, form_row.indicator_code or "")
    return indicator.is_count, indicator.code.startswith("profit"), form_row.printed_unit


def _check_rows(
    sheet: Worksheet, reference: Reference, layout: FiguresLayout, alike: Sequence[tuple[int, FormRow]]
) -> None:
    """One check for all rows of a kind: its formula speaks of the first cell, and moves with the others."""
    row, form_row = alike[0]
    last = layout.first + layout.values - 1
    rule = validation(reference, form_row, row, layout.first)
    rule["other_cells"] = [[other, layout.first, other, last] for other, _ in alike[1:]]
    sheet.data_validation(row, layout.first, row, last, rule)


def _input_look(looks: Looks, reference: Reference, form_row: FormRow) -> Format:
    indicator = reference.indicator(form_row.entity, form_row.indicator_code or "")
    return looks.count if indicator.is_count else looks.amount
