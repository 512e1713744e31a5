"""Workbooks as addressed cells. Knows no form.

Values come from calamine, which reads .xlsx, .xlsm, .xlsb, .xls and .ods; two things it does not tell (Excel
errors, which it gives as empty, and number formats) come from openpyxl for the .xlsx family.
"""

import io
import logging
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

import python_calamine
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

logger = logging.getLogger(__name__)

CellKind = Literal["text", "number", "date", "error", "boolean"]

MAXIMUM_UNPACKED_BYTES = 300_000_000
MAXIMUM_UNPACKING_RATIO = 120
"""A workbook that unpacks to more than both is refused unread: no form of an office comes near."""

_SIGNIFICANT_DIGITS = 15
_MAXIMUM_CELLS = 400_000
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class UnreadableWorkbookError(Exception):
    """The bytes are no workbook that can be opened; the text says why, in English, for the log."""

    def __init__(self, reason: Literal["empty", "password", "damaged"], detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason: Literal["empty", "password", "damaged"] = reason


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
class Workbook:
    """The sheets of a workbook in their order, hidden ones included."""

    sheets: tuple[Sheet, ...]

    def visible_sheets(self) -> Iterator[Sheet]:
        return (sheet for sheet in self.sheets if sheet.is_visible)

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def a1(row: int, column: int) -> str:
    """The A1 address of a row and a column, both counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def row_and_column(address: str) -> tuple[int, int]:
    """The row and the column of an A1 address; ``ValueError`` where it is none."""
    match = re.fullmatch(r"\$?([A-Z]{1,3})\$?([1-9]\d*)", address.upper())
    if match is None:
        raise ValueError(f"not an A1 address: {address!r}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


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
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            (metadata, book.get_sheet_by_name(metadata.name))
            for metadata in book.sheets_metadata
            if metadata.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        last_rows = {metadata.name: sheet.end[0] + 1 for metadata, sheet in sheets if sheet.end}
        marks = _marks(content, last_rows) if is_archive else {}
        return Workbook(
            tuple(
                _sheet(
                    sheet,
                    metadata.name,
                    metadata.visible == python_calamine.SheetVisibleEnum.Visible,
                    marks.get(metadata.name, {}),
                )
                for metadata, sheet in sheets
            )
        )
    except python_calamine.PasswordError as error:
        raise UnreadableWorkbookError("password", str(error)) from error
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError, KeyError, EOFError) as error:
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


def _sheet(
    source: python_calamine.CalamineSheet, name: str, is_visible: bool, marks: Mapping[tuple[int, int], Cell]
) -> Sheet:
    """Address every cell from the sheet's own corner: calamine would drop empty leading rows and columns."""
    cells: dict[tuple[int, int], Cell] = {}
    for row, values in enumerate(source.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(values, start=1):
            mark = marks.get((row, column))
            cell = mark if mark is not None and mark.kind == "error" else _cell(row, column, value, mark is not None)
            if cell is not None:
                cells[row, column] = cell
    for place, mark in marks.items():
        if mark.kind == "error":
            cells.setdefault(place, mark)
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


def _cell(row: int, column: int, value: object, is_percent_format: bool) -> Cell | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return Cell(row, column, "boolean", "TRUE" if value else "FALSE")
    if isinstance(value, (int, float)):
        number = exact_number(value)
        return Cell(row, column, "number", f"{number:f}", number, is_percent_format)
    if isinstance(value, (date, datetime, time, timedelta)):
        return Cell(row, column, "date", value.isoformat() if not isinstance(value, timedelta) else str(value))
    return Cell(row, column, "text", str(value).replace("\0", ""))


def exact_number(value: float) -> Decimal:
    """The number as Excel keeps it, to 15 significant digits: 285.70000000000005 is 285.7, and 24.0 is 24."""
    number = Decimal(f"{value:.{_SIGNIFICANT_DIGITS}g}")
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _marks(content: bytes, last_rows: Mapping[str, int]) -> dict[str, dict[tuple[int, int], Cell]]:
    """What calamine does not tell, by sheet and place: error cells, and percent-formatted cells.

    `last_rows`: the last row with content of each sheet; thousands of blank formatted rows below are not walked.
    Where openpyxl cannot read what calamine could, there are no marks: an error is then read as blank, which
    claims nothing.
    """
    if not _is_openxml(content):
        return {}
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return {
            sheet.title: dict(_sheet_marks(sheet, last_rows[sheet.title]))
            for sheet in book.worksheets
            if sheet.title in last_rows
        }
    except Exception:  # openpyxl raises whatever a strange part of a workbook makes it stumble over
        logger.warning("no marks of cells: openpyxl cannot read what calamine could", exc_info=True)
        return {}


def _sheet_marks(sheet: Worksheet, last_row: int) -> Iterator[tuple[tuple[int, int], Cell]]:
    seen = 0
    for row in sheet.iter_rows(max_row=last_row):
        seen += len(row)
        if seen > _MAXIMUM_CELLS:
            return
        for cell in row:
            if cell.value is None or cell.row is None or cell.column is None:
                continue
            place = (cell.row, cell.column)
            if cell.data_type == "e":
                yield place, Cell(*place, "error", str(cell.value))
            elif cell.data_type == "n" and "%" in (cell.number_format or ""):
                yield place, Cell(*place, "number", "", None, True)


def _is_openxml(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False
