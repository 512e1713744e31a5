"""The markers of points: a shape for each line, hollow where reporters are missing, a cross where nothing is known."""

import math

from publish.report.charts.marks import Line, Mark, Point, Shape
from publish.report.charts.palette import UNKNOWN_INK, WHITE

_TURNS = {"circle": (16, 0.0), "square": (4, 0.125), "triangle": (3, 0.25), "diamond": (4, 0.0), "wedge": (3, 0.75)}
"""Corners, and the turn of the first one as a share of the circle, against the clock from the right."""
_SIZES = {"circle": 1.0, "square": 1.25, "triangle": 1.4, "diamond": 1.3, "wedge": 1.4}
RADIUS = 2.7


def marker(kind: str, at: Point, colour: str, *, is_hollow: bool) -> Shape:
    """The marker of a point in its line's shape and colour."""
    corners, turn = _TURNS[kind]
    radius = RADIUS * _SIZES[kind]
    angles = [2 * math.pi * (turn + number / corners) for number in range(corners)]
    points = tuple((at[0] + radius * math.cos(angle), at[1] - radius * math.sin(angle)) for angle in angles)
    return Shape(points, WHITE if is_hollow else colour, colour)


def cross(at: Point) -> list[Mark]:
    """A cross for what is not known."""
    x, y = at
    return [
        Line(((x - RADIUS, y - RADIUS), (x + RADIUS, y + RADIUS)), UNKNOWN_INK, 1.3),
        Line(((x - RADIUS, y + RADIUS), (x + RADIUS, y - RADIUS)), UNKNOWN_INK, 1.3),
    ]
