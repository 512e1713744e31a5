"""Form A-2 on its sheet: how many organisations of each kind work in which sector, with the totals as formulas."""

import csv
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from xlsxwriter.worksheet import Worksheet

from ingest.submissions.addresses import a1
from ingest.submissions.form import FormRow
from ingest.submissions.labels import ALL_SECTORS, COUNTED_BY, Entity
from ingest.submissions.reading import Coordinate
from ingest.submissions.reference import Reference
from ingest.submissions.template.content import Brief, CellContent
from ingest.submissions.template.figures_sheet import (
    FIRST_VALUE_COLUMN,
    HEADER_ROW,
    coordinates,
    lay_out,
    layout_of,
    write_header,
    write_previous,
    write_rows,
)
from ingest.submissions.template.looks import Looks, protect, write_letterhead
from ingest.submissions.template.totals import UNKNOWN, sum_formula

SECTORS_SHEET = "Phụ lục 2 - Ngành nghề"
_TITLE = "PHỤ LỤC 2: SỐ LƯỢNG HỢP TÁC XÃ, LIÊN HIỆP HỢP TÁC XÃ, TỔ HỢP TÁC PHÂN THEO NGÀNH NGHỀ"
_GUIDANCE = (
    "Mỗi đơn vị chỉ tính vào một ngành nghề (ngành chính). Ngành không có đơn vị nào: ghi 0 hoặc “-”. "
    "Tổng số tự cộng khi mọi ngành của cột đã có số; trước đó hiện “…”."
)
_SECTION_TITLES: Mapping[Entity, tuple[str, str]] = {
    "HTX": ("I", "HỢP TÁC XÃ"),
    "LHHTX": ("II", "LIÊN HIỆP HỢP TÁC XÃ"),
    "THT": ("III", "TỔ HỢP TÁC"),
}


def write_sectors_sheet(sheet: Worksheet, looks: Looks, brief: Brief) -> None:
    """The whole sheet."""
    layout = layout_of(brief)
    rows = list(sector_rows(brief.reference))
    write_letterhead(sheet, looks, brief, _TITLE, layout.explanation, FIRST_VALUE_COLUMN - 3)
    sheet.merge_range(6, 0, 6, layout.explanation, _GUIDANCE, looks.note)
    write_header(sheet, looks, brief, layout)
    write_rows(sheet, looks, brief, layout, rows)
    for place, form_row in enumerate(rows):
        if form_row.sector_code == ALL_SECTORS:
            _write_totals(sheet, looks, brief, HEADER_ROW + 1 + place, form_row)
            write_previous(sheet, looks, brief, layout, HEADER_ROW + 1 + place, form_row)
    lay_out(sheet, brief, layout)
    protect(sheet)


def sector_rows(reference: Reference) -> Iterator[FormRow]:
    """For each kind of organisation its total and the sectors that close it."""
    order = 0
    for entity, (outline, title) in _SECTION_TITLES.items():
        code = COUNTED_BY[entity]
        order += 1
        yield FormRow(order, outline, title, "", code, entity, ALL_SECTORS, entity, False)
        for number, sector in enumerate(sector_codes(), start=1):
            order += 1
            label = reference.sectors[sector].name_vi
            yield FormRow(order, str(number), label, "", code, entity, sector, entity, False)


@lru_cache(maxsize=1)
def sector_codes() -> tuple[str, ...]:
    """The sectors of the form, in its order; together they leave nothing over."""
    text = files("ingest.submissions").joinpath("vocabulary", "template_sectors.csv").read_text(encoding="utf-8")
    return tuple(row["sector_code"] for row in csv.DictReader(text.splitlines()))


def _write_totals(sheet: Worksheet, looks: Looks, brief: Brief, row: int, form_row: FormRow) -> None:
    """Each total as a sum that is unknown while a sector is; its result is kept in the file for all who read it."""
    first, count = row + 2, len(sector_codes())
    for offset, at in enumerate(coordinates(form_row, brief.form)):
        column = FIRST_VALUE_COLUMN + offset
        cells = f"{a1(first, column)}:{a1(first + count - 1, column)}"
        sheet.write_formula(row, column - 1, sum_formula(cells, count), looks.total, _sum(brief, at))


def _sum(brief: Brief, total: Coordinate) -> CellContent:
    parts = [
        brief.values.get(Coordinate(total.entity, total.indicator_code, sector, total.value_column), "")
        for sector in sector_codes()
    ]
    if any(isinstance(part, str) and part != "-" for part in parts):
        return UNKNOWN
    return sum(float(part) for part in parts if not isinstance(part, str))
