"""The register on its sheet: one cooperative a row, those of the last round written beforehand."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ingest.submissions.addresses import a1
from ingest.submissions.reading import RegisterField, RegisterRow
from ingest.submissions.reference import Reference
from ingest.submissions.template.content import Brief
from ingest.submissions.template.looks import Looks, protect, set_up_page, write_content, write_letterhead

REGISTER_SHEET = "Danh sách HTX"
_TITLE = "DANH SÁCH HỢP TÁC XÃ, QUỸ TÍN DỤNG NHÂN DÂN"
_GUIDANCE = (
    "Mỗi hợp tác xã một dòng, kể cả hợp tác xã ngừng hoạt động; số hợp tác xã phải khớp với Phụ lục 1. Mã số thuế ghi "
    "đủ 10 chữ số; tiền ghi theo triệu đồng. Ô màu vàng nhạt đã ghi sẵn là của danh sách đã gửi kỳ trước: sửa nếu đổi."
)
REGISTER_HEADER_ROW = 8
"""Counted from 1; column numbers follow, then the cooperatives."""
_SPARE_ROWS = 40
_MOST_ROWS = 2_000
"""Rows in which lists and checks work, should the spare ones not do."""

Kind = Literal["words", "code", "day", "count", "amount", "profit", "sector", "status", "rating"]


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    width: int
    kind: Kind
    field: RegisterField
    is_kept: bool = True
    """Whether it is taken over from the last round."""


_COLUMNS = (
    _Column("Tên hợp tác xã", 34, "words", "name"),
    _Column("Mã số thuế", 15, "code", "tax_code"),
    _Column("Địa chỉ", 32, "words", "address"),
    _Column("Ngành nghề", 24, "sector", "sector"),
    _Column("Ngày thành lập", 13, "day", "founded_on"),
    _Column("Tình trạng hoạt động", 20, "status", "status", is_kept=False),
    _Column("Chủ tịch HĐQT, Giám đốc", 22, "words", "chairperson"),
    _Column("Số thành viên (người)", 11, "count", "members", is_kept=False),
    _Column("Lao động thường xuyên (người)", 12, "count", "workers", is_kept=False),
    _Column("Vốn điều lệ (triệu đồng)", 14, "amount", "charter_capital", is_kept=False),
    _Column("Doanh thu (triệu đồng)", 14, "amount", "revenue", is_kept=False),
    _Column("Lợi nhuận (triệu đồng)", 14, "profit", "profit", is_kept=False),
    _Column("Xếp loại", 13, "rating", "rating", is_kept=False),
)
_LISTS: Mapping[str, str] = {"status": "register_statuses.csv", "rating": "register_ratings.csv"}
LIST_COLUMNS: Mapping[str, int] = {"sector": 3, "status": 4, "rating": 5}
"""Columns of the identity sheet that hold what may be chosen, counted from 0."""


def write_register_sheet(sheet: Worksheet, looks: Looks, brief: Brief, identity_sheet: str) -> None:
    """The whole sheet; `identity_sheet` holds the lists (see `write_lists`)."""
    last = len(_COLUMNS)
    write_letterhead(sheet, looks, brief, _TITLE, last, 2)
    sheet.merge_range(6, 0, 6, last, _GUIDANCE, looks.note)
    for place, title in enumerate(("STT", *(column.title for column in _COLUMNS))):
        sheet.write_string(REGISTER_HEADER_ROW - 1, place, title, looks.header)
        sheet.write_string(REGISTER_HEADER_ROW, place, "A" if place == 0 else str(place), looks.column_number)
    first = REGISTER_HEADER_ROW + 1
    for place in range(len(brief.cooperatives) + _SPARE_ROWS):
        known = brief.cooperatives[place] if place < len(brief.cooperatives) else None
        _write_row(sheet, looks, brief.reference, first + place, place + 1, known)
    for place, column in enumerate(_COLUMNS, start=1):
        sheet.set_column(place, place, column.width, looks.loose)
        rule = _rule(column.kind, first, place, brief.reference, identity_sheet)
        if rule is not None:
            sheet.data_validation(first, place, first + _MOST_ROWS, place, rule)
    sheet.set_column(0, 0, 6)
    sheet.set_row(6, 34)
    sheet.set_row(REGISTER_HEADER_ROW - 1, 48)
    sheet.freeze_panes(REGISTER_HEADER_ROW + 1, 2)
    set_up_page(sheet, brief, (REGISTER_HEADER_ROW - 1, REGISTER_HEADER_ROW))
    protect(sheet)


def write_lists(sheet: Worksheet, reference: Reference) -> None:
    """What may be chosen in the register, on the identity sheet beside what it says."""
    for kind, column in LIST_COLUMNS.items():
        for row, label in enumerate(choices(kind, reference)):
            sheet.write_string(row, column, label)


def choices(kind: str, reference: Reference) -> tuple[str, ...]:
    """The words for each sector, status or rating, as the template offers them."""
    if kind == "sector":
        return tuple(sector.name_vi for code, sector in reference.sectors.items() if code not in {"all", "nonagri"})
    return tuple(_first_labels(kind).values())


@lru_cache(maxsize=4)
def _first_labels(kind: str) -> dict[str, str]:
    """By code the first of the spellings that the register's vocabulary lists."""
    text = files("ingest.submissions").joinpath("vocabulary", _LISTS[kind]).read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row[kind], row["label_vi"])
    return found


