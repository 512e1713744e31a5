"""A drawing as SVG and as PNG: the same bytes every time, on every machine."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from publish.report.charts.lettering import FAMILY
from publish.report.charts.marks import Bar, Drawing, Fill, Line, Mark, Point, Shape, Text
from publish.report.charts.palette import WHITE
from publish.report.typeface import FONT_FOLDER

if TYPE_CHECKING:
    from typst import Compiler

MARGIN = 1
"""Points about the drawing."""
MOST_HEIGHT = 640.0
"""Points: what a page has room for below a heading, with a caption."""
PNG_PIXELS_PER_INCH = 200.0
_PAGE = Path(__file__).with_name("chart.typ")
_PATTERNS = {
    "hatched": (
        '<pattern id="{id}" width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="3" height="3" fill="#ffffff"/><rect width="1.4" height="3" fill="{colour}"/></pattern>'
    ),
    "dotted": (
        '<pattern id="{id}" width="3" height="3" patternUnits="userSpaceOnUse">'
        '<rect width="3" height="3" fill="#ffffff"/><circle cx="1.5" cy="1.5" r="0.7" fill="{colour}"/></pattern>'
    ),
}


def svg_of(drawing: Drawing) -> str:
    """The drawing as SVG, with text as text and a hair of a margin for outlines.

    It has its own size in points; one that is higher than a page allows is made smaller, in the middle of the width.
    """
    width, height = drawing.width + 2 * MARGIN, drawing.height + 2 * MARGIN
    shrink = max(height / MOST_HEIGHT, 1.0)
    box = (-MARGIN - width * (shrink - 1) / 2, -MARGIN, width * shrink, height)
    fills = {mark.fill for mark in drawing.marks if isinstance(mark, Bar) and mark.fill.pattern != "plain"}
    patterns = sorted((_pattern_id(fill), _PATTERNS[fill.pattern], fill.colour) for fill in fills)
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(width)}pt" height="{_number(height / shrink)}pt" '
            f'viewBox="{" ".join(map(_number, box))}" font-family="{FAMILY}, Arial, sans-serif">',
            "<defs>" if patterns else "",
            *(dict.fromkeys(pattern.format(id=name, colour=colour) for name, pattern, colour in patterns)),
            "</defs>" if patterns else "",
            *map(_element, drawing.marks),
            "</svg>",
        )
    )


def png_of(svg: str) -> bytes:
    """The SVG as PNG on white. Typst sets it as it sets the report, with the fonts of the project."""
    picture = _compiler().compile(format="png", ppi=PNG_PIXELS_PER_INCH, sys_inputs={"chart": svg})
    assert isinstance(picture, bytes)
    return picture


@lru_cache(maxsize=1)
def _compiler() -> "Compiler":
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER])
    return typst.Compiler(_PAGE, root=_PAGE.parent, font_paths=fonts, ignore_system_fonts=True)


def _element(mark: Mark) -> str:
    match mark:
        case Bar():
            return _bar(mark)
        case Line():
            dashes = f' stroke-dasharray="{" ".join(map(_number, mark.dashes))}"' if mark.dashes else ""
            return (
                f'<polyline points="{_points(mark.points)}" fill="none" stroke="{mark.colour}" '
                f'stroke-width="{_number(mark.width)}"{dashes}/>'
            )
        case Shape():
            return f'<polygon points="{_points(mark.points)}" fill="{mark.fill}" stroke="{mark.edge}"/>'
        case Text():
            return _text(mark)


def _bar(bar: Bar) -> str:
    box, fill = bar.box, bar.fill
    paint = fill.colour if fill.pattern == "plain" else f"url(#{_pattern_id(fill)})"
    edge = f' stroke="{fill.edge}" stroke-width="0.7"' if fill.edge else ""
    return (
        f'<rect x="{_number(box.left)}" y="{_number(box.top)}" width="{_number(box.right - box.left)}" '
        f'height="{_number(box.bottom - box.top)}" fill="{paint}"{edge}/>'
    )


def _text(text: Text) -> str:
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    weight = ' font-weight="bold"' if text.is_bold else ""
    halo = f' stroke="{WHITE}" stroke-width="2" stroke-linejoin="round" paint-order="stroke"' if text.has_halo else ""
    return (
        f'<text x="{_number(text.x)}" y="{_number(text.y)}" font-size="{_number(text.size)}" '
        f'fill="{text.colour}"{anchor}{weight}{halo}>{escape(text.text)}</text>'
    )


def _pattern_id(fill: Fill) -> str:
    return f"{fill.pattern}-{fill.colour.removeprefix('#')}"


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: float) -> str:
    """With at most two decimals, which is finer than any printer."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")
