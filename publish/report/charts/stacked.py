"""Level bars of a known part and the rest: reporters, or sectors."""

from decimal import Decimal

from publish.report.chart_data import StackedBar, StackedChart
from publish.report.charts.bar_rows import Panel, Row, RowText, panels
from publish.report.charts.frame import AxisOfPanel, heading, level_axis
from publish.report.charts.legend import Entry, filled
from publish.report.charts.marks import Bar, Drawing, Fill, Line, Mark
from publish.report.charts.palette import INK, PART, PARTIAL_PART, PARTIAL_REST, REST, UNKNOWN_PART
from publish.report.charts.scale import VOICES

_LEAST_VISIBLE = 0.8
"""Points: what is not zero is never drawn as nothing."""


def draw_stacked(chart: StackedChart, width: float) -> Drawing:
    """Bars with their labels; a bar without a total has its label alone."""
    marks, top = heading(chart.axis_name, _entries(chart), width)
    longest = max((_length(bar) for bar in chart.bars), default=0.0)
    texts = [RowText(bar.name, bar.label, bar.total is not None) for bar in chart.bars]
    bottom = top
    for panel in panels(texts, top, width) if texts else ():
        axis = AxisOfPanel(panel, longest)
        grid, panel_bottom = level_axis(axis, chart.language)
        marks += grid
        for row in panel.rows:
            marks += _row(panel, row, chart.bars[row.place], axis)
        bottom = max(bottom, panel_bottom)
    return Drawing(width, bottom, tuple(marks))


def _length(bar: StackedBar) -> float:
    return float(max(bar.total, bar.part or Decimal(0), Decimal(0))) if bar.total is not None else 0.0


def _row(panel: Panel, row: Row, bar: StackedBar, axis: AxisOfPanel) -> list[Mark]:
    if bar.total is None:
        return panel.texts(row, panel.axis_left)
    end = axis.at(_length(bar))
    if bar.part is None:
        fills: list[tuple[float, float, Fill]] = [(panel.axis_left, end, UNKNOWN_PART)]
    else:
        parted = axis.at(max(float(bar.part), 0.0))
        part_fill, rest_fill = (PARTIAL_PART, PARTIAL_REST) if bar.is_partial else (PART, REST)
        fills = [(panel.axis_left, parted, part_fill), (parted, end, rest_fill)]
    marks: list[Mark] = [
        Bar(panel.bar_box(row, begin, max(stop, begin + _LEAST_VISIBLE)), fill)
        for begin, stop, fill in fills
        if stop > begin
    ]
    if bar.part is not None and bar.part > bar.total >= 0:
        marks.append(_total_line(panel, row, axis.at(float(bar.total))))
    return [*marks, *panel.texts(row, max(end, panel.axis_left + _LEAST_VISIBLE if marks else 0))]


def _total_line(panel: Panel, row: Row, x: float) -> Line:
    """Where the total lies that its own part exceeds, as reported."""
    box = panel.bar_box(row, x, x)
    return Line(((x, box.top - 1), (x, box.bottom + 1)), INK, 1.2)


def _entries(chart: StackedChart) -> list[Entry]:
    voice = VOICES[chart.language]
    known = [bar for bar in chart.bars if bar.total is not None]
    named = ((chart.part_name, PART), (chart.rest_name, REST))
    entries = [filled(name, fill) for name, fill in named if name.strip()]
    if any(bar.part is None for bar in known):
        entries.append(filled(voice.say("chart.unknown_part"), UNKNOWN_PART))
    if any(bar.is_partial and bar.part is not None for bar in known):
        entries.append(filled(voice.say("chart.partial"), PARTIAL_PART))
    return entries
