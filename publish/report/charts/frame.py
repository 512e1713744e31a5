"""What charts have in common: the line above that names the axis, the legend, the axis of level bars, the margin."""

from collections.abc import Sequence
from dataclasses import dataclass

from publish.report.chart_data import Language
from publish.report.charts.bar_rows import Panel
from publish.report.charts.legend import Entry, legend
from publish.report.charts.lettering import ASCENT, LINE_HEIGHT, SIZE, SMALL_SIZE, wrapped
from publish.report.charts.marks import Line, Mark, Text, text_block
from publish.report.charts.palette import GRID, INK, QUIET_INK
from publish.report.charts.scale import ticks_with_room

_BELOW_HEADING, _BELOW_LEGEND, _TICK_GAP = 3.0, 6.0, 3.0


def heading(axis_name: str, entries: Sequence[Entry], width: float) -> tuple[list[Mark], float]:
    """What the axis counts and the legend below it, and the height at which the chart itself begins."""
    marks: list[Mark] = []
    top = 0.0
    if axis_name.strip():
        lines = wrapped(axis_name, width, SIZE, is_bold=True)
        height = len(lines) * LINE_HEIGHT * SIZE
        marks += text_block(lines, 0, height / 2, SIZE, INK, is_bold=True)
        top = height + _BELOW_HEADING
    key = legend(entries, 0, top, width)
    return [*marks, *key.marks], top + key.height + _BELOW_LEGEND


@dataclass(frozen=True, slots=True)
class AxisOfPanel:
    """The level axis of a panel, from 0 to `longest`."""

    panel: Panel
    longest: float

    def at(self, value: float) -> float:
        """The place of a value on the drawing."""
        return self.panel.axis_left + (self.panel.axis_length * value / self.longest if self.longest > 0 else 0.0)


def level_axis(axis: AxisOfPanel, language: Language) -> tuple[list[Mark], float]:
    """Grid, numbers below and the line at zero, and where they end below; nothing to count has the line alone."""
    panel = axis.panel
    top, bottom = panel.rows[0].top, panel.bottom
    baseline = bottom + _TICK_GAP + ASCENT * SMALL_SIZE
    marks: list[Mark] = []
    end = bottom
    for tick in ticks_with_room(axis.longest, panel.axis_length, language) if axis.longest > 0 else ():
        x = axis.at(tick.value)
        marks.append(Line(((x, top), (x, bottom)), GRID, 0.6))
        marks.append(Text(x, baseline, tick.label, SMALL_SIZE, QUIET_INK, "middle"))
        end = bottom + _TICK_GAP + LINE_HEIGHT * SMALL_SIZE
    marks.append(Line(((panel.axis_left, top), (panel.axis_left, bottom)), QUIET_INK, 0.8))
    return marks, end
