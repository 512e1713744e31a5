"""The day a page or document says it was published; ``None`` rather than a guess.

Only two kinds of evidence count: what the page declares to machines, and a line that holds a date and nothing
else. Dates inside sentences (meetings, deadlines) and in footers (licences) are never taken, which is why no
date-finding library that searches the whole page is used here.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice

from parsel import Selector

from htx.settings import LOCAL_ZONE
from ingest.articles.declarations import declared_dates, one_line
from ingest.vietnamese.folding import fold

_WEEKDAY = r"(?:(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|t[2-7])\s*,?\s*)?"
_LABEL = r"(?:(?:ngay dang|dang ngay|cap nhat|xuat ban)\s*:?\s*)?"
_TIME = r"(?:\s*(?:,|-|–|\|)?\s*(?:luc\s*)?\d{1,2}\s*[:h]\s*\d{2}(?::\d{2})?\s*(?:am|pm)?)?"
_ZONE = r"(?:\s*\(?gmt\s*\+\s*7\)?)?"
_NUMERIC_DAY = r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
_SPOKEN_DAY = r"ngay\s+(?P<day>\d{1,2})\s+thang\s+(?P<month>\d{1,2})\s+nam\s+(?P<year>\d{4})"
_DATE_LINES = tuple(
    re.compile(rf"^[\s•·*|-]*{_LABEL}{_WEEKDAY}{day}{_TIME}{_ZONE}[\s|]*$") for day in (_NUMERIC_DAY, _SPOKEN_DAY)
)
_STAMPED_FIRST_LINE = re.compile(r"^\s*date (\d{4}-\d{2}-\d{2})\b")
"""How a collector of documents marks the date that it found."""
_HEAD_LINES = 8
"""A date line stands at the head of an article: within so many lines that hold text. Mastheads above the title
print today's date, and related articles below it print theirs."""
_AFTER_TITLE = """
    (//h1)[1]/following::*[not(*)][not(self::script or self::style)]
    [not(ancestor-or-self::footer or ancestor-or-self::aside or ancestor-or-self::nav)]
    [not(ancestor::*[self::li or self::tr][.//a])]
"""
"""Dates beside links, in lists or at the side, are those of other articles."""
_AFTER_TITLE_IN_ARTICLE = _AFTER_TITLE + "[ancestor::article[.//h1]]"


def page_date(page: Selector) -> date | None:
    """The day that an HTML page declares (JSON-LD, ``meta``, ``time``) or prints on a line of its own."""
    for candidate in declared_dates(page):
        declared = _iso_day(candidate) or first_printed_date([candidate])
        if declared is not None:
            return declared
    is_marked = bool(page.xpath("(//h1)[1]/ancestor::article"))
    blocks = page.xpath(_AFTER_TITLE_IN_ARTICLE if is_marked else _AFTER_TITLE)
    lines = (one_line(block.xpath("string()").get()) for block in blocks)
    return first_printed_date(islice(filter(None, lines), _HEAD_LINES))


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
        folded = fold(line)
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
