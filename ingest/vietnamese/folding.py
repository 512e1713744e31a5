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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
_INVISIBLE = re.compile(r"[\u200b\u200c\u200d\u2060\ufeff\u00ad]+")
_EVEN_SIGNS = r"\u0000-\u00ac\u00ae-\u02ff\u1e00-\u1eff\u2002-\u200a\u200e-\u205f\u2061-\u20cf"
"""Characters that never combine, change or vanish: Latin with its composed letters, punctuation, currencies."""
_UNEVEN_SIGN = re.compile(rf"[^{_EVEN_SIGNS}]")
_UNEVEN = re.compile(rf".?[^{_EVEN_SIGNS}]+", re.DOTALL)
"""A stretch that may become shorter, with the character before it, which marks may join."""
_LONGEST_CLUSTER = 8
_WRONG_D_SIGN = re.compile(r"[\u00d0\u0189\u00f0\u0256]")
_WRONG_D = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"}
_WRONG_D_IN_WORD = re.compile(r"(?<=[^\W\d_])[\u00d0\u0189\u00f0\u0256]|[\u00d0\u0189\u00f0\u0256](?=[^\W\d_])")
_APOSTROPHES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "\u0060": "'"})


class _Bare(dict[int, str]):
    """A table for `str.translate` that takes off marks and makes đ a d, filled with the characters that are met."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFD", chr(code))
        self[code] = bare = "".join(part for part in parts if not unicodedata.combining(part))
        return bare


_BARE = _Bare({**_APOSTROPHES, ord("đ"): "d"})

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
    offsets: Sequence[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that the normalised span [start, end) was made from."""
        return self.offsets[start], self.offsets[end] if end > start else self.offsets[start]


def normalise(text: str) -> str:
    """NFC, the Vietnamese Đ for its look-alikes, plain spaces for exotic ones, no zero-width characters.

    U+00D0 (Ð) and U+0189 (Ɖ) look like Đ and stand in old files; they are mended where they touch another
    letter, that is inside words; a lone sign stays as it is.
    """
    if text.isascii():
        return text.replace("\t", " ")
    if not unicodedata.is_normalized("NFC", text):
        return align(text).text
    return _mended(_INVISIBLE.sub("", text))


def align(text: str) -> AlignedText:
    """`normalise`, with the position in the original of every character of the result."""
    if _UNEVEN_SIGN.search(text) is None:
        return AlignedText(_mended(text), range(len(text) + 1))
    pieces: list[str] = []
    offsets: list[int] = []
    done = 0
    for uneven in _UNEVEN.finditer(text):
        pieces.append(text[done : uneven.start()])
        offsets.extend(range(done, uneven.start()))
        for start, cluster in _clusters(uneven[0], uneven.start()):
            composed = _composed(cluster) if len(cluster) <= _LONGEST_CLUSTER else _composed.__wrapped__(cluster)
            pieces.append(composed)
            offsets.extend([start] * len(composed))
        done = uneven.end()
    pieces.append(text[done:])
    offsets.extend(range(done, len(text) + 1))
    return AlignedText(_mended("".join(pieces)), tuple(offsets))


def _mended(text: str) -> str:
    """Plain spaces for exotic ones and Đ for its look-alikes; as many characters as before."""
    spaced = _SPACES.sub(" ", text)
    if _WRONG_D_SIGN.search(spaced) is None:
        return spaced
    return _WRONG_D_IN_WORD.sub(lambda sign: _WRONG_D[sign[0]], spaced)


def _clusters(text: str, offset: int) -> Iterator[tuple[int, str]]:
    """A base character with the combining marks that follow it, and where it starts."""
    start = 0
    for position in range(1, len(text)):
        if not unicodedata.combining(text[position]):
            yield offset + start, text[start:position]
            start = position
    yield offset + start, text[start:]


@lru_cache(maxsize=2_000)
def _composed(cluster: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", cluster))


def fold(text: str) -> str:
    """The key under which spellings compare equal: no marks, đ as d, lower case, single spaces."""
    return _fold_label(text) if len(text) <= _LONGEST_LABEL else _fold(text)


def _fold(text: str) -> str:
    return " ".join(normalise(text).lower().translate(_BARE).split())


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
