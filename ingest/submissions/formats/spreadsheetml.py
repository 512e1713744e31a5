"""XML Spreadsheet 2003: what Excel saves as "XML", and what software exports under the name .xls."""

import re
from dataclasses import dataclass, field

from ingest.submissions.addresses import a1
from ingest.submissions.formats.calamine_sheets import cell_of
from ingest.submissions.formats.sheet_notes import MAXIMUM_SHEET_CELLS, CellNote, ScatteredSheetError
from ingest.submissions.formats.xml_stream import local_name, stream_xml
from ingest.submissions.workbook import Cell, MergedRange, Sheet, Workbook, sheet_of

_OUTSIDE = re.compile(r"\[[^\]]+\.xl\w+\]|'\[|\w\|")
_LARGEST_INDEX = 1_048_576


def read_spreadsheetml(content: bytes) -> Workbook:
    """The sheets of a file; raises `UnreadableWorkbookError` and `ScatteredSheetError`."""
    reader = _WorkbookReader()
    stream_xml([content], reader)
    return Workbook(tuple(reader.sheets))


@dataclass(slots=True)
class _OpenCell:
    style: str
    formula: str
    kind: str = ""
    pieces: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _OpenSheet:
    name: str
    is_visible: bool = True
    row: int = 0
    row_span: int = 0
    """Rows after this one that are like it, which are empty ones: content is never repeated."""
    column: int = 0
    next_column: int = 1
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[MergedRange] = field(default_factory=list)
    last_column: int = 0


class _WorkbookReader:
    """Takes the sheets from the elements as they pass by."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._percent_styles: set[str] = set()
        self._style = ""
        self._sheet: _OpenSheet | None = None
        self._cell: _OpenCell | None = None
        self._in_data = self._in_visibility = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Style":
            self._style = _attribute(attributes, "ID")
        elif name == "NumberFormat":
            if "%" in (shown := _attribute(attributes, "Format")) or shown == "Percent":
                self._percent_styles.add(self._style)
        elif name == "Worksheet":
            self._sheet = _OpenSheet(_attribute(attributes, "Name"))
        elif name == "Visible":
            self._in_visibility = True
        elif self._sheet is not None:
            self._start_in_sheet(self._sheet, name, attributes)

    def _start_in_sheet(self, sheet: _OpenSheet, name: str, attributes: dict[str, str]) -> None:
        if name == "Row":
            sheet.row = _index(attributes) or sheet.row + 1
            sheet.next_column, sheet.row_span = 1, _count(attributes, "Span")
        elif name == "Cell":
            sheet.column = _index(attributes) or sheet.next_column
            down, across = _count(attributes, "MergeDown"), _count(attributes, "MergeAcross")
            sheet.next_column = sheet.column + across + 1
            if down or across:
                sheet.merged.append(MergedRange(sheet.row, sheet.column, sheet.row + down, sheet.column + across))
            self._cell = _OpenCell(_attribute(attributes, "StyleID"), _attribute(attributes, "Formula"))
        elif name == "Data" and self._cell is not None:
            self._cell.kind, self._in_data = _attribute(attributes, "Type"), True

    def characters(self, text: str) -> None:
        if self._in_data and self._cell is not None:
            self._cell.pieces.append(text)
        elif self._in_visibility and self._sheet is not None and text.strip() in {"SheetHidden", "SheetVeryHidden"}:
            self._sheet.is_visible = False

    def end(self, name: str) -> None:
        if name == "Data":
            self._in_data = False
        elif name == "Visible":
            self._in_visibility = False
        elif (sheet := self._sheet) is None:
            return
        elif name == "Cell" and self._cell is not None:
            self._end_cell(sheet, self._cell)
            self._cell = None
        elif name == "Row":
            sheet.row, sheet.row_span = sheet.row + sheet.row_span, 0
        elif name == "Worksheet":
            self.sheets.append(
                sheet_of(sheet.name, sheet.cells, is_visible=sheet.is_visible, merged=tuple(sheet.merged))
            )
            self._sheet = None

    def _end_cell(self, sheet: _OpenSheet, made: _OpenCell) -> None:
        cell = self._read(sheet.row, sheet.column, made)
        if cell is None:
            return
        sheet.last_column = max(sheet.last_column, sheet.column)
        if sheet.row * sheet.last_column > MAXIMUM_SHEET_CELLS:
            raise ScatteredSheetError(sheet.name, a1(sheet.row, sheet.column))
        sheet.cells[sheet.row, sheet.column] = cell

    def _read(self, row: int, column: int, made: _OpenCell) -> Cell | None:
        text = "".join(made.pieces)
        points_outside = bool(_OUTSIDE.search(made.formula))
        match made.kind:
            case "Number":
                try:
                    value = float(text)
                except ValueError:
                    return cell_of(row, column, text)
                is_percent = made.style in self._percent_styles
                return cell_of(
                    row, column, value, CellNote(is_percent_format=is_percent, points_outside=points_outside)
                )
            case "DateTime":
                return Cell(row, column, "date", text.removesuffix(".000").removesuffix("T00:00:00")) if text else None
            case "Boolean":
                return Cell(row, column, "boolean", "TRUE" if text.strip() == "1" else "FALSE")
            case "Error":
                return Cell(row, column, "error", text or "#N/A")
        if made.formula and not made.kind:
            return Cell(row, column, "error", made.formula[:200])
        return cell_of(row, column, text, CellNote(points_outside=points_outside))


def _attribute(attributes: dict[str, str], wanted: str) -> str:
    return next((value for name, value in attributes.items() if local_name(name) == wanted), "")


def _index(attributes: dict[str, str]) -> int:
    return min(_count(attributes, "Index"), _LARGEST_INDEX)


def _count(attributes: dict[str, str], name: str) -> int:
    digits = _attribute(attributes, name)
    return min(int(digits[:9]), _LARGEST_INDEX) if digits.isascii() and digits.isdigit() else 0
