"""What the words over a column say: plan, actual or estimate, of which year, of six months or all of it.

A title is a list of fragments, the header cells over a column from top to bottom; the lowest one that says
something decides, the ones above add the year or the half. Words are data (`column_words.csv`).
"""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from ingest.vietnamese.folding import fold

Role = Literal["outline", "label", "unit", "note", "plan", "estimate", "half", "actual", "current", "figure"]
VALUE_ROLES = frozenset({"plan", "estimate", "half", "actual", "current", "figure"})

Strength = Literal[0, 1, 2, 3]
"""How surely a title means its column: 3 said outright, 2 with another word, 1 by a date, 0 by a bare word."""

_LONGEST_TITLE = 120
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_SHORT_YEAR = re.compile(r"(?:(?<![a-z])(?:th|kh|uth|uoc th|uoc|nam|6t|06t|thang)|['/-]) ?['’./-]?(2\d)(?!\d|[/.]\d)")
_DATE = re.compile(r"(?:ngay )?(?<!\d)(\d{1,2})(?:[/.-]| thang )(\d{1,2})(?:[/.-]| nam )((?:19|20)\d{2})(?!\d)")
_ISO_DATE = re.compile(r"((?:19|20)\d{2})-(\d{2})-(\d{2})(?:t[\d:.]*)?")
_MONTH = re.compile(r"(?:thang |het t|den t)(\d{1,2})[/-]((?:19|20)\d{2})|(?<![\d/])(\d{1,2})/((?:19|20)\d{2})(?!\d)")
_DAY = re.compile(r"(?:den|ngay|het) (?:ngay )?(\d{1,2})[/.-](\d{1,2})(?![/.\d-])")
_SPAN = re.compile(r"(?:19|20)\d{2} ?(?:-|–|—|den) ?(?:nam )?(?:19|20)\d{2}")
_RATIO = re.compile(
    r"(?:th|kh|uoc|uth|thuc hien|6t|nam)(?: (?:6t|th|kh|nam))? ?/ ?(?:th|kh|uoc|uth|thuc hien|ke hoach)(?![a-z])"
)
_HALF_DATES = {(30, 6), (14, 6), (15, 6)}


@dataclass(frozen=True, slots=True)
class ColumnTitle:
    """The role of a column and the year it names: `year` outright, or `offset` years from the report's own."""

    role: Role | None
    year: int | None
    offset: int | None = None
    strength: Strength = 3
    is_estimate: bool = False
    """Whether figures of six months are said to be estimated ("Ước thực hiện 6 tháng")."""
    words: str = ""
    """The folded words, fragments joined."""
    is_other: bool = False
    """Whether it is a comparison, another span of time, or a part of the figures only."""
    is_split: bool = False
    """Whether the lowest words say nothing of the kind ("Xã An Phú"), and those above them all."""


@dataclass(frozen=True, slots=True)
class _Fragment:
    role: Literal["plan", "estimate", "expected", "actual", "current", "figure"] | None
    has_half: bool
    has_full_year: bool
    is_other: bool
    """A comparison, another span of time, or a part of the figures only."""
    year: int | None
    offset: int | None
    dated: tuple[int, int] | None
    """(month, 1 where it ends the half or the year else 0) of a day up to which is counted."""
    is_cumulative: bool


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    text = files("ingest.submissions").joinpath("vocabulary", "column_words.csv").read_text(encoding="utf-8")
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in csv.DictReader(text.splitlines()):
        found[line["kind"]].extend(line["words"].split("|"))
    return dict(found)


@lru_cache(maxsize=32)
def _pattern(kind: str) -> re.Pattern[str]:
    """The words of a kind, the longest first; digits may touch letters ("kh2024", "th6t")."""
    return re.compile("|".join(_bounded(word) for word in sorted(_words()[kind], key=len, reverse=True)))


def _bounded(word: str) -> str:
    before = r"(?<!\d)" if word[0].isdigit() else r"(?<![a-z])" if word[0].isalpha() else ""
    after = r"(?![a-z])" if word[-1].isalnum() else ""
    return f"{before}{re.escape(word)}{after}"


@lru_cache(maxsize=8)
def _whole(kind: str) -> frozenset[str]:
    return frozenset(_words()[kind])


@lru_cache(maxsize=8192)
def title_kind(text: str) -> Literal["outline", "label", "unit", "note"] | None:
    """What a cell is that stands over labels, units, outline numbers or notes."""
    words = " ".join(fold(text).replace(",", " ").strip(" :.()*").split())
    if words in _whole("label_title"):
        return "label"
    if words in _whole("unit_title"):
        return "unit"
    if words in _whole("outline_title"):
        return "outline"
    if any(words.startswith(word) for word in _whole("note_title")):
        return "note"
    first = words.split("(", 1)[0].strip()
    if first != words and first in _whole("unit_title"):
        return "unit"
    if first != words and first in _whole("label_title"):
        return "label"
    return None


@lru_cache(maxsize=8192)
def read_title(*fragments: str) -> ColumnTitle:
    """The meaning of the header cells over a column, from top to bottom."""
    words = " ".join(fold(fragment) for fragment in fragments)
    for fragment in reversed(fragments):
        if kind := title_kind(fragment):
            return ColumnTitle(kind, None, words=words)
    read = [_fragment(fragment) for fragment in fragments]
    if len(words) > _LONGEST_TITLE or any(fragment.is_other for fragment in read):
        return ColumnTitle(None, _year(read), words=words, is_other=True)
    title = _combined(read, words)
    return replace(title, is_split=True) if len(read) > 1 and _says_nothing(read[-1]) else title


