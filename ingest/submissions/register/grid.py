"""A sheet by its rows: only those that hold something, so that ten thousand blank ones cost nothing."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.submissions.workbook import Cell, MergedRange, Sheet


@dataclass(frozen=True, slots=True)
class Grid:
    """The filled rows of a sheet in order, each from left to right, and its merged ranges by their first row."""

    sheet: Sheet
    rows: Mapping[int, Sequence[Cell]]
    row_numbers: Sequence[int]
    merged: Mapping[int, Sequence[MergedRange]] = field(default_factory=dict)

    def numbers(self, first: int, last: int) -> Sequence[int]:
        """The filled rows from `first` to `last`, both inclusive."""
        return self.row_numbers[bisect_left(self.row_numbers, first) : bisect_right(self.row_numbers, last)]

    def cells(self, row: int) -> Sequence[Cell]:
        return self.rows.get(row, ())

    def merges(self, first: int, last: int) -> Iterator[MergedRange]:
        """The merged ranges that begin in these rows."""
        for row in range(first, last + 1):
            yield from self.merged.get(row, ())

    def reach(self, cell: Cell) -> int:
        """The last column that the cell is merged over, its own where it is not merged."""
        columns = (area.last_column for area in self.merged.get(cell.row, ()) if area.first_column == cell.column)
        return max(columns, default=cell.column)


def grid_of(sheet: Sheet) -> Grid:
    """The sheet's rows that hold something."""
    rows: defaultdict[int, list[Cell]] = defaultdict(list)
    for cell in sheet.cells.values():
        if cell.kind != "text" or cell.text.strip():
            rows[cell.row].append(cell)
    for cells in rows.values():
        cells.sort(key=lambda cell: cell.column)
    merged: defaultdict[int, list[MergedRange]] = defaultdict(list)
    for area in sheet.merged:
        merged[area.first_row].append(area)
    return Grid(sheet, rows, sorted(rows), merged)
