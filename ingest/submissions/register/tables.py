"""The registers of a sheet: from header to signatures, and the column of each field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from ingest.submissions.addresses import a1
from ingest.submissions.layout.memory import MOST_CELLS_REMEMBERED
from ingest.submissions.reading import RegisterField
from ingest.submissions.reference import Reference
from ingest.submissions.register.absence import KnownAbsences, what_headers_show
from ingest.submissions.register.columns import ColumnRole
from ingest.submissions.register.grid import Grid, grid_of
from ingest.submissions.register.headers import Header, header_at, places_of_name_titles, tick_code
from ingest.submissions.register.words import key_of
from ingest.submissions.workbook import Sheet
from ingest.vietnamese.folding import fold

_MARKS = frozenset({"x", "v", "1", "✓", "✔", "√", "+", "co"})
_without_register = KnownAbsences()
_FEWEST_TICK_COLUMNS: Mapping[RegisterField, int] = {"status": 1, "rating": 2, "sector": 2}


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """A table that lists cooperatives: rows `first_row` to `last_row`, both inclusive, under its header."""

    grid: Grid
    header_row: int
    first_row: int
    last_row: int
    name_column: int
    outline_column: int | None
    columns: Mapping[RegisterField, int]
    """The column of each field that the table has."""
    ticks: Mapping[RegisterField, Mapping[int, str]]
    """Columns to tick ("Đang hoạt động | Ngừng hoạt động"): the code that each stands for."""
    loss_column: int | None
    kind_column: int | None
    titles: Mapping[int, str]
    """The title over each column, header rows joined from top to bottom."""

    @property
    def sheet(self) -> Sheet:
        return self.grid.sheet

    def title_address(self, column: int) -> str:
        """The address of the lowest title over a column."""
        rows = range(self.first_row - 1, self.header_row - 1, -1)
        return next((a1(row, column) for row in rows if self.sheet.at(row, column)), a1(self.header_row, column))

    def lines_above(self) -> list[str]:
        """What stands above the table, the nearest first."""
        above = self.grid.numbers(1, self.header_row - 1)
        lines = [cell.text for row in reversed(above) for cell in self.grid.cells(row)]
        return [*lines, *reversed(self.sheet.preamble)]


def find_registers(sheet: Sheet, reference: Reference) -> list[RegisterTable]:
    """The registers of a sheet, from top to bottom."""
    candidates = list(dict.fromkeys(row for row, _ in places_of_name_titles(sheet)))
    if not candidates:
        return []
    may_be_known = len(sheet.cells) <= MOST_CELLS_REMEMBERED
    shown = what_headers_show(sheet, candidates, reference) if may_be_known else None
    if shown is not None and _without_register.holds(shown):
        return []
    grid = grid_of(sheet)
    headers: list[Header] = []
    for row in candidates:
        floor = headers[-1].last_row if headers else 0
        if row > floor and (header := header_at(grid, row, floor, reference)):
            headers.append(header)
    if not headers and shown is not None:
        _without_register.add(shown)
    stops = [*(header.row - 1 for header in headers[1:]), sheet.last_row][: len(headers)]
    return [_table(grid, header, stop, reference) for header, stop in zip(headers, stops, strict=True)]


def _table(grid: Grid, header: Header, last_row: int, reference: Reference) -> RegisterTable:
    rows = grid.numbers(header.last_row + 1, last_row)
    ticks = _ticks(grid, header, rows, reference)
    ticked = {column for columns in ticks.values() for column in columns}
    best: dict[ColumnRole, tuple[tuple[int, int, int], int]] = {}
    for column, meaning in header.meanings.items():
        if column == header.name_column or column in ticked:
            continue
        plainness = (meaning.rank, -(meaning.year or 0), column)
        if meaning.role not in best or plainness < best[meaning.role][0]:
            best[meaning.role] = plainness, column
    chosen = {role: column for role, (_, column) in best.items()}
    columns: dict[RegisterField, int] = {"name": header.name_column}
    columns.update({field: chosen[field] for field in _FIELDS if field in chosen and field not in ticks})
    titles = {column: " ".join(" ".join(texts).split()) for column, texts in header.parts.items()}
    return RegisterTable(
        grid=grid,
        header_row=header.row,
        first_row=header.last_row + 1,
        last_row=last_row,
        name_column=header.name_column,
        outline_column=chosen.get("outline"),
        columns=columns,
        ticks=ticks,
        loss_column=chosen.get("loss"),
        kind_column=chosen.get("kind"),
        titles=titles,
    )


_FIELDS: tuple[RegisterField, ...] = tuple(field for field in get_args(RegisterField) if field != "name")


def _ticks(
    grid: Grid, header: Header, rows: Sequence[int], reference: Reference
) -> dict[RegisterField, dict[int, str]]:
    """The columns whose own title is a code's wording and that hold nothing but marks."""
    found: dict[RegisterField, dict[int, str]] = {}
    for column, texts in header.parts.items():
        tick = tick_code(texts[-1], reference) if column != header.name_column else None
        if tick is not None and _holds_marks(grid, column, rows):
            found.setdefault(tick[0], {})[column] = tick[1]
    return {field: columns for field, columns in found.items() if len(columns) >= _FEWEST_TICK_COLUMNS[field]}


def _holds_marks(grid: Grid, column: int, rows: Sequence[int]) -> bool:
    cells = [cell for row in rows if (cell := grid.sheet.at(row, column)) is not None]
    texts = [cell.text for cell in cells if cell.kind == "text"]
    if texts:
        return all(fold(text) in _MARKS for text in texts if text.strip())
    return any(cell.number == 1 for cell in cells)


def repeated_header_rows(table: RegisterTable) -> Iterator[int]:
    """Rows in which the header is printed again, as on the top of every page."""
    title = key_of(table.titles.get(table.name_column, ""))
    for row in table.grid.numbers(table.first_row, table.last_row):
        if key_of(table.sheet.text(row, table.name_column)) == title:
            yield row