def _write_row(
    sheet: Worksheet, looks: Looks, reference: Reference, row: int, number: int, known: RegisterRow | None
) -> None:
    if known is None:
        sheet.write_blank(row, 0, None, looks.outline)
    else:
        sheet.write_number(row, 0, number, looks.outline)
    for place, column in enumerate(_COLUMNS, start=1):
        text = known.text(column.field) if known is not None and column.is_kept else None
        _write_known(sheet, looks, reference, row, place, column.kind, text or "")


def _write_known(
    sheet: Worksheet, looks: Looks, reference: Reference, row: int, place: int, kind: Kind, text: str
) -> None:
    look = _look(looks, kind)
    if kind == "day" and text:
        try:
            sheet.write_datetime(row, place, datetime.fromisoformat(text), look)
        except ValueError:  # a year alone
            sheet.write_string(row, place, text, look)
        return
    if kind == "sector" and text in reference.sectors:
        text = reference.sectors[text].name_vi
    write_content(sheet, row, place, text, look)


def _look(looks: Looks, kind: Kind) -> Format:
    match kind:
        case "code":
            return looks.code
        case "day":
            return looks.day
        case "count":
            return looks.count
        case "amount" | "profit":
            return looks.amount
        case _:
            return looks.words


def _rule(kind: Kind, row: int, column: int, reference: Reference, identity_sheet: str) -> dict[str, object] | None:
    if kind in LIST_COLUMNS:
        place, count = LIST_COLUMNS[kind], len(choices(kind, reference))
        letter = a1(1, place + 1)[:-1]
        return {
            "validate": "list",
            "source": f"='{identity_sheet}'!${letter}$1:${letter}${count}",
            "error_type": "warning",
            "error_title": "Không có trong danh sách",
            "error_message": "Nên chọn trong danh sách; ghi khác đi thì hệ thống có thể không nhận ra.",
        }
    cell = a1(row + 1, column + 1)
    marks = ",".join(f'{cell}="{mark}"' for mark in ("-", "…", "x"))
    checks: Mapping[Kind, tuple[str, str]] = {
        "count": (f"IFERROR(AND(ISNUMBER({cell}),{cell}>=0,INT({cell})={cell}),FALSE)", "số nguyên không âm"),
        "amount": (f"IFERROR(AND(ISNUMBER({cell}),{cell}>=0),FALSE)", "số không âm, đơn vị triệu đồng"),
        "profit": (f"ISNUMBER({cell})", "số, đơn vị triệu đồng; lỗ thì ghi số âm"),
    }
    if kind not in checks:
        return None
    formula, words = checks[kind]
    return {
        "validate": "custom",
        "value": f"=OR({marks},{formula})",
        "error_title": "Ô này chỉ nhận số",
        "error_message": f"Hãy nhập {words}. Không có: 0 hoặc “-”. Chưa có số liệu: để trống hoặc “…”.",
    }
