"""An .xlsx of the same cells at the same addresses, for files whose own format cannot be written to."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ingest.submissions.formats.opening import read_workbook
from ingest.submissions.marked.ooxml import printable
from ingest.submissions.reading import SubmissionReading
from ingest.submissions.workbook import Cell, Sheet, Workbook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STAMP = datetime(2024, 1, 1)  # noqa: DTZ001 - a fixed stamp inside the file, no moment of ours
_TEXT_SHEET = "Văn bản"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_SHEET_NAME = 31
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_NARROWEST, _WIDEST = 5, 50
_MOST_ROWS_MEASURED = 200


def _blank_workbook() -> bytes:
    """A workbook without sheets, to which the result sheet is added."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/styles.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts><font><sz val="11"/><name val="Times New Roman"/></font>'
        '</fonts><fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
        "</fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/></cellXfs>"
        '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets/></workbook>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()


BLANK_WORKBOOK = _blank_workbook()


@dataclass(frozen=True, slots=True)
class Conversion:
    """The workbook made, and what its sheets are called there."""

    content: bytes
    sheet_names: Mapping[str, str]

    def place(self, sheet: str | None, cell: str | None) -> tuple[str | None, str | None]:
        """Sheet and cell of an address of the original; paragraphs stand in the first column of a sheet of texts."""
        if cell is not None and cell.startswith("paragraph:"):
            return self.sheet_names.get(_TEXT_SHEET), f"A{cell.partition(':')[2]}"
        return (None if sheet is None else self.sheet_names.get(sheet)), cell


def convert(content: bytes, reading: SubmissionReading) -> Conversion:
    """The cells of any file that the reader reads, as an .xlsx; raises what the reader raises."""
    workbook = read_workbook(content)
    names: dict[str, str] = {}
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": _STAMP})
    looks = _Looks(book)
    for sheet in _sheets(workbook):
        names[sheet.name] = _sheet_name(sheet.name, reading.file_name, names.values())
        written = book.add_worksheet(names[sheet.name])
        _write_sheet(written, sheet, looks)
        if not sheet.is_visible:
            written.hide()
    book.close()
    return Conversion(buffer.getvalue(), names)


def _sheets(workbook: Workbook) -> Iterator[Sheet]:
    """The sheets, a visible one first of all, and after them the texts that stand outside of tables."""
    yield from sorted(workbook.sheets, key=lambda sheet: not sheet.is_visible)
    if workbook.paragraphs:
        cells = {(one.number, 1): Cell(one.number, 1, "text", one.text) for one in workbook.paragraphs}
        yield Sheet(_TEXT_SHEET, True, cells, last_row=max(row for row, _ in cells), last_column=1)


def _sheet_name(name: str, file_name: str, taken: Iterable[str]) -> str:
    """A name that the format allows: the file's where the sheet has none, "Bảng 1" for the first table of a page."""
    said = re.sub(r"^table:", "Bảng ", name) or PurePath(file_name).stem
    clean = _FORBIDDEN.sub(" ", printable(said)).strip("' ") or "Bảng"
    used = {one.lower() for one in taken}
    candidate, number = clean[:_LONGEST_SHEET_NAME], 2
    while candidate.lower() in used or candidate.lower() == "history":
        ending = f" ({number})"
        candidate, number = clean[: _LONGEST_SHEET_NAME - len(ending)] + ending, number + 1
    return candidate


class _Looks:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        boxed = {
            "border": 1,
            "border_color": "#BFBFBF",
            "text_wrap": True,
            "valign": "top",
            "font_name": "Times New Roman",
        }
        self.text: Format = book.add_format(boxed)
        self.escaped: Format = book.add_format(boxed | {"quote_prefix": True})
        self.percent: Format = book.add_format(boxed | {"num_format": "0.######%"})
        self.date: Format = book.add_format(boxed | {"num_format": "dd/mm/yyyy"})
        self.merged: Format = book.add_format(boxed | {"align": "center"})


def _write_sheet(written: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    for merged in sheet.merged:
        is_one_cell = (merged.first_row, merged.first_column) == (merged.last_row, merged.last_column)
        if not is_one_cell and merged.last_row <= _LAST_ROW and merged.last_column <= _LAST_COLUMN:
            bounds = (merged.first_row - 1, merged.first_column - 1, merged.last_row - 1, merged.last_column - 1)
            written.merge_range(*bounds, "", looks.merged)
    widths: dict[int, int] = {}
    for (row, column), cell in sheet.cells.items():
        if row <= _LAST_ROW and column <= _LAST_COLUMN:
            _write_cell(written, row - 1, column - 1, cell, looks)
            if row <= _MOST_ROWS_MEASURED:
                widths[column] = max(widths.get(column, _NARROWEST), min(len(cell.text) + 2, _WIDEST))
    for column, width in widths.items():
        written.set_column(column - 1, column - 1, width)


def _write_cell(written: Worksheet, row: int, column: int, cell: Cell, looks: _Looks) -> None:
    """The cell as it was read; text that a spreadsheet would take for a formula is marked as text."""
    if cell.number is not None:
        written.write_number(row, column, float(cell.number), looks.percent if cell.is_percent_format else looks.text)
        return
    if cell.kind == "date" and (day := _day(cell.text)) is not None:
        written.write_datetime(row, column, day, looks.date)
        return
    look = looks.escaped if cell.text.startswith(_FORMULA_STARTS) else looks.text
    written.write_string(row, column, printable(cell.text), look)


def _day(text: str) -> date | None:
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= 1900 else None
