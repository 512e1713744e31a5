"""What calamine does not tell of a cell, whichever file it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass

MAXIMUM_SHEET_CELLS = 2_000_000
"""Places in the block from A1 to the last cell with content; a form of an office has some hundreds."""


class ScatteredSheetError(Exception):
    """A cell stands so far from the others that the sheet cannot be laid out; it has to be emptied."""

    def __init__(self, sheet: str | None, cell: str) -> None:
        super().__init__(f"content in {cell} of {sheet or 'a sheet'}")
        self.sheet = sheet
        self.cell = cell


@dataclass(frozen=True, slots=True)
class CellNote:
    """What is to be known of a cell besides its value."""

    error: str | None = None
    """"#REF!" and the like."""
    is_percent_format: bool = False
    formula: str | None = None
    """With its "="; set where it has no value, or points outside of the workbook."""
    has_value: bool = True
    points_outside: bool = False
    """Whether its formula takes the value from another workbook or another program."""


LOST_REFERENCE = "#REF!"


def lost_reference(formula: str) -> bool:
    """Whether a formula refers to a cell that is no more: a number kept beside it is not what it computes.

    Programs that open a broken workbook and save it again keep 0 for it.
    """
    return LOST_REFERENCE in (upper := formula.upper()) and "IFERROR" not in upper


SheetNotes = Mapping[tuple[int, int], CellNote]
"""Notes by (row, column), both counted from 1."""
