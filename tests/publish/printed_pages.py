"""The pages of a PDF as a printer sees them: every letter with its ink, every rule of its tables."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import category

import pypdfium2
from pypdfium2 import raw

_THIN, _SHORT = 1.6, 3.0
_MOST_NAME_BYTES = 128
_HYPHEN_AT_LINE_END = "\x02"


@dataclass(frozen=True, slots=True)
class Ink:
    """A rectangle that is printed on, in points from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, its ink, and the font that drew it."""

    text: str
    ink: Ink
    font: str

    @property
    def is_of_a_chart(self) -> bool:
        return "Sans" in self.font


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page. `letters` are in the order of the text, blanks apart; `rules` are upright and level lines of tables."""

    width: float
    height: float
    letters: tuple[Letter, ...]
    upright_rules: tuple[Ink, ...]
    level_rules: tuple[Ink, ...]

    @property
    def text(self) -> str:
        """The letters one after the other, without blanks."""
        return "".join(letter.text for letter in self.letters)

    def crossed(self) -> Iterator[Letter]:
        """Letters through which a rule of a table passes."""
        for letter in self.letters:
            ink = letter.ink
            if letter.is_of_a_chart:
                continue
            upright = any(
                ink.left + 0.4 < (rule.left + rule.right) / 2 < ink.right - 0.4
                and rule.bottom < ink.top - 0.5
                and rule.top > ink.bottom + 0.5
                for rule in self.upright_rules
            )
            level = any(
                ink.bottom + 0.4 < (rule.bottom + rule.top) / 2 < ink.top - 0.4
                and rule.left < ink.right - 0.5
                and rule.right > ink.left + 0.5
                for rule in self.level_rules
            )
            if upright or level:
                yield letter


def printed_pages(pdf: bytes) -> list[PrintedPage]:
    """All pages of the PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_page(page) for page in document]


def _page(page: pypdfium2.PdfPage) -> PrintedPage:
    width, height = page.get_size()
    paths = [Ink(*one.get_bounds()) for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)]
    return PrintedPage(
        width,
        height,
        tuple(_letters(page)),
        tuple(one for one in paths if one.right - one.left < _THIN and one.top - one.bottom > _SHORT),
        tuple(one for one in paths if one.top - one.bottom < _THIN and one.right - one.left > _SHORT),
    )


def _letters(page: pypdfium2.PdfPage) -> Iterator[Letter]:
    text = page.get_textpage()
    name = ctypes.create_string_buffer(_MOST_NAME_BYTES)
    flags = ctypes.c_int()
    for place in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text, place)).replace(_HYPHEN_AT_LINE_END, "-")
        if letter.isspace() or category(letter) == "Cf" or raw.FPDFText_IsGenerated(text, place):
            continue
        raw.FPDFText_GetFontInfo(text, place, name, _MOST_NAME_BYTES, flags)
        yield Letter(letter, Ink(*text.get_charbox(place)), name.value.decode())
