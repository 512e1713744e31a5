"""The day a page or document says it was published; ``None`` rather than a guess.

Only two kinds of evidence count: what the page declares to machines, and a line that holds a date and nothing
else. Dates inside sentences (meetings, deadlines) and in footers (licences) are never taken, which is why no
date-finding library that searches the whole page is used here.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any

from parsel import Selector

from htx.settings import LOCAL_ZONE
from ingest.articles.declarations import declared_dates, headline
from ingest.vietnamese.folding import fold

_WEEKDAY = r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|t[2-7])"
_LABEL = r"(?:(?:ngay dang|dang ngay|dang luc|cap nhat(?: luc)?|xuat ban|posted on|published|ngay)\s*:?)"
_TIME = r"(?:(?:luc\s*)?\d{1,2}\s*[:hg]\s*\d{2}(?::\d{2})?(?:\s*[ap]m)?)"
_ZONE = r"(?:[\[(]*\s*gmt\s*\+\s*0?7(?::00)?\s*[\])]*)"
_VIEWS = r"(?:luot (?:xem|doc)\s*:?\s*[\d.,]+)"
_BETWEEN = r"[\s,|•·*–-]*"
_DAYS = (
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})",
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
    r"(?P<day>\d{1,2})\s+thang\s+(?P<month>\d{1,2})(?:\s+nam\s+|\s*,\s*)(?P<year>\d{4})",
)
_DATE_LINES = tuple(
    re.compile(
        rf"^{_BETWEEN}{_LABEL}?{_BETWEEN}{_TIME}?{_BETWEEN}{_LABEL}?{_BETWEEN}{_WEEKDAY}?{_BETWEEN}{_LABEL}?{_BETWEEN}"
        rf"{day}{_BETWEEN}{_TIME}?{_BETWEEN}{_ZONE}?{_BETWEEN}{_VIEWS}?{_BETWEEN}$"
    )
    for day in _DAYS
)
_BYLINE = re.compile(r"^(?:[A-ZĐÀ-Ỹ][^\W\d_]*\.?\s+){1,5}[|•·–-]\s*(?=\S)")
"""A name before the date, of who writes or which paper: words with a capital, and a mark that parts them from it."""
_STAMPED_FIRST_LINE = re.compile(r"^\s*date (\d{4}-\d{2}-\d{2})\b")
"""How a collector of documents marks the date that it found."""
_HEAD_LINES = 8
"""A date line stands at the head of an article: within so many lines that hold text. Mastheads above the title
print today's date, and related articles below it print theirs."""
_TEXTS_AFTER = """
    following::text()[normalize-space()][not(parent::script or parent::style)]
    [not(ancestor::footer or ancestor::aside or ancestor::nav)]
    [not(ancestor::*[self::li or self::tr][.//a])]
"""
"""Dates beside links, in lists or at the side, are those of other articles."""
_INLINE = frozenset({"a", "abbr", "b", "em", "font", "i", "label", "small", "span", "strong", "time", "u"})
_SHORT_LINE_SYLLABLES = 20
"""A line of author, date and buttons is not longer; a sentence is, or it is a paragraph."""


def page_date(page: Selector) -> date | None:
    """The day that an HTML page declares (JSON-LD, ``meta``, ``time``) or prints on a line of its own."""
    for candidate in declared_dates(page):
        declared = _iso_day(candidate) or first_printed_date([candidate])
        if declared is not None:
            return declared
    heading = headline(page)
    return None if heading is None else first_printed_date(_lines_under(heading))


def _lines_under(heading: Selector) -> Iterator[str]:
    """The first lines under a headline, and the parts of those that hold more than a date and are no sentences."""
    within = f"[ancestor::article[.//{heading.root.tag}]]" if heading.xpath("ancestor::article") else ""
    texts = heading.root.xpath(_TEXTS_AFTER + within)
    for block, parts in islice(groupby(texts, key=_block_of), _HEAD_LINES):
        pieces = [" ".join(part.split()) for part in parts]
        line = " ".join(pieces)
        yield line
        if block.tag != "p" and len(line.split()) <= _SHORT_LINE_SYLLABLES:
            yield from pieces


def _block_of(text: Any) -> Any:
    """The element that makes a line of a text node: emphasis and links inside a sentence make none."""
    element = text.getparent()
    if text.is_tail:
        element = element.getparent()
    while element.tag in _INLINE and element.getparent() is not None:
        element = element.getparent()
    return element


def document_date(text: str) -> date | None:
    """The day that a plain document prints at its head, on a line of its own or as a collector's stamp."""
    lines = [line for line in text.splitlines() if line.strip()]
    stamped = _STAMPED_FIRST_LINE.match(lines[0]) if lines else None
    if stamped is not None:
        return _iso_day(stamped[1])
    return first_printed_date(lines[:_HEAD_LINES])


def is_stamped(line: str) -> bool:
    """Whether a line begins with a collector's stamp."""
    return _STAMPED_FIRST_LINE.match(line) is not None


def first_printed_date(lines: Iterable[str]) -> date | None:
    """The date of the first line that holds a date, perhaps with weekday and time, and nothing else."""
    for line in lines:
        folded = fold(_BYLINE.sub("", line))
        for pattern in _DATE_LINES:
            match = pattern.match(folded)
            if match is not None:
                return _day(int(match["year"]), int(match["month"]), int(match["day"]))
    return None


def _iso_day(text: str) -> date | None:
    """The local day of an ISO date or time stamp; a stamp with another zone is brought to Viet Nam's first."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.date() if moment.tzinfo is None else moment.astimezone(LOCAL_ZONE).date()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
