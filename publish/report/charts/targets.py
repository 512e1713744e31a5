"""Targets as bullets: how far each is on the way to what it asks, against a line at 100 %."""

from publish.report.chart_data import TargetBullet, TargetChart
from publish.report.charts.bar_rows import Panel, Row, RowText, panels
from publish.report.charts.frame import AxisOfPanel, heading, level_axis
from publish.report.charts.legend import Entry, filled
from publish.report.charts.marks import Bar, Box, Drawing, Fill, Line, Mark
from publish.report.charts.palette import BEHIND, INK, PART, PARTIAL_BEHIND, PARTIAL_PART, RANGE, WHITE
from publish.report.charts.scale import VOICES

_LONGEST_PERCENT = 220.0
"""A bar that is longer breaks off: one odd target must not make all others vanish."""
_LEAST_VISIBLE = 0.8


def draw_targets(chart: TargetChart, width: float) -> Drawing:
    """Bullets with their labels; one that cannot be judged has its label alone."""
    marks, top = heading(VOICES[chart.language].say("chart.target_axis"), _entries(chart), width)
    texts = [RowText(bullet.name, bullet.label, bullet.percent is not None) for bullet in chart.bullets]
    percents = [float(bullet.percent) for bullet in chart.bullets if bullet.percent is not None]
    longest = min(max([*percents, 105.0]), _LONGEST_PERCENT)
    bottom = top
    for panel in panels(texts, top, width) if texts else ():
        axis = AxisOfPanel(panel, longest)
        grid, panel_bottom = level_axis(axis, chart.language)
        marks += grid
        for row in panel.rows:
            marks += _row(panel, row, chart.bullets[row.place], axis)
        marks += _target_lines(panel, [row for row in panel.rows if row.is_known], axis.at(100))
        bottom = max(bottom, panel_bottom)
    return Drawing(width, bottom, tuple(marks))


def _row(panel: Panel, row: Row, bullet: TargetBullet, axis: AxisOfPanel) -> list[Mark]:
    if bullet.percent is None:
        return panel.texts(row, panel.axis_left)
    marks: list[Mark] = []
    percent = min(max(float(bullet.percent), 0.0), axis.longest)
    begin, end = panel.axis_left, axis.at(percent)
    box = panel.bar_box(row, begin, end if percent == 0 else max(end, begin + _LEAST_VISIBLE))
    if bullet.low_percent is not None and 0 <= bullet.low_percent < 100:
        marks.append(Bar(Box(axis.at(float(bullet.low_percent)), box.top - 1.5, axis.at(100), box.bottom + 1.5), RANGE))
    if percent > 0:
        inner = Box(box.left, box.top + 1, box.right, box.bottom - 1)
        marks.append(Bar(inner, _fill(bullet)))
        marks += _break(inner) if float(bullet.percent) > axis.longest else []
    return [*marks, *panel.texts(row, max(end, axis.at(100)) if _is_below_target(end, axis) else end)]


def _is_below_target(bar_end: float, axis: AxisOfPanel) -> bool:
    """Whether the label of the bar goes behind the line of the target, which would else run through it."""
    return bar_end < axis.at(100)


def _fill(bullet: TargetBullet) -> Fill:
    if bullet.is_behind:
        return PARTIAL_BEHIND if bullet.is_partial else BEHIND
    return PARTIAL_PART if bullet.is_partial else PART


def _break(box: Box) -> list[Mark]:
    """Two slanting gaps: the bar goes on beyond the axis."""
    return [
        Line(((box.right - back - 2, box.bottom + 1), (box.right - back + 2, box.top - 1)), WHITE, 1.6)
        for back in (6.0, 10.0)
    ]


def _target_lines(panel: Panel, rows: list[Row], x: float) -> list[Mark]:
    return [Line(((x, row.top + 0.5), (x, row.top + row.height - 0.5)), INK, 1.1) for row in rows]


def _entries(chart: TargetChart) -> list[Entry]:
    voice = VOICES[chart.language]
    known = [bullet for bullet in chart.bullets if bullet.percent is not None]
    entries = [Entry(voice.say("chart.target"), _line_sample)]
    if any(not bullet.is_behind for bullet in known):
        entries.append(filled(voice.say("chart.on_track"), PART))
    if any(bullet.is_behind for bullet in known):
        entries.append(filled(voice.say("chart.behind"), BEHIND))
    if any(bullet.low_percent is not None for bullet in known):
        entries.append(filled(voice.say("chart.range"), RANGE))
    if any(bullet.is_partial for bullet in known):
        entries.append(filled(voice.say("chart.partial"), PARTIAL_PART))
    if any(bullet.percent is not None and bullet.percent > _LONGEST_PERCENT for bullet in known):
        entries.append(Entry(voice.say("chart.beyond"), lambda box: [Bar(box, PART), *_break(box)]))
    return entries


def _line_sample(box: Box) -> list[Mark]:
    x = (box.left + box.right) / 2
    return [Line(((x, box.top - 1), (x, box.bottom + 1)), INK, 1.1)]
