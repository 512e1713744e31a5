"""Tables fitted to their page: the type size at which no word overflows its column, and breaks for longer tokens."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from publish.report.document import DocumentTable, Orientation, TableRow
from publish.report.typeface import ZERO_WIDTH_SPACE, FontMetrics, serif_metrics

TEXT_WIDTH_MM: dict[Orientation, float] = {"portrait": 165.0, "landscape": 252.0}
"""A4 without its margins: 30 mm left, 15 mm right."""
_TEXT_HEIGHT_MM: dict[Orientation, float] = {"portrait": 257.0, "landscape": 170.0}
"""The same less 20 mm above and below."""
_ROW_SHARE = 0.8
"""Of that height is left for one row below the head of its table."""
_LAST_ROWS = 3
"""Of a table stand together: no page has its last row alone. At most half of what one row may take."""
_LINE_EMS = 1.25
"""Height of a line of a cell, at most: Word's single spacing is 1.15, that of the PDF less."""
CELL_INSET_POINTS = 3.0
TYPE_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
"""In points, the largest first; the smallest is taken where nothing fits."""
_DENSE_TYPE_SIZES = tuple(size for size in TYPE_SIZES if size <= 8.5)
_POINTS_PER_MM = 72 / 25.4
_LONGEST_WORD = 18
"""Letters. Anything longer is no word but an address, a file name or a hash: broken where it must."""
_TOLERANCE_POINTS = 0.3
"""For the rounding of widths to twentieths of a point, and kerning."""
_INDENT_EMS = 1.0
"""Of the label in a detail row."""
_UUID_LETTERS = 36
"""Ids are looked up: they stand on one line."""
_BREAK_AFTER = re.compile(r"(?<=[/_\-.@?&=+,;:])")


@dataclass(frozen=True, slots=True)
class FittedTable:
    """Type size in points, widths of the columns in points, and the breaks that long tokens need."""

    type_size: float
    widths: tuple[float, ...]
    inner_ems: tuple[float, ...]
    most_lines: int
    """Of a row that is kept on one page."""

    def is_whole(self, row: TableRow) -> bool:
        """Whether the row stands on one page; a longer one is broken over two."""
        if row.kind == "title":
            return True
        return all(
            len(cell.text) <= self.most_lines  # one letter a line at worst
            or self._lines_at_most(cell.text, place) <= self.most_lines
            for place, cell in enumerate(row.cells)
        )

    def rows_kept_together(self, rows: Sequence[TableRow]) -> int:
        """How many of the last rows stand on one page: with the title right above them, fewer where they are long."""
        kept, lines = 0, 0
        for row in reversed(rows):
            lines += self._row_lines_at_most(row)
            if lines > self.most_lines // 2 or (kept >= _LAST_ROWS and row.kind != "title"):
                break
            kept += 1
        return kept if kept > 1 else 0

    def _row_lines_at_most(self, row: TableRow) -> int:
        columns: list[int | None] = [None] if row.kind == "title" else list(range(len(row.cells)))
        pairs = zip(row.cells, columns, strict=False)
        return max((self._lines_at_most(cell.text, column) for cell, column in pairs), default=1)

    def _lines_at_most(self, text: str, column: int | None) -> int:
        """Lines that the text takes in its column (`column` None spans the table): never told too few."""
        available = (sum(self.inner_ems) if column is None else self.inner_ems[column]) - _INDENT_EMS
        metrics = serif_metrics(is_bold=True)
        lines, line_width = 1, 0.0
        for word in self.text(text, column).replace(ZERO_WIDTH_SPACE, " ").split():
            width = metrics.width(f"{word} ")
            if line_width + width > available and line_width:
                lines, line_width = lines + 1, 0.0
            line_width += width
        return lines + text.count("\n")

    def text(self, text: str, column: int | None) -> str:
        """The text of a cell with zero-width breaks in tokens wider than the column; `column` None spans the table."""
        available = sum(self.inner_ems) if column is None else self.inner_ems[column]
        if len(text) * 0.5 < available and len(text) <= _LONGEST_WORD:
            return text
        metrics = serif_metrics()
        return " ".join(
            token if len(token) < 5 or metrics.width(token) <= available else broken(token, available, metrics)
            for token in text.split(" ")
        )


