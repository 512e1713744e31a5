"""Headings of a report's text: their topic where it is one of ours, and their rank by numbering."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.submissions.narrative_words import (
    Manner,
    asked_topic,
    asked_topics_named,
    has_words_of_headings,
    is_whole_asked,
    is_whole_unasked,
    lies_ahead,
    plain_words,
    unasked_spelling,
)
from ingest.submissions.period import Period
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
    manner: Manner = "begins"
    is_whole: bool = True
    """Whether the line says nothing but its topic."""
    otherwise: "Heading | None" = None
    """What the line is where it stands at a place that opens no topic that is not asked for."""


def read_heading_line(text: str, *, is_heading: bool = False, period: Period | None = None) -> Heading | None:
    """The line as a heading, or None for a paragraph. `is_heading` is what the document's own format says.

    `period` is the report's: a heading of directions that names a time that is over by then is none of ours.
    """
    printed = normalise(text).strip()
    line = _Line(printed, is_heading)
    return line.asked() or line.unasked(period) or line.of_another_matter()


class _Line:
    """A line taken apart: its numbering, its title before a colon and what follows."""

    def __init__(self, printed: str, is_heading: bool) -> None:
        self.is_heading = is_heading
        self.rank, self.number, self.body = _numbering(printed, fold(printed))
        self.title, _, rest = self.body.partition(":")
        self.words = plain_words(self.title)
        self.has_rest = bool(rest.strip())
        self.is_numbered = self.rank is not None and self.rank < _DASH_RANK

    def asked(self) -> Heading | None:
        topic = asked_topic(self.words) if len(self.title) <= _LONGEST_HEADING else None
        if topic is None:
            return None
        is_whole = bool(_ALONE.fullmatch(self.title)) and is_whole_asked(self.words)
        if is_whole or self.is_heading or (self.is_numbered and not self.has_rest):
            return Heading(topic, self.rank, self.number, self.has_rest)
        return None

    def unasked(self, period: Period | None) -> Heading | None:
        """Never at a dash, never a sentence, and never with words of an asked topic."""
        is_item = self.rank is not None and not self.is_numbered
        if is_item or len(self.title) > _LONGEST_HEADING or self._ends_as_a_sentence():
            return None
        spelling = unasked_spelling(self.words)
        if spelling is None:
            return None
        is_whole = is_whole_unasked(self.words, spelling.topic)
        may_say_more = spelling.manner == "begins" and (self.is_heading or self.is_numbered) and not self.has_rest
        if not (is_whole or may_say_more) or (spelling.topic == "directions" and not lies_ahead(self.words, period)):
            return None
        otherwise = self.of_another_matter()
        return Heading(
            spelling.topic, self.rank, self.number, self.has_rest, spelling.manner, is_whole, otherwise=otherwise
        )

    def of_another_matter(self) -> Heading | None:
        is_short = len(self.body) <= _LONGEST_HEADING
        if is_short and (self.is_heading or (self.is_numbered and not self.body.endswith((".", ";")))):
            return Heading(None, self.rank, self.number, False)
        return None

    def _ends_as_a_sentence(self) -> bool:
        return not self.has_rest and self.body.endswith((".", ";"))


def ends_text(text: str) -> bool:
    """Whether the line begins a signature, the list of recipients or an annex."""
    return bool(_END.match(fold(text)))


def has_heading_words(texts: Iterable[str]) -> bool:
    """A quick look before a slow one: whether any text holds a heading's words at all."""
    return any(map(has_words_of_headings, texts))


def names_both_topics(text: str) -> bool:
    """Whether a line is the title of all that is asked for: "KHÓ KHĂN, VƯỚNG MẮC VÀ KIẾN NGHỊ, ĐỀ XUẤT"."""
    title = fold(text)
    if len(title) > _LONGEST_HEADING or not any(joint in title for joint in (" va ", ",", "-")):
        return False
    return len(asked_topics_named(plain_words(title))) > 1


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
