"""Text typed for the fonts of old: TCVN3 (ABC, fonts .Vn…) and VNI (fonts VNI-…), told from Unicode and repaired.

In a file such text is a row of Latin-1 letters that only its font makes Vietnamese: "hîp t¸c x·" is "hợp tác xã" in
TCVN3, "hôïp taùc xaõ" is in VNI. The tables are data beside this file. Whether a text is of that kind is told by its
words: read as they stand hardly one is a syllable of Vietnamese, decoded nearly all are. Correct Unicode, ASCII and
other languages fail that test and are never touched.

Fonts whose name ends in H (.VnTimeH) print small letters as capitals: in a text whose plain letters are all capitals
the decoded ones become capitals too.

Pure standard library. Rules: DOMAIN §3.3; table of TCVN 5712:1993, VN3.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

LegacyEncoding = Literal["TCVN3", "VNI"]

_TABLES: Mapping[LegacyEncoding, str] = {"TCVN3": "legacy_tcvn3.csv", "VNI": "legacy_vni.csv"}
_FEWEST_WORDS = 3
"""Distinct words that have to become Vietnamese before a text is taken for one of old."""
_SHORTEST_WORD = 2
_FEWEST_REPAIRED = 0.7
"""The share of the words with signs that decoding must make Vietnamese."""

_ODD_SIGN = re.compile(r"[¡-¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ]")
"""Signs of Latin-1 that Vietnamese in Unicode has no use for, and the encodings of old cannot do without."""
_FEWEST_ODD_SIGNS = 2
_WORD_SPLIT = re.compile(r"[\x00-@\[-`{-~\u00a0\u2000-\u206f]+")
_SIGN = re.compile(r"[^\x00-\x7f]")
_PLAIN_LETTER = re.compile(r"[A-Za-z]")
_TONE = re.compile("[\u0300\u0309\u0303\u0301\u0323]")
_SHORT_TONES = frozenset({"\u0301", "\u0323"})
"""Syllables that end in c, ch, p or t have one of these."""
_ONSET = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x"
_OPEN_NUCLEUS = (
    "ia|iêu|iu|iê|ua|uôi|uô|ưa|ươi|ươu|ươ|ưi|ưu|uây|uâ|uênh|uêch|uê|ui|uyên|uyêt|uya|uyu|uynh|uych|uyt|uy|uơ|yêu|yê|"
    "oai|oay|oao|oeo|oa|oă|oe|oi|oo|ôi|ôô|ơi|ai|ao|au|ay|âu|ây|eo|êu|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_OPEN_NUCLEUS})(?:ch|nh|ng|c|m|n|p|t)?")


def detect(texts: Iterable[str], *, fewest_words: int = _FEWEST_WORDS) -> LegacyEncoding | None:
    """The encoding of old that the texts of a sheet are written in; None where they are Unicode, or nothing is sure.

    `fewest_words` may be lower where other sheets of the same file have shown it already.
    """
    suspects = [text for text in texts if not text.isascii()]
    if len(set(_ODD_SIGN.findall("\n".join(suspects)))) < min(_FEWEST_ODD_SIGNS, fewest_words):
        return None
    words = {word for text in suspects for word in _words(text)}
    best: tuple[int, LegacyEncoding] | None = None
    for encoding in _TABLES:
        repaired = sum(1 for word in words if _is_repaired(word, encoding))
        if repaired >= fewest_words and (best is None or repaired > best[0]):
            best = (repaired, encoding)
    if best is None:
        return None
    doubtful = [word for word in words if not is_syllable(word) and _is_spelt_in(word, best[1])]
    return best[1] if best[0] >= _FEWEST_REPAIRED * len(doubtful) else None


def decode(text: str, encoding: LegacyEncoding) -> str:
    """The text in Unicode, every sign of the encoding replaced, whatever the text is."""
    signs, table = _signs(encoding), _table(encoding)
    decoded = signs.sub(lambda match: table[match[0]], text)
    letters = _PLAIN_LETTER.findall(text)
    if decoded != text and len(letters) > 1 and all(letter.isupper() for letter in letters):
        return decoded.upper()
    return decoded


def repair(texts: Iterable[str], encoding: LegacyEncoding) -> dict[str, str]:
    """Those texts of a sheet that are written in the encoding `detect` has told, with what they say in Unicode.

    Sheets are mixed now and then, so each text is judged for itself. Where both readings are Vietnamese ("Lâm" is
    "Lõm" in TCVN3) it goes with the most of the others.
    """
    leaning = {text: _leaning(text, encoding) for text in set(texts) if _SIGN.search(text)}
    is_mostly_legacy = sum((lean > 0) - (lean < 0) for lean in leaning.values()) >= 0
    return {
        text: decode(text, encoding) for text, lean in leaning.items() if lean > 0 or (lean == 0 and is_mostly_legacy)
    }


def _leaning(text: str, encoding: LegacyEncoding) -> int:
    """Above zero for a text of the encoding, below for one in Unicode."""
    if not _is_spelt_in(text, encoding):
        return -1
    words = _words(text)
    return sum(is_syllable(decode(word, encoding)) for word in words) - sum(is_syllable(word) for word in words)


def count_vietnamese_words(texts: Iterable[str]) -> int:
    """How many different words with signs are syllables of Vietnamese."""
    return sum(1 for word in {word for text in texts for word in _words(text)} if is_syllable(word))


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Whether a word with signs is spelt as a syllable of Vietnamese: one onset, one nucleus, one tone at most."""
    parts = unicodedata.normalize("NFD", word.lower().replace("\u00f0", "đ"))
    tones = _TONE.findall(parts)
    bare = unicodedata.normalize("NFC", _TONE.sub("", parts))
    if len(tones) > 1 or _SYLLABLE.fullmatch(bare) is None:
        return False
    return not bare.endswith(("c", "ch", "p", "t")) or len(bare) == 1 or not tones or tones[0] in _SHORT_TONES


def _words(text: str) -> list[str]:
    """The words that hold a sign beyond ASCII."""
    return [word for word in _WORD_SPLIT.split(text) if _SIGN.search(word)]


def _is_repaired(word: str, encoding: LegacyEncoding) -> bool:
    """Whether a word is no Vietnamese as it stands and is when decoded; a lone sign ("·", "©") proves nothing."""
    if len(word) < _SHORTEST_WORD or is_syllable(word) or not _is_spelt_in(word, encoding):
        return False
    return is_syllable(decode(word, encoding))


def _is_spelt_in(text: str, encoding: LegacyEncoding) -> bool:
    """Whether the signs of a text, but for punctuation, are all of the encoding; a letter of Unicode's own is not."""
    rest = _signs(encoding).sub("", text)
    return not any(sign.isalpha() or unicodedata.combining(sign) for sign in _SIGN.findall(rest))


@lru_cache(maxsize=2)
def _table(encoding: LegacyEncoding) -> Mapping[str, str]:
    path = Path(__file__).with_name(_TABLES[encoding])
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            "".join(chr(int(code, 16)) for code in row["code_points"].split()): row["unicode"]
            for row in csv.DictReader(lines)
        }


@lru_cache(maxsize=2)
def _signs(encoding: LegacyEncoding) -> re.Pattern[str]:
    """The signs of an encoding, those of two characters first."""
    longest_first = sorted(_table(encoding), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))
