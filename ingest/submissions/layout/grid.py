"""A sheet read row by row or, where a table lies on its side, column by column."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ingest.submissions.addresses import a1
from ingest.submissions.workbook import Cell, Sheet

_MOST_MERGED_PLACES = 200_000
"""Places under merged cells that are looked at; a form of an office has some hundreds."""


class Grid:
    """Rows and columns of a sheet; `is_transposed` swaps them, addresses stay those of the submitter's file."""

    def __init__(self, sheet: Sheet, *, is_transposed: bool = False) -> None:
        self.sheet = sheet
        self.is_transposed = is_transposed
        self.last_row = sheet.last_column if is_transposed else sheet.last_row
        self.last_column = sheet.last_row if is_transposed else sheet.last_column
        self._rows: defaultdict[int, dict[int, Cell]] = defaultdict(dict)
        for (row, column), cell in sheet.cells.items():
            if is_transposed:
                self._rows[column][row] = cell
            else:
                self._rows[row][column] = cell
        self._origins, self._extents = _merged(sheet, is_transposed)

    def at(self, row: int, column: int) -> Cell | None:
        cells = self._rows.get(row)
        return cells.get(column) if cells else None

    def text(self, row: int, column: int) -> str:
        cell = self.at(row, column)
        return cell.text if cell else ""

    def row(self, row: int) -> Mapping[int, Cell]:
        """The non-empty cells of a row by column, in no order."""
        return self._rows.get(row, {})

    def rows(self) -> Iterator[int]:
        """The rows that hold anything, from the first."""
        return iter(sorted(self._rows))

    def spread(self, row: int, column: int) -> Cell | None:
        """The cell that stands there or is merged over it."""
        cell = self.at(row, column)
        if cell is not None:
            return cell
        origin = self._origins.get((row, column))
        return self.at(*origin) if origin else None

    def extent(self, row: int, column: int) -> tuple[int, int]:
        """The last row and the last column that the cell there reaches."""
        return self._extents.get((row, column), (row, column))

    def is_merged(self, row: int, column: int) -> bool:
        return (row, column) in self._origins

    def address(self, row: int, column: int) -> str:
        return a1(column, row) if self.is_transposed else a1(row, column)


Place = tuple[int, int]


def _merged(sheet: Sheet, is_transposed: bool) -> tuple[dict[Place, Place], dict[Place, Place]]:
    """For each place under a merged cell the place of that cell, and for each merged cell its last place."""
    origins: dict[Place, Place] = {}
    extents: dict[Place, Place] = {}
    for merged in sheet.merged:
        bottom, right = min(merged.last_row, sheet.last_row), min(merged.last_column, sheet.last_column)
        places = (bottom - merged.first_row + 1) * (right - merged.first_column + 1)
        if places <= 0 or len(origins) + places > _MOST_MERGED_PLACES:
            continue
        first = (merged.first_row, merged.first_column)
        last = (bottom, right)
        extents[first[::-1] if is_transposed else first] = last[::-1] if is_transposed else last
        for row in range(merged.first_row, bottom + 1):
            for column in range(merged.first_column, right + 1):
                place = (column, row) if is_transposed else (row, column)
                origins[place] = first[::-1] if is_transposed else first
    return origins, extents
