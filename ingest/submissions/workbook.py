"""Workbooks as addressed cells, whatever file they came in. Knows no form and no file format.

The readers of the formats are in `ingest.submissions.formats`; what they give is told here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from ingest.submissions.addresses import a1

CellKind = Literal["text", "number", "date", "error", "boolean"]
Unreadable = Literal["empty", "password", "damaged", "scattered", "too_large", "other_format", "pdf"]


class UnreadableWorkbookError(Exception):
    """The bytes are no workbook that can be opened; the text says why, in English, for the log."""

    def __init__(self, reason: Unreadable, detail: str, *, sheet: str | None = None, cell: str | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason: Unreadable = reason
        self.detail = detail
        self.sheet = sheet
        self.cell = cell
        """Where it is one cell that has to go ("scattered")."""


class UnsafeWorkbookError(Exception):
    """The file unpacks out of all proportion, or is built to do so; nothing of it was read."""


class Cell(NamedTuple):
    """One cell that holds something. `row` and `column` count from 1, as in the submitter's own file.

    A tuple, because a round has millions of them and a frozen dataclass takes three times as long to make.
    """

    row: int
    column: int
    kind: CellKind
    text: str
    """What the cell holds, as text in Unicode: "24", "1.250 trđ", "2024-06-01", "#REF!"."""
    number: Decimal | None = None
    is_percent_format: bool = False
    points_outside: bool = False
    """Whether the value was taken from another workbook or program when the file was last saved."""
    undecoded: str | None = None
    """The text as it stands in the file, where it was written for a font of old and `text` was repaired."""

    @property
    def address(self) -> str:
        return a1(self.row, self.column)

    @property
    def raw_text(self) -> str:
        """What the cell itself holds, before any repair."""
        return self.text if self.undecoded is None else self.undecoded


@dataclass(frozen=True, slots=True)
class MergedRange:
    """A merged range, all four bounds inclusive and counted from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its non-empty cells by (row, column), and what is merged."""

    name: str
    is_visible: bool
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[MergedRange, ...] = ()
    last_row: int = field(default=0)
    last_column: int = field(default=0)
    preamble: tuple[str, ...] = ()
    """Lines that stand before the table where it is no sheet of a spreadsheet but part of a document."""
    _gathered: list[tuple[Cell, ...]] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def texts(self) -> tuple[Cell, ...]:
        """The cells that hold text, in the order of `cells`; gathered once, since all readers look through them."""
        if not self._gathered:
            self._gathered.append(tuple([cell for cell in self.cells.values() if cell.kind == "text"]))
        return self._gathered[0]

    def at(self, row: int, column: int) -> Cell | None:
        return self.cells.get((row, column))

    def text(self, row: int, column: int) -> str:
        """The text of a cell, empty where there is nothing."""
        cell = self.cells.get((row, column))
        return cell.text if cell else ""

    def row_cells(self, row: int) -> Iterator[Cell]:
        """The non-empty cells of a row, from left to right."""
        for column in range(1, self.last_column + 1):
            cell = self.cells.get((row, column))
            if cell is not None:
                yield cell


def sheet_of(
    name: str,
    cells: Mapping[tuple[int, int], Cell],
    *,
    is_visible: bool = True,
    merged: tuple[MergedRange, ...] = (),
    preamble: tuple[str, ...] = (),
) -> Sheet:
    """A sheet that ends with its last cell that holds something."""
    return Sheet(
        name=name,
        is_visible=is_visible,
        cells=cells,
        merged=merged,
        last_row=max((row for row, _ in cells), default=0),
        last_column=max((column for _, column in cells), default=0),
        preamble=preamble,
    )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document, outside of its tables."""

    number: int
    """Its place among all paragraphs of the document that stand outside of tables, from 1."""
    text: str
    is_heading: bool = False
    """By its style, or as a short line that is bold throughout."""

    @property
    def address(self) -> str:
        return f"paragraph:{self.number}"


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a workbook in their order, hidden ones included; the tables of a document, and its paragraphs."""

    sheets: tuple[Sheet, ...]
    paragraphs: tuple[Paragraph, ...] = ()

    def visible_sheets(self) -> Iterator[Sheet]:
        return (sheet for sheet in self.sheets if sheet.is_visible)

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
