"""The charts of the report."""

from publish.report.charts.former import ProgressBar, StackedBar, progress_chart, stacked_chart
from publish.report.charts.tiles import TilePlace, province_tiles

__all__ = ["ProgressBar", "StackedBar", "TilePlace", "progress_chart", "province_tiles", "stacked_chart"]
