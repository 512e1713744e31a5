"""The charts of the report: one look everywhere, the same bytes every time.

`svg` is what the PDF takes, `png` what a DOCX takes; both show the same drawing. Its text is text, in Liberation Sans,
which ships with the project: whoever lays the SVG out must have it at hand (`publish/report/fonts`).
"""

from publish.report.chart_data import ChartData
from publish.report.charts.draw import WIDTH, draw
from publish.report.charts.picture import png_of, svg_of
from publish.report.charts.tiles import TilePlace, province_tiles

__all__ = [
    "WIDTH",
    "TilePlace",
    "png",
    "province_tiles",
    "svg",
]


def svg(chart: ChartData) -> str:
    """The chart as SVG, as wide as the text of the page (`WIDTH` points) and as high as it needs."""
    return svg_of(draw(chart))


def png(chart: ChartData) -> bytes:
    """The chart as PNG on white, 200 pixels to the inch at the width of the page."""
    return png_of(svg(chart))
