"""OpenDocument spreadsheets (.ods, .fods): values, formulas, merged ranges and what is hidden, in one pass.

A row or a cell may say that it is repeated a million times. Empty ones are only counted; others that are repeated out
of all proportion make the sheet unreadable.
"""

import re
from dataclasses import dataclass, field

from ingest.submissions.addresses import a1
from ingest.submissions.formats.archives import open_archive, part_chunks
from ingest.submissions.formats.calamine_sheets import cell_of
from ingest.submissions.formats.sheet_notes import (
    LOST_REFERENCE,
    MAXIMUM_SHEET_CELLS,
    CellNote,
    ScatteredSheetError,
    lost_reference,
)
from ingest.submissions.formats.xml_stream import local_name, stream_xml
from ingest.submissions.workbook import Cell, MergedRange, Sheet, UnreadableWorkbookError, Workbook, sheet_of

_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_ENCRYPTION = b"encryption-data"
_MOST_CELLS = 1_000_000
"""Cells with content of a whole file, repeated ones counted each."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_ERROR = re.compile(r"#(?:REF!|DIV/0!|VALUE!|N/A|NAME\?|NUM!|NULL!)|Err:\d{3}")
_OUTSIDE = re.compile(r"'(?:file|https?|smb|ftp):|\bDDE\(|\bWEBSERVICE\(|'[^']*\.(?:xls|ods)\w?'#", re.IGNORECASE)
_NUMBER_TYPES = frozenset({"float", "percentage", "currency"})
_DATE_TYPES = {"date": "date-value", "time": "time-value"}


def read_opendocument(content: bytes) -> Workbook:
    """The sheets of an .ods; raises `UnreadableWorkbookError`, `UnsafeWorkbookError` and `ScatteredSheetError`."""
    reader = _ContentReader()
    with open_archive(content) as archive:
        names = archive.namelist()
        if _MANIFEST in names and any(_ENCRYPTION in chunk for chunk in part_chunks(archive, _MANIFEST)):
            raise UnreadableWorkbookError("password", "the document is encrypted")
        if _CONTENT not in names:
            raise UnreadableWorkbookError("damaged", f"no {_CONTENT}")
        stream_xml(part_chunks(archive, _CONTENT), reader)
    return Workbook(tuple(reader.sheets))


def read_flat_opendocument(content: bytes) -> Workbook:
    """The sheets of an .fods, which is one XML document."""
    reader = _ContentReader()
    stream_xml([content], reader)
    return Workbook(tuple(reader.sheets))


@dataclass(slots=True)
class _OpenCell:
    attributes: dict[str, str]
    paragraphs: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(slots=True)
class _OpenSheet:
    name: str
    is_visible: bool
    row: int = 0
    column: int = 0
    row_repeats: int = 1
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    of_row: list[tuple[int, int, _OpenCell]] = field(default_factory=list)
    """Cells with content of the row that is read: first column, how often, and what."""
    merged: list[MergedRange] = field(default_factory=list)

    def closed(self) -> Sheet:
        return sheet_of(self.name, self.cells, is_visible=self.is_visible, merged=tuple(self.merged))


class _ContentReader:
    """Takes the sheets from the elements as they pass by; comments and drawings of a cell are not its text."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._sheet: _OpenSheet | None = None
        self._cell: _OpenCell | None = None
        self._aside = 0
        self._paragraph_depth = 0
        self._cells = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._aside or name in {"annotation", "shapes", "frame", "forms"} or (name == "table" and self._sheet):
            self._aside += 1
        elif name == "style":
            self._style = _attribute(attributes, "name")
        elif name == "table-properties" and _attribute(attributes, "display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "table":
            is_visible = _attribute(attributes, "style-name") not in self._hidden_styles
            self._sheet = _OpenSheet(_attribute(attributes, "name"), is_visible)
        elif self._sheet is not None:
            self._start_in_sheet(self._sheet, name, attributes)

    def _start_in_sheet(self, sheet: _OpenSheet, name: str, attributes: dict[str, str]) -> None:
        if name == "table-row":
            sheet.row += 1
            sheet.column, sheet.row_repeats = 0, _repeats(attributes, "number-rows-repeated", _LAST_ROW)
            sheet.of_row.clear()
        elif name in {"table-cell", "covered-table-cell"}:
            self._cell = _OpenCell(attributes if name == "table-cell" else _only_repeats(attributes))
        elif self._cell is not None:
            if name in {"p", "h"}:
                self._paragraph_depth += 1
                self._cell.paragraphs.append("")
            elif self._cell.paragraphs:
                self._add({"s": " " * _repeats(attributes, "c", 100), "tab": " ", "line-break": "\n"}.get(name, ""))

    def characters(self, text: str) -> None:
        if self._paragraph_depth and not self._aside:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._cell is not None and self._cell.paragraphs and text:
            self._cell.paragraphs[-1] += text

    def end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name in {"p", "h"} and self._paragraph_depth:
            self._paragraph_depth -= 1
        elif self._sheet is None:
            return
        elif name in {"table-cell", "covered-table-cell"} and self._cell is not None:
            self._end_cell(self._sheet, self._cell)
            self._cell = None
        elif name == "table-row":
            self._end_row(self._sheet)
        elif name == "table":
            self.sheets.append(self._sheet.closed())
            self._sheet = None

    def _end_cell(self, sheet: _OpenSheet, cell: _OpenCell) -> None:
        repeats = _repeats(cell.attributes, "number-columns-repeated", _LAST_COLUMN)
        first = sheet.column + 1
        sheet.column += repeats
        rows = _repeats(cell.attributes, "number-rows-spanned", _LAST_ROW)
        columns = _repeats(cell.attributes, "number-columns-spanned", _LAST_COLUMN)
        if rows > 1 or columns > 1:
            sheet.merged.append(MergedRange(sheet.row, first, sheet.row + rows - 1, first + columns - 1))
        if cell.paragraphs or _attribute(cell.attributes, "value-type"):
            sheet.of_row.append((first, repeats, cell))

    def _end_row(self, sheet: _OpenSheet) -> None:
        of_row = [(first, repeats, cell) for first, repeats, made in sheet.of_row if (cell := _cell(made)) is not None]
        self._cells += sheet.row_repeats * sum(repeats for _, repeats, _ in of_row)
        if of_row:
            last_row = sheet.row + sheet.row_repeats - 1
            last_column = max(first + repeats - 1 for first, repeats, _ in of_row)
            if self._cells > _MOST_CELLS or last_row * last_column > MAXIMUM_SHEET_CELLS:
                raise ScatteredSheetError(sheet.name, a1(last_row, last_column))
            for row in range(sheet.row, last_row + 1):
                for first, repeats, cell in of_row:
                    for column in range(first, first + repeats):
                        sheet.cells[row, column] = cell._replace(row=row, column=column)
        sheet.row += sheet.row_repeats - 1


def _cell(made: _OpenCell) -> Cell | None:
    """The cell of an element, not yet at its place."""
    kind = _attribute(made.attributes, "value-type")
    formula = _attribute(made.attributes, "formula")
    points_outside = bool(formula) and bool(_OUTSIDE.search(formula))
    if lost_reference(formula):
        return Cell(0, 0, "error", LOST_REFERENCE)
    if formula and _is_error(made, kind):
        return Cell(0, 0, "error", made.text if _ERROR.fullmatch(made.text) else "#N/A")
    if kind in _NUMBER_TYPES:
        try:
            value = float(_attribute(made.attributes, "value"))
        except ValueError:
            return cell_of(0, 0, made.text)
        return cell_of(0, 0, value, CellNote(is_percent_format=kind == "percentage", points_outside=points_outside))
    if kind in _DATE_TYPES:
        moment = _attribute(made.attributes, _DATE_TYPES[kind]).removesuffix("T00:00:00")
        return Cell(0, 0, "date", moment or made.text)
    if kind == "boolean":
        return Cell(0, 0, "boolean", _attribute(made.attributes, "boolean-value").upper() or made.text)
    if formula and not kind and not made.paragraphs:
        return Cell(0, 0, "error", f"={formula.partition(':')[2] or formula}"[:200])
    text = made.text or _attribute(made.attributes, "string-value")
    return cell_of(0, 0, text, CellNote(points_outside=points_outside))


def _is_error(made: _OpenCell, kind: str) -> bool:
    return (
        kind == "error"
        or "error" in {value for name, value in made.attributes.items() if local_name(name) == "value-type"}
        or (_ERROR.fullmatch(made.text) is not None)
    )


def _attribute(attributes: dict[str, str], wanted: str) -> str:
    """An attribute by its local name; of two ("office:value-type", "calcext:value-type") the first."""
    return next((value for name, value in attributes.items() if local_name(name) == wanted), "")


def _only_repeats(attributes: dict[str, str]) -> dict[str, str]:
    """A covered cell has a place, but its content is hidden under the merged one."""
    return {name: value for name, value in attributes.items() if local_name(name) == "number-columns-repeated"}


def _repeats(attributes: dict[str, str], name: str, most: int) -> int:
    digits = _attribute(attributes, name)
    return max(1, min(int(digits[:9]), most)) if digits.isascii() and digits.isdigit() else 1
