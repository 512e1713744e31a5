"""The provinces as tiles of equal size, about where they lie: the more, the darker, in at most five classes."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from publish.report.chart_data import Tile, TileMap
from publish.report.charts.frame import heading
from publish.report.charts.legend import Entry, filled
from publish.report.charts.lettering import LINE_HEIGHT, SIZE, SMALL_SIZE, wrapped
from publish.report.charts.marks import Bar, Box, Drawing, Fill, Line, Mark, text_block
from publish.report.charts.palette import CLASSES, INK, LIGHT_CLASSES, UNKNOWN_INK, WHITE
from publish.report.charts.scale import VOICES

_GAP, _PADDING = 3.0, 3.0
_WIDEST_TILE = 78.0
_UNKNOWN = Fill(WHITE, edge="#8a96a1")


@dataclass(frozen=True, slots=True)
class ValueClass:
    """Tiles of like value, from the least to the most, and the place of their colour in the palette."""

    least: Tile
    most: Tile
    colour_place: int

    @property
    def name(self) -> str:
        return self.least.label if self.least.label == self.most.label else f"{self.least.label} – {self.most.label}"


def draw_tile_map(chart: TileMap, width: float) -> Drawing:
    """Tiles with name and label; their height is that of the one with the most lines, so that nothing is cut."""
    classes = _classes(chart.tiles)
    marks, top = heading(VOICES[chart.language].say("chart.unit", unit=chart.unit), _entries(chart, classes), width)
    if not chart.tiles:
        return Drawing(width, top, tuple(marks))
    columns = max(tile.column for tile in chart.tiles) + 1
    pitch = min(_WIDEST_TILE, (width + _GAP) / columns)
    texts = {
        tile.province_code: (
            wrapped(tile.short_name, pitch - _GAP - 2 * _PADDING, SMALL_SIZE, is_bold=True),
            wrapped(tile.label, pitch - _GAP - 2 * _PADDING, SIZE),
        )
        for tile in chart.tiles
    }
    height = 2 * _PADDING + max(
        len(name) * LINE_HEIGHT * SMALL_SIZE + len(label) * LINE_HEIGHT * SIZE for name, label in texts.values()
    )
    left = (width - columns * pitch + _GAP) / 2
    # The chosen tile is painted last: its outline lies over those of its neighbours.
    for tile in sorted(chart.tiles, key=lambda tile: tile.is_highlighted):
        x, y = left + tile.column * pitch, top + tile.row * (height + _GAP)
        box = Box(x, y, x + pitch - _GAP, y + height)
        marks += _tile(tile, box, _colour_place(tile, classes), *texts[tile.province_code])
    rows = max(tile.row for tile in chart.tiles) + 1
    return Drawing(width, top + rows * (height + _GAP), tuple(marks))


def _tile(tile: Tile, box: Box, place: int | None, name: tuple[str, ...], label: tuple[str, ...]) -> list[Mark]:
    is_dark = place is not None and place >= LIGHT_CLASSES
    ink = WHITE if is_dark else INK
    marks: list[Mark] = [Bar(box, Fill(CLASSES[place]) if place is not None else _UNKNOWN)]
    if tile.is_partial and place is not None:
        marks.append(_outline(box.grown(-1.6), ink, 0.8, (2.4, 1.6)))
    name_height = len(name) * LINE_HEIGHT * SMALL_SIZE
    label_height = len(label) * LINE_HEIGHT * SIZE
    begin = (box.top + box.bottom - name_height - label_height) / 2
    middle = (box.left + box.right) / 2
    marks += text_block(name, middle, begin + name_height / 2, SMALL_SIZE, ink, "middle", is_bold=True)
    label_ink = ink if place is not None else UNKNOWN_INK
    marks += text_block(label, middle, begin + name_height + label_height / 2, SIZE, label_ink, "middle")
    if tile.is_highlighted:
        marks.append(_outline(box.grown(-0.2), INK, 2.2))
    return marks


def _outline(box: Box, colour: str, width: float, dashes: tuple[float, ...] = ()) -> Line:
    corners = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
    return Line((*corners, corners[0]), colour, width, dashes)


def _classes(tiles: Sequence[Tile]) -> tuple[ValueClass, ...]:
    """At most five classes of about as many tiles each; equal values are never parted."""
    known = sorted((tile.value, place) for place, tile in enumerate(tiles) if tile.value is not None)
    values = [value for value, _ in known]
    count = min(len(CLASSES), len(set(values)))
    grouped: dict[int, list[Tile]] = {}
    for value, place in known:
        grouped.setdefault(bisect_left(values, value) * count // len(known), []).append(tiles[place])
    last = max(len(grouped) - 1, 1)
    return tuple(
        ValueClass(group[0], group[-1], place * (len(CLASSES) - 1) // last if len(grouped) > 1 else LIGHT_CLASSES - 1)
        for place, group in enumerate(grouped.values())
    )


def _colour_place(tile: Tile, classes: Sequence[ValueClass]) -> int | None:
    if tile.value is None:
        return None
    return next(one.colour_place for one in classes if one.most.value is not None and tile.value <= one.most.value)


def _entries(chart: TileMap, classes: Sequence[ValueClass]) -> list[Entry]:
    voice = VOICES[chart.language]
    entries = [filled(one.name, Fill(CLASSES[one.colour_place])) for one in classes]
    if any(tile.value is None for tile in chart.tiles):
        entries.append(filled(voice.say("chart.unknown"), _UNKNOWN))
    if any(tile.is_partial and tile.value is not None for tile in chart.tiles):
        entries.append(Entry(voice.say("chart.partial"), lambda box: [_outline(box, INK, 0.8, (2.4, 1.6))]))
    if any(tile.is_highlighted for tile in chart.tiles):
        entries.append(Entry(voice.say("chart.highlighted"), lambda box: [_outline(box, INK, 2.0)]))
    return entries
