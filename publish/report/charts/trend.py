"""Lines through the periods. Lines of quite other size get a panel of their own; every panel begins at zero."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from publish.report.chart_data import TrendChart, TrendLine, TrendPoint
from publish.report.charts.frame import heading
from publish.report.charts.legend import Entry
from publish.report.charts.lettering import ASCENT, LINE_HEIGHT, SIZE, SMALL_SIZE, text_width, widest, wrapped
from publish.report.charts.line_labels import OVERHANG, EndName, PointLabel, end_names, point_labels
from publish.report.charts.markers import RADIUS, cross, marker
from publish.report.charts.marks import Box, Drawing, Line, Mark, Point, Text
from publish.report.charts.palette import GRID, INK, LINES, QUIET_INK
from publish.report.charts.scale import VOICES, Tick, round_step, ticks

_PANEL_HEIGHT, _LONE_PANEL_HEIGHT, _BETWEEN_PANELS = 76.0, 120.0, 14.0
_NAME_SHARE = 0.3
_AFTER_TICK, _BEFORE_NAME, _TICK_GAP, _SIDE = 5.0, 9.0, 3.0, 12.0
_ALIKE = 5.0
"""Lines stand in one panel while the largest is at most so many times the smaller."""
_STEPS = 4
"""Of a panel, from its lowest to its highest tick, about."""
_CROWD = 24
"""With more periods than these only the first, last, least and greatest value of a line are labelled."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A line with its place among the lines of the chart, which chooses its colour, marker and dashes."""

    place: int
    line: TrendLine

    @property
    def values(self) -> list[float]:
        return [float(point.value) for point in self.line.points if point.value is not None]

    @property
    def size(self) -> float:
        return max((abs(value) for value in self.values), default=0.0)

    @property
    def colour(self) -> str:
        return LINES[self.place % len(LINES)][0]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a panel lies and how its values and periods become places."""

    box: Box
    low: float
    high: float
    periods: int

    def x(self, place: int) -> float:
        inner = self.box.right - self.box.left - 2 * _SIDE
        share = place / (self.periods - 1) if self.periods > 1 else 0.5
        return self.box.left + _SIDE + inner * share

    def y(self, value: float) -> float:
        return self.box.bottom - (self.box.bottom - self.box.top) * (value - self.low) / (self.high - self.low)


def draw_trend(chart: TrendChart, width: float) -> Drawing:
    """Panels one below the other over the same periods, which are named under the last."""
    voice = VOICES[chart.language]
    marks, top = heading(voice.say("chart.unit", unit=chart.unit), _entries(chart), width)
    top += OVERHANG
    groups = _panels([_Drawn(place, line) for place, line in enumerate(chart.lines)])
    if not groups or not chart.lines[0].points:
        return Drawing(width, top, tuple(marks))
    names = {one.place: wrapped(one.line.name, _NAME_SHARE * width, is_bold=True) for group in groups for one in group}
    name_width = max(widest(lines, is_bold=True) for lines in names.values())
    scales = [_scale(group, chart) for group in groups]
    tick_width = max((text_width(tick.label, SMALL_SIZE) for _, _, found in scales for tick in found), default=0.0)
    left, right = tick_width + _AFTER_TICK, width - name_width - _BEFORE_NAME
    least_height = _LONE_PANEL_HEIGHT if len(groups) == 1 else _PANEL_HEIGHT
    for group, (low, high, found) in zip(groups, scales, strict=True):
        needed = sum(len(names[one.place]) * LINE_HEIGHT * SIZE + 2 for one in group)
        frame = _Frame(Box(left, top, right, top + max(least_height, needed)), low, high, len(chart.lines[0].points))
        for tick in found:
            y = frame.y(tick.value)
            marks.append(Line(((left, y), (right, y)), GRID, 0.7))
            baseline = y + (ASCENT - 0.2) * SMALL_SIZE / 2
            marks.append(Text(left - _AFTER_TICK, baseline, tick.label, SMALL_SIZE, QUIET_INK, "end"))
        marks.append(Line(((left, frame.y(0.0)), (right, frame.y(0.0))), QUIET_INK, 0.8))
        marks += _panel(group, frame, names)
        top = frame.box.bottom + _BETWEEN_PANELS
    marks += _period_names(chart.lines[0].points, frame, frame.box.bottom + _TICK_GAP)
    return Drawing(width, frame.box.bottom + _TICK_GAP + LINE_HEIGHT * SMALL_SIZE, tuple(marks))


def _panels(drawn: Sequence[_Drawn]) -> list[list[_Drawn]]:
    """Lines of like size together, the largest first; those without any value go with the last."""
    groups: list[list[_Drawn]] = []
    for one in sorted(drawn, key=lambda one: -one.size):
        if groups and (one.size * _ALIKE >= groups[-1][0].size or one.size == 0):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _scale(group: Sequence[_Drawn], chart: TrendChart) -> tuple[float, float, tuple[Tick, ...]]:
    """Low and high end of a panel with zero between them, and its ticks; none where nothing is known."""
    values = [value for one in group for value in one.values]
    low, high = min([*values, 0.0]), max([*values, 0.0])
    if low == high:
        return 0.0, 1.0, ticks(0.0, 0.0, 1.0, chart.language) if values else ()
    step = round_step((high - low) / _STEPS)
    low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return low, high, ticks(low, high, step, chart.language)


def _panel(group: Sequence[_Drawn], frame: _Frame, names: Mapping[int, tuple[str, ...]]) -> list[Mark]:
    """Lines, markers, the values that have room, and the names of the lines on the right."""
    lines: list[Line] = []
    markers: list[Mark] = []
    taken: list[Box] = []
    labels: list[PointLabel] = []
    ends: list[EndName] = []
    for one in group:
        colour, kind, dashes = LINES[one.place % len(LINES)]
        lines += [Line(run, colour, 1.6, dashes) for run in _runs(one.line.points, frame) if len(run) > 1]
        for place, point in enumerate(one.line.points):
            at = _at(place, point, frame)
            if point.value is None:
                at = (at[0] + _aside(group.index(one), len(group)), at[1])
            markers += cross(at) if point.value is None else [marker(kind, at, colour, is_hollow=point.is_partial)]
            taken.append(Box(*at, *at).grown(RADIUS))
        labels += _labels(one, frame)
        last = next((p for p in reversed(one.line.points) if p.value is not None), None)
        ends.append(EndName(names[one.place], frame.y(float(last.value) if last and last.value else 0.0), colour))
    values = point_labels(labels, frame.box, taken, lines)
    left, room = frame.box.right + _BEFORE_NAME, frame.box
    return [*lines, *markers, *values, *end_names(ends, left, room.top, room.bottom)]


def _at(place: int, point: TrendPoint, frame: _Frame) -> Point:
    """Where a point lies; one that is not known stands at zero as a cross."""
    return frame.x(place), frame.y(0.0 if point.value is None else float(point.value))


def _aside(place: int, count: int) -> float:
    """How far the cross of one of several lines stands beside its period, so that none hides another."""
    return (place - (count - 1) / 2) * min(2.4 * RADIUS, 2 * (_SIDE - RADIUS) / count)


def _runs(points: Sequence[TrendPoint], frame: _Frame) -> Iterator[tuple[Point, ...]]:
    """The stretches of a line between values that are not known."""
    for is_known, run in groupby(enumerate(points), lambda pair: pair[1].value is not None):
        if is_known:
            yield tuple(_at(place, point, frame) for place, point in run)


def _labels(one: _Drawn, frame: _Frame) -> Iterator[PointLabel]:
    """The labels of a line, the newest first, then the oldest, the least and greatest, and the others."""
    known = [(place, point) for place, point in enumerate(one.line.points) if point.value is not None]
    if not known:
        return
    by_value = sorted(known, key=lambda pair: (pair[1].value or 0, pair[0]))
    chosen = (known[-1][0], known[0][0], by_value[0][0], by_value[-1][0])
    for place, point in known:
        if place in chosen:
            yield PointLabel(_at(place, point, frame), point.label, chosen.index(place))
        elif len(one.line.points) <= _CROWD:
            yield PointLabel(_at(place, point, frame), point.label, len(chosen))


def _period_names(points: Sequence[TrendPoint], frame: _Frame, top: float) -> list[Mark]:
    """The periods below their points: the last one always, the others where they have room."""
    marks: list[Mark] = []
    free = frame.box.right + _SIDE
    for place in reversed(range(len(points))):
        (name,) = wrapped(points[place].period, 10_000, SMALL_SIZE)
        half = text_width(name, SMALL_SIZE) / 2
        x = min(max(frame.x(place), half), free - half) if place == len(points) - 1 else max(frame.x(place), half)
        if x + half <= free:
            marks.append(Text(x, top + ASCENT * SMALL_SIZE, name, SMALL_SIZE, QUIET_INK, "middle"))
            free = x - half - 6
    return marks


def _entries(chart: TrendChart) -> list[Entry]:
    """Words for hollow markers and crosses; the lines themselves are named at their ends."""
    voice = VOICES[chart.language]
    points = [point for line in chart.lines for point in line.points]
    entries: list[Entry] = []
    if any(point.is_partial and point.value is not None for point in points):
        entries.append(
            Entry(voice.say("chart.partial"), lambda box: [marker("circle", box.middle, INK, is_hollow=True)])
        )
    if any(point.value is None for point in points):
        entries.append(Entry(voice.say("chart.unknown"), lambda box: cross(box.middle)))
    return entries
