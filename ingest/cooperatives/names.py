"""Names of cooperatives: what in them tells one from another, and what only says what they do.

"HTX DVNN Tân Lập 2" is a legal form, an activity (dịch vụ nông nghiệp), a proper name (Tân Lập) and a number.
Offices write the form and the activity in many ways from one round to the next, the proper name and the number in one.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from ingest.submissions.register.words import tidy, words_of
from ingest.vietnamese.folding import fold, word_key

_WORD = re.compile(r"\w+")
_NUMBER_WORDS = {"mot": "1", "hai": "2", "ba": "3", "bon": "4", "nam": "5"}
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
_BEFORE_A_NUMBER = frozenset({"so", "khu", "doi"})
_NOT_DISTINGUISHING = frozenset({"form", "filler"})
_ONE_SLIP_FROM, _TWO_SLIPS_FROM = 6, 12
"""Letters that a proper name must have before it may differ by one slip of the keyboard, or by two."""
_FEWEST_WORDS_OF_A_PART = 2


class NameMatch(Enum):
    """How two names stand to each other, from one to another."""

    SAME = "same name"
    SAME_PROPER_NAME = "same proper name, other words for what it does"
    OTHER_TONES = "same letters, other tones"
    NEAR = "a slip of the keyboard apart"
    PART = "one name is part of the other"
    OTHER_ACTIVITY = "same proper name, another activity"
    NUMBER_MISSING = "a number stands in one of the names"
    OTHER_NUMBER = "another number"
    OTHER = "another name"


@dataclass(frozen=True, slots=True)
class CooperativeName:
    """A name taken apart."""

    key: str
    """The proper name, folded, without numbers; all words where there is no proper name."""
    words: str
    """All words, folded, abbreviations written out, without the legal form."""
    numbers: tuple[str, ...]
    activities: frozenset[str]
    printed: str = field(compare=False)

    @property
    def identity(self) -> str:
        """What stays while offices spell the name in their own ways: proper name, numbers, activities."""
        return " | ".join((self.key, " ".join(self.numbers), " ".join(sorted(self.activities))))


@lru_cache(maxsize=65_536)
def name_of(printed: str) -> CooperativeName:
    """A printed name taken apart."""
    said = words_of(printed).split()
    numbers, said = _take_numbers(said, printed)
    activities: set[str] = set()
    proper: list[str] = []
    spoken: list[str] = []
    place = 0
    while place < len(said):
        length, meaning = _phrase_at(said, place)
        if meaning is None:
            proper.append(said[place])
        elif meaning not in _NOT_DISTINGUISHING:
            activities.add(meaning)
        if meaning != "form":
            spoken += said[place : place + length]
        place += length
    words = " ".join(spoken)
    return CooperativeName(" ".join(proper) or words, words, numbers, frozenset(activities), printed)


def compare_names(left: CooperativeName, right: CooperativeName) -> NameMatch:
    """How two names stand to each other. Symmetric."""
    if left.key == right.key:
        return _with_same_key(left, right)
    if left.numbers != right.numbers:
        return NameMatch.OTHER
    if _is_near(left.key, right.key):
        return NameMatch.NEAR if _activities_agree(left, right) else NameMatch.OTHER
    ours, theirs = left.key.split(), right.key.split()
    if sorted(ours) == sorted(theirs):
        return NameMatch.NEAR
    shorter, longer = sorted((ours, theirs), key=len)
    if len(shorter) >= _FEWEST_WORDS_OF_A_PART and set(shorter) < set(longer) and _activities_agree(left, right):
        return NameMatch.PART
    return NameMatch.OTHER


def _with_same_key(left: CooperativeName, right: CooperativeName) -> NameMatch:
    if left.numbers != right.numbers:
        return NameMatch.OTHER_NUMBER if left.numbers and right.numbers else NameMatch.NUMBER_MISSING
    if not _activities_agree(left, right):
        return NameMatch.OTHER_ACTIVITY
    if not _tones_agree(left, right):
        return NameMatch.OTHER_TONES
    return NameMatch.SAME if left.words == right.words else NameMatch.SAME_PROPER_NAME


def _activities_agree(left: CooperativeName, right: CooperativeName) -> bool:
    return not left.activities or not right.activities or not left.activities.isdisjoint(right.activities)


def _tones_agree(left: CooperativeName, right: CooperativeName) -> bool:
    """Whether words of equal letters bear equal tones; a name typed without any mark agrees with all."""
    ours, theirs = _spelt(left.printed), _spelt(right.printed)
    if ours == theirs or left.printed.isascii() or right.printed.isascii():
        return True
    toned = {_fold_word(word): word_key(word) for word in ours - theirs}
    return all(toned.get(_fold_word(word), word_key(word)) == word_key(word) for word in theirs - ours)


def _is_near(left: str, right: str) -> bool:
    shortest = min(len(left), len(right))
    slips = 2 if shortest >= _TWO_SLIPS_FROM else 1 if shortest >= _ONE_SLIP_FROM else 0
    return slips > 0 and OSA.distance(left, right, score_cutoff=slips) <= slips


def _take_numbers(words: list[str], printed: str) -> tuple[tuple[str, ...], list[str]]:
    """The numbers of a name, Roman ones too, and the words without them."""
    numbers: list[str] = []
    left: list[str] = []
    for place, word in enumerate(words):
        number = _number(words, place, printed)
        if number is None:
            left.append(word)
            continue
        if left and left[-1] == "so":
            left.pop()
        numbers.append(number)
    return tuple(numbers), left


def _number(words: list[str], place: int, printed: str) -> str | None:
    word = words[place]
    if word.isdigit():
        return word.lstrip("0") or "0"
    follows_a_sign = place > 0 and words[place - 1] in _BEFORE_A_NUMBER
    is_last = place == len(words) - 1
    if word in _ROMAN and (follows_a_sign or (is_last and place > 0)) and re.search(rf"\b{word.upper()}\b", printed):
        return _ROMAN[word]
    return _NUMBER_WORDS.get(word) if follows_a_sign and words[place - 1] == "so" else None


def _phrase_at(words: list[str], place: int) -> tuple[int, str | None]:
    """How many words the longest known phrase has that begins here, and its meaning; one word without meaning."""
    phrases, longest = _phrases()
    for length in range(min(longest, len(words) - place), 0, -1):
        meaning = phrases.get(" ".join(words[place : place + length]))
        if meaning is not None:
            return length, meaning
    return 1, None


@lru_cache(maxsize=1)
def _phrases() -> tuple[Mapping[str, str], int]:
    text = files("ingest.cooperatives").joinpath("vocabulary", "name_words.csv").read_text(encoding="utf-8")
    known = {fold(row["phrase_vi"]): row["meaning"] for row in csv.DictReader(text.splitlines())}
    return known, max(len(phrase.split()) for phrase in known)


@lru_cache(maxsize=8_192)
def _spelt(printed: str) -> frozenset[str]:
    """The words of a name as they are spelt."""
    return frozenset(_WORD.findall(tidy(printed).lower()))


@lru_cache(maxsize=20_000)
def _fold_word(word: str) -> str:
    return fold(word)
