"""A sheet read row by row or, where a table lies on its side, column by column."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from ingest.submissions.addresses import a1
from ingest.submissions.cells import holds_number
from ingest.submissions.layout.marks import Marks, Place, marks_of
from ingest.submissions.workbook import Cell, Sheet

_MOST_MERGED_PLACES = 200_000
"""Places under merged cells that are looked at; a form of an office has some hundreds."""


class Grid:
    """Rows and columns of a sheet; `is_transposed` swaps them, addresses stay those of the submitter's file."""

    def __init__(self, sheet: Sheet, marks: Marks | None = None, *, is_transposed: bool = False) -> None:
        """`marks`: those of the sheet, where they are known already."""
        self.sheet = sheet
        self.is_transposed = is_transposed
        self._marks = marks
        self.last_row = sheet.last_column if is_transposed else sheet.last_row
        self.last_column = sheet.last_row if is_transposed else sheet.last_column

    @cached_property
    def _rows(self) -> Mapping[int, dict[int, Cell]]:
        rows: defaultdict[int, dict[int, Cell]] = defaultdict(dict)
        for (row, column), cell in self.sheet.cells.items():
            if self.is_transposed:
                rows[column][row] = cell
            else:
                rows[row][column] = cell
        return rows

    @cached_property
    def _merges(self) -> tuple[dict[Place, Place], dict[Place, Place]]:
        return _merged(self.sheet, self.is_transposed)

    @cached_property
    def marks(self) -> Marks:
        """The titles of the sheet, at their places in the sheet."""
        return marks_of(self.sheet) if self._marks is None else self._marks

    @cached_property
    def register_rows(self) -> frozenset[int]:
        """The rows in which a title over names or tax codes of single organisations stands."""
        return frozenset(column if self.is_transposed else row for row, column in self.marks.registers)

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
        origin = self._merges[0].get((row, column)) if self.sheet.merged else None
        return self.at(*origin) if origin else None

    def extent(self, row: int, column: int) -> tuple[int, int]:
        """The last row and the last column that the cell there reaches."""
        return self._merges[1].get((row, column), (row, column))

    def is_merged(self, row: int, column: int) -> bool:
        return (row, column) in self._merges[0]

    def has_number(self, row: int, column: int) -> bool:
        """Whether what stands there reads as a number."""
        return holds_number(self.at(row, column))

    def has_content(self, row: int, column: int) -> bool:
        """Whether anything but spaces stands there."""
        cell = self.at(row, column)
        return cell is not None and (cell.kind == "number" or bool(cell.text.strip()))

    def address(self, row: int, column: int) -> str:
        return a1(column, row) if self.is_transposed else a1(row, column)


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
