"""Workbooks as addressed cells. Knows no form.

Values come from calamine, which reads .xlsx, .xlsm, .xlsb, .xls and .ods; two things it does not tell (Excel
errors, which it gives as empty, and number formats) come from the sheets' own XML for the .xlsx family.
"""

import io
import math
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal
from xml.parsers.expat import ExpatError

import python_calamine
from defusedxml import DefusedXmlException  # type: ignore[import-untyped]

from ingest.submissions.addresses import a1
from ingest.submissions.sheet_xml import CellNote, ScatteredSheetError, SheetNotes, read_notes

CellKind = Literal["text", "number", "date", "error", "boolean"]

MAXIMUM_UNPACKED_BYTES = 300_000_000
MAXIMUM_UNPACKING_RATIO = 120
"""A workbook that unpacks to more than both is refused unread: no form of an office comes near."""

_SIGNIFICANT_DIGITS = 15
_LARGEST_MAGNITUDE = 1e25
"""Beyond it nothing is a figure: it is kept as text."""
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_DAMAGE = (
    python_calamine.CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,  # an archive packed in a way that Python does not know
    RuntimeError,  # a part of the archive that is encrypted
    SyntaxError,  # what is no XML: ElementTree's ParseError is one
    ExpatError,
    DefusedXmlException,
    OSError,
    ValueError,
    KeyError,
    EOFError,
)


Unreadable = Literal["empty", "password", "damaged", "scattered"]


class UnreadableWorkbookError(Exception):
    """The bytes are no workbook that can be opened; the text says why, in English, for the log."""

    def __init__(self, reason: Unreadable, detail: str, *, sheet: str | None = None, cell: str | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason: Unreadable = reason
        self.sheet = sheet
        self.cell = cell
        """Where it is one cell that has to go ("scattered")."""


class UnsafeWorkbookError(Exception):
    """The archive unpacks out of all proportion; nothing of it was read."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something. `row` and `column` count from 1, as in the submitter's own file."""

    row: int
    column: int
    kind: CellKind
    text: str
    """What the cell holds, as text: "24", "1.250 trđ", "2024-06-01", "#REF!"."""
    number: Decimal | None = None
    is_percent_format: bool = False
    points_outside: bool = False
    """Whether the value was taken from another workbook or program when the file was last saved."""

    @property
    def address(self) -> str:
        return a1(self.row, self.column)


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


def read_workbook(content: bytes) -> Workbook:
    """The addressed cells of a workbook.

    Raises `UnreadableWorkbookError` (empty, password, truncated, no workbook) and `UnsafeWorkbookError`.
    """
    if not content.strip(b"\0 \r\n\t"):
        raise UnreadableWorkbookError("empty", "the file has no content")
    if content.startswith(_OLE_SIGNATURE) and _ENCRYPTED_PACKAGE in content:
        raise UnreadableWorkbookError("password", "the workbook is encrypted")
    is_archive = content.startswith(b"PK")
    if is_archive:
        refuse_bomb(content)
    try:
        notes = read_notes(content) if is_archive and _is_openxml(content) else {}
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return Workbook(
            tuple(
                _sheet(
                    book.get_sheet_by_name(metadata.name),
                    metadata.name,
                    metadata.visible == python_calamine.SheetVisibleEnum.Visible,
                    notes.get(metadata.name, {}),
                )
                for metadata in book.sheets_metadata
                if metadata.typ == python_calamine.SheetTypeEnum.WorkSheet
            )
        )
    except python_calamine.PasswordError as error:
        raise UnreadableWorkbookError("password", str(error)) from error
    except ScatteredSheetError as error:
        raise UnreadableWorkbookError("scattered", str(error), sheet=error.sheet, cell=error.cell) from error
    except _DAMAGE as error:
        raise UnreadableWorkbookError("damaged", f"{type(error).__name__}: {error}") from error


def media_type(content: bytes) -> str | None:
    """What the bytes are, whatever the file is called; None where they are nothing that is known here."""
    if content.startswith(b"PK") and _is_openxml(content):
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    if content.startswith(b"PK"):
        return "application/zip"
    if content.startswith(_OLE_SIGNATURE):
        return "application/x-ole-storage"
    return None


def refuse_bomb(content: bytes) -> None:
    """Raise `UnsafeWorkbookError` for an archive that unpacks out of all proportion."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked_bytes = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableWorkbookError("damaged", str(error)) from error
    if unpacked_bytes > MAXIMUM_UNPACKED_BYTES and unpacked_bytes > MAXIMUM_UNPACKING_RATIO * len(content):
        raise UnsafeWorkbookError(f"{len(content)} bytes unpack to {unpacked_bytes}")


def _sheet(source: python_calamine.CalamineSheet, name: str, is_visible: bool, notes: SheetNotes) -> Sheet:
    """Address every cell from the sheet's own corner: calamine would drop empty leading rows and columns."""
    cells: dict[tuple[int, int], Cell] = {}
    for row, values in enumerate(source.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(values, start=1):
            cell = _cell(row, column, value, notes.get((row, column)))
            if cell is not None:
                cells[row, column] = cell
    for (row, column), note in notes.items():
        if note.error is not None or not note.has_value:
            cells[row, column] = Cell(row, column, "error", note.error or note.formula or "")
    merged = tuple(
        MergedRange(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in source.merged_cell_ranges or ()
    )
    return Sheet(
        name=name,
        is_visible=is_visible,
        cells=cells,
        merged=merged,
        last_row=max((row for row, _ in cells), default=0),
        last_column=max((column for _, column in cells), default=0),
    )


def _cell(row: int, column: int, value: object, note: CellNote | None) -> Cell | None:
    if value is None or value == "":
        return None
    points_outside = note is not None and note.points_outside
    if isinstance(value, bool):
        return Cell(row, column, "boolean", "TRUE" if value else "FALSE")
    if isinstance(value, (int, float)):
        if not math.isfinite(value) or abs(value) >= _LARGEST_MAGNITUDE:
            return Cell(row, column, "text", str(value))
        number = exact_number(value)
        is_percent = note is not None and note.is_percent_format
        return Cell(row, column, "number", f"{number:f}", number, is_percent, points_outside)
    if isinstance(value, (date, datetime, time, timedelta)):
        return Cell(row, column, "date", value.isoformat() if not isinstance(value, timedelta) else str(value))
    return Cell(row, column, "text", str(value).replace("\0", ""), points_outside=points_outside)


def exact_number(value: float) -> Decimal:
    """The number as Excel keeps it, to 15 significant digits: 285.70000000000005 is 285.7, and 24.0 is 24."""
    number = Decimal(f"{value:.{_SIGNIFICANT_DIGITS}g}")
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _is_openxml(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False
