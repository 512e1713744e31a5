"""What calamine does not tell of an .xlsx: errors, percent formats, formulas, and how far a sheet reaches.

calamine lays a sheet out as one block from its first to its last cell. A space typed into XFD1048576 makes that
block larger than any memory, and a library that runs out of memory takes the whole process with it; so a sheet's
XML is walked before calamine sees it. Where that XML is cut short the walk fails, and nothing of the sheet is read.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element
from xml.parsers import expat

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from ingest.submissions.addresses import a1, row_and_column

MAXIMUM_SHEET_CELLS = 2_000_000
"""Cells in the block from A1 to the last cell with content; a form of an office has some hundreds."""

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_BUILT_IN_PERCENT_FORMATS = frozenset({"9", "10"})
_CHUNK_BYTES = 1 << 16
_HEAD_BYTES = 2_048
_LONGEST_FORMULA = 200
_WORKSHEET = re.compile(rb"<(?:\w+:)?worksheet\b")
_OUTSIDE = re.compile(r"\[\d+\]|\[[^\]]+\.xl\w+\]|\w\|")
"""Another workbook ("[1]Sheet1!A1") or another program ("cmd|' /C calc'!A0")."""


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

    @property
    def points_outside(self) -> bool:
        """Whether its formula takes the value from another workbook or another program."""
        return self.formula is not None and bool(_OUTSIDE.search(self.formula))


SheetNotes = Mapping[tuple[int, int], CellNote]
"""Notes by (row, column), both counted from 1."""


def read_notes(content: bytes) -> dict[str, SheetNotes]:
    """The notes of every worksheet of an .xlsx, by its name.

    Raises `ScatteredSheetError`; and for parts that are damaged ``expat.ExpatError``, ``zipfile.BadZipFile``,
    ``zlib.error``, ``ValueError``, and ``ParseError`` or ``DefusedXmlException`` of the XML readers.
    """
    notes: dict[str, SheetNotes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = _sheet_names(archive)
        percent_styles = _percent_styles(archive)
        for part in archive.namelist():
            if _is_worksheet(archive, part):
                name = names.get(part)
                walked = _walk(archive, part, percent_styles, name)
                if name is not None:
                    notes[name] = walked
    return notes


def _is_worksheet(archive: zipfile.ZipFile, part: str) -> bool:
    if part.endswith("/"):
        return False
    with archive.open(part) as stream:
        return bool(_WORKSHEET.search(stream.read(_HEAD_BYTES)))


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The name of the sheet in each part."""
    if _RELATIONS not in archive.namelist():
        return {}
    targets = {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in _root(archive, _RELATIONS)
    }
    sheets = (element for element in _root(archive, _WORKBOOK).iter() if _local(element.tag) == "sheet")
    names: dict[str, str] = {}
    for sheet in sheets:
        relation = next((value for key, value in sheet.attrib.items() if "}" in key and _local(key) == "id"), "")
        if relation in targets:
            names[targets[relation]] = sheet.get("name", "")
    return names


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The cell styles that show a share of one as percent."""
    if _STYLES not in archive.namelist():
        return frozenset()
    formats = set(_BUILT_IN_PERCENT_FORMATS)
    styles: list[Element] = []
    for element in _root(archive, _STYLES).iter():
        if _local(element.tag) == "numFmt" and "%" in element.get("formatCode", ""):
            formats.add(element.get("numFmtId", ""))
        elif _local(element.tag) == "cellXfs":
            styles = list(element)
    return frozenset(place for place, style in enumerate(styles) if style.get("numFmtId") in formats)


def _root(archive: zipfile.ZipFile, part: str) -> Element:
    root: Element = fromstring(archive.read(part))
    return root


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _walk(
    archive: zipfile.ZipFile, part: str, percent_styles: frozenset[int], name: str | None
) -> dict[tuple[int, int], CellNote]:
    walk = _SheetWalk(percent_styles, name)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.characters
    for chunk in _chunks(archive, part):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return walk.notes


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            yield chunk


@dataclass(slots=True)
class _SheetWalk:
    """The cells of a sheet as the parser passes them."""

    percent_styles: frozenset[int]
    sheet_name: str | None
    notes: dict[tuple[int, int], CellNote] = field(default_factory=dict)
    _row: int = 0
    _column: int = 0
    _last_row: int = 0
    _last_column: int = 0
    _type: str = "n"
    _style: int = 0
    _has_formula: bool = False
    _collects: str = ""
    _value: str = ""
    _formula: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "row":
            self._row = int(attributes["r"]) if attributes.get("r", "").isdigit() else self._row + 1
            self._column = 0
        elif local == "c":
            self._start_cell(attributes)
        elif local in {"v", "t"}:
            self._collects = "value"
        elif local == "f":
            self._collects, self._has_formula = "formula", True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            self._row, self._column = row_and_column(attributes["r"])
        else:
            self._column += 1
        self._type = attributes.get("t", "n")
        self._style = int(attributes["s"]) if attributes.get("s", "").isdigit() else 0
        self._has_formula, self._collects, self._value, self._formula = False, "", "", ""

    def characters(self, text: str) -> None:
        if self._collects == "value":
            self._value += text
        elif self._collects == "formula" and len(self._formula) < _LONGEST_FORMULA:
            self._formula += text

    def end(self, tag: str) -> None:
        local = tag.rpartition(":")[2]
        if local == "c":
            self._end_cell()
        if local in {"c", "v", "t", "f"}:
            self._collects = ""

    def _end_cell(self) -> None:
        if self._value or self._has_formula:
            self._last_row = max(self._last_row, self._row)
            self._last_column = max(self._last_column, self._column)
            if self._last_row * self._last_column > MAXIMUM_SHEET_CELLS:
                raise ScatteredSheetError(self.sheet_name, a1(self._row, self._column))
        note = self._note()
        if note is not None:
            self.notes[self._row, self._column] = note

    def _note(self) -> CellNote | None:
        formula = "=" + self._formula[:_LONGEST_FORMULA] if self._has_formula else None
        if self._type == "e" and self._value:
            return CellNote(error=self._value, formula=formula)
        if formula is not None and not self._value:
            return CellNote(formula=formula, has_value=False)
        is_percent = self._type == "n" and self._style in self.percent_styles
        points_outside = formula is not None and bool(_OUTSIDE.search(formula))
        if not (is_percent or points_outside):
            return None
        return CellNote(is_percent_format=is_percent, formula=formula if points_outside else None)
