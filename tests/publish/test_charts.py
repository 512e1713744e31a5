"""Charts: every word is there and whole, none over another, what is not known is no zero, all of it legible in grey."""

import csv
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path

import pdfplumber
import pytest
import typst

from htx.settings import REPOSITORY
from ingest.raw.ids import content_sha256
from publish.report.chart_data import (
    ChartData,
    StackedBar,
    StackedChart,
    TargetChart,
    TileMap,
    TimelinessChart,
    TrendChart,
    TrendLine,
    TrendPoint,
)
from publish.report.charts import palette, png, province_tiles, svg
from publish.report.charts.draw import draw
from publish.report.charts.marks import Bar, Box, Drawing, Line, Shape
from publish.report.charts.picture import MARGIN
from publish.report.typeface import FONT_FOLDER
from tests.publish import chart_samples as samples

SEEDS = REPOSITORY / "dbt_project" / "seeds"
ALL = dict((*samples.usual(), *samples.hostile()))
DRAW_ELSEWHERE = """
from ingest.raw.ids import content_sha256
from publish.report.charts import png, svg
from tests.publish.chart_samples import usual
print(*(content_sha256(made) for _, chart in usual() for made in (svg(chart).encode(), png(chart))))
"""


@pytest.fixture(params=ALL, scope="module")
def chart(request: pytest.FixtureRequest) -> ChartData:
    """Each chart that reports print, and each that tries to break the layout."""
    return ALL[request.param]


@pytest.fixture(scope="module")
def drawing(chart: ChartData) -> Drawing:
    return draw(chart)


def test_the_tiles_are_the_provinces_of_today_each_on_a_tile_of_its_own() -> None:
    with (SEEDS / "provinces.csv").open(encoding="utf-8", newline="") as file:
        today = {row["province_code"] for row in csv.DictReader(file) if not row["valid_to"]}
    places = province_tiles()
    assert set(places) == today
    assert len({(place.column, place.row) for place in places.values()}) == len(places) == 34


def test_neighbours_on_the_map_lie_as_in_the_country() -> None:
    places = province_tiles()
    from_north_to_south = [places[code].row for code in ("04", "01", "38", "46", "48", "66", "79", "96")]
    assert from_north_to_south == sorted(set(from_north_to_south))
    assert places["11"].column < places["01"].column < places["31"].column
    assert places["91"].column < places["79"].column < places["56"].column


def test_no_text_lies_over_another_or_beyond_the_edge(drawing: Drawing) -> None:
    boxes = [text.box.grown(-0.05) for text in drawing.texts]
    assert min((box.left for box in boxes), default=0) >= 0
    assert min((box.top for box in boxes), default=0) >= 0
    assert max((box.right for box in boxes), default=0) <= drawing.width
    assert max((box.bottom for box in boxes), default=0) <= drawing.height
    assert not list(_meetings(boxes))


def test_no_bar_lies_under_a_text_that_is_not_its_own(drawing: Drawing, chart: ChartData) -> None:
    if isinstance(chart, TileMap):
        pytest.skip("a tile holds its text")
    bars = [mark.box.grown(-0.05) for mark in drawing.marks if isinstance(mark, Bar)]
    texts = [text.box.grown(-0.3) for text in drawing.texts]
    assert not [pair for pair in _meetings([*texts, *bars]) if len({box in bars for box in pair}) == 2]


def test_every_name_and_label_is_printed_whole(drawing: Drawing, chart: ChartData) -> None:
    printed = _joined(text.text for text in drawing.texts)
    for wanted in _wanted(chart):
        assert _joined([wanted]) in printed


def test_every_value_of_a_trend_that_has_room_is_printed() -> None:
    chart = samples.trend()
    printed = [text.text for text in draw(chart).texts]
    for line in chart.lines:
        for point in line.points:
            assert point.value is None or point.label in printed


def test_charts_are_as_wide_as_the_page_and_written_without_dates(chart: ChartData) -> None:
    written = svg(chart)
    assert written.startswith('<svg xmlns="http://www.w3.org/2000/svg" width="467pt"')
    assert "date" not in written.lower()


def test_the_reporters_of_a_large_city_fit_on_a_page() -> None:
    bars = tuple(
        StackedBar(name, Decimal(3), Decimal(9), "9") for name in [*samples.DISTRICTS, *("Phường Hiệp Bình",) * 146]
    )
    assert len(bars) == 168
    assert draw(StackedChart("Số hợp tác xã", "Đang hoạt động", "Còn lại", bars)).height < 650


def test_a_chart_that_is_higher_than_a_page_is_made_smaller() -> None:
    bars = tuple(StackedBar(samples.LONG_NAME, Decimal(3), Decimal(9), "9") for _ in range(90))
    chart = StackedChart("Số hợp tác xã", "Đang hoạt động", "Còn lại", bars)
    assert draw(chart).height > 1000
    assert 'width="467pt" height="640pt"' in svg(chart)


def test_what_is_not_known_has_a_label_but_no_bar_and_zero_is_labelled_as_zero() -> None:
    nothing = StackedBar("Quận 10", None, None, "bị trả lại")
    zero = StackedBar("Quận 5", Decimal(0), Decimal(0), "0")
    legend_only, with_zero = (
        draw(StackedChart("HTX", "Đang hoạt động", "Còn lại", bars)) for bars in ((nothing,), (nothing, zero))
    )
    assert _count(legend_only, Bar) == _count(with_zero, Bar) == 2
    unknown = next(text for text in with_zero.texts if text.text == "bị trả lại")
    known = next(text for text in with_zero.texts if text.text == "0")
    assert unknown.colour == palette.UNKNOWN_INK != known.colour