def fitted(table: DocumentTable, orientation: Orientation) -> FittedTable:
    """The largest type at which every word and every number stands on one line of its column.

    Columns have their share of the page; one whose widest word needs more gets it from those that have room.
    """
    total = sum(column.width_share for column in table.columns)
    page = TEXT_WIDTH_MM[orientation] * _POINTS_PER_MM
    shares = [page * column.width_share / total for column in table.columns]
    needed = _widest_words(table)
    sizes = _DENSE_TYPE_SIZES if table.is_dense else TYPE_SIZES
    size = next((size for size in sizes if sum(_least_widths(needed, size)) <= page), sizes[-1])
    widths = _shared_out(shares, _least_widths(needed, size))
    inner_ems = tuple((width - 2 * CELL_INSET_POINTS) / size for width in widths)
    height = _TEXT_HEIGHT_MM[orientation] * _POINTS_PER_MM * _ROW_SHARE
    return FittedTable(size, widths, inner_ems, most_lines=int(height / (_LINE_EMS * size)))


def _least_widths(needed: list[float], size: float) -> list[float]:
    return [ems * size + 2 * CELL_INSET_POINTS + _TOLERANCE_POINTS for ems in needed]


def _shared_out(shares: list[float], least: list[float]) -> tuple[float, ...]:
    """The shares, with what some lack taken from what the others have over, in proportion."""
    lacking = sum(max(need - share, 0.0) for share, need in zip(shares, least, strict=True))
    over = sum(max(share - need, 0.0) for share, need in zip(shares, least, strict=True))
    if not lacking:
        return tuple(shares)
    if over < lacking:  # nothing fits, even in the smallest type: each suffers alike
        return tuple(need * sum(shares) / sum(least) for need in least)
    taken = lacking / over
    return tuple(
        need if share <= need else share - (share - need) * taken for share, need in zip(shares, least, strict=True)
    )


def _widest_words(table: DocumentTable) -> list[float]:
    """The widest word of each column in ems, heads and totals as bold as they are printed."""
    regular, bold = serif_metrics(), serif_metrics(is_bold=True)
    widest = [_widest(_unbreakable(column.head), bold) for column in table.columns]
    label = next((place for place, column in enumerate(table.columns) if column.alignment == "left"), None)
    for place in range(len(table.columns)):
        plain = {row.cells[place].text for row in table.rows if row.kind in {"body", "detail"}}
        totals = {row.cells[place].text for row in table.rows if row.kind == "total"}
        indent = _INDENT_EMS if place == label and any(row.kind == "detail" for row in table.rows) else 0.0
        for texts, metrics in ((plain, regular), (totals, bold)):
            words = {word for text in texts for word in _unbreakable(text)}
            widest[place] = max(widest[place], indent + _widest(words, metrics))
    return widest


def _unbreakable(text: str) -> list[str]:
    return [word for word in text.split() if len(word) <= _LONGEST_WORD or len(word) == _UUID_LETTERS]


def _widest(words: Iterable[str], metrics: FontMetrics) -> float:
    return max(map(metrics.width, words), default=0.0)


def broken(token: str, available: float, metrics: FontMetrics) -> str:
    """The token in pieces no wider than the column: after signs where addresses part, else anywhere."""
    lines, line_width = [""], 0.0
    for piece in _BREAK_AFTER.split(token):
        for part in [piece] if metrics.width(piece) <= available else list(piece):
            width = metrics.width(part)
            if lines[-1] and line_width + width > available:
                lines.append("")
                line_width = 0.0
            lines[-1] += part
            line_width += width
    return ZERO_WIDTH_SPACE.join(lines)
