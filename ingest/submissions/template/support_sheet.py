"""Form A-3 on its sheet: support money by policy line and funding source, with the totals as formulas."""

import csv
from functools import lru_cache
from importlib.resources import files

from xlsxwriter.worksheet import Worksheet

from ingest.submissions.addresses import a1
from ingest.submissions.period import Period
from ingest.submissions.template.content import Brief
from ingest.submissions.template.looks import (
    LABEL_WIDTH,
    Looks,
    make_room,
    protect,
    set_up_page,
    write_content,
    write_letterhead,
)
from ingest.submissions.template.totals import UNKNOWN, sum_formula

SUPPORT_SHEET = "Phụ lục 3 - Kinh phí hỗ trợ"
SUPPORT_HEADER_ROW = 8
"""Counted from 1: what is planned or spent; the funding sources stand in the row below, then column numbers."""
SOURCES = ("Tổng số", "Ngân sách trung ương", "Ngân sách địa phương", "Nguồn khác")
_TITLE = "PHỤ LỤC 3: KINH PHÍ HỖ TRỢ PHÁT TRIỂN KINH TẾ TẬP THỂ, HỢP TÁC XÃ"
_GUIDANCE = (
    "Đơn vị tính: triệu đồng. Không có kinh phí: ghi 0 hoặc “-”; chưa có số liệu: để trống hoặc “…”. "
    "Cột Tổng số và dòng cuối tự cộng khi các phần đã có số; trước đó hiện “…”."
)
_TOTAL = "Tổng cộng"
_FIRST_VALUE = 2


def write_support_sheet(sheet: Worksheet, looks: Looks, brief: Brief) -> None:
    """The whole sheet."""
    titles = support_titles(brief.period)
    last = _FIRST_VALUE + len(titles) * len(SOURCES)
    write_letterhead(sheet, looks, brief, _TITLE, last, 1)
    sheet.merge_range(6, 0, 6, last, _GUIDANCE, looks.note)
    _write_header(sheet, looks, titles, last)
    first = SUPPORT_HEADER_ROW + 2
    labels = [brief.reference.policies[code].name_vi for code in policy_codes()]
    for place, label in enumerate((*labels, _TOTAL)):
        row = first + place
        is_total = place == len(labels)
        write_content(sheet, row, 0, "" if is_total else str(place + 1), looks.outline)
        sheet.write_string(row, 1, label, looks.section if is_total else looks.label)
        make_room(sheet, row, label)
        for group in range(len(titles)):
            _write_group(sheet, looks, row, _FIRST_VALUE + group * len(SOURCES), len(labels) if is_total else 0)
        sheet.write_blank(row, last, None, looks.remark)
    _check_amounts(sheet, first, len(labels), len(titles))
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, LABEL_WIDTH)
    sheet.set_column(_FIRST_VALUE, last - 1, 12)
    sheet.set_column(last, last, 26)
    sheet.set_row(6, 34)
    sheet.set_row(SUPPORT_HEADER_ROW, 34)
    sheet.freeze_panes(first, _FIRST_VALUE)
    set_up_page(sheet, brief, (SUPPORT_HEADER_ROW - 1, SUPPORT_HEADER_ROW + 1))
    protect(sheet)


def support_titles(period: Period) -> tuple[str, ...]:
    """What the amounts are: spent, expected, wanted."""
    spent = f"Thực hiện 6 tháng đầu năm {period.year}" if period.half == 1 else f"Kế hoạch năm {period.year}"
    return spent, f"Ước thực hiện cả năm {period.year}", f"Kế hoạch năm {period.year + 1}"


@lru_cache(maxsize=1)
def policy_codes() -> tuple[str, ...]:
    """The policy lines of the form, in its order; none of them is part of another."""
    text = files("ingest.submissions").joinpath("vocabulary", "template_policies.csv").read_text(encoding="utf-8")
    return tuple(row["policy_code"] for row in csv.DictReader(text.splitlines()))


def _write_header(sheet: Worksheet, looks: Looks, titles: tuple[str, ...], last: int) -> None:
    top = SUPPORT_HEADER_ROW - 1
    for column, label in ((0, "STT"), (1, "Nội dung hỗ trợ"), (last, "Giải trình")):
        sheet.merge_range(top, column, top + 1, column, label, looks.header)
    for group, title in enumerate(titles):
        left = _FIRST_VALUE + group * len(SOURCES)
        sheet.merge_range(top, left, top, left + len(SOURCES) - 1, title, looks.header)
        for offset, source in enumerate(SOURCES):
            sheet.write_string(top + 1, left + offset, source, looks.header)
    for column in range(last + 1):
        number = "AB"[column] if column < _FIRST_VALUE else str(column - _FIRST_VALUE + 1)
        sheet.write_string(top + 2, column, number, looks.column_number)


def _write_group(sheet: Worksheet, looks: Looks, row: int, left: int, rows_above: int) -> None:
    """The four amounts of a row; in the last row each is the sum of the `rows_above` above it."""
    for offset in range(len(SOURCES)):
        column = left + offset
        if rows_above:
            cells = f"{a1(row + 1 - rows_above, column + 1)}:{a1(row, column + 1)}"
            _write_sum(sheet, looks, row, column, cells, rows_above)
        elif offset == 0:
            cells = f"{a1(row + 1, column + 2)}:{a1(row + 1, column + len(SOURCES))}"
            _write_sum(sheet, looks, row, column, cells, len(SOURCES) - 1)
        else:
            sheet.write_blank(row, column, None, looks.amount)


def _check_amounts(sheet: Worksheet, first: int, rows: int, groups: int) -> None:
    """One check for all amounts that are typed in: its formula speaks of the first, and moves with the others."""
    cell = a1(first + 1, _FIRST_VALUE + 2)
    blocks = [_FIRST_VALUE + group * len(SOURCES) for group in range(groups)]
    rule = {
        "validate": "custom",
        "value": f'=OR({cell}="-",{cell}="…",{cell}="x",IFERROR(AND(ISNUMBER({cell}),{cell}>=0),FALSE))',
        "other_cells": [[first, left + 1, first + rows - 1, left + len(SOURCES) - 1] for left in blocks[1:]],
        "error_title": "Ô này chỉ nhận số",
        "error_message": "Hãy nhập số không âm, đơn vị triệu đồng. Không có: 0 hoặc “-”. Chưa có số liệu: “…”.",
    }
    sheet.data_validation(first, blocks[0] + 1, first + rows - 1, blocks[0] + len(SOURCES) - 1, rule)


def _write_sum(sheet: Worksheet, looks: Looks, row: int, column: int, cells: str, count: int) -> None:
    sheet.write_formula(row, column, sum_formula(cells, count), looks.total_amount, UNKNOWN)
