"""Cooperatives that stand in a register twice, under one tax code or under two spellings of a name.

A wrong finding here would accuse two neighbours of being one: names of cooperatives often differ by one number,
one tone or the commune. So a name proves something only where nothing contradicts it, and a name that is merely
near needs a witness: the same chairperson or the same founding day.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from ingest.submissions.reading import RegisterRow
from ingest.submissions.register.tax_code import read_tax_code
from ingest.submissions.register.words import tidy, words_of
from ingest.vietnamese.folding import fold, word_key

_FEWEST_DIGITS_OF_A_CODE = 9
_SHORTEST_NAME_WITH_SLIPS = 16
_MOST_SLIPS = 2
_SAME_ADDRESS = 85
_MOST_WITH_ONE_WITNESS = 20
"""A day on which more cooperatives were founded, or a name that stands for more chairpersons, witnesses nothing."""
_DAY_LENGTH = len("2015-03-15")
_KINDS_OF_PLACES = re.compile(
    r"\b(?:thon|xom|ap|ban|buon|khu pho|khu|to dan pho|tdp|to|duong|so nha|so|xa|phuong|thi tran|tt|huyen|quan|thi xa"
    r"|tx|thanh pho|tp|tinh)\b"
)
_NUMBERS = re.compile(r"\d+")
_WORD = re.compile(r"\w+")
_ENTITY = re.compile(r"^hop tac xa\s+")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row that lists a cooperative of an earlier row again."""

    place: int
    """Its place among the rows."""
    first_place: int
    by_tax_code: bool


class _Identity(NamedTuple):
    """What tells a cooperative from another."""

    name: str
    name_key: str
    """The name's words, abbreviations written out, without "hợp tác xã"."""
    words: tuple[str, ...]
    """The same words in alphabetical order."""
    numbers: tuple[str, ...]
    """The numbers in the name: "Bình Minh 2" is never "Bình Minh 3"."""
    code: str | None
    is_right_code: bool
    chairperson: str
    founding_day: str
    place_words: str

    def witnesses(self) -> Iterator[tuple[str, str]]:
        """What two rows of one cooperative share besides its name."""
        if self.chairperson:
            yield "chairperson", self.chairperson
        if self.founding_day:
            yield "founding_day", self.founding_day

    def contradicts(self, other: "_Identity") -> bool:
        """Whether two right tax codes, two founding days or two addresses tell them apart."""
        if self.is_right_code and other.is_right_code and self.code != other.code:
            return True
        if self.founding_day and other.founding_day and self.founding_day != other.founding_day:
            return True
        places = self.place_words, other.place_words
        return all(places) and fuzz.token_set_ratio(*places) < _SAME_ADDRESS

    def has_same_name(self, other: "_Identity") -> bool:
        """The same words; where their tones differ, or only one of them is known to be it, a witness is needed."""
        if not self.name_key or self.name_key != other.name_key:
            return False
        return _agree_in_tones(self.name, other.name) or self._shares_witness(other)

    def is_near(self, other: "_Identity") -> bool:
        """The same words in another order, or a slip of the keyboard or two in a long name."""
        if not self.name_key or self.numbers != other.numbers:
            return False
        lengths = len(self.name_key), len(other.name_key)
        if abs(lengths[0] - lengths[1]) > _MOST_SLIPS:
            return False
        if self.words == other.words:
            return True
        slips = OSA.distance(self.name_key, other.name_key, score_cutoff=_MOST_SLIPS)
        return max(lengths) >= _SHORTEST_NAME_WITH_SLIPS and slips <= _MOST_SLIPS

    def _shares_witness(self, other: "_Identity") -> bool:
        return not set(self.witnesses()).isdisjoint(other.witnesses())


def find_duplicates(rows: Sequence[RegisterRow]) -> Iterator[Duplicate]:
    """The rows whose cooperative stands in an earlier one, in order."""
    known = [_identity(row) for row in rows]
    by_code: dict[str, int] = {}
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    by_witness: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for place, one in enumerate(known):
        first = by_code.get(one.code) if one.code else None
        if first is not None:
            yield Duplicate(place, first, by_tax_code=True)
            continue
        first = _first_of_that_name(known, one, by_name[one.name_key])
        if first is None:
            first = _first_near(known, one, {other for seen in one.witnesses() for other in by_witness[seen]})
        if first is not None:
            yield Duplicate(place, first, by_tax_code=False)
        if one.code:
            by_code[one.code] = place if first is None else first
        by_name[one.name_key].append(place)
        for seen in one.witnesses():
            if len(by_witness[seen]) < _MOST_WITH_ONE_WITNESS:
                by_witness[seen].append(place)


def _first_of_that_name(known: Sequence[_Identity], one: _Identity, others: Iterable[int]) -> int | None:
    return next(
        (place for place in others if one.has_same_name(known[place]) and not one.contradicts(known[place])), None
    )


def _first_near(known: Sequence[_Identity], one: _Identity, others: Iterable[int]) -> int | None:
    """The first of those that share a witness with nearly the same name."""
    near = (place for place in sorted(others) if one.is_near(known[place]))
    return next((place for place in near if not one.contradicts(known[place])), None)


def _identity(row: RegisterRow) -> _Identity:
    name, code = row.text("name") or "", row.text("tax_code")
    digits = set(code or "") - set("- .")
    is_code = code is not None and sum(map(str.isdigit, code)) >= _FEWEST_DIGITS_OF_A_CODE and len(digits) > 1
    name_key = _ENTITY.sub("", words_of(name))
    chairperson = words_of(row.text("chairperson") or "")
    founded = row.text("founded_on") or ""
    return _Identity(
        name=name,
        name_key=name_key,
        words=tuple(sorted(name_key.split())),
        numbers=tuple(_NUMBERS.findall(name_key)),
        code=code if is_code else None,
        is_right_code=is_code and read_tax_code(code or "", stored_as_number=False).is_valid,
        chairperson=chairperson if " " in chairperson else "",
        founding_day=founded if len(founded) == _DAY_LENGTH else "",
        place_words=_place_words(row.text("address") or ""),
    )


def _agree_in_tones(left: str, right: str) -> bool:
    """Whether words of equal letters bear equal tones; a name typed without any mark agrees with all."""
    if tidy(left).isascii() or tidy(right).isascii():
        return True
    ours, theirs = _toned_words(left), _toned_words(right)
    return all(not ours[letters].isdisjoint(theirs[letters]) for letters in ours.keys() & theirs.keys())


@lru_cache(maxsize=8_192)
def _toned_words(name: str) -> Mapping[str, frozenset[str]]:
    """The words of a name by their bare letters, each with its tones as they stand there."""
    toned: defaultdict[str, set[str]] = defaultdict(set)
    for word in _WORD.findall(tidy(name).lower()):
        toned[fold(word)].add(word_key(word))
    return {letters: frozenset(words) for letters, words in toned.items()}


@lru_cache(maxsize=8_192)
def _place_words(address: str) -> str:
    """The names of an address without the kinds of places and house numbers."""
    bare = _KINDS_OF_PLACES.sub(" ", words_of(address))
    return " ".join(_NUMBERS.sub(" ", bare).split())
