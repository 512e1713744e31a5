"""The rows of a chart of level bars: names on the left, a label at the end of each bar, many rows side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from publish.report.charts.lettering import LINE_HEIGHT, SIZE, SMALL_SIZE, text_width, widest, wrapped
from publish.report.charts.marks import Box, Mark, text_block
from publish.report.charts.palette import INK, UNKNOWN_INK

_NAME_SHARE, _LABEL_SHARE = 0.42, 0.3
_AFTER_NAME, _BEFORE_LABEL, _BETWEEN_PANELS = 5.0, 4.0, 14.0
_ROWS_ALONE, _ROWS_OF_A_PANEL, _MOST_PANELS = 40, 56, 4
"""So many rows stand in one column at full size; with more, as many small ones as a page is high."""


@dataclass(frozen=True, slots=True)
class RowText:
    """What stands beside a bar; `is_known` False where there is no bar and the label says why."""

    name: str
    label: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row as laid out: where its bar may lie."""

    place: int
    """Of the row among all, from 0."""
    name_lines: tuple[str, ...]
    label_lines: tuple[str, ...]
    is_known: bool
    top: float
    height: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class Panel:
    """A column of rows with one axis: bars begin at `axis_left` and end before `axis_right`."""

    rows: tuple[Row, ...]
    axis_left: float
    axis_right: float
    size: float

    @property
    def axis_length(self) -> float:
        return self.axis_right - self.axis_left

    @property
    def bottom(self) -> float:
        return self.rows[-1].top + self.rows[-1].height

    def bar_box(self, row: Row, begin: float, end: float) -> Box:
        """The box of a bar between two places of the axis."""
        half = min(row.height, LINE_HEIGHT * self.size + 3) * 0.36
        return Box(begin, row.middle - half, end, row.middle + half)

    def texts(self, row: Row, bar_end: float) -> list[Mark]:
        """Name and label of a row whose bar ends at `bar_end`."""
        colour = INK if row.is_known else UNKNOWN_INK
        label_left = bar_end + _BEFORE_LABEL
        return [
            *text_block(row.name_lines, self.axis_left - _AFTER_NAME, row.middle, self.size, INK, "end"),
            *text_block(row.label_lines, label_left, row.middle, self.size, colour, has_halo=True),
        ]


def panels(texts: Sequence[RowText], top: float, width: float) -> tuple[Panel, ...]:
    """The rows in as many panels as their number asks for, side by side, each read from top to bottom."""
    count = 1 if len(texts) <= _ROWS_ALONE else min(max(-(-len(texts) // _ROWS_OF_A_PANEL), 2), _MOST_PANELS)
    size = SIZE if count == 1 else SMALL_SIZE
    in_each = -(-len(texts) // count)
    panel_width = (width - _BETWEEN_PANELS * (count - 1)) / count
    return tuple(
        _panel(texts[first : first + in_each], first, number * (panel_width + _BETWEEN_PANELS), top, panel_width, size)
        for number, first in enumerate(range(0, len(texts), in_each or 1))
    )


def _panel(texts: Sequence[RowText], first: int, left: float, top: float, width: float, size: float) -> Panel:
    name_width = min(max((text_width(text.name, size) for text in texts), default=0) + 0.01, _NAME_SHARE * width)
    names = [wrapped(text.name, name_width, size) for text in texts]
    axis_left = left + max(widest(lines, size) for lines in names) + _AFTER_NAME
    labels = [wrapped(text.label, _LABEL_SHARE * width, size) for text in texts if text.is_known]
    label_width = max((widest(lines, size) for lines in labels), default=0.0)
    axis_right = left + width - label_width - _BEFORE_LABEL
    rows: list[Row] = []
    for place, (text, name_lines) in enumerate(zip(texts, names, strict=True), start=first):
        room = _LABEL_SHARE * width if text.is_known else left + width - axis_left - _BEFORE_LABEL
        label_lines = wrapped(text.label, room, size)
        height = max(len(name_lines), len(label_lines), 1) * LINE_HEIGHT * size + 0.35 * size
        rows.append(Row(place, name_lines, label_lines, text.is_known, top, height))
        top += height
    return Panel(tuple(rows), axis_left, axis_right, size)
