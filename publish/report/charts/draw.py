"""Each kind of chart with its own drawing."""

from publish.report.chart_data import ChartData, StackedChart, TargetChart, TileMap, TimelinessChart, TrendChart
from publish.report.charts.marks import Drawing
from publish.report.charts.picture import MARGIN
from publish.report.charts.stacked import draw_stacked
from publish.report.charts.targets import draw_targets
from publish.report.charts.tile_map import draw_tile_map
from publish.report.charts.timeliness import draw_timeliness
from publish.report.charts.trend import draw_trend

WIDTH = 467.0
"""Points: the width of the text on the report's pages (165 mm)."""
_INNER_WIDTH = WIDTH - 2 * MARGIN


def draw(chart: ChartData) -> Drawing:
    """The chart as marks, as wide as the page without the margin, and of the height it needs."""
    match chart:
        case TrendChart():
            return draw_trend(chart, _INNER_WIDTH)
        case TargetChart():
            return draw_targets(chart, _INNER_WIDTH)
        case StackedChart():
            return draw_stacked(chart, _INNER_WIDTH)
        case TimelinessChart():
            return draw_timeliness(chart, _INNER_WIDTH)
        case TileMap():
            return draw_tile_map(chart, _INNER_WIDTH)
