"""The tables of a sheet, wherever they stand: below and beside each other, upright or on their side."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from ingest.submissions.layout.columns import UsedColumn, used_columns
from ingest.submissions.layout.grid import Grid
from ingest.submissions.layout.headers import Header, header_over, is_register_title, titled_headers
from ingest.submissions.layout.titles import VALUE_ROLES, ColumnTitle
from ingest.submissions.period import Period, ValueColumnName
from ingest.submissions.workbook import Sheet
from ingest.vietnamese.folding import fold

_FEWEST_LABELS = 3
"""Known labels in one column that make it a column of labels without a title over it."""
_LONGEST_LABEL = 160
_FARTHEST_UNIT_LINE = 12
_UNIT_LINE = re.compile(
    r"(?:\bdvt|\bđvt|don vi tinh|don vi|d\.v\.t)(?: tinh)?(?: tien)?\s*(?:\([^)]*\))?\s*[:=]\s*(.+)"
)
_FOOTER = re.compile(r"(?:nguoi lap|nguoi tong hop|can bo tong hop|thu truong|noi nhan|tm\.|kt\.|t/m|k/t)")
_FOOTER_WITHOUT_FIGURES = re.compile(
    r"(?:ghi chu\b|luu y\b|chu tich|pho chu tich|truong phong"
    r"|ke toan|giam doc|xac nhan|nguon\s*:|\*\s*ghi chu|lanh dao)"
)


class LabelSense(Protocol):
    """What the finder of tables has to be told of labels; it knows no form."""

    def is_known(self, text: str) -> bool:
        """Whether the text is a row label of some form."""

    def entity_of_column(self, text: str) -> str | None:
        """The kind of organisation that a column title names."""


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


def find_tables(sheet: Sheet, sense: LabelSense) -> list[Table]:
    """The tables of a sheet that have labels and figures to take, from top to bottom and left to right."""
    if not sheet.cells:
        return []
    upright = Grid(sheet)
    headers = list(titled_headers(upright, sense.entity_of_column))
    if not headers:
        headers = list(_untitled_headers(upright, sense))
    tables = _tables(upright, headers)
    known = sum(_known_labels(table, sense) for table in tables)
    if (known and not _has_labels_as_titles(tables, sense)) or _is_register(sheet):
        return tables
    on_its_side = Grid(sheet, is_transposed=True)
    lying = _tables(on_its_side, list(_untitled_headers(on_its_side, sense)))
    return lying if sum(_known_labels(table, sense) for table in lying) > known or not tables else tables


def _has_labels_as_titles(tables: list[Table], sense: LabelSense) -> bool:
    """Whether labels of rows stand over the columns: then the table may lie on its side."""
    texts = {
        cell.text
        for table in tables
        for row in range(table.header.first_row, table.first_row)
        for column, cell in table.grid.row(row).items()
        if column > table.header.label_columns[-1] and cell.kind == "text" and len(cell.text) <= _LONGEST_LABEL
    }
    known = [text for text in texts if sense.entity_of_column(text) is None and sense.is_known(text)]
    return len(known) >= _FEWEST_LABELS


def _tables(grid: Grid, headers: list[Header]) -> list[Table]:
    found: list[Table] = []
    for header in headers:
        below = [
            other.first_row
            for other in headers
            if other.first_row > header.last_row
            and other.first_column <= header.last_column
            and header.first_column <= other.last_column
        ]
        above = [other.last_row for other in (table.header for table in found) if other.last_row < header.first_row]
        stop = min(below) - 1 if below else grid.last_row
        lines = _lines_above(grid, header, max(above, default=0))
        found.append(Table(grid, header, _last_row(grid, header, stop), _unit_line(grid, header), lines))
    return found


def _untitled_headers(grid: Grid, sense: LabelSense) -> Iterator[Header]:
    """Headers over columns in which known labels stand, where no cell says "Chỉ tiêu"."""
    by_column: defaultdict[int, list[int]] = defaultdict(list)
    for row in grid.rows():
        if any(is_register_title(cell) for cell in grid.row(row).values()):
            break  # below stand single organisations
        for column, cell in grid.row(row).items():
            if cell.kind == "text" and len(cell.text) <= _LONGEST_LABEL and sense.is_known(cell.text):
                by_column[column].append(row)
    columns = [column for column, rows in by_column.items() if len(rows) >= _FEWEST_LABELS]
    for column in sorted(columns, key=lambda one: -len(by_column[one]))[:1]:
        groups = tuple(
            left for left in (column - 1,) if left in by_column and not _is_outline(grid, left, by_column[column])
        )
        first = min(by_column[column] + [row for left in groups for row in by_column[left]])
        header = header_over(grid, first, column, sense.entity_of_column)
        if header is not None:
            yield _with_groups(header, groups)


def _with_groups(header: Header, groups: tuple[int, ...]) -> Header:
    outline = header.outline_column if header.outline_column not in groups else None
    return replace(header, label_columns=(*groups, *header.label_columns), outline_column=outline)


def _is_outline(grid: Grid, column: int, rows: list[int]) -> bool:
    texts = [grid.text(row, column).strip() for row in rows]
    return all(len(text) <= 5 for text in texts)


def _known_labels(table: Table, sense: LabelSense) -> int:
    rows = range(table.first_row, table.last_row + 1)
    columns = table.header.label_columns
    return sum(sense.is_known(text) for row in rows for column in columns if (text := table.grid.text(row, column)))


def _is_register(sheet: Sheet) -> bool:
    return any(is_register_title(cell) for cell in sheet.cells.values())


def _last_row(grid: Grid, header: Header, stop: int) -> int:
    columns = [*header.label_columns]
    if header.outline_column:
        columns.append(header.outline_column)
    figures = [column for column, title in header.titles.items() if title.role in VALUE_ROLES]
    for row in range(header.last_row + 1, stop + 1):
        if any(is_register_title(cell) for cell in grid.row(row).values()):
            return row - 1
        texts = [grid.text(row, column) for column in columns]
        words = [fold(text) for text in texts if text]
        if any(_FOOTER.match(text) for text in words):
            return row - 1
        if any(_FOOTER_WITHOUT_FIGURES.match(text) for text in words) and not _has_number(grid, row, figures):
            return row - 1
    return stop


def _has_number(grid: Grid, row: int, columns: list[int]) -> bool:
    return any((cell := grid.at(row, column)) is not None and cell.kind == "number" for column in columns)


def _lines_above(grid: Grid, header: Header, after: int) -> tuple[str, ...]:
    if grid.is_transposed:
        top = header.label_columns[0]
        return tuple(
            cell.text for (row, _), cell in sorted(grid.sheet.cells.items()) if row < top and cell.kind == "text"
        )
    return tuple(
        cell.text
        for row in range(after + 1, header.first_row)
        for _, cell in sorted(grid.row(row).items())
        if cell.kind == "text"
    )


def _unit_line(grid: Grid, header: Header) -> str | None:
    """The unit of a line such as "ĐVT tiền: triệu đồng" above the table, the nearest one."""
    sheet = grid.sheet
    top = header.label_columns[0] if grid.is_transposed else header.first_row
    above = [
        cell.text
        for row in range(top - 1, max(0, top - _FARTHEST_UNIT_LINE), -1)
        for column in range(1, sheet.last_column + 1)
        if (cell := sheet.at(row, column)) is not None and cell.kind == "text"
    ]
    for text in (*above, *reversed(sheet.preamble)):
        words = fold(text)
        if match := _UNIT_LINE.search(words):
            colons = words.count(":", 0, match.start(1))
            return text.split(":", colons)[-1].strip(" ().")
    return None
