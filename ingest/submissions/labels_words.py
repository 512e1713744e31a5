"""The words of a row label as they are compared: folded, abbreviations written out, typing errors mended.

A word that no known label has is taken for a typing error of one that has; a word that some known label has is
never taken for another, however near: "nữ", "mới" or "không" decide what a row means.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from ingest.vietnamese.folding import fold, normalise

ENTITY_WORDS = frozenset({"htx", "lhhtx", "tht", "qtdnd", "kttt", "lmhtx"})

_OUTLINE = re.compile(
    r"^\s*(?:\d{1,2}(?:\.\d{1,2})+[.)]?\s+"
    r"|(?:[ivxIVX]+|\d{1,2}(?:\.\d{1,2})*|[a-hA-H]|\(?[a-h\d]{1,2}\))\s*[.):/-]+\s*"
    r"|[-+*•–—·→>]+\s*)+"
)
_PARENTHESES = re.compile(r"\([^()]*\)?")
_NOT_A_WORD = re.compile(r"[^a-z0-9%]+")
_MALE = re.compile(r"\bnam\b(?! \d)", re.IGNORECASE)
_YEAR_BEFORE_NAM = re.compile(
    r"(?:/|\b(?:trong|cả|ca|mỗi|moi|đến|den|từ|tu|cuối|cuoi|đầu|dau|hằng|hàng|hang|một|mot|các|cac|hết|het))"
    r" ?nam\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:\b(?:tinh )?den )?(?:\b(?:het )?(?:ngay )?)?\b\d{1,2}/\d{1,2}(?:/\d{4})?\b|(?:\bnam )?\b20\d{2}\b(?!/)"
)
_ONE = re.compile(r"\b0?1 (?=htx\b|tht\b|lhhtx\b|hop tac|to hop|lien hiep|lao dong|ld\b|nguoi\b|thanh vien|tv\b)")
_EACH = re.compile(r"\bmỗi\b", re.IGNORECASE)
_MAXIMUM_READINGS = 24
_MOST_NEAR_WORDS = 6
_SHORTEST_MISSPELT = 4
_LONG_WORD = 7
_PHRASE_LENGTH = 6

Words = tuple[str, ...]


@lru_cache(maxsize=1)
def _vocabulary() -> list[dict[str, str]]:
    return list(read_vocabulary("label_words.csv"))


def read_vocabulary(name: str) -> Iterator[dict[str, str]]:
    """The rows of a vocabulary file."""
    text = files("ingest.submissions").joinpath("vocabulary", name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


@lru_cache(maxsize=1)
def _phrases() -> dict[Words, Words]:
    """Phrases of several words and what they are written as; longer ones are tried first."""
    kinds = {"entity", "short", "join"}
    return {
        tuple(_NOT_A_WORD.sub(" ", row["words"]).split()): tuple(row["means"].split())
        for row in _vocabulary()
        if row["kind"] in kinds
    }


@lru_cache(maxsize=4)
def fillers(kind: str) -> frozenset[str]:
    """Words that say nothing about what is counted."""
    return frozenset(word for row in _vocabulary() if row["kind"] == kind for word in row["words"].split("|"))


@lru_cache(maxsize=1)
def _tails() -> tuple[Words, ...]:
    return tuple(tuple(row["words"].split()) for row in _vocabulary() if row["kind"] == "tail")


@lru_cache(maxsize=16_384)
def bare_label(label: str) -> str:
    """The label without outline number and parentheses, marks kept."""
    return " ".join(_PARENTHESES.sub(" ", _OUTLINE.sub("", normalise(label))).split())


@lru_cache(maxsize=16_384)
def label_words(label: str) -> Words:
    """The words of a label: folded, without outline and parentheses, phrases written in one way."""
    text = _EACH.sub("một", bare_label(label))
    # "nam" without a mark is the man, unless the words before make it the year
    text = _MALE.sub(lambda found: found[0] if _is_year(text, found.start()) else "nam gioi", text)
    plain = _ONE.sub("", _DATE.sub(" ", fold(text)))
    words = _NOT_A_WORD.sub(" ", plain.replace("%", " % ")).split()
    return _written_out(tuple(words))


def _is_year(text: str, at: int) -> bool:
    return any(found.end() - len("nam") == at for found in _YEAR_BEFORE_NAM.finditer(text))


def _written_out(words: Words) -> Words:
    """Replace phrases, the longest first, until nothing changes (a phrase may bring another about)."""
    for _ in range(3):
        replaced = _replaced(words)
        if replaced == words:
            break
        words = replaced
    return words


def _replaced(words: Words) -> Words:
    phrases = _phrases()
    result: list[str] = []
    place = 0
    while place < len(words):
        for length in range(min(_PHRASE_LENGTH, len(words) - place), 0, -1):
            meant = phrases.get(words[place : place + length])
            if meant is not None:
                result.extend(meant)
                place += length
                break
        else:
            result.append(words[place])
            place += 1
    return tuple(result)


_IN_FULL = {"htx": "hop tac xa", "tht": "to hop tac", "lhhtx": "lien hiep hop tac xa", "lh": "lien hiep"}


@lru_cache(maxsize=16_384)
def letters_of(label: str) -> tuple[str, frozenset[str]]:
    """The letters of a label without spaces, the kinds of organisations in full, and its words."""
    words = _NOT_A_WORD.sub(" ", fold(bare_label(label))).split()
    full = " ".join(_IN_FULL.get(word, word) for word in words).split()
    return "".join(full), frozenset(full)


def without_tail(words: Words) -> Words:
    """The words up to a phrase that only says where or when ("trên địa bàn huyện …")."""
    for place in range(1, len(words)):
        if any(words[place : place + len(tail)] == tail for tail in _tails()):
            return words[:place]
    return words


class Spelling:
    """All words that known labels use, and what a misspelt word may have been."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._real = fillers("real")
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        self._fillers = fillers("filler")
        for word in self._known:
            self._by_length[len(word)].append(word)
        self._meant: dict[str, tuple[Words, ...]] = {}

    def is_word(self, word: str) -> bool:
        """Whether a word is none that was misspelt."""
        return word in self._known or word in self._real

    def readings(self, words: Words) -> tuple[Words, ...]:
        """The words with typing errors mended, in every way there is; empty where one of them is no word."""
        if all(word in self._known for word in words):
            return (words,)
        partial: list[Words] = [()]
        place = 0
        while place < len(words):
            options, taken = self._options(words, place)
            partial = [(*before, *option) for before in partial for option in options][:_MAXIMUM_READINGS]
            if not partial:
                return ()
            place += taken
        return tuple(dict.fromkeys(_written_out(reading) for reading in partial))

    def _options(self, words: Words, place: int) -> tuple[tuple[Words, ...], int]:
        word = words[place]
        if word in self._known or word.isdigit():
            if (
                place + 1 < len(words)
                and words[place + 1] not in self._known
                and word + words[place + 1] in self._known
            ):
                return ((word + words[place + 1],),), 2
            return ((word,),), 1
        if place + 1 < len(words) and word + words[place + 1] in self._known:
            return ((word + words[place + 1],),), 2
        return self._near(word), 1

    def _near(self, word: str) -> tuple[Words, ...]:
        found = self._meant.get(word)
        if found is None:
            found = self._meant[word] = self._looked_up(word)
        return found

    def _looked_up(self, word: str) -> tuple[Words, ...]:
        if word in self._real:
            return ()
        for cut in range(2, len(word) - 1):
            parts = {word[:cut], word[cut:]}
            if parts <= self._known and not parts <= self._fillers:
                return ((word[:cut], word[cut:]),)
        if len(word) < _SHORTEST_MISSPELT - 1:
            return ()
        allowed = 2 if len(word) >= _LONG_WORD else 1
        near = [
            (OSA.distance(word, known, score_cutoff=allowed), known)
            for length in range(len(word) - allowed, len(word) + allowed + 1)
            for known in self._by_length.get(length, ())
            if len(known) >= _SHORTEST_MISSPELT - 1
        ]
        best = min((distance for distance, _ in near), default=allowed + 1)
        if best > allowed or all(known in self._fillers for distance, known in near if distance == best):
            return ()
        return tuple((known,) for distance, known in sorted(near) if distance == best)[:_MOST_NEAR_WORDS]
