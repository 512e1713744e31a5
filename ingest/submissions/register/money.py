"""Units of a register's money: from the column's own title, or the unit line above the table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from ingest.submissions.cells import read_cell
from ingest.submissions.reading import RegisterField
from ingest.submissions.reference import Reference, Unit
from ingest.submissions.register.columns import money_unit_in
from ingest.submissions.register.tables import RegisterTable
from ingest.submissions.workbook import Cell
from ingest.vietnamese.folding import fold

_MONEY_FIELDS: tuple[RegisterField, ...] = ("charter_capital", "revenue", "profit")
_FARTHEST_UNIT_LINE = 12
_UNIT_LINE = re.compile(
    r"\b(?:dvt|d\.v\.t|don vi tinh|don vi)\b|^\(?(?:tinh bang )?(?:trieu|nghin|ngan|ty|ti|1\.000) ?dong\)?$"
)
_COMMA_GROUPS = re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+")
_SEVERAL_COMMA_GROUPS = re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?")
_FEWEST_ENGLISH_NUMBERS = 2
_SMALLEST_AMOUNT_IN_DONG = Decimal(1_000_000)
"""No capital or revenue of a cooperative is as small in đồng, or as large in millions."""


@dataclass(frozen=True, slots=True)
class ColumnUnit:
    """The unit of a column of money; `is_assumed` where nothing in the file says it."""

    unit: Unit
    is_assumed: bool = False


def column_units(table: RegisterTable, rows: Sequence[int], reference: Reference) -> Mapping[RegisterField, ColumnUnit]:
    """The unit of each column of money, from the most specific place that names one."""
    line = _unit_line(table, reference)
    units: dict[RegisterField, ColumnUnit] = {}
    for name in _MONEY_FIELDS:
        if name in table.columns:
            unit = money_unit_in(table.titles.get(table.columns[name], ""), reference) or line
            units[name] = ColumnUnit(unit) if unit else ColumnUnit(_assumed(table, rows, reference), is_assumed=True)
    return units


def has_english_thousands(table: RegisterTable, rows: Sequence[int]) -> bool:
    """Whether the table parts thousands by commas throughout: several groups somewhere, or every number with one."""
    texts = [cell.text.strip() for cell in _money_cells(table, rows) if cell.kind == "text"]
    marked = [text for text in texts if re.search(r"\d[.,]\d", text)]
    if any(_SEVERAL_COMMA_GROUPS.fullmatch(text) for text in marked):
        return all("," in text for text in marked)
    return len(marked) >= _FEWEST_ENGLISH_NUMBERS and all(_COMMA_GROUPS.fullmatch(text) for text in marked)


def _unit_line(table: RegisterTable, reference: Reference) -> Unit | None:
    for line in table.lines_above()[:_FARTHEST_UNIT_LINE]:
        if _UNIT_LINE.search(fold(line)) and (unit := money_unit_in(line, reference)):
            return unit
    return None


def _assumed(table: RegisterTable, rows: Sequence[int], reference: Reference) -> Unit:
    """đồng for amounts as long as that, else the unit of the forms."""
    numbers = [
        abs(said.number)
        for cell in _money_cells(table, rows)
        if (said := read_cell(cell, expects_count=False, expects_percent=False)).number
    ]
    is_dong = bool(numbers) and median(numbers) >= _SMALLEST_AMOUNT_IN_DONG
    unit = reference.unit("đồng" if is_dong else "triệu đồng")
    assert unit is not None, "units.csv lists both"
    return unit


def _money_cells(table: RegisterTable, rows: Sequence[int]) -> Iterator[Cell]:
    columns = [table.columns[name] for name in _MONEY_FIELDS if name in table.columns]
    for row in rows:
        for column in columns:
            if (cell := table.sheet.at(row, column)) is not None:
                yield cell
