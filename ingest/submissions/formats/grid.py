"""Tables of documents (HTML, Word) laid out on a grid, merged cells counted in full, one sheet a table.

Each table becomes a sheet ``table:1``, ``table:2`` … in the order of the document. A cell is addressed by its place
in the grid; a merged cell is its top-left cell.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.submissions.workbook import Cell, MergedRange, Sheet, UnsafeWorkbookError, sheet_of

MAXIMUM_GRID_CELLS = 400_000
"""Places of the grids of a document, merged ones counted in full; a form of an office has some hundreds."""
MAXIMUM_TABLES = 1_000
_LONGEST_SPAN = 200
_MOST_ROWS_OF_A_LETTERHEAD = 3


@dataclass(slots=True)
class GridCell:
    text: str
    row_span: int = 1
    column_span: int = 1
    continues_above: bool = False
    """A Word cell that is merged into the one above it."""


@dataclass(slots=True)
class GridRow:
    cells: list[GridCell] = field(default_factory=list)
    skipped_before: int = 0
    """Columns of the grid that the row leaves out at its start."""


@dataclass(slots=True)
class Grid:
    """A table as it is written: rows of cells with their spans, and the text that stands before it."""

    rows: list[GridRow] = field(default_factory=list)
    preamble: tuple[str, ...] = ()

    @property
    def is_layout(self) -> bool:
        """A table of one cell, which only frames what it holds."""
        return sum(len(row.cells) for row in self.rows) <= 1

    def letterhead_lines(self) -> Iterator[str]:
        """A letterhead is often a table without a header: its cells speak for the tables after it."""
        if len(self.rows) <= _MOST_ROWS_OF_A_LETTERHEAD:
            for row in self.rows:
                for cell in row.cells:
                    yield from (line for line in cell.text.splitlines() if line.strip())


class PlaceCounter:
    """Counts tables and the places of their cells, so that merged ones that multiply are refused while read."""

    def __init__(self) -> None:
        self._places = self._tables = 0

    def take_table(self) -> None:
        self._tables += 1
        if self._tables > MAXIMUM_TABLES:
            raise UnsafeWorkbookError(f"more than {MAXIMUM_TABLES} tables")

    def take(self, row_span: int, column_span: int) -> None:
        self._places += row_span * column_span
        if self._places > MAXIMUM_GRID_CELLS:
            raise UnsafeWorkbookError(f"its tables have more than {MAXIMUM_GRID_CELLS} places")


def span_of(value: str | None) -> int:
    """A span as written, never less than 1 nor out of all proportion."""
    digits = (value or "").strip()
    if not (digits.isascii() and digits.isdigit()):
        return 1
    return max(1, min(int(digits[:9]), _LONGEST_SPAN))


def sheets_of(grids: Iterable[Grid]) -> tuple[Sheet, ...]:
    """The tables in their order, each a sheet."""
    return tuple(_sheet(f"table:{number}", grid) for number, grid in enumerate(grids, start=1))


def _sheet(name: str, grid: Grid) -> Sheet:
    """Lay the cells out on the grid: a place that a span from above or from the left covers is skipped."""
    cells: dict[tuple[int, int], Cell] = {}
    merged: list[MergedRange] = []
    covered: set[tuple[int, int]] = set()
    open_above: dict[tuple[int, int], int] = {}
    """Word's merges that may go on downwards: (first, last column) → place in `merged`, or none yet: -row."""
    for row, written in enumerate(grid.rows, start=1):
        column = 1 + written.skipped_before
        still_open: dict[tuple[int, int], int] = {}
        for cell in written.cells:
            while (row, column) in covered:
                column += 1
            last_row, last_column = row + cell.row_span - 1, column + cell.column_span - 1
            columns = (column, last_column)
            if cell.continues_above:
                _grow(merged, columns, row, open_above, still_open)
            else:
                if cell.row_span > 1 or cell.column_span > 1:
                    merged.append(MergedRange(row, column, last_row, last_column))
                    covered.update((r, c) for r in range(row, last_row + 1) for c in range(column, last_column + 1))
                    still_open[columns] = len(merged) - 1
                else:
                    still_open[columns] = -row
                if cell.text.strip():
                    cells[row, column] = Cell(row, column, "text", cell.text)
            column = last_column + 1
        open_above = still_open
    return sheet_of(name, cells, merged=tuple(merged), preamble=grid.preamble)


def _grow(
    merged: list[MergedRange],
    columns: tuple[int, int],
    row: int,
    open_above: dict[tuple[int, int], int],
    still_open: dict[tuple[int, int], int],
) -> None:
    """Let the merge above reach down to this row."""
    place = open_above.get(columns)
    if place is None:
        return
    if place < 0:
        merged.append(MergedRange(-place, columns[0], row, columns[1]))
        place = len(merged) - 1
    else:
        above = merged[place]
        merged[place] = MergedRange(above.first_row, above.first_column, row, above.last_column)
    still_open[columns] = place