def test_a_trend_breaks_off_where_nothing_is_known() -> None:
    points = [(10, "6T/2022"), (12, "2022"), (None, "6T/2023"), (9, "2023"), (8, "6T/2024")]
    line = TrendLine("Hợp tác xã", tuple(TrendPoint(p, None if v is None else Decimal(v), str(v)) for v, p in points))
    drawing = draw(TrendChart("HTX", (line,)))
    runs = [mark for mark in drawing.marks if isinstance(mark, Line) and mark.width == 1.6]
    assert [len(run.points) for run in runs] == [2, 2]
    assert _count(drawing, Shape) == 4


@pytest.mark.parametrize("name", ["trend", "targets", "sectors", "tile_map"])
def test_a_partial_value_is_drawn_otherwise_and_the_legend_says_so(name: str) -> None:
    assert "chưa đủ đơn vị báo cáo" in [text.text for text in draw(ALL[name]).texts]
    whole = svg(ALL["reporters"])
    assert "chưa đủ đơn vị báo cáo" not in whole


def test_an_english_chart_speaks_english() -> None:
    line = TrendLine("Cooperatives", (TrendPoint("2024", Decimal(1450), "1,450", is_partial=True),))
    printed = [text.text for text in draw(TrendChart("cooperatives", (line,), language="en")).texts]
    assert {"Unit: cooperatives", "not all reporters in", "1,500"} <= set(printed)


def test_areas_differ_in_lightness_and_lines_in_marker_and_dashes() -> None:
    for one, other in combinations((palette.PART, palette.REST, palette.BEHIND), 2):
        assert abs(_luminance(one.colour) - _luminance(other.colour)) > 0.12
    steps = [_luminance(colour) for colour in palette.CLASSES]
    assert all(darker < lighter - 0.05 for lighter, darker in pairwise(steps))
    kinds = [(marker, dashes) for _, marker, dashes in palette.LINES]
    assert len({marker for marker, _ in kinds}) == len({dashes for _, dashes in kinds}) == len(kinds)


def test_text_stands_out_from_what_is_beneath() -> None:
    inks = (palette.INK, palette.QUIET_INK, palette.UNKNOWN_INK)
    assert all(_contrast(ink, palette.WHITE) >= 4.5 for ink in inks)
    for place, colour in enumerate(palette.CLASSES):
        assert _contrast(palette.INK if place < palette.LIGHT_CLASSES else palette.WHITE, colour) >= 4.5


@pytest.mark.integration
def test_text_is_as_wide_as_it_was_thought_to_be(tmp_path: Path) -> None:
    """The widths that the layout counts with, against the letters of a real PDF."""
    for name in ("reporters", "trend", "tile_map", "targets_34", "timeliness_34"):
        drawing = draw(ALL[name])
        page = tmp_path / "chart.typ"
        page.write_text(
            "#set page(width: auto, height: auto, margin: 0pt)\n"
            '#image(bytes(sys.inputs.chart), format: "svg", alt: "chart")',
            encoding="utf-8",
        )
        pdf = typst.compile(
            page, format="pdf", font_paths=[FONT_FOLDER], ignore_system_fonts=True, sys_inputs={"chart": svg(ALL[name])}
        )
        with pdfplumber.open(io.BytesIO(pdf)) as opened:
            letters = opened.pages[0].chars
            assert {letter["fontname"].partition("+")[2] for letter in letters} <= {
                "LiberationSans",
                "LiberationSans-Bold",
            }
            _compare(drawing, letters)


@pytest.mark.integration
def test_another_process_draws_the_same_bytes() -> None:
    elsewhere = subprocess.run(
        [sys.executable, "-c", DRAW_ELSEWHERE],
        check=True,
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/New_York", "LC_ALL": "C", "PYTHONPATH": "."},
    )
    here = [content_sha256(made) for _, chart in samples.usual() for made in (svg(chart).encode(), png(chart))]
    assert elsewhere.stdout.split() == here


def _meetings(boxes: list[Box]) -> Iterator[tuple[Box, Box]]:
    """The pairs of boxes that share more than an edge."""
    ordered = sorted(boxes, key=lambda box: box.top)
    for place, box in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.top >= box.bottom:
                break
            if box.meets(other):
                yield box, other


def _compare(drawing: Drawing, letters: list[dict[str, float]]) -> None:
    """Every text lies within its box, and fills it but for the letters that are kerned."""
    for text in drawing.texts:
        box, baseline = text.box, text.y + MARGIN
        row = [
            letter
            for letter in letters
            if abs(letter["bottom"] - 0.212 * letter["size"] - baseline) < 0.6
            and box.left - 1 <= (letter["x0"] + letter["x1"]) / 2 - MARGIN <= box.right + 1
        ]
        assert row, text.text
        left, right = min(letter["x0"] for letter in row) - MARGIN, max(letter["x1"] for letter in row) - MARGIN
        assert box.left - 0.3 <= left <= right <= box.right + 0.3
        assert right - left >= 0.9 * (box.right - box.left)


def _wanted(chart: ChartData) -> Iterator[str]:
    match chart:
        case StackedChart():
            yield from (text for bar in chart.bars for text in (bar.name, bar.label))
        case TargetChart():
            yield from (text for bullet in chart.bullets for text in (bullet.name, bullet.label))
        case TimelinessChart():
            yield from (*chart.status_names, *(name for name, _ in chart.rounds))
        case TrendChart():
            yield from (line.name for line in chart.lines if line.points)
        case TileMap():
            yield from (text for tile in chart.tiles for text in (tile.short_name, tile.label))


def _joined(texts: Iterator[str] | list[str]) -> str:
    return "".join("".join(texts).split())


def _count(drawing: Drawing, kind: type) -> int:
    return sum(isinstance(mark, kind) for mark in drawing.marks)


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
