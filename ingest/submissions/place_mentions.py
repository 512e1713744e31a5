"""Places that a line names, with their kind: "UBND huyện Vũ Thư - tỉnh Thái Bình", "H. Can Lộc", "TX Điện Bàn".

A line with Vietnamese marks has its kinds spelt with marks: "tình hình" is no "tỉnh", "phương hướng" no "phường".
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ingest.submissions.places import Area, Places, place_key
from ingest.vietnamese.folding import fold, normalise, word_key

_TOKEN = re.compile(r"[^\W_]+(?:['’`´][^\W_]+)*|[^\s\w]|_")
_NUMBERED = re.compile(r"([qp])0?(\d{1,2})")
_HARD_STOPS = frozenset(',;:()[]{}+|"“”')
_TWO_WORD_KINDS = frozenset({"thanh pho", "thi xa", "thi tran", "dac khu"})
_ONE_WORD_KINDS = {"tinh": "tỉnh", "huyen": "huyện", "quan": "quận", "xa": "xã", "phuong": "phường"}
_ABBREVIATIONS = {"tp": "thanh pho", "tx": "thi xa"}
_DOTTED = {"h": "huyen", "q": "quan", "x": "xa", "p": "phuong", "tt": "thi tran", "t": "tinh"}
_MOST_NAME_WORDS = 7
_SHORTEST_MISTYPED = 6
_HAS_KIND = re.compile(
    r"(?<!tac )\bxa\b(?! hoi)|\b(?:tinh|huyen|quan|phuong|thanh pho|thi xa|thi tran|dac khu|tx|tp[a-z]*)\b"
    r"|\b(?:[hqxpt]|tt)\s?\.|\b[qp]\d"
)
"""A quick look before a slow one: most lines name no place."""
_OFFICE_BEFORE = re.compile(
    r"(?:\bubnd|\buy ban nhan dan|\bhdnd|\bhoi dong nhan dan|\bphong [a-z&, -]+"
    r"|\b(?:ten )?(?:don vi|co quan|dia phuong)(?: bao cao| lap| gui| lap bieu)?\s*:?)\s*$"
)
_SAME_LEVEL = {
    "huyen": ("thi xa", "thanh pho", "quan"),
    "thi xa": ("thanh pho", "quan", "huyen"),
    "thanh pho": ("thi xa", "quan"),
    "xa": ("thi tran", "phuong"),
    "thi tran": ("phuong", "xa"),
    "phuong": ("xa", "thi tran"),
}
_OTHER_XA = frozenset({"tac", "thi", "lang", "tong"})
"""Words before "xã" with which it is no commune: hợp tác xã, thị xã, làng xã."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place as one line names it: all areas that ever bore the name, of whatever time and province."""

    kind: str
    areas: tuple[Area, ...]
    printed: str
    is_office: bool
    """Whether the line speaks of the place's office: "UBND huyện …", "Đơn vị báo cáo: …", or the line is the name."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    folded: str


@lru_cache(maxsize=4096)
def mentions(line: str, places: Places) -> tuple[Mention, ...]:
    """The places of a line from left to right, each by its longest known name.

    The name of an office may have one typing error where exactly one name of the kind is that near.
    """
    return tuple(_mentions(line, places)) if _HAS_KIND.search(fold(line)) else ()


def bare_places(text: str, places: Places, kinds: tuple[str, ...]) -> Iterator[Area]:
    """The places whose name alone stands in a text, of the given kinds: "Liên minh HTX Đồng Tháp"."""
    words = [word for word in _words(text) if word.folded not in {".", "-", "–"}]
    start = 0
    while start < len(words):
        for length in range(min(_MOST_NAME_WORDS, len(words) - start), 0, -1):
            key = _key([word.folded for word in words[start : start + length]])
            found = [area for kind in kinds for area in places.of_kind(kind).with_key(kind, key)]
            if found and not key.isdigit():
                yield from found
                start += length - 1
                break
        start += 1


def _mentions(line: str, places: Places) -> Iterator[Mention]:
    text = normalise(line)
    is_marked = any(ord(letter) > 127 for letter in text if letter.isalpha())
    words = _words(text)
    place = 0
    while place < len(words):
        found = _kind_at(words, place, is_marked)
        if found is None:
            place += 1
            continue
        kind, start = found
        is_office = _is_office(words, place)
        named = _name_at(words, start, kind, places)
        if named is None and (is_office or place == 0):
            named = _mistyped(words, start, kind, places)
        if named is None:
            place += 1
            continue
        areas, end = named
        is_office = is_office or _is_alone(words, place, end)
        yield Mention(kind, areas, " ".join(word.text for word in words[start:end]), is_office)
        place = end


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[_Word, ...]:
    return tuple(_Word(found, fold(found)) for found in _split_numbered(_TOKEN.findall(normalise(text))))


def _split_numbered(tokens: list[str]) -> Iterator[str]:
    """ "Q1" is two words, "TPHCM" is three."""
    for token in tokens:
        low = token.lower()
        if match := _NUMBERED.fullmatch(low):
            yield from (f"{match[1]}", ".", match[2])
        elif low == "tphcm":
            yield from ("TP", ".", "HCM")
        else:
            yield token


def _kind_at(words: tuple[_Word, ...], place: int, is_marked: bool) -> tuple[str, int] | None:
    """The kind of place that stands here, and where its name begins."""
    word = words[place]
    following = words[place + 1] if place + 1 < len(words) else _Word("", "")
    pair = f"{word.folded} {following.folded}"
    if pair in _TWO_WORD_KINDS:
        return pair, _after_dots(words, place + 2)
    if proper := _ONE_WORD_KINDS.get(word.folded):
        if is_marked and word.folded != "huyen" and word_key(word.text) != word_key(proper):
            return None
        if word.folded == "xa" and place and words[place - 1].folded in _OTHER_XA:
            return None
        return word.folded, _after_dots(words, place + 1)
    if kind := _ABBREVIATIONS.get(word.folded):
        return kind, _after_dots(words, place + 1)
    if following.folded == "." and (kind := _DOTTED.get(word.folded)):
        return kind, place + 2
    return None


def _after_dots(words: tuple[_Word, ...], place: int) -> int:
    while place < len(words) and words[place].folded in {".", "-", "–"}:
        place += 1
    return place


def _name_at(words: tuple[_Word, ...], start: int, kind: str, places: Places) -> tuple[tuple[Area, ...], int] | None:
    """The longest known name that begins here, with the place after it.

    A place that was raised (huyện to thị xã, xã to thị trấn) is held under its last kind: only where no place of the
    printed kind has the name, one of another kind and the same level is taken.
    """
    areas = places.of_kind(kind)
    names = list(_possible_names(words, start))
    for kinds in ((kind,), _SAME_LEVEL.get(kind, ())):
        for key, end in names:
            found = tuple(area for one in kinds for area in areas.with_key(one, key))
            if kinds != (kind,):
                found = tuple(area for area in found if area.level != "province" and not key.isdigit())
            if found:
                return found, end
    return None


def _possible_names(words: tuple[_Word, ...], start: int) -> Iterator[tuple[str, int]]:
    """The keys of the words that begin here, the longest first, each with the place after its last word."""
    ends: list[int] = []
    for place in range(start, len(words)):
        if words[place].folded in _HARD_STOPS or len(ends) == _MOST_NAME_WORDS:
            break
        if words[place].folded[:1].isalnum():
            ends.append(place + 1)
    for end in reversed(ends):
        yield _key([word.folded for word in words[start:end]]), end


def _mistyped(words: tuple[_Word, ...], start: int, kind: str, places: Places) -> tuple[tuple[Area, ...], int] | None:
    """The one name of the kind that is a single slip of the keyboard away from the words here."""
    areas = places.of_kind(kind)
    for key, end in _possible_names(words, start):
        if len(key) < _SHORTEST_MISTYPED or any(letter.isdigit() for letter in key):
            continue
        near = process.extract(key, areas.keys_of_kind(kind), scorer=OSA.distance, score_cutoff=1, limit=2)
        if len(near) == 1:
            return areas.with_key(kind, near[0][0]), end
    return None


def _is_office(words: tuple[_Word, ...], start: int) -> bool:
    """Whether the words before a place speak of its office."""
    before = " ".join(word.folded for word in words[:start] if word.folded not in {".", "-", "–", "*"})
    return bool(_OFFICE_BEFORE.search(before.replace(" : ", ": ")))


def _is_alone(words: tuple[_Word, ...], start: int, end: int) -> bool:
    """Whether a line is the place's name, and at most another place behind a hyphen or comma."""
    return start == 0 and (end == len(words) or not words[end].folded[:1].isalnum())


def _key(folded: list[str]) -> str:
    key = place_key("", " ".join(folded))[1]
    return _spellings().get(key, key)


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    text = files("ingest.submissions").joinpath("vocabulary", "place_spellings.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {place_key("", row["spelling"])[1]: place_key("", row["name"])[1] for row in rows}
