"""Which period a line of a title states: "6 tháng đầu năm 2024", "6T/2024", "năm 2024"; dates and laws state none."""

import re
from collections.abc import Iterable
from functools import lru_cache

from ingest.submissions.period import Period
from ingest.vietnamese.folding import fold

_YEAR = r"(?P<year>20\d{2})(?!\d)"
_DATES = re.compile(
    r"(?:ngay\s*)?\d{1,2}\s+thang\s+\d{1,2}\s*,?\s*nam\s+\d{4}"
    r"|(?:ngay\s*)?\b\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"
    r"|ngay\s*[.…_]*\s*(?:thang\s*[.…_]*\s*)?(?:\d{1,2}\s+)?nam\s+\d{4}"
)
_LEGAL = re.compile(
    r"\b(?:luat|bo luat|phap lenh)\b[^,;()]{0,40}?(?:nam |so )?\b(?:19|20)\d{2}\b(?:/qh\d+)?"
    r"|\b\d+(?:-[a-z]+)?/(?:19|20)\d{2}(?:/[a-z0-9-]+)*"
    r"|\b\d+[/-][a-z]+(?:[/-][a-z]+)*\s*(?:nam )?(?:19|20)\d{2}\b"
)
_SPANS = re.compile(
    r"(?:giai doan|nhiem ky|thoi ky|tu nam|nam)?\s*(?:19|20)\d{2}\s*(?:-|–|—|den nam|den)\s*(?:nam\s*)?(?:19|20)\d{2}"
    r"|\b(?:den|tam nhin(?: den)?) nam 20(?:3|4|5)\d"
)
_COMPARED = re.compile(r"\b(?:so (?:voi|sanh)(?: voi)?(?: cung ky| cuoi| dau)?|cung ky)(?: nam)?\s*20\d{2}")
_OTHER_PARTS = re.compile(
    r"\b(?:thang|quy|vu)\s*(?:0?\d{1,2}|i{1,3}|iv|mot|hai|ba|bon|tu)\s*(?:/|nam)?\s*20\d{2}"
    r"|\b(?:0?[1-57-9]|1[01]|mot|hai|ba|bon|bay|tam|chin)\s*(?:thang|t)\b(?: dau| cuoi)?(?: nam)?\s*[/-]?\s*20\d{2}"
)
_PLANNED = re.compile(
    r"(?<!thuc hien )\b(?:va )?(?:ke hoach|kh|nhiem vu|phuong huong|du kien|dinh huong|muc tieu)\b(?!\s*so\b)"
    r"[^;()]{0,60}?(?:0?6 thang(?: (?:dau|cuoi))? nam|sau thang(?: (?:dau|cuoi))? nam|nam)\s*20\d{2}"
)
_HALF_WORDS = r"(?:\b0?6\s*(?:thang|t|th)\b|\bsau thang\b|\bnua\b|\b0?6t)"
_FIRST_HALF = re.compile(rf"{_HALF_WORDS}\s*(?:dau)\b(?P<between>[^.;()]{{0,80}}?){_YEAR}")
_HALF = re.compile(rf"{_HALF_WORDS}\s*(?P<last>cuoi)?\s*(?:nam)?\s*[/\- ,]*\s*{_YEAR}")
_HALF_ALONE = re.compile(rf"{_HALF_WORDS}(?P<last>\s*cuoi)?")
_HALF_KEY = re.compile(
    r"\b(?P<year>20\d{2})\s*-\s*h(?P<half>[12])\b|\bh(?P<half_first>[12])\s*[/-]\s*(?P<year_last>20\d{2})"
)
_WHOLE_YEAR = re.compile(rf"\b(?:nam|ky|ca nam|12 thang)(?: bao cao)?\s*[:/-]?\s*{_YEAR}")
_BARE_YEAR = re.compile(rf"(?<!\d){_YEAR}")
_LETTER_DATE = re.compile(r"\bngay\s*(?:\d{1,2}|[.…_ ]+)\s*thang\s*(?:\d{1,2}|[.…_ ]+)\s*nam\s*(?P<year>20\d{2})")
_AS_OF = re.compile(
    r"\b(?:tinh )?den(?: het)?(?: ngay)?\s*\d{1,2}\s*(?:[/.-]|thang)\s*(?P<month>\d{1,2})"
    r"\s*(?:[/.-]|nam)\s*(?P<year>20\d{2})"
)
_LONGEST_TITLE = 240


@lru_cache(maxsize=2048)
def period_in(line: str) -> Period | None:
    """The period a line states, the half-year before the year; None where it states none, or only a plan's."""
    words = fold(line)
    if not words or len(words) > _LONGEST_TITLE:
        return None
    if key := _HALF_KEY.search(words):
        return Period(int(key["year"] or key["year_last"]), int(key["half"] or key["half_first"]))
    words = _without_other_years(words)
    if first := _FIRST_HALF.search(words):
        return Period(int(first["year"]), 1)
    kept = _PLANNED.sub(" ", words)
    if half := _HALF.search(kept):
        return Period(int(half["year"]), 2 if half["last"] else 1)
    if _HALF_ALONE.search(kept) or _OTHER_PARTS.search(kept):
        return None
    if year := _WHOLE_YEAR.search(kept):
        return Period(int(year["year"]), None)
    return None


@lru_cache(maxsize=2048)
def half_without_year(line: str) -> int | None:
    """The half-year that a line names without its year ("6 THÁNG ĐẦU NĂM"), or None."""
    words = _without_other_years(fold(line))
    if len(words) > _LONGEST_TITLE or _BARE_YEAR.search(words):
        return None
    match = _HALF_ALONE.search(words)
    return None if match is None else 2 if match["last"] else 1


@lru_cache(maxsize=2048)
def year_of_letter(line: str) -> int | None:
    """The year of a letter's date line ("Can Lộc, ngày 28 tháng 5 năm 2024"), or None."""
    match = _LETTER_DATE.search(fold(line))
    return int(match["year"]) if match else None


@lru_cache(maxsize=2048)
def period_as_of(line: str) -> Period | None:
    """The period that a day of account implies ("(đến 30/5/2024)"): of spring and early summer the first half."""
    match = _AS_OF.search(fold(line))
    if match is None:
        return None
    year, month = int(match["year"]), int(match["month"])
    return Period(year, 1) if 4 <= month <= 7 else Period(year, None) if month >= 10 else None


def first_stated(lines: Iterable[str]) -> Period | None:
    """The period of the first line that states a half-year, else of the first that states a year."""
    stated = [period for line in lines if (period := period_in(line)) is not None]
    return next((period for period in stated if period.half is not None), stated[0] if stated else None)


def _without_other_years(words: str) -> str:
    for pattern in (_DATES, _LEGAL, _SPANS, _COMPARED):
        words = pattern.sub(" ", words)
    return " ".join(words.split())
