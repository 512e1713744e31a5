"""Tables that are not in a spreadsheet: HTML saved under an Excel name, and Word documents.

Each table becomes a sheet ``table:1``, ``table:2`` … in the order of the document. A cell is addressed by its place
in the grid, merged cells counted in full; a merged cell is its top-left cell.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import ParseError, fromstring  # type: ignore[import-untyped]

from ingest.submissions.workbook import Cell, MergedRange, Sheet, UnreadableWorkbookError, UnsafeWorkbookError, Workbook

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACING = {f"{_WORD}tab": " ", f"{_WORD}br": "\n"}
_LONGEST_SPAN = 200
_MAXIMUM_GRID_CELLS = 400_000
"""Places of the grids of a document, merged ones counted in full; a form of an office has some hundreds."""
_BLOCK_TAGS = frozenset({"p", "div", "br", "h1", "h2", "h3", "h4", "li", "title", "center"})


@dataclass(slots=True)
class _GridCell:
    text: str
    row_span: int = 1
    column_span: int = 1
    continues_above: bool = False
    """A Word cell that is merged into the one above it."""


@dataclass(slots=True)
class _Grid:
    """A table as it is written: rows of cells with their spans, and the text that stands before it."""

    rows: list[list[_GridCell]] = field(default_factory=list)
    preamble: tuple[str, ...] = ()


def is_html(content: bytes) -> bool:
    """Whether the bytes are a page with a table, whatever the file is called."""
    start = content.lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith(b"<") and not start.startswith(b"<?xml") and b"<table" in content.lower()


def is_word(content: bytes) -> bool:
    """Whether the bytes are a Word document (.docx)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def read_html(content: bytes) -> Workbook:
    """The tables of a page; raises `UnreadableWorkbookError` where its text is not UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableWorkbookError("damaged", f"HTML that is not UTF-8: {error}") from error
    parser = _TableParser()
    try:
        parser.feed(text)
        parser.close()
    except AssertionError as error:  # how the parser of the standard library refuses a malformed declaration
        raise UnreadableWorkbookError("damaged", f"HTML: {error}") from error
    return _workbook(parser.grids)


def read_word(content: bytes) -> Workbook:
    """The tables of a Word document; raises `UnreadableWorkbookError` where it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            root: Element = fromstring(archive.read("word/document.xml"))
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, OSError, EOFError, ValueError) as error:
        raise UnreadableWorkbookError("damaged", f"{type(error).__name__}: {error}") from error
    body = root.find(f"{_WORD}body")
    return _workbook(_word_grids(body if body is not None else ()))


def _workbook(grids: Iterable[_Grid]) -> Workbook:
    grids = list(grids)
    places = sum(cell.row_span * cell.column_span for grid in grids for row in grid.rows for cell in row)
    if places > _MAXIMUM_GRID_CELLS:
        raise UnsafeWorkbookError(f"its tables have {places} places")
    return Workbook(tuple(_sheet(f"table:{number}", grid) for number, grid in enumerate(grids, start=1)))


def _sheet(name: str, grid: _Grid) -> Sheet:
    """Lay the cells out on the grid: a place that a span from above or from the left covers is skipped."""
    cells: dict[tuple[int, int], Cell] = {}
    merged: list[MergedRange] = []
    covered: set[tuple[int, int]] = set()
    for row, written in enumerate(grid.rows, start=1):
        column = 1
        for cell in written:
            while (row, column) in covered:
                column += 1
            last_row, last_column = row + cell.row_span - 1, column + cell.column_span - 1
            if cell.row_span > 1 or cell.column_span > 1:
                merged.append(MergedRange(row, column, last_row, last_column))
                covered.update((r, c) for r in range(row, last_row + 1) for c in range(column, last_column + 1))
            if cell.text.strip() and not cell.continues_above:
                cells[row, column] = Cell(row, column, "text", cell.text)
            column = last_column + 1
    return Sheet(
        name=name,
        is_visible=True,
        cells=cells,
        merged=tuple(merged),
        last_row=max((row for row, _ in cells), default=0),
        last_column=max((column for _, column in cells), default=0),
        preamble=grid.preamble,
    )


