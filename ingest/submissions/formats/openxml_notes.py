"""What calamine does not tell of an .xlsx: errors, percent formats, formulas, and how far a sheet reaches.

calamine lays a sheet out as one block from its first to its last cell. A space typed into XFD1048576 makes that
block larger than any memory, and a library that runs out of memory takes the whole process with it; so a sheet's
XML is looked at before calamine sees it. Where that XML is cut short nothing of the sheet is read.

Most sheets have nothing to tell, and a look with a few patterns at the bytes shows that; only the others are walked
element by element, which costs ten times what calamine does.
"""

import re
import zipfile
from collections.abc import Collection
from xml.etree.ElementTree import ParseError as XmlParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]

from ingest.submissions.addresses import a1, row_and_column
from ingest.submissions.formats.archives import read_part
from ingest.submissions.formats.openxml_book import listed_sheets, number_styles
from ingest.submissions.formats.sheet_notes import (
    LOST_REFERENCE,
    MAXIMUM_SHEET_CELLS,
    CellNote,
    ScatteredSheetError,
    SheetNotes,
    lost_reference,
)
from ingest.submissions.formats.xml_stream import check_xml, stream_xml
from ingest.submissions.workbook import UnreadableWorkbookError

_WORKSHEETS = "xl/worksheets/sheet"
_NO_WORKSHEETS = (
    *("[Content", "_rels/", "docProps/", "xl/_rels/", "xl/calcChain.", "xl/drawings/", "xl/media/"),
    *("xl/printerSettings/", "xl/sharedStrings.", "xl/styles.", "xl/theme/", "xl/workbook.", "xl/worksheets/_rels/"),
)
"""Parts that need not be opened to see that they are none."""
_HEAD_BYTES = 2_048
_LONGEST_FORMULA = 200

_WORKSHEET = re.compile(rb"<(?:\w+:)?worksheet\b")
_OUTSIDE = re.compile(r"\[\d+\]|\[[^\]]+\.xl\w+\]|\w\|")
"""Another workbook ("[1]Sheet1!A1") or another program ("cmd|' /C calc'!A0")."""

_UNUSUAL = re.compile(rb"""<\w+:(?:c|row|f|v)\b|<c(?! r="[A-Z]{1,3}[1-9]\d{0,6}")[\s/>]""")
"""Elements with a prefix, cells without an address: what the patterns below would not see."""
_ADDRESS = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*(?<!/)>')
"""Of a cell that holds something."""
_FAR = re.compile(rb'<c r="(?:[A-Z]{2}|[A-Z]\d{5})')
"""A cell right of column Z or below row 9999: without one no sheet is too large to be laid out."""
_ERROR_TYPES = (b'"e"', b"'e'")
_FORMULA_TELLS = re.compile(rb"<f[^>]*>[^<]*(?:[\[|]|#REF!|#ref!)|(?:</f>|<f[^>]*/>)\s*(?!\s|<v>[^<])")
"""A formula that may point outside, that has lost a cell it refers to, or that has no value."""


def read_notes(archive: zipfile.ZipFile, without: Collection[str] = ()) -> dict[str, SheetNotes]:
    """The notes of every worksheet of an .xlsx that has any, by its name; those in parts `without` are left out.

    Raises `ScatteredSheetError`, and `UnreadableWorkbookError` for parts that are damaged.
    """
    notes: dict[str, SheetNotes] = {}
    try:
        percent_styles = frozenset(map(int, number_styles(archive).percent))
        uses_percent = _style_pattern(percent_styles)
        names = {sheet.part: sheet.name for sheet in listed_sheets(archive)}
        for part in archive.namelist():
            if part in without or not _is_worksheet(archive, part):
                continue
            content = read_part(archive, part)
            check_xml(content)
            tells_more = _tells_more(content)
            if not tells_more and not (uses_percent and uses_percent.search(content)):
                continue
            if tells_more:
                found: SheetNotes = _walked(content, percent_styles, names.get(part))
            else:
                found = _percent_cells(content, uses_percent)
            if found and part in names:
                notes[names[part]] = found
    except (XmlParseError, DefusedXmlException) as error:
        raise UnreadableWorkbookError("damaged", f"{type(error).__name__}: {error}") from error
    return notes


def _walked(content: bytes, percent_styles: frozenset[int], name: str | None) -> SheetNotes:
    walk = _SheetWalk(percent_styles, name)
    stream_xml([content], walk)
    return walk.notes


