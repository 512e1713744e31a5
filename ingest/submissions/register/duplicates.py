"""Cooperatives that stand in a register twice, under one tax code or under two spellings of a name.

A wrong finding here would accuse two neighbours of being one: names of cooperatives often differ by one number,
one tone or the commune. So a name proves something only where nothing contradicts it, and a name that is merely
near needs a witness: the same chairperson or the same founding date.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from ingest.submissions.reading import RegisterRow
from ingest.submissions.register.tax_code import has_right_check_digit
from ingest.submissions.register.words import words_of
from ingest.vietnamese.folding import fold, normalise, word_key

_DIGITS_OF_A_CODE = 9
_SHORTEST_NAME_WITH_SLIPS = 16
_MOST_SLIPS = 2
_SAME_ADDRESS = 85
_KINDS_OF_PLACES = re.compile(
    r"\b(?:thon|xom|ap|ban|buon|khu pho|khu|to dan pho|tdp|to|duong|so|xa|phuong|thi tran|tt|huyen|quan|thi xa|tx"
    r"|thanh pho|tp|tinh|so nha)\b"
)
_NUMBERS = re.compile(r"\d+")
_ENTITY = re.compile(r"^(?:hop tac xa|htx)\s+")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row that lists a cooperative of an earlier row again."""

    place: int
    """Its place among the rows."""
    first_place: int
    by_tax_code: bool


def find_duplicates(rows: Sequence[RegisterRow]) -> Iterator[Duplicate]:
    """The rows whose cooperative stands in an earlier one, in order."""
    by_code: dict[str, int] = {}
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    by_witness: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        code = _code(row)
        if code is not None and code in by_code:
            yield Duplicate(place, by_code[code], by_tax_code=True)
            continue
        first = _first_of_that_name(rows, place, by_name[_name_key(row)])
        if first is None:
            first = _first_near(rows, place, (other for seen in _witnesses(row) for other in by_witness[seen]))
        if first is not None:
            yield Duplicate(place, first, by_tax_code=False)
        if code is not None:
            by_code.setdefault(code, place if first is None else first)
        by_name[_name_key(row)].append(place)
        for seen in _witnesses(row):
            by_witness[seen].append(place)


def _first_of_that_name(rows: Sequence[RegisterRow], place: int, others: Iterable[int]) -> int | None:
    """The first row with the same name, letter by letter but for tones that one of them does not write."""
    row = rows[place]
    if not _name_key(row):
        return None
    for other in others:
        if _contradict(row, rows[other]):
            continue
        if _is_same_spelling(row.text("name") or "", rows[other].text("name") or "") or _share_witness(row, rows[other]):
            return other
    return None


def _first_near(rows: Sequence[RegisterRow], place: int, others: Iterable[int]) -> int | None:
    """The first row with nearly the same name and a witness that both are one."""
    row = rows[place]
    name = _name_key(row)
    for other in sorted(set(others)):
        if not _contradict(row, rows[other]) and _is_near(name, _name_key(rows[other])):
            return other
    return None


def _code(row: RegisterRow) -> str | None:
    text = row.text("tax_code") or ""
    digits = re.sub(r"\D", "", text)
    return text if len(digits) >= _DIGITS_OF_A_CODE and len(set(digits)) > 1 else None


def _is_right_code(text: str | None) -> bool:
    return text is not None and text[:10].isascii() and text[:10].isdigit() and has_right_check_digit(text[:10])


@lru_cache(maxsize=8_192)
def _key_of_name(name: str) -> str:
    return _ENTITY.sub("", words_of(name))


def _name_key(row: RegisterRow) -> str:
    return _key_of_name(row.text("name") or "")


@lru_cache(maxsize=8_192)
def _toned_words(name: str) -> tuple[str, ...]:
    return tuple(word_key(word) for word in re.findall(r"\w+", normalise(name).lower()))


def _is_same_spelling(left: str, right: str) -> bool:
    """Whether names of equal letters agree in their tones too, as far as both write them."""
    if normalise(left).isascii() or normalise(right).isascii():
        return True
    ours, theirs = set(_toned_words(left)), set(_toned_words(right))
    return {fold(word) for word in ours - theirs}.isdisjoint(fold(word) for word in theirs - ours)


def _is_near(left: str, right: str) -> bool:
    """The same words in another order, or a slip of the keyboard or two in a long name; numbers never differ."""
    if not left or not right or _NUMBERS.findall(left) != _NUMBERS.findall(right):
        return False
    if sorted(left.split()) == sorted(right.split()):
        return True
    longest = max(len(left), len(right))
    return longest >= _SHORTEST_NAME_WITH_SLIPS and OSA.distance(left, right, score_cutoff=_MOST_SLIPS) <= _MOST_SLIPS


def _witnesses(row: RegisterRow) -> Iterator[tuple[str, str]]:
    """What two rows of one cooperative share besides its name: the chairperson, the day it was founded."""
    chairperson = fold(row.text("chairperson") or "")
    if " " in chairperson:
        yield "chairperson", chairperson
    founded = row.text("founded_on") or ""
    if len(founded) == len("2015-03-15"):
        yield "founded_on", founded


def _share_witness(left: RegisterRow, right: RegisterRow) -> bool:
    return not set(_witnesses(left)).isdisjoint(_witnesses(right))


def _contradict(left: RegisterRow, right: RegisterRow) -> bool:
    """Whether two right tax codes, two addresses or two founding days tell the rows apart."""
    codes = left.text("tax_code"), right.text("tax_code")
    if codes[0] != codes[1] and all(_is_right_code(code) for code in codes):
        return True
    days = [row.text("founded_on") or "" for row in (left, right)]
    if days[0] != days[1] and all(len(day) == len("2015-03-15") for day in days):
        return True
    places = [_place_words(row.text("address") or "") for row in (left, right)]
    return all(places) and fuzz.token_set_ratio(*places) < _SAME_ADDRESS


@lru_cache(maxsize=8_192)
def _place_words(address: str) -> str:
    """The names of an address without the kinds of places and house numbers."""
    bare = _KINDS_OF_PLACES.sub(" ", words_of(address))
    return " ".join(_NUMBERS.sub(" ", bare).split())
