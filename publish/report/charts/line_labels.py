"""Labels of lines: values beside their points where there is room, names at the ends of lines, none over another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from publish.report.charts.lettering import LINE_HEIGHT, SIZE, SMALL_SIZE, widest, wrapped
from publish.report.charts.marks import Box, Line, Mark, Point, text_block
from publish.report.charts.palette import INK

_WIDEST_VALUE = 84.0
_OFFSETS = (6.0, 13.0)
"""From the point to the near edge of its label, above or below."""
OVERHANG = 9.0
"""So far may a label stand above its panel."""


@dataclass(frozen=True, slots=True)
class PointLabel:
    """What is to be printed beside a point; the smaller `rank`, the sooner it gets its place."""

    at: Point
    text: str
    rank: int


@dataclass(frozen=True, slots=True)
class EndName:
    """The name of a line, which would best stand at the height `y`."""

    lines: tuple[str, ...]
    y: float
    colour: str

    @property
    def height(self) -> float:
        return len(self.lines) * LINE_HEIGHT * SIZE + 2


def point_labels(labels: Iterable[PointLabel], panel: Box, markers: Sequence[Box], lines: Sequence[Line]) -> list[Mark]:
    """The labels that have room: clear of markers and of each other, and of the lines where that can be had."""
    segments = [pair for line in lines for pair in zip(line.points, line.points[1:], strict=False)]
    taken = list(markers)
    marks: list[Mark] = []
    for label in sorted(labels, key=lambda label: label.rank):
        texts = wrapped(label.text, min(_WIDEST_VALUE, panel.right - panel.left), SMALL_SIZE)
        free = [
            box
            for box in _boxes(label.at, texts, panel)
            if not any(box.meets(other) for other in taken if other is not box)
        ]
        if not free:
            continue
        box = next((box for box in free if not any(_crosses(segment, box) for segment in segments)), free[0])
        taken.append(box)
        marks += text_block(texts, *box.middle, SMALL_SIZE, INK, "middle", has_halo=True)
    return marks


def end_names(names: Sequence[EndName], x: float, top: float, bottom: float) -> list[Mark]:
    """The names at the heights they ask for, pushed apart where they would lie over each other."""
    places: list[tuple[float, EndName]] = []
    floor = top
    for name in sorted(names, key=lambda name: name.y):
        begin = max(name.y - name.height / 2, floor)
        places.append((begin, name))
        floor = begin + name.height
    ceiling = bottom
    marks: list[Mark] = []
    for begin, name in reversed(places):
        begin = min(begin, ceiling - name.height)
        ceiling = begin
        marks += text_block(name.lines, x, begin + name.height / 2, SIZE, name.colour, is_bold=True)
    return marks


def _boxes(at: Point, texts: tuple[str, ...], panel: Box) -> list[Box]:
    """Above and below the point, near and a little farther, moved sideways into the panel."""
    width, height = widest(texts, SMALL_SIZE) + 2, len(texts) * LINE_HEIGHT * SMALL_SIZE
    left = min(max(at[0] - width / 2, panel.left), panel.right - width)
    boxes = []
    for offset in _OFFSETS:
        boxes.append(Box(left, at[1] - offset - height, left + width, at[1] - offset))
        boxes.append(Box(left, at[1] + offset, left + width, at[1] + offset + height))
    return [box for box in boxes if box.top >= panel.top - OVERHANG and box.bottom <= panel.bottom - 1]


def _crosses(segment: tuple[Point, Point], box: Box) -> bool:
    """Whether a segment passes through a box: clipped to it, something is left (Liang and Barsky)."""
    (x0, y0), (x1, y1) = segment
    enter, leave = 0.0, 1.0
    for delta, near, far in ((x1 - x0, box.left - x0, box.right - x0), (y1 - y0, box.top - y0, box.bottom - y0)):
        if delta == 0:
            if near > 0 or far < 0:
                return False
            continue
        first, last = sorted((near / delta, far / delta))
        enter, leave = max(enter, first), min(leave, last)
    return enter < leave
