"""Values of .xlsx, .xlsm, .xlsb and .xls from calamine; what it does not tell comes from the notes."""

import io
import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

import python_calamine

from ingest.submissions.addresses import a1
from ingest.submissions.formats.sheet_notes import MAXIMUM_SHEET_CELLS, CellNote, ScatteredSheetError, SheetNotes
from ingest.submissions.workbook import Cell, MergedRange, Sheet, UnreadableWorkbookError, Workbook, sheet_of

LARGEST_MAGNITUDE = 1e25
"""Beyond it nothing is a figure: it is kept as text."""
_PANIC = "PanicException"
"""What calamine raises where a damaged record makes it stumble; it is no `Exception`, and its class has no home."""
_SIGNIFICANT_DIGITS = 15
_EXACT_INTEGER = 10**15
_NOTHING: SheetNotes = {}
_NONE_KNOWN: Mapping[str, Sheet] = {}
_Place = tuple[int, int]


def read_sheets(content: bytes, notes: Mapping[str, SheetNotes], known: Mapping[str, Sheet] = _NONE_KNOWN) -> Workbook:
    """The worksheets of a workbook, hidden ones included; those that are `known` by their name are not read again.

    Raises `UnreadableWorkbookError`, also where a sheet is too large to be laid out.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        notes = _by_their_names(notes, book.sheet_names)
        return Workbook(
            tuple(
                known.get(metadata.name)
                or _sheet(
                    book.get_sheet_by_name(metadata.name),
                    metadata.name,
                    metadata.visible == python_calamine.SheetVisibleEnum.Visible,
                    notes.get(metadata.name, _NOTHING),
                )
                for metadata in book.sheets_metadata
                if metadata.typ == python_calamine.SheetTypeEnum.WorkSheet
            )
        )
    except python_calamine.PasswordError as error:
        raise UnreadableWorkbookError("password", str(error)) from error
    except ScatteredSheetError:
        raise
    except (python_calamine.CalamineError, OSError, ValueError, KeyError, EOFError) as error:
        raise UnreadableWorkbookError("damaged", f"{type(error).__name__}: {error}") from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise UnreadableWorkbookError("damaged", f"calamine gave up: {error}") from error


def _by_their_names(notes: Mapping[str, SheetNotes], names: list[str]) -> Mapping[str, SheetNotes]:
    """Notes under the names that calamine gives the sheets: names in an old code page may be read otherwise by it."""
    if notes.keys() <= set(names) or len(notes) != len(names):
        return notes
    return dict(zip(names, notes.values(), strict=True))


def _sheet(source: python_calamine.CalamineSheet, name: str, is_visible: bool, notes: SheetNotes) -> Sheet:
    """Address every cell from the sheet's own corner: calamine would drop empty leading rows and columns."""
    if source.end is not None and (source.end[0] + 1) * (source.end[1] + 1) > MAXIMUM_SHEET_CELLS:
        raise ScatteredSheetError(name, a1(source.end[0] + 1, source.end[1] + 1))
    rows = source.to_python(skip_empty_area=False)
    cells = _noted_cells(rows, notes) if notes else _plain_cells(rows)
    for (row, column), note in notes.items():
        if note.error is not None or not note.has_value:
            cells[row, column] = Cell(row, column, "error", note.error or note.formula or "")
    merged = tuple(
        MergedRange(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in source.merged_cell_ranges or ()
    )
    return sheet_of(name, cells, is_visible=is_visible, merged=merged)


def _noted_cells(rows: Sequence[Sequence[object]], notes: SheetNotes) -> dict[_Place, Cell]:
    cells: dict[_Place, Cell] = {}
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            if value != "" and (cell := cell_of(row, column, value, notes.get((row, column)))) is not None:
                cells[row, column] = cell
    return cells


def _plain_cells(rows: Sequence[Sequence[object]]) -> dict[_Place, Cell]:
    """The cells of a sheet without notes: what `cell_of` gives, texts and usual numbers without asking it."""
    cells: dict[_Place, Cell] = {}
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            if value == "":
                continue
            if type(value) is str and "\0" not in value:
                cells[row, column] = Cell(row, column, "text", value)
            elif type(value) is float and -_EXACT_INTEGER < value < _EXACT_INTEGER:
                cells[row, column] = Cell(row, column, "number", *_printed(value))
            elif (cell := cell_of(row, column, value)) is not None:
                cells[row, column] = cell
    return cells


def cell_of(row: int, column: int, value: object, note: CellNote | None = None) -> Cell | None:
    """A cell of a Python value; None for nothing."""
    if isinstance(value, float):
        points_outside = note is not None and note.points_outside
        if not math.isfinite(value) or abs(value) >= LARGEST_MAGNITUDE:
            return Cell(row, column, "text", str(value), None, False, points_outside)
        text, number = _printed(value)
        is_percent = note is not None and note.is_percent_format
        return Cell(row, column, "number", text, number, is_percent, points_outside)
    if isinstance(value, str):
        text = value.replace("\0", "") if "\0" in value else value
        return Cell(row, column, "text", text, None, False, note is not None and note.points_outside) if text else None
    if isinstance(value, bool):
        return Cell(row, column, "boolean", "TRUE" if value else "FALSE")
    if isinstance(value, int):
        return cell_of(row, column, float(value), note)
    if isinstance(value, (date, datetime, time)):
        return Cell(row, column, "date", value.isoformat())
    if isinstance(value, timedelta):
        return Cell(row, column, "date", str(value))
    return None


@lru_cache(maxsize=100_000)
def _printed(value: float) -> tuple[str, Decimal]:
    number = exact_number(value)
    return f"{number:f}", number


def exact_number(value: float) -> Decimal:
    """The number as Excel keeps it, to 15 significant digits: 285.70000000000005 is 285.7, and 24.0 is 24."""
    if value.is_integer() and -_EXACT_INTEGER < value < _EXACT_INTEGER:
        return Decimal(int(value))
    number = Decimal(f"{value:.{_SIGNIFICANT_DIGITS}g}")
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
