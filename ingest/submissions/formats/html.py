"""HTML saved under an Excel name: its tables as sheets, whatever encoding the page is in."""

import re
from collections.abc import Mapping

from lxml import etree  # type: ignore[import-untyped]

from ingest.submissions.formats.grid import Grid, GridCell, GridRow, PlaceCounter, sheets_of, span_of
from ingest.submissions.formats.text_decoding import decode_text
from ingest.submissions.workbook import UnreadableWorkbookError, Workbook

_BLOCK_TAGS = frozenset({"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "center", "hr"})
_UNPRINTED_TAGS = frozenset({"script", "style", "title", "xml", "template"})
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HEAD_BYTES = 4_096
_DEEPEST_TABLE = 30
_MOST_LINES = 500
"""Lines outside of tables that are kept for the tables after them."""


def read_html(content: bytes) -> Workbook:
    """The tables of a page; raises `UnreadableWorkbookError` where it is damaged, `UnsafeWorkbookError` for a bomb."""
    declared = _CHARSET.search(content[:_HEAD_BYTES])
    text = decode_text(content, declared[1].decode("ascii", "ignore") if declared else None)
    target = _TableTarget()
    parser = etree.HTMLParser(target=target, encoding="utf-8", recover=True, no_network=True)
    try:
        parser.feed(_UNPRINTABLE.sub("", text).encode("utf-8", "replace"))
        parser.close()
    except etree.LxmlError as error:
        raise UnreadableWorkbookError("damaged", f"HTML: {error}") from error
    return Workbook(sheets_of(grid for grid in target.grids if grid.rows))


class _OpenTable:
    """A table that is being read; `cell` is the one that text goes to."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.cell: GridCell | None = None

    def start_row(self) -> None:
        self.cell = None
        self.grid.rows.append(GridRow())

    def start_cell(self, cell: GridCell) -> None:
        if not self.grid.rows:
            self.grid.rows.append(GridRow())
        self.cell = cell
        self.grid.rows[-1].cells.append(cell)


class _TableTarget:
    """Collects tables and the lines of text between them.

    A table inside a table is a sheet of its own, unless it has one cell only: then it is text of the cell it is in.
    """

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self._tables: list[_OpenTable] = []
        self._lines: list[str] = []
        self._line: list[str] = []
        self._places = PlaceCounter()
        self._unprinted = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _UNPRINTED_TAGS:
            self._unprinted += 1
        elif tag == "table":
            self._start_table()
        elif tag == "tr" and self._tables:
            self._tables[-1].start_row()
        elif tag in {"td", "th"} and self._tables:
            cell = GridCell("", span_of(attributes.get("rowspan")), span_of(attributes.get("colspan")))
            self._places.take(cell.row_span, cell.column_span)
            self._tables[-1].start_cell(cell)
        elif tag in _BLOCK_TAGS:
            self._break()

    def end(self, tag: str) -> None:
        if tag in _UNPRINTED_TAGS:
            self._unprinted = max(0, self._unprinted - 1)
        elif tag == "table" and self._tables:
            self._end_table()
        elif tag in {"td", "th"} and self._tables:
            self._tables[-1].cell = None
        elif tag in _BLOCK_TAGS:
            self._break()

    def data(self, data: str) -> None:
        if self._unprinted:
            return
        if not self._tables:
            self._line.append(data)
        elif (cell := self._tables[-1].cell) is not None:
            cell.text += _SPACES.sub(" ", data)

    def close(self) -> None:
        while self._tables:
            self._end_table()
        self._end_line()

    def _start_table(self) -> None:
        if len(self._tables) >= _DEEPEST_TABLE:
            raise UnreadableWorkbookError("damaged", f"tables nested deeper than {_DEEPEST_TABLE}")
        self._end_line()
        self._places.take_table()
        around = [cell.text for table in self._tables for row in table.grid.rows[:_MOST_LINES] for cell in row.cells]
        lines = [line.strip() for text in around for line in text.splitlines() if line.strip()]
        grid = Grid(preamble=(*self._lines, *lines[:_MOST_LINES]))
        self.grids.append(grid)
        self._tables.append(_OpenTable(grid))

    def _end_table(self) -> None:
        table = self._tables.pop()
        for row in table.grid.rows:
            for cell in row.cells:
                cell.text = "\n".join(line.strip(" ") for line in cell.text.split("\n")).strip("\n")
        outer = self._tables[-1].cell if self._tables else None
        if outer is not None and table.grid.is_layout:
            outer.text += "\n".join(cell.text for row in table.grid.rows for cell in row.cells)
            table.grid.rows.clear()
        elif len(self._lines) < _MOST_LINES:
            self._lines.extend(table.grid.letterhead_lines())

    def _break(self) -> None:
        if not self._tables:
            self._end_line()
        elif (cell := self._tables[-1].cell) is not None:
            cell.text += "\n"

    def _end_line(self) -> None:
        line = " ".join("".join(self._line).split())
        self._line.clear()
        if line and len(self._lines) < _MOST_LINES:
            self._lines.append(line)
