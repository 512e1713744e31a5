"""The tables of a sheet, wherever they stand: below and beside each other, upright or on their side."""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial

from ingest.submissions.layout.columns import UsedColumn, used_columns
from ingest.submissions.layout.grid import Grid
from ingest.submissions.layout.headers import Header
from ingest.submissions.layout.memory import Memory, Plans, Seen, body_of
from ingest.submissions.layout.spans import (
    LabelSense,
    Span,
    have_labels_as_titles,
    known_labels,
    standing_spans,
    untitled_spans,
)
from ingest.submissions.layout.titles import VALUE_ROLES, ColumnTitle
from ingest.submissions.period import Period, ValueColumnName
from ingest.submissions.workbook import Cell, Sheet
from ingest.vietnamese.folding import fold

_FARTHEST_UNIT_LINE = 12
_UNIT_LINE = re.compile(
    r"(?:\bdvt|\bđvt|don vi tinh|don vi|d\.v\.t)(?: tinh)?(?: tien)?\s*(?:\([^)]*\))?\s*[:=]\s*(.+)"
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows `first_row` to `last_row` of its grid, both inclusive, under its header."""

    grid: Grid
    header: Header
    last_row: int
    unit_line: str | None
    """The unit that a line above the table gives for its money ("tỷ đồng"), as printed."""
    lines_above: tuple[str, ...]
    """The texts between the table before and this one, as printed, from top to bottom."""
    unit_line_cell: str | None = None
    """Where the unit line stands; None for a paragraph of a document."""
    is_unit_line_own: bool = False
    """Whether it stands above this table, and not above one before it."""
    seen: Seen | None = None
    """What is known of sheets like this one."""
    place: int = 0
    """Its place among the tables of its sheet."""

    @property
    def sheet(self) -> Sheet:
        return self.grid.sheet

    @property
    def header_row(self) -> int:
        """The sheet row above which the titles stand."""
        return self.header.label_columns[0] if self.grid.is_transposed else self.header.first_row

    @property
    def first_row(self) -> int:
        return self.header.last_row + 1

    @property
    def titles(self) -> Mapping[int, ColumnTitle]:
        """The columns that may hold figures, and what is over them."""
        return {
            column: title
            for column, title in self.header.titles.items()
            if title.role in VALUE_ROLES or column in self.header.entities
        }

    def value_columns(self, period: Period) -> dict[int, ValueColumnName]:
        """The value column of the form that each column holds for a report of that period."""
        return {used.column: used.value_column for used in self.used_columns(period)}

    def used_columns(self, period: Period) -> list[UsedColumn]:
        """The columns whose figures are taken, from left to right."""
        entities = self.header.entities
        if not entities:
            meant = used_columns(self.titles, period)
            return [self._used(column, name, None) for column, name in meant.items()]
        used: list[UsedColumn] = []
        for entity in dict.fromkeys(entities.values()):
            own = {column: self.header.titles[column] for column, kind in entities.items() if kind == entity}
            has_roles = any(title.role in VALUE_ROLES for title in own.values())
            meant = used_columns(own, period) if has_roles else dict.fromkeys(list(own)[:1], period.main_column)
            used.extend(self._used(column, name, entity) for column, name in meant.items())
        return sorted(used, key=lambda one: one.column)

    def _used(self, column: int, name: ValueColumnName, entity: str | None) -> UsedColumn:
        title = self.header.titles[column]
        return UsedColumn(column, name, entity, title.is_estimate, self.header.unit_texts.get(column))


@dataclass(frozen=True, slots=True)
class _Found:
    """The upright tables of a sheet; none where it has to be looked at from its side as well."""

    spans: tuple[Span, ...] | None
    plans: Plans = field(default_factory=dict)
    """What else was worked out of them."""


def find_tables(sheet: Sheet, sense: LabelSense) -> list[Table]:
    """The tables of a sheet that have labels and figures to take, from top to bottom and left to right."""
    if not sheet.cells:
        return []
    upright = Grid(sheet)
    body = body_of(upright)
    if body is None:
        found, is_kept = _upright(upright, sense), False
    else:
        found, is_kept = _memory_of(sense).of(body).found(upright, body, partial(_upright, sense=sense))
    if found.spans is None:
        return _lying_or_standing(upright, sense)
    return _tables(upright, found.spans, Seen(body, found.plans) if body is not None and is_kept else None)


@lru_cache(maxsize=4)
def _memory_of(sense: Hashable) -> Memory[_Found]:
    """What was found on sheets by one sense of labels."""
    return Memory()


def _upright(grid: Grid, sense: LabelSense) -> _Found:
    spans = standing_spans(grid, sense)
    is_sure = bool(known_labels(grid, spans, sense)) and not have_labels_as_titles(grid, spans, sense)
    return _Found(spans if is_sure or grid.register_rows else None)


def _lying_or_standing(upright: Grid, sense: LabelSense) -> list[Table]:
    standing = standing_spans(upright, sense)
    on_its_side = Grid(upright.sheet, upright.marks, is_transposed=True)
    lying = untitled_spans(on_its_side, sense)
    if not standing or known_labels(on_its_side, lying, sense) > known_labels(upright, standing, sense):
        return _tables(on_its_side, lying, None)
    return _tables(upright, standing, None)


def _tables(grid: Grid, spans: tuple[Span, ...], seen: Seen | None) -> list[Table]:
    ends = [span.header.last_row for span in spans]
    tables: list[Table] = []
    for place, span in enumerate(spans):
        header = span.header
        after = max((end for end in ends[:place] if end < header.first_row), default=0)
        unit, cell = _unit_line(grid, header)
        table = Table(
            grid=grid,
            header=header,
            last_row=span.last_row,
            unit_line=unit,
            lines_above=_lines_above(grid, header, after),
            unit_line_cell=cell.address if cell is not None else None,
            is_unit_line_own=unit is not None and (cell is None or grid.is_transposed or cell.row > after),
            seen=seen,
            place=place,
        )
        tables.append(table)
    return tables


def _lines_above(grid: Grid, header: Header, after: int) -> tuple[str, ...]:
    if grid.is_transposed:
        top = header.label_columns[0]
        return tuple(
            cell.text for (row, _), cell in sorted(grid.sheet.cells.items()) if row < top and cell.kind == "text"
        )
    return tuple(
        cell.text
        for row in range(after + 1, header.first_row)
        for cell in grid.sheet.row_cells(row)
        if cell.kind == "text"
    )


def _unit_line(grid: Grid, header: Header) -> tuple[str | None, Cell | None]:
    """The unit of the nearest line such as "ĐVT tiền: triệu đồng" above the table, and its cell if it has one."""
    sheet = grid.sheet
    top = header.label_columns[0] if grid.is_transposed else header.first_row
    above = [
        cell
        for row in range(top - 1, max(0, top - _FARTHEST_UNIT_LINE), -1)
        for column in range(1, sheet.last_column + 1)
        if (cell := sheet.at(row, column)) is not None and cell.kind == "text"
    ]
    for cell in above:
        if (unit := _unit_in(cell.text)) is not None:
            return unit, cell
    return next((unit for line in reversed(sheet.preamble) if (unit := _unit_in(line)) is not None), None), None


def _unit_in(line: str) -> str | None:
    words = fold(line)
    if match := _UNIT_LINE.search(words):
        colons = words.count(":", 0, match.start(1))
        return line.split(":", colons)[-1].strip(" ().")
    return None
