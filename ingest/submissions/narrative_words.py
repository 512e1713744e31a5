"""The words of the narrative's headings (`vocabulary/narrative_heading*.csv`): which words begin which topic, and how.

Offices have always been asked for two topics, difficulties and proposals; a line that begins with their words opens
them (manner ``begins``). Of the two that offices write unasked, benefits to members and directions, the words are
common in any report, so that a line opens them only where it says nothing else (``whole``), or where it is a chapter
of the report besides (``chapter``: "Mục tiêu", "Giải pháp").
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, cast

from ingest.submissions.period import Period
from ingest.submissions.reading import NarrativeTopic
from ingest.vietnamese.folding import fold

Manner = Literal["begins", "whole", "chapter"]
UNASKED: frozenset[NarrativeTopic] = frozenset({"benefits", "directions"})
"""Topics that open a section only where nothing speaks against it."""

_NO_WORD = re.compile(r"[^a-z0-9]+")
_PLACE = re.compile(
    r"\btren dia ban (?:huyen|quan|thi xa|thi tran|thanh pho|tinh|xa|phuong)(?: [a-z]+){1,4}?"
    r"(?= (?:nam|den|giai doan|trong|6 thang)\b|$)"
)
_YEAR = re.compile(r"\b20\d\d\b")
_JOINING = frozenset({"va", "cua", "chinh", "chu", "yeu", "voi", "trong", "thoi", "gian", "toi", "qua"})


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words that a heading begins with; `names` must stand in it as well ("thành viên"). Both folded."""

    topic: NarrativeTopic
    words: str
    manner: Manner
    names: str


def plain_words(folded: str) -> str:
    """Folded text as words with one space between them."""
    return " ".join(_NO_WORD.sub(" ", folded).split())


def asked_topic(words: str) -> NarrativeTopic | None:
    """The asked topic that the words begin with."""
    return next((one.topic for one in _beginning_as(words, _asked_by_first_word())), None)


def is_whole_asked(words: str) -> bool:
    """Whether the words are nothing but words of the asked topics' headings."""
    return all(word in _asked_words() for word in words.split())


def asked_topics_named(words: str) -> frozenset[NarrativeTopic]:
    """The asked topics whose words stand anywhere in these."""
    padded = f" {words} "
    return frozenset(one.topic for one in _asked() if f" {one.words} " in padded)


def unasked_spelling(words: str) -> Spelling | None:
    """The spelling of a topic that is not asked for; none where the words name an asked topic too."""
    spelling = next((one for one in _beginning_as(words, _unasked_by_first_word()) if one.names in words), None)
    return None if spelling is None or asked_topics_named(words) else spelling


def is_whole_unasked(words: str, topic: NarrativeTopic) -> bool:
    """Whether the words are nothing but words of the topic's headings, years and a place."""
    known = _unasked_words(topic)
    return all(word in known or word.isdigit() for word in _PLACE.sub(" ", words).split())


def lies_ahead(words: str, period: Period | None) -> bool:
    """Whether directions of these words can be of the time after the period: "năm 2024" is over in the report of 2024.

    Without a year anything may be meant but the first half of a year, which is as often the one that has passed.
    """
    years = [int(year) for year in _YEAR.findall(words)]
    if "dau nam" in words:
        return period is not None and bool(years) and max(years) > period.year
    if period is None or not years:
        return True
    return max(years) > period.year or (max(years) == period.year and period.half == 1)


@lru_cache(maxsize=32_768)
def has_words_of_headings(text: str) -> bool:
    """A quick look before a slow one, with and without marks: every heading on a sheet holds one of these."""
    written = text.lower()
    return any(one in written for one in _quick_words())


def _beginning_as(words: str, by_first_word: Mapping[str, tuple[Spelling, ...]]) -> Iterator[Spelling]:
    padded = f"{words} "
    return (one for one in by_first_word.get(words.partition(" ")[0], ()) if padded.startswith(f"{one.words} "))


def _by_first_word(spellings: Iterable[Spelling]) -> Mapping[str, tuple[Spelling, ...]]:
    found: dict[str, list[Spelling]] = {}
    for one in spellings:
        found.setdefault(one.words.partition(" ")[0], []).append(one)
    return {word: tuple(those) for word, those in found.items()}


@lru_cache(maxsize=1)
def _spellings() -> tuple[Spelling, ...]:
    """All of them, the longest first."""
    found = [
        Spelling(
            cast(NarrativeTopic, row["topic"]),
            plain_words(fold(row["heading"])),
            cast(Manner, row["manner"]),
            fold(row["names"]),
        )
        for row in _rows("narrative_headings.csv")
    ]
    return tuple(sorted(found, key=lambda spelling: -len(spelling.words)))


@lru_cache(maxsize=1)
def _asked() -> tuple[Spelling, ...]:
    return tuple(one for one in _spellings() if one.topic not in UNASKED)


@lru_cache(maxsize=1)
def _asked_by_first_word() -> Mapping[str, tuple[Spelling, ...]]:
    return _by_first_word(_asked())


@lru_cache(maxsize=1)
def _unasked_by_first_word() -> Mapping[str, tuple[Spelling, ...]]:
    return _by_first_word(_unasked())


@lru_cache(maxsize=1)
def _unasked() -> tuple[Spelling, ...]:
    return tuple(one for one in _spellings() if one.topic in UNASKED)


@lru_cache(maxsize=1)
def _asked_words() -> frozenset[str]:
    return _each_word(one.words for one in _asked()) | _JOINING


@lru_cache(maxsize=len(UNASKED))
def _unasked_words(topic: NarrativeTopic) -> frozenset[str]:
    headings = _each_word(one.words for one in _unasked() if one.topic == topic)
    return headings | _each_word(
        plain_words(fold(row["words"])) for row in _rows("narrative_heading_words.csv") if row["topic"] == topic
    )


@lru_cache(maxsize=1)
def _quick_words() -> tuple[str, ...]:
    """The shortest headings of those that can open on a sheet by themselves: a chapter follows another heading."""
    headings = [row["heading"].lower() for row in _rows("narrative_headings.csv") if row["manner"] != "chapter"]
    shortest = [one for one in headings if not any(other != one and other in one for other in headings)]
    return tuple(dict.fromkeys(form for one in shortest for form in (one, fold(one))))


def _each_word(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in phrase.split())


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("ingest.submissions").joinpath("vocabulary", name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())