class _TableParser(HTMLParser):
    """Collects tables and the lines of text between them; a table inside a table is text of its cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[_Grid] = []
        self._lines: list[str] = []
        self._line: list[str] = []
        self._depth = 0
        self._places = 0
        self._cell: _GridCell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._end_line()
                self.grids.append(_Grid(preamble=tuple(self._lines)))
        elif self._depth == 1 and tag == "tr":
            self._cell = None
            self.grids[-1].rows.append([])
        elif self._depth == 1 and tag in {"td", "th"}:
            spans = {name: _span(value) for name, value in attrs if name in {"rowspan", "colspan"}}
            self._cell = _GridCell("", spans.get("rowspan", 1), spans.get("colspan", 1))
            self._places += self._cell.row_span * self._cell.column_span
            if self._places > _MAXIMUM_GRID_CELLS:
                raise UnsafeWorkbookError(f"its tables have more than {_MAXIMUM_GRID_CELLS} places")
            if not self.grids[-1].rows:
                self.grids[-1].rows.append([])
            self.grids[-1].rows[-1].append(self._cell)
        elif tag in _BLOCK_TAGS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._depth:
            self._depth -= 1
            self._cell = None
        elif tag in {"td", "th"} and self._depth == 1:
            self._cell = None
        elif tag in _BLOCK_TAGS:
            self._break()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.text += data
        elif self._depth == 0:
            self._line.append(data)

    def close(self) -> None:
        super().close()
        self._end_line()

    def _break(self) -> None:
        if self._cell is not None:
            self._cell.text += "\n"
        elif self._depth == 0:
            self._end_line()

    def _end_line(self) -> None:
        line = " ".join("".join(self._line).split())
        self._line.clear()
        if line:
            self._lines.append(line)


def _span(value: str | None) -> int:
    return max(1, min(int(value), _LONGEST_SPAN)) if value and value.isdigit() else 1


def _word_grids(body: Iterable[Element]) -> Iterator[_Grid]:
    lines: list[str] = []
    for block in body:
        if block.tag == f"{_WORD}p":
            line = " ".join(_word_text(block).split())
            if line:
                lines.append(line)
        elif block.tag == f"{_WORD}tbl":
            rows = [[_word_cell(cell) for cell in row.findall(f"{_WORD}tc")] for row in block.findall(f"{_WORD}tr")]
            grid = _Grid(rows, tuple(lines))
            lines.extend(_table_lines(grid))
            yield grid


def _table_lines(grid: _Grid) -> Iterator[str]:
    """A letterhead is often a table without a header: its cells speak for the tables after it."""
    if len(grid.rows) <= 3:
        for row in grid.rows:
            for cell in row:
                yield from (line for line in cell.text.splitlines() if line.strip())


def _word_cell(cell: Element) -> _GridCell:
    span = cell.find(f"{_WORD}tcPr/{_WORD}gridSpan")
    merge = cell.find(f"{_WORD}tcPr/{_WORD}vMerge")
    text = "\n".join(_word_text(paragraph) for paragraph in cell.findall(f"{_WORD}p"))
    return _GridCell(
        text=text,
        column_span=_span(span.get(f"{_WORD}val")) if span is not None else 1,
        continues_above=merge is not None and merge.get(f"{_WORD}val", "continue") == "continue",
    )


def _word_text(paragraph: Element) -> str:
    """The text of a paragraph's runs; a tab is a space, a break a line."""
    pieces = []
    for run in paragraph.iter():
        if run.tag == f"{_WORD}t":
            pieces.append(run.text or "")
        elif run.tag in _SPACING:
            pieces.append(_SPACING[run.tag])
    return "".join(pieces)
