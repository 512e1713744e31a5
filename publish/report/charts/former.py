"""The two charts of the report, as SVG whose text is drawn as paths, the same bytes every time."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from publish.report.wording import number_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas
    from matplotlib.font_manager import FontProperties

_INK = "#1f2933"
_ACTIVE = "#1f5f8b"
_REST = "#a9c5d8"
_BEHIND = "#c26a2d"
_WIDTH_INCHES = 6.5
_FONT = "fonts/ttf/DejaVuSans.ttf"


@dataclass(frozen=True, slots=True)
class StackedBar:
    """One reporter: `part` of `total`; None where it is not known; `label` is printed at the end of the bar."""

    name: str
    part: Decimal | None
    total: Decimal | None
    label: str


@dataclass(frozen=True, slots=True)
class ProgressBar:
    """One target: how many percent of it are reached; None where that cannot be said."""

    name: str
    percent: Decimal | None
    label: str
    is_behind: bool


@contextmanager
def _house_style() -> Iterator[None]:
    """matplotlib's own defaults and ours: no setting of the machine or the user may change the bytes."""
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rc("svg", fonttype="path", hashsalt="htx")
        yield


@_house_style()
def stacked_chart(bars: list[StackedBar], part_name: str, rest_name: str, axis_name: str) -> str:
    """Horizontal bars, a known part dark and the rest light; reporters without a number keep their place."""
    canvas, axes, font = _canvas(len(bars))
    totals = [float(bar.total or 0) for bar in bars]
    parts = [float(bar.part or 0) for bar in bars]
    places = range(len(bars))
    axes.barh(places, parts, color=_ACTIVE, height=0.68, label=part_name)
    rests = [max(total - part, 0.0) for total, part in zip(totals, parts, strict=True)]
    axes.barh(places, rests, left=parts, color=_REST, height=0.68, label=rest_name)
    longest = max(totals, default=0.0) or 1.0
    for place, bar, total in zip(places, bars, totals, strict=True):
        _label(axes, font, total + longest * 0.012, place, bar.label, is_known=bar.total is not None)
    axes.set_xlim(0, longest * 1.16)
    axes.legend(prop=font, frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0)
    axes.set_xlabel(axis_name, fontproperties=font, color=_INK)
    _name_bars(axes, font, [bar.name for bar in bars])
    return _svg(canvas)


@_house_style()
def progress_chart(bars: list[ProgressBar]) -> str:
    """Horizontal bars against a line at 100 %."""
    canvas, axes, font = _canvas(len(bars))
    percents = [float(bar.percent or 0) for bar in bars]
    colours = [_BEHIND if bar.is_behind else _ACTIVE for bar in bars]
    axes.barh(range(len(bars)), percents, color=colours, height=0.55)
    end = max([*percents, 100.0]) * 1.2
    for place, (bar, percent) in enumerate(zip(bars, percents, strict=True)):
        _label(axes, font, percent + end * 0.012, place, bar.label, is_known=bar.percent is not None)
    axes.axvline(100, color=_INK, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.set_xlim(0, end)
    axes.set_xlabel("% so với mục tiêu", fontproperties=font, color=_INK)
    _name_bars(axes, font, [bar.name for bar in bars])
    return _svg(canvas)


def _canvas(bar_count: int) -> "tuple[Canvas, Axes, FontProperties]":
    """An empty chart high enough for its bars, with the font that travels with matplotlib, named by its file:
    a font of the same name on the machine may be another version."""
    import matplotlib
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    canvas = Figure(figsize=(_WIDTH_INCHES, 0.75 + 0.2 * max(bar_count, 3)), layout="constrained")
    axes = canvas.subplots()
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, colors=_INK)
    axes.grid(axis="x", color="#d8dee4", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.invert_yaxis()
    return canvas, axes, FontProperties(fname=Path(matplotlib.get_data_path()) / _FONT, size=8)


def _label(axes: "Axes", font: "FontProperties", x: float, y: float, label: str, *, is_known: bool) -> None:
    axes.text(x, y, label, va="center", fontproperties=font, color=_INK if is_known else "#8a5a2b")


def _name_bars(axes: "Axes", font: "FontProperties", names: list[str]) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.xaxis.set_major_formatter(lambda value, _: number_text(Decimal(str(value)), 1, trim=True))
    for label in [*axes.get_yticklabels(), *axes.get_xticklabels()]:
        label.set_fontproperties(font)


def _svg(canvas: "Canvas") -> str:
    file = io.BytesIO()
    canvas.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue().decode("utf-8")
