"""What each chart of the report shows, apart from how it is drawn. None is "not known", never 0.

Every label comes ready-made in the language of the report; `language` is that of the few words that a chart adds
itself (legend, axis). `is_partial` marks a value that reporters are missing from: it is drawn otherwise, with a word.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A period ("6T/2024") and the value of the line in it; `is_partial` where reporters were missing."""

    period: str
    value: Decimal | None
    label: str
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One indicator through the periods, oldest first; every line of a chart has the same periods."""

    name: str
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class TrendChart:
    """Lines over time, one unit for all of them."""

    unit: str
    lines: tuple[TrendLine, ...]
    language: Language = "vi"


@dataclass(frozen=True, slots=True)
class TargetBullet:
    """One target as percent of what it asks: 100 is the target; `low_percent` begins a range such as "10-15".

    Of a range 100 is the upper end, and `low_percent` is where the lower end lies: 66.7 for "10-15".
    """

    name: str
    percent: Decimal | None
    low_percent: Decimal | None
    label: str
    is_behind: bool
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class TargetChart:
    """Bullets against a line at 100 %."""

    bullets: tuple[TargetBullet, ...]
    language: Language = "vi"


@dataclass(frozen=True, slots=True)
class StackedBar:
    """One bar: `part` of `total`; `label` is printed at its end."""

    name: str
    part: Decimal | None
    total: Decimal | None
    label: str
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class StackedChart:
    """Horizontal bars of a known part and the rest: reporters, or sectors. A part without a name is not explained."""

    axis_name: str
    part_name: str
    rest_name: str
    bars: tuple[StackedBar, ...]
    language: Language = "vi"


@dataclass(frozen=True, slots=True)
class TimelinessChart:
    """How many reporters were in time, late, refused and missing, for this round and those before it."""

    status_names: tuple[str, ...]
    rounds: tuple[tuple[str, tuple[int, ...]], ...]
    """Name of the round ("6T/2024") and its counts in the order of `status_names`."""
    language: Language = "vi"


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the tile map, at a column and row of the grid, with its value and what the tile prints.

    Short name, column and row are those of `publish.report.charts.province_tiles`.
    """

    province_code: str
    short_name: str
    column: int
    row: int
    value: Decimal | None
    label: str
    is_highlighted: bool = False
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class TileMap:
    """The 34 provinces as tiles of equal size, coloured by value."""

    unit: str
    tiles: tuple[Tile, ...]
    language: Language = "vi"


ChartData = TrendChart | TargetChart | StackedChart | TimelinessChart | TileMap
