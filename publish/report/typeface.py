"""The fonts that travel with the project: which letters they have and how wide a text is in them.

Liberation Serif has the widths of Times New Roman, letter by letter: what fits here fits in Word.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from unicodedata import category, normalize

FONT_FOLDER = Path(__file__).with_name("fonts")
ZERO_WIDTH_SPACE = "\u200b"
_UNKNOWN_LETTER = "□"


@dataclass(frozen=True, slots=True)
class FontMetrics:
    """Width of each letter, by code point, as a share of the type size; letters not here are not in the font."""

    widths: dict[int, float]

    def width(self, text: str) -> float:
        """Width of a text on one line, in type sizes (em); letters that the font lacks count as one em."""
        return sum(self.widths.get(ord(letter), 1.0) for letter in text)


def serif_metrics(*, is_bold: bool = False) -> FontMetrics:
    """Metrics of Liberation Serif, in which the report is set."""
    return _metrics(f"LiberationSerif-{'Bold' if is_bold else 'Regular'}.ttf")


def sans_metrics(*, is_bold: bool = False) -> FontMetrics:
    """Metrics of Liberation Sans, in which charts are lettered."""
    return _metrics(f"LiberationSans-{'Bold' if is_bold else 'Regular'}.ttf")


@lru_cache(maxsize=4)
def _metrics(file_name: str) -> FontMetrics:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(FONT_FOLDER / file_name, lazy=True) as font:
        em, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        widths = {point: advances[glyph][0] / em for point, glyph in font.getBestCmap().items()}
    return FontMetrics({**widths, ord(ZERO_WIDTH_SPACE): 0.0})


def printable(text: str) -> str:
    """The text in letters that the fonts have: composed, without control signs, and "□" for a sign they lack.

    A reporter's text may hold anything; one strange sign in it must not keep a report from being made.
    """
    composed, known = normalize("NFC", text), _known_letters()
    if known.issuperset(composed):
        return composed
    return "".join(letter if letter in known else _in_place_of(letter) for letter in composed)


@lru_cache(maxsize=1)
def _known_letters() -> frozenset[str]:
    return frozenset(letter for letter in map(chr, serif_metrics().widths) if category(letter) != "Cc")


def _in_place_of(letter: str) -> str:
    if letter in "\n\t":
        return " "
    if letter == "\N{NON-BREAKING HYPHEN}":
        return "-"
    return "" if category(letter) in {"Cc", "Cf", "Mn"} else _UNKNOWN_LETTER
