"""Word documents (.docx): their tables as sheets, their paragraphs beside.

The document is read as a stream and not as a tree: one with a hundred thousand cells takes no more memory than they
do. Deleted text of tracked changes is not read, inserted text is.
"""

import zipfile
from dataclasses import dataclass, field

from ingest.submissions.formats.archives import open_archive, part_chunks
from ingest.submissions.formats.grid import Grid, GridCell, GridRow, PlaceCounter, sheets_of, span_of
from ingest.submissions.formats.xml_stream import local_name, stream_xml
from ingest.submissions.workbook import Paragraph, UnreadableWorkbookError, Workbook

_DOCUMENT = "word/document.xml"
_STYLES = "word/styles.xml"
_HEADING_STYLES = ("heading", "title", "subtitle", "tiêu đề", "đề mục", "mục")
_LONGEST_HEADING = 160
_MOST_PARAGRAPHS = 50_000
_MOST_LINES = 500
_SPACING = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF = frozenset({"0", "false", "off", "none"})
_SKIPPED = frozenset({"Fallback", "del", "moveFrom", "txbxContent", "footnote"})
"""Copies for old programs, what was deleted, and boxes that float over the text."""


def read_word(content: bytes) -> Workbook:
    """The tables and paragraphs of a document.

    Raises `UnreadableWorkbookError` where it is damaged and `UnsafeWorkbookError` for a bomb.
    """
    with open_archive(content) as archive:
        if _DOCUMENT not in archive.namelist():
            raise UnreadableWorkbookError("damaged", f"no {_DOCUMENT}")
        reader = _DocumentReader(_heading_styles(archive))
        stream_xml(part_chunks(archive, _DOCUMENT), reader)
    return Workbook(sheets_of(grid for grid in reader.grids if grid.rows), tuple(reader.paragraphs))


def _heading_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """The ids of the styles that make headings: their ids are translated, their names are not."""
    if _STYLES not in archive.namelist():
        return frozenset()
    reader = _StyleReader()
    try:
        stream_xml(part_chunks(archive, _STYLES), reader)
    except UnreadableWorkbookError:
        return frozenset()
    return frozenset(reader.headings)


class _StyleReader:
    def __init__(self) -> None:
        self.headings: set[str] = set()
        self._style = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "style":
            self._style = _value(attributes, "styleId")
        elif name == "name" and self._style:
            if _value(attributes).lower().startswith(_HEADING_STYLES):
                self.headings.add(self._style)
        elif name == "outlineLvl" and self._style:
            self.headings.add(self._style)

    def end(self, name: str) -> None:
        if name == "style":
            self._style = ""

    def characters(self, text: str) -> None: ...


@dataclass(slots=True)
class _OpenParagraph:
    pieces: list[str] = field(default_factory=list)
    style: str = ""
    has_outline_level: bool = False
    is_run_bold: bool = False
    bold_characters: int = 0
    characters: int = 0

    def add(self, text: str) -> None:
        self.pieces.append(text)
        if printed := len("".join(text.split())):
            self.characters += printed
            self.bold_characters += printed if self.is_run_bold else 0

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass(slots=True)
class _OpenTable:
    grid: Grid
    cell: GridCell | None = None


