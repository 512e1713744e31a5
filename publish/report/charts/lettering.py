"""The type of the charts: how wide a text is, and where it breaks into lines. Nothing is ever cut off."""

from functools import lru_cache

from publish.report.typeface import printable, sans_metrics

FAMILY = "Liberation Sans"
SIZE = 8.0
"""Points of names and values; charts are printed at their own size."""
SMALL_SIZE = 7.0
ASCENT, DESCENT, LINE_HEIGHT = 0.9, 0.215, 1.16
"""In type sizes. The highest accents on capitals ("Ế") and the dot below ("ạ") stay within."""


@lru_cache(maxsize=20_000)
def text_width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Width of a text on one line, in points."""
    return sans_metrics(is_bold=is_bold).width(text) * size


@lru_cache(maxsize=20_000)
def wrapped(text: str, width: float, size: float = SIZE, *, is_bold: bool = False) -> tuple[str, ...]:
    """The text on as many lines as it takes, none wider than `width`: parted at blanks, else within a word."""
    lines = [""]
    for word in printable(text).split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size, is_bold=is_bold) <= width:
            lines[-1] = longer
            continue
        pieces = _pieces(word, width, size, is_bold)
        lines += pieces if lines[-1] else []
        if not lines[0]:
            lines = pieces
    return tuple(lines)


def widest(lines: tuple[str, ...], size: float = SIZE, *, is_bold: bool = False) -> float:
    """Width of the widest line, in points."""
    return max((text_width(line, size, is_bold=is_bold) for line in lines), default=0.0)


def _pieces(word: str, width: float, size: float, is_bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, is_bold=is_bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
