"""Spelling of Vietnamese text: normal form, comparison keys and alphabetical order.

Four views of the same words, each with its own purpose:

* `normalise` mends the *encoding* and keeps the spelling; store and show this one;
* `align` does the same and remembers where every character came from, for evidence spans;
* `fold` throws all marks away; the key for *finding* names that people type in many ways;
* `word_key` keeps tone and vowel quality but not the *placement* of the tone (hoà/hòa, tỉ/tỷ); the key for
  *reading* prose, where "mới" (new) and "mỗi" (each) must stay apart.

Pure standard library. Rules: DOMAIN §3.3 (Unicode per TCVN 6909:2001).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_PLAIN: dict[int, str | None] = {ord(sign): None for sign in _INVISIBLE}
_PLAIN |= dict.fromkeys((9, 160, *range(8192, 8203), 8239, 8287, 12288), " ")
_WRONG_D = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"}
_WRONG_D_IN_WORD = re.compile(r"(?<=[^\W\d_])[\u00d0\u0189\u00f0\u0256]|[\u00d0\u0189\u00f0\u0256](?=[^\W\d_])")
_APOSTROPHES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "\u0060": "'"})

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_ORDER = {letter: f"{rank:02d}" for rank, letter in enumerate(_ALPHABET, start=30)}
_LONGEST_LABEL = 200
_I_OR_Y = re.compile(r"^(h|k|l|m|s|t|qu)i$")


@dataclass(frozen=True, slots=True)
class AlignedText:
    """Normalised text with the way back to the text it was made from.

    `offsets[i]` is the position in the original of normalised character `i`; one entry more than there are
    characters, so that the end of a span can be looked up too.
    """

    text: str
    offsets: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that the normalised span [start, end) was made from."""
        return self.offsets[start], self.offsets[end] if end > start else self.offsets[start]


def normalise(text: str) -> str:
    """NFC, the Vietnamese Đ for its look-alikes, plain spaces for exotic ones, no zero-width characters.

    U+00D0 (Ð) and U+0189 (Ɖ) look like Đ and stand in old files; they are mended where they touch another
    letter, that is inside words; a lone sign stays as it is.
    """
    if not unicodedata.is_normalized("NFC", text):
        return align(text).text
    return _WRONG_D_IN_WORD.sub(lambda sign: _WRONG_D[sign[0]], text.translate(_PLAIN))


def align(text: str) -> AlignedText:
    """`normalise`, with the position in the original of every character of the result."""
    characters: list[str] = []
    offsets: list[int] = []
    for start, cluster in _clusters(text):
        composed = unicodedata.normalize("NFC", cluster)
        for character in composed:
            if character in _INVISIBLE:
                continue
            characters.append(" " if _SPACES.match(character) else character)
            offsets.append(start)
    offsets.append(len(text))
    mended = _WRONG_D_IN_WORD.sub(lambda sign: _WRONG_D[sign[0]], "".join(characters))
    return AlignedText(mended, tuple(offsets))


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """A base character with the combining marks that follow it, and where it starts."""
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or not unicodedata.combining(text[position]):
            if start < len(text):
                yield start, text[start:position]
            start = position


def fold(text: str) -> str:
    """The key under which spellings compare equal: no marks, đ as d, lower case, single spaces."""
    return _fold_label(text) if len(text) <= _LONGEST_LABEL else _fold(text)


def _fold(text: str) -> str:
    mended = normalise(text).translate(_APOSTROPHES).lower().replace("đ", "d")
    bare = "".join(c for c in unicodedata.normalize("NFD", mended) if not unicodedata.combining(c))
    return " ".join(bare.split())


_fold_label = lru_cache(maxsize=50_000)(_fold)
"""Labels and names come again and again, in a sheet and from one sheet to the next; running text does not."""


@lru_cache(maxsize=20_000)
def word_key(word: str) -> str:
    """Key of a written syllable: keeps the tone, not where it is written, nor i/y after a consonant.

    "hoà" and "hòa", "thuỷ" and "thủy", "tỉ" and "tỷ" are the same word; "mới" and "mỗi" are not.
    """
    letters, tone = _split_tone(normalise(word).translate(_APOSTROPHES).lower())
    letters = _I_OR_Y.sub(r"\1y", letters)
    return f"{letters}{tone}" if tone else letters


def _split_tone(syllable: str) -> tuple[str, int]:
    """The syllable without its tone mark, and the tone (0 level … 5 heavy) in dictionary order."""
    tone = 0
    kept: list[str] = []
    for character in unicodedata.normalize("NFD", syllable):
        if character in _TONES:
            tone = _TONES[character]
        else:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept)), tone


def sort_key(name: str) -> str:
    """A string whose plain comparison orders names by the Vietnamese alphabet (a ă â b … d đ …), then tone.

    Letters of a whole name decide first, tones only between names with equal letters, as dictionaries do
    (ngang, huyền, hỏi, ngã, sắc, nặng). Digits come before letters and count by value.
    """
    letters: list[str] = []
    tones: list[str] = []
    for part in re.findall(r"\d+|[^\W\d]+", normalise(name).lower()):
        if part.isdecimal():
            letters.append(f"10{int(part):010d}")
            tones.append("0")
            continue
        bare, tone = _split_tone(part)
        letters.append("".join(_LETTER_ORDER.get(letter, f"99{ord(letter):05d}") for letter in bare))
        tones.append(str(tone))
    return f"{' '.join(letters)}|{''.join(tones)}"
