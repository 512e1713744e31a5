"""The legend above a chart: what its colours, patterns and markers mean, on as many lines as it takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from publish.report.charts.lettering import LINE_HEIGHT, SMALL_SIZE, text_width, wrapped
from publish.report.charts.marks import Bar, Box, Fill, Mark, text_block
from publish.report.charts.palette import INK

_SAMPLE_WIDTH, _SAMPLE_HEIGHT = 15.0, 7.0
_AFTER_SAMPLE, _AFTER_ENTRY, _BETWEEN_LINES = 4.0, 14.0, 3.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A name and the marks of its sample, drawn into the box that is given."""

    name: str
    sample: Callable[[Box], Sequence[Mark]]


def filled(name: str, fill: Fill) -> Entry:
    """An entry for an area of that fill."""
    return Entry(name, lambda box: [Bar(box, fill)])


@dataclass(frozen=True, slots=True)
class Legend:
    """The legend as drawn, and the height it takes; none where there are no entries."""

    marks: tuple[Mark, ...]
    height: float


def legend(entries: Sequence[Entry], left: float, top: float, width: float) -> Legend:
    """Entries beside one another, broken into lines where they do not fit."""
    marks: list[Mark] = []
    x, y, line_height = left, top, 0.0
    for entry in entries:
        lines = wrapped(entry.name, width - _SAMPLE_WIDTH - _AFTER_SAMPLE, SMALL_SIZE)
        needed = _SAMPLE_WIDTH + _AFTER_SAMPLE + max(text_width(line, SMALL_SIZE) for line in lines)
        if x > left and x + needed > left + width:
            x, y, line_height = left, y + line_height + _BETWEEN_LINES, 0.0
        height = len(lines) * LINE_HEIGHT * SMALL_SIZE
        middle = y + LINE_HEIGHT * SMALL_SIZE / 2
        box = Box(x, middle - _SAMPLE_HEIGHT / 2, x + _SAMPLE_WIDTH, middle + _SAMPLE_HEIGHT / 2)
        marks += entry.sample(box)
        marks += text_block(lines, box.right + _AFTER_SAMPLE, y + height / 2, SMALL_SIZE, INK)
        line_height = max(line_height, height)
        x += needed + _AFTER_ENTRY
    return Legend(tuple(marks), y + line_height - top if entries else 0.0)
