"""Headings of a report's text: their topic where it is one that we ask for, and their rank by numbering."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import cast

from ingest.submissions.reading import NarrativeTopic
from ingest.vietnamese.folding import fold, normalise

_LONGEST_HEADING = 120
_NUMBERING = re.compile(
    r"\s*(?:(?P<part>phan\s+(?:thu\s+)?[a-z0-9]+\b[.:)]?)|(?P<roman>[ivx]+)\s*[.)/-]|(?P<letter>[a-dh-z])\s*[.)]"
    r"|(?P<arabic>\d+(?:\.\d+)*)\s*[.)/-]?(?=\s)|(?P<dash>[-+*•–—]))\s*"
)
_CAPITAL_LETTER = re.compile(r"\s*[A-H]\s*[.)]")
_ALONE = re.compile(r"[a-z &,;/()]*")
_END = re.compile(
    r"(?:noi nhan|tm\.|kt\.|t/m|tren day la|nguoi lap|thu truong|chu tich|pho chu tich|giam doc|phu luc|bieu so)\b"
)
_DASH_RANK = 9


@dataclass(frozen=True, slots=True)
class Heading:
    """What a line is as a heading; a rank of None has no numbering, and a smaller rank is a higher level."""

    topic: NarrativeTopic | None
    rank: int | None
    number: int | None
    """The place in its list, where it is numbered with digits."""
    text_after: bool
    """Whether text follows on the line itself: "Kiến nghị: đề nghị UBND tỉnh hỗ trợ vốn"."""


def read_heading_line(text: str, *, is_heading: bool = False) -> Heading | None:
    """The line as a heading, or None for a paragraph. `is_heading` is what the document's own format says."""
    printed = normalise(text).strip()
    folded = fold(printed)
    rank, number, body = _numbering(printed, folded)
    title, _, rest = body.partition(":")
    topic = _topic(title)
    is_short = len(title) <= _LONGEST_HEADING
    if topic is not None and is_short:
        is_whole = _is_whole_heading(title)
        if is_whole or is_heading or (rank is not None and rank < _DASH_RANK and not rest.strip()):
            return Heading(topic, rank, number, bool(rest.strip()))
    if is_heading and len(body) <= _LONGEST_HEADING:
        return Heading(None, rank, number, False)
    if rank is not None and rank < _DASH_RANK and len(body) <= _LONGEST_HEADING and not body.endswith((".", ";")):
        return Heading(None, rank, number, False)
    return None


def ends_text(text: str) -> bool:
    """Whether the line begins a signature, the list of recipients or an annex."""
    return bool(_END.match(fold(text)))


def has_heading_words(texts: Iterable[str]) -> bool:
    """A quick look before a slow one: whether any text holds a heading's words at all."""
    return any(map(_has_heading_words, texts))


@lru_cache(maxsize=32_768)
def _has_heading_words(text: str) -> bool:
    words = text.lower()
    return any(one in words for one in _quick_words())


def names_both_topics(text: str) -> bool:
    """Whether a line is the title of all of them: "KHÓ KHĂN, VƯỚNG MẮC VÀ KIẾN NGHỊ, ĐỀ XUẤT"."""
    title = fold(text)
    if len(title) > _LONGEST_HEADING or not any(joint in title for joint in (" va ", ",", "-")):
        return False
    words = f" {' '.join(re.sub(r'[^a-z0-9]+', ' ', title).split())} "
    return len({topic for spelling, topic in _spellings() if f" {spelling} " in words}) > 1


def _numbering(printed: str, folded: str) -> tuple[int | None, int | None, str]:
    """Rank and number of a line's outline, and its folded words without it."""
    match = _NUMBERING.match(folded)
    if match is None:
        return (1, None, folded[2:].strip()) if _CAPITAL_LETTER.match(printed) else (None, None, folded)
    body = folded[match.end() :]
    if match["part"]:
        return 0, None, body
    if _CAPITAL_LETTER.match(printed):
        return 1, None, body
    if match["roman"]:
        return 2, None, body
    if match["arabic"]:
        parts = match["arabic"].split(".")
        return 2 + len(parts), int(parts[-1]), body
    return (7 if match["letter"] else _DASH_RANK), None, body


def _topic(title: str) -> NarrativeTopic | None:
    """The topic of a heading's words: the first spelling of ours that they begin with."""
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", title).split())
    for spelling, topic in _spellings():
        if words == spelling or words.startswith(f"{spelling} "):
            return topic
    return None


def _is_whole_heading(title: str) -> bool:
    """Whether the words are nothing but headings' words: "khó khăn, vướng mắc và nguyên nhân"."""
    words = re.sub(r"[^a-z0-9]+", " ", title).split()
    return bool(_ALONE.fullmatch(title)) and all(word in _heading_words() for word in words)


@lru_cache(maxsize=1)
def _spellings() -> tuple[tuple[str, NarrativeTopic], ...]:
    text = files("ingest.submissions").joinpath("vocabulary", "narrative_headings.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    found = [
        (" ".join(re.sub(r"[^a-z0-9]+", " ", fold(row["heading"])).split()), cast(NarrativeTopic, row["topic"]))
        for row in rows
    ]
    return tuple(sorted(found, key=lambda spelling: -len(spelling[0])))


@lru_cache(maxsize=1)
def _quick_words() -> tuple[str, ...]:
    """The shortest spellings with and without marks: every heading of ours holds one of them."""
    text = files("ingest.submissions").joinpath("vocabulary", "narrative_headings.csv").read_text(encoding="utf-8")
    headings = [row["heading"].lower() for row in csv.DictReader(text.splitlines())]
    shortest = [one for one in headings if not any(other != one and other in one for other in headings)]
    return tuple(dict.fromkeys(form for one in shortest for form in (one, fold(one))))


@lru_cache(maxsize=1)
def _heading_words() -> frozenset[str]:
    joining = {"va", "cua", "chinh", "chu", "yeu", "voi", "trong", "thoi", "gian", "toi", "qua"}
    return frozenset(word for spelling, _ in _spellings() for word in spelling.split()) | joining