def _percent_cells(content: bytes, percent_style: re.Pattern[bytes] | None) -> SheetNotes:
    """The cells of a percent style, in a sheet that has nothing else to tell."""
    if percent_style is None:
        return {}
    return {
        row_and_column(address.decode()): CellNote(is_percent_format=True) for address in percent_style.findall(content)
    }


def _tells_more(content: bytes) -> bool:
    """Whether a sheet has to be walked."""
    if (
        _UNUSUAL.search(content)
        or any(mark in content for mark in _ERROR_TYPES)
        or _reach(content) > MAXIMUM_SHEET_CELLS
    ):
        return True
    return b"<f" in content and _FORMULA_TELLS.search(content) is not None


def _reach(content: bytes) -> int:
    """Places in the block from A1 to the last row and column with a cell that is written out; 0 for a small one."""
    addresses = _ADDRESS.findall(content) if _FAR.search(content) else ()
    if not addresses:
        return 0
    last_row = max(map(int, {row for _, row in addresses}))
    last_column = max({column for column, _ in addresses}, key=lambda letters: (len(letters), letters))
    return last_row * row_and_column(f"{last_column.decode()}1")[1]


def _style_pattern(styles: frozenset[int]) -> re.Pattern[bytes] | None:
    if not styles:
        return None
    numbers = "|".join(str(style) for style in sorted(styles))
    return re.compile(rf"""<c r="([A-Z]+\d+)"(?=[^>]*\ss\s*=\s*["'](?:{numbers})["'])(?![^>]*\st=["'][^n])""".encode())


def _is_worksheet(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether a part is a worksheet: by its usual place, or else by how it begins."""
    if part.startswith(_WORKSHEETS) and part.endswith(".xml"):
        return True
    if part.endswith("/") or part.startswith(_NO_WORKSHEETS):
        return False
    with archive.open(part) as stream:
        return bool(_WORKSHEET.search(stream.read(_HEAD_BYTES)))


class _SheetWalk:
    """Takes the notes of a sheet from its elements as they pass by."""

    def __init__(self, percent_styles: frozenset[int], sheet_name: str | None) -> None:
        self.notes: dict[tuple[int, int], CellNote] = {}
        self._percent_styles = percent_styles
        self._sheet_name = sheet_name
        self._row = self._column = self._last_row = self._last_column = 0
        self._type, self._style = "n", 0
        self._value = self._formula = self._collects = ""
        self._has_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isascii() and number.isdigit() else self._row + 1
            self._column = 0
        elif name == "c":
            self._start_cell(attributes)
        elif name in {"v", "t"}:
            self._collects = "value"
        elif name == "f":
            self._collects, self._has_formula = "formula", True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            self._row, self._column = row_and_column(attributes["r"])
        else:
            self._column += 1
        self._type = attributes.get("t", "n")
        style = attributes.get("s", "")
        self._style = int(style) if style.isascii() and style.isdigit() else 0
        self._has_formula, self._collects, self._value, self._formula = False, "", "", ""

    def characters(self, text: str) -> None:
        if self._collects == "value":
            self._value += text
        elif self._collects == "formula" and len(self._formula) < _LONGEST_FORMULA:
            self._formula += text

    def end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        if name in {"c", "v", "t", "f"}:
            self._collects = ""

    def _end_cell(self) -> None:
        if self._value or self._has_formula:
            self._last_row = max(self._last_row, self._row)
            self._last_column = max(self._last_column, self._column)
            if self._last_row * self._last_column > MAXIMUM_SHEET_CELLS:
                raise ScatteredSheetError(self._sheet_name, a1(self._row, self._column))
        note = self._note()
        if note is not None:
            self.notes[self._row, self._column] = note

    def _note(self) -> CellNote | None:
        formula = "=" + self._formula[:_LONGEST_FORMULA] if self._has_formula else None
        if self._type == "e" and self._value:
            return CellNote(error=self._value, formula=formula)
        if formula is not None and lost_reference(formula):
            return CellNote(error=LOST_REFERENCE, formula=formula)
        if formula is not None and not self._value and self._type != "str":
            return CellNote(formula=formula, has_value=False)
        is_percent = self._type == "n" and self._style in self._percent_styles
        points_outside = formula is not None and bool(_OUTSIDE.search(formula))
        if not (is_percent or points_outside):
            return None
        return CellNote(is_percent_format=is_percent, points_outside=points_outside)