def _says_nothing(fragment: _Fragment) -> bool:
    is_timed = fragment.has_half or fragment.has_full_year or fragment.is_cumulative or fragment.dated is not None
    return fragment.role is None and fragment.year is None and fragment.offset is None and not is_timed


def _combined(read: list[_Fragment], words: str) -> ColumnTitle:
    year = _year(read)
    offset = next((fragment.offset for fragment in reversed(read) if fragment.offset is not None), None)
    role = next((f.role for f in reversed(read) if f.role not in {None, "figure"}), None)
    is_weak = role is None and any(f.role == "figure" for f in read)
    half = any(fragment.has_half for fragment in read)
    full_year = any(fragment.has_full_year for fragment in read)
    dated = next((fragment.dated for fragment in reversed(read) if fragment.dated is not None), None)
    strength: Strength = 3
    if half and full_year:
        # "Ước thực hiện" over "6 tháng" and "Cả năm": the lowest of the two counts
        half = next(f.has_half for f in reversed(read) if f.has_half or f.has_full_year)
    if dated is not None and not half and role in {None, "actual", "estimate", "current"}:
        month, is_end = dated
        if month in {5, 6}:
            half, strength = True, 2 if is_end and month == 6 else 1
        elif not (month == 12 and is_end):
            strength = 1
    if half and role == "plan":
        return ColumnTitle(None, year, offset, words=words)
    if half:
        is_estimate = role in {"estimate", "expected"}
        if is_estimate and strength == 3:
            strength = 2
        if any(f.is_cumulative for f in read) and strength == 3:
            strength = 2
        return ColumnTitle("half", year, offset, strength, is_estimate, words)
    if any(f.is_cumulative for f in read) and year is None:
        return ColumnTitle(None, None, words=words)
    match role:
        case "plan" | "actual" | "estimate" | "current":
            return ColumnTitle(role, year, offset, strength, words=words)
        case "expected":
            return ColumnTitle("estimate" if full_year else "plan", year, offset, 2, words=words)
    if full_year:
        return ColumnTitle("estimate", year, offset, 2, words=words)
    if year is not None or offset is not None:
        return ColumnTitle("actual", year, offset, 2 if strength == 3 else strength, words=words)
    return ColumnTitle("figure" if is_weak else None, None, strength=0, words=words)


def _year(read: list[_Fragment]) -> int | None:
    return next((fragment.year for fragment in reversed(read) if fragment.year is not None), None)


@lru_cache(maxsize=8192)
def _fragment(text: str) -> _Fragment:
    words = fold(text)
    if iso := _ISO_DATE.fullmatch(words):
        month = int(iso[2])
        return _Fragment(None, False, False, False, int(iso[1]), None, (month, int(month in {6, 12})), False)
    dates = [(int(day), int(month), int(year)) for day, month, year in _DATE.findall(words)]
    rest = _DATE.sub(" ", words)
    dated: tuple[int, int] | None = None
    years = {int(year) for year in _YEAR.findall(rest)}
    if dates:
        day, month, year = dates[-1]
        dated = (month, int((day, month) in _HALF_DATES or (day, month) == (31, 12)))
        years = years or {year}
    elif match := _MONTH.search(rest):
        month = int(match[1] or match[3])
        dated = (month, int(month in {6, 12}))
    elif match := _DAY.search(rest):
        day, month = int(match[1]), int(match[2])
        dated = (month, int((day, month) in _HALF_DATES or (day, month) == (31, 12)))
    if not years and (short := _SHORT_YEAR.search(rest)):
        years = {2000 + int(short[1])}
    if dated is not None and not 1 <= dated[0] <= 12:
        dated = None
    return _Fragment(
        role=_first_role(rest),
        has_half=bool(_pattern("half").search(rest)),
        has_full_year=bool(_pattern("full_year").search(rest)),
        is_other=_is_other(rest) or len(years) > 1,
        year=next(iter(years)) if len(years) == 1 else None,
        offset=_offset(rest),
        dated=dated,
        is_cumulative=bool(_pattern("cumulative").search(rest)),
    )


def _is_other(words: str) -> bool:
    kinds = ("comparison", "other_span", "part_only")
    return bool(_SPAN.search(words) or _RATIO.search(words)) or any(_pattern(kind).search(words) for kind in kinds)


def _offset(words: str) -> int | None:
    for kind, offset in (("last_year", -1), ("next_year", 1), ("this_year", 0)):
        if _pattern(kind).search(words):
            return offset
    return None


_NAMES_OF_YEARS = re.compile(r"nam ke hoach|nam tiep theo|(?:thuc hien|th) (?:trong ky)")


def _first_role(words: str) -> Literal["plan", "estimate", "expected", "actual", "current", "figure"] | None:
    """The role whose word stands first: "ước thực hiện kế hoạch" is an estimate, "kế hoạch thực hiện" a plan."""
    words = _NAMES_OF_YEARS.sub(" ", words) if "ke hoach giao" not in words else words
    found: list[tuple[int, int, Literal["plan", "estimate", "expected", "actual", "current"]]] = []
    kinds: tuple[Literal["plan", "estimate", "expected", "actual", "current"], ...] = (
        "estimate",
        "expected",
        "plan",
        "actual",
        "current",
    )
    for rank, kind in enumerate(kinds):
        if match := _pattern(kind).search(words):
            found.append((match.start(), rank, kind))
    if found:
        return min(found)[2]
    return "figure" if _pattern("figure").search(words) else None