class _DocumentReader:
    """Tables, one inside another where they are nested, and the paragraphs outside of them."""

    def __init__(self, heading_styles: frozenset[str]) -> None:
        self.grids: list[Grid] = []
        self.paragraphs: list[Paragraph] = []
        self._heading_styles = heading_styles
        self._tables: list[_OpenTable] = []
        self._paragraphs: list[_OpenParagraph] = []
        self._lines: list[str] = []
        self._places = PlaceCounter()
        self._skipped_depth = 0
        self._in_text = self._in_run_properties = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._skipped_depth or (name in _SKIPPED and not self._in_run_properties):
            self._skipped_depth += 1
        elif name == "tbl":
            self._start_table()
        elif self._tables and name in {"tr", "tc", "gridSpan", "vMerge", "gridBefore"}:
            self._start_in_table(name, attributes)
        elif name == "p":
            self._paragraphs.append(_OpenParagraph())
        elif self._paragraphs:
            self._start_in_paragraph(self._paragraphs[-1], name, attributes)

    def _start_table(self) -> None:
        self._places.take_table()
        outer = [row_cell.text for table in self._tables if (row_cell := table.cell) is not None]
        lines = [line for text in outer for line in text.splitlines() if line.strip()]
        grid = Grid(preamble=(*self._lines, *lines))
        self.grids.append(grid)
        self._tables.append(_OpenTable(grid))

    def _start_in_table(self, name: str, attributes: dict[str, str]) -> None:
        table = self._tables[-1]
        if name == "tr":
            table.grid.rows.append(GridRow())
        elif name == "tc":
            table.cell = GridCell("")
            self._places.take(1, 1)
            if not table.grid.rows:
                table.grid.rows.append(GridRow())
            table.grid.rows[-1].cells.append(table.cell)
        elif name == "gridBefore" and table.grid.rows and not table.grid.rows[-1].cells:
            digits = _value(attributes)
            table.grid.rows[-1].skipped_before = span_of(digits) if digits != "0" else 0
        elif name == "gridSpan" and table.cell is not None:
            table.cell.column_span = span_of(_value(attributes))
            self._places.take(1, table.cell.column_span - 1)
        elif name == "vMerge" and table.cell is not None:
            table.cell.continues_above = _value(attributes) != "restart"

    def _start_in_paragraph(self, paragraph: _OpenParagraph, name: str, attributes: dict[str, str]) -> None:
        if name == "r":
            paragraph.is_run_bold = False
        elif name == "rPr":
            self._in_run_properties = True
        elif name == "b" and self._in_run_properties:
            paragraph.is_run_bold = _value(attributes) not in _OFF
        elif name == "pStyle":
            paragraph.style = _value(attributes)
        elif name == "outlineLvl":
            paragraph.has_outline_level = _value(attributes) != "9"
        elif name == "t":
            self._in_text = True
        elif name in _SPACING and not self._in_run_properties:
            paragraph.add(_SPACING[name])

    def characters(self, text: str) -> None:
        if self._in_text and self._paragraphs:
            self._paragraphs[-1].add(text)

    def end(self, name: str) -> None:
        if self._skipped_depth:
            self._skipped_depth -= 1
        elif name == "t":
            self._in_text = False
        elif name == "rPr":
            self._in_run_properties = False
        elif name == "p" and self._paragraphs:
            self._end_paragraph(self._paragraphs.pop())
        elif name == "tc" and self._tables:
            self._tables[-1].cell = None
        elif name == "tbl" and self._tables:
            grid = self._tables.pop().grid
            if len(self._lines) < _MOST_LINES:
                self._lines.extend(grid.letterhead_lines())

    def _end_paragraph(self, paragraph: _OpenParagraph) -> None:
        if self._tables:
            cell = self._tables[-1].cell
            if cell is not None:
                cell.text = f"{cell.text}\n{paragraph.text}" if cell.text else paragraph.text
            return
        if len(self.paragraphs) >= _MOST_PARAGRAPHS:
            raise UnreadableWorkbookError("damaged", f"more than {_MOST_PARAGRAPHS} paragraphs")
        text = paragraph.text.strip()
        self.paragraphs.append(Paragraph(len(self.paragraphs) + 1, text, self._is_heading(paragraph, text)))
        line = " ".join(text.split())
        if line and len(self._lines) < _MOST_LINES:
            self._lines.append(line)

    def _is_heading(self, paragraph: _OpenParagraph, text: str) -> bool:
        if not text or len(text) > _LONGEST_HEADING:
            return False
        is_bold = paragraph.characters > 0 and paragraph.bold_characters == paragraph.characters
        return paragraph.has_outline_level or paragraph.style in self._heading_styles or is_bold


def _value(attributes: dict[str, str], wanted: str = "val") -> str:
    """An attribute whatever its prefix; ``""`` where it is absent, which for a switch means on."""
    return next((value for name, value in attributes.items() if local_name(name) == wanted), "")
