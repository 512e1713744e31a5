"""What a drawing is made of. Lengths are points, x to the right and y down from the upper left corner."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from publish.report.charts.lettering import ASCENT, DESCENT, LINE_HEIGHT, text_width

Anchor = Literal["start", "middle", "end"]
Pattern = Literal["plain", "hatched", "dotted"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def meets(self, other: "Box") -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


@dataclass(frozen=True, slots=True)
class Fill:
    """How an area is filled: a colour, or lines or dots of it on white; `edge` is the colour of its outline."""

    colour: str
    pattern: Pattern = "plain"
    edge: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle."""

    box: Box
    fill: Fill


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points; `dashes` are lengths of strokes and gaps, none for a whole line."""

    points: tuple[Point, ...]
    colour: str
    width: float = 1.0
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A small closed shape: the marker of a point."""

    points: tuple[Point, ...]
    fill: str
    edge: str


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text: `x` is where `anchor` says, `y` its baseline."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    anchor: Anchor = "start"
    is_bold: bool = False
    has_halo: bool = False
    """White about its letters, where lines pass beneath."""

    @property
    def box(self) -> Box:
        """What the text covers, from the highest accent to the lowest tail."""
        width = text_width(self.text, self.size, is_bold=self.is_bold)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left, self.y - ASCENT * self.size, left + width, self.y + DESCENT * self.size)


Mark = Bar | Line | Shape | Text


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of a size, its marks in the order of painting."""

    width: float
    height: float
    marks: tuple[Mark, ...]

    @property
    def texts(self) -> tuple[Text, ...]:
        return tuple(mark for mark in self.marks if isinstance(mark, Text))


def text_block(
    lines: Sequence[str],
    x: float,
    middle: float,
    size: float,
    colour: str,
    anchor: Anchor = "start",
    is_bold: bool = False,
    has_halo: bool = False,
) -> list[Text]:
    """Lines of text one below the other, centred about the height `middle`."""
    pitch = LINE_HEIGHT * size
    first = middle - pitch * (len(lines) - 1) / 2 + (ASCENT - DESCENT) * size / 2
    return [
        Text(x, first + place * pitch, line, size, colour, anchor, is_bold, has_halo)
        for place, line in enumerate(lines)
        if line
    ]
