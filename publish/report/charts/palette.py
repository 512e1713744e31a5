"""The look of every chart: few colours, told apart by colour-blind eyes and, by their lightness or pattern, in grey."""

from publish.report.charts.marks import Fill

INK = "#1f2933"
QUIET_INK = "#55606b"
UNKNOWN_INK = "#7a4a1d"
GRID = "#d8dee4"
WHITE = "#ffffff"

DARK = "#174a6e"
LIGHT = "#b4cfe0"
WARM = "#e39a4f"

PART = Fill(DARK)
REST = Fill(LIGHT)
PARTIAL_PART = Fill(DARK, "hatched", edge=DARK)
PARTIAL_REST = Fill(LIGHT, "hatched", edge=LIGHT)
UNKNOWN_PART = Fill("#8a96a1", "dotted", edge="#8a96a1")
BEHIND = Fill(WARM, edge="#9c5a14")
PARTIAL_BEHIND = Fill("#c27625", "hatched", edge="#9c5a14")
RANGE = Fill("#e9edf1")

STATUSES = (
    Fill(DARK),
    Fill(WARM, edge="#9c5a14"),
    Fill("#55606b", "hatched", edge="#55606b"),
    Fill("#8a96a1", "dotted", edge="#8a96a1"),
    Fill(LIGHT, edge=DARK),
)
"""For the statuses of a round in their order, in time dark."""
NOTHING_SENT = Fill(WHITE, edge="#55606b")
"""For the last status."""

CLASSES = ("#e3edf4", "#b4cfe0", "#7aa6c4", "#3f7ba3", DARK)
"""From little to much, on the tile map."""
LIGHT_CLASSES = 3
"""So many of the classes carry dark text."""

LINES = (
    (DARK, "circle", ()),
    ("#c75b12", "square", (5.0, 2.0)),
    ("#2a8c7f", "triangle", (1.5, 1.8)),
    ("#8a3b8f", "diamond", (7.0, 2.0, 1.5, 2.0)),
    ("#55606b", "wedge", (3.0, 1.5)),
)
"""Colour, marker and dashes of the lines of a trend; a sixth line begins anew."""
