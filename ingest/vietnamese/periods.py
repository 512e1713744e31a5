"""Finding and resolving Vietnamese expressions of time: dates, halves, quarters, terms, "từ đầu năm", "hiện".

`find_times` says what is written and which part it plays; `resolve` gives it a place in the calendar from what
else is known of the text. Nothing here reads the clock, and what cannot be known stays None.

Spellings of a period: `2022`, `2024-H1`, `2022-Q1`, `2022-06-16`, `2017..2020`, `2017-01..2017-09`.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum


class TimeKind(StrEnum):
    """What is written."""

    DATE = "date"
    DAY = "day"  # day and month, no year
    MONTH = "month"
    HALF = "half"
    QUARTER = "quarter"
    MONTHS = "months"  # the first N months of a year
    YEAR = "year"
    SPAN = "span"
    SINCE = "since"  # from a year until now
    YEAR_TO_DATE = "year_to_date"
    REST_OF_YEAR = "rest_of_year"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    NOW = "now"
    LAST_TERM = "last_term"
    NAMED_TERM = "named_term"  # "trong nhiệm kỳ": the term named before


class TimeRole(StrEnum):
    """What the expression does in its sentence."""

    SCOPE = "scope"  # when the figures hold
    COMPARISON = "comparison"  # "so với năm 2017"
    LAW = "law"  # "Luật HTX năm 2012"
    BOUND = "bound"  # "trước ngày 1/6", "sau năm 2012"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """An expression of time at [start, end) of the text it was found in; `part` is the half, quarter or month."""

    kind: TimeKind
    start: int
    end: int
    role: TimeRole = TimeRole.SCOPE
    year: int | None = None
    end_year: int | None = None
    part: int | None = None
    day: int | None = None
    as_at: bool = False
    by_year_end: bool = False


@dataclass(frozen=True, slots=True)
class TimeContext:
    """What is known around an expression: the day of the text, the year it is about, the period it reviews."""

    reference: dt.date | None = None
    year: int | None = None
    now: str | None = None
    last_span: tuple[int, int] | None = None


_YEAR = r"(?P<year>(?:19|20)\d\d)"
_IN_YEAR = rf"(?:\s*(?:/|-|năm)?\s*{_YEAR}\b)?"
_DASH = r"\s*[-–—]\s*"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

_PATTERNS: tuple[tuple[TimeKind, str], ...] = (
    (TimeKind.DATE, r"\b(?P<iso_year>(?:19|20)\d\d)-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)\b"),
    (
        TimeKind.DATE,
        rf"\b(?P<day>\d{{1,2}})\s?(?:[/.-]|tháng)\s?(?P<part>\d{{1,2}})\s?(?:[/.-]|năm)\s?{_YEAR}\b",
    ),
    (TimeKind.SINCE, rf"\btừ\s+(?:năm\s+)?{_YEAR}\s+(?:đến|tới)\s+nay\b"),
    (TimeKind.SPAN, rf"\b{_YEAR}(?:{_DASH}|\s+đến\s+(?:năm\s+)?)(?P<end_year>(?:19|20)\d\d)\b"),
    (TimeKind.MONTH, rf"\btháng\s+(?P<part>\d{{1,2}})(?:\s*[/-]\s*|\s+năm\s+){_YEAR}\b"),
    (
        TimeKind.DAY,
        r"\b(?:ngày|sáng|chiều|tối|trưa)\s+(?P<day>\d{1,2})\s?[/.-]\s?(?P<part>\d{1,2})\b(?![/.-]\d|%)",
    ),
    (TimeKind.HALF, rf"\b(?:0?6|sáu)\s+tháng\s+(?P<second>cuối)\s+năm{_IN_YEAR}"),
    (TimeKind.HALF, rf"\b(?:0?6|sáu)\s+tháng(?:\s+đầu)?(?:\s+năm)?{_IN_YEAR}(?!\w)"),
    (TimeKind.HALF, rf"\b6t\s*/\s*{_YEAR}\b"),
    (TimeKind.HALF, rf"\bnửa\s+(?:đầu|(?P<second>cuối))\s+năm{_IN_YEAR}"),
    (TimeKind.QUARTER, rf"\b(?:quý|quí)\s+(?P<quarter>iv|iii|ii|i|[1-4])\b{_IN_YEAR}"),
    (TimeKind.MONTHS, rf"\b0?(?P<part>\d|1[01])\s+tháng\s+đầu(?:\s+năm)?{_IN_YEAR}(?!\w)"),
    (TimeKind.MONTHS, rf"\b(?P<part>3|9|10|11)\s+tháng(?:\s+đầu)?(?:\s+năm)?{_IN_YEAR}(?!\w)"),
    (TimeKind.YEAR_TO_DATE, rf"\btừ\s+đầu\s+năm{_IN_YEAR}(?:\s+(?:đến|tới)\s+nay)?"),
    (TimeKind.REST_OF_YEAR, r"\btừ\s+nay\s+đến\s+(?:cuối|hết)\s+năm\b(?!\s+\d)"),
    (TimeKind.YEAR, rf"\b(?:cuối\s+|hết\s+|cả\s+|trong\s+|riêng\s+)?năm\s+{_YEAR}\b"),
    (TimeKind.LAST_YEAR, r"\bnăm\s+(?:trước|ngoái)\b"),
    (
        TimeKind.THIS_YEAR,
        r"\b(?:trong\s+năm(?!\s+\w*\d)|năm\s+qua|năm\s+nay|cả\s+năm)(?!\s+(?:tới|sau|trước))\b",
    ),
    (TimeKind.LAST_TERM, r"\bnhiệm\s+kỳ\s+(?:qua|trước|vừa\s+qua)\b"),
    (TimeKind.NAMED_TERM, r"\btrong\s+(?:cả\s+)?(?:nhiệm\s+kỳ|giai\s+đoạn)\b(?!\s+\d)"),
    (
        TimeKind.NOW,
        r"\b(?:tính\s+)?(?:đến|tới)\s+(?:nay|thời\s+điểm\s+này)\b|\bhiện(?:\s+(?:nay|tại))?\b|\bnay\b",
    ),
)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)

_BEFORE_COMPARISON = re.compile(r"\b(?:so\s+với|gấp\s+[\d,.]+\s+lần|bằng)(?:\s+\w+){0,3}\s*$", re.IGNORECASE)
_BEFORE_LAW = re.compile(r"\b(?:luật|nghị\s+quyết|nghị\s+định|thông\s+tư|quyết\s+định)\b[^,;.()]*$", re.IGNORECASE)
_BEFORE_PLAN = re.compile(r"%\s+(?:\w+\s+){0,3}(?:kế\s+hoạch|chỉ\s+tiêu)\s+(?:\w+\s+){0,4}$", re.IGNORECASE)
_BEFORE_BOUND = re.compile(r"\b(?:trước|sau)\s*(?:ngày|năm)?\s*$", re.IGNORECASE)
_BEFORE_AS_AT = re.compile(r"\b(?:tính\s+)?(?:đến|tới)(?:\s+(?:hết|cuối|ngày))*\s*$", re.IGNORECASE)
_NO_SCOPE_WORDS = re.compile(r"\bhiện\s+(?:có\s+hiệu|đại|thực|tượng|hành|trạng)\b", re.IGNORECASE)
_EXPIRED_NOW = re.compile(r"\b(?:thực|thể|phát|xuất|biểu|cải)\s+$", re.IGNORECASE)


def find_times(text: str) -> tuple[TimeExpression, ...]:
    """All expressions of time in normalised text, in order, none overlapping another."""
    found: list[TimeExpression] = []
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            expression = _read(kind, match, text)
            if expression is not None:
                found.append(expression)
    return tuple(sorted(found, key=lambda expression: expression.start))


def _read(kind: TimeKind, match: re.Match[str], text: str) -> TimeExpression | None:
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    before = text[max(0, match.start() - 60) : match.start()]
    if kind is TimeKind.NOW and (_NO_SCOPE_WORDS.match(text, match.start()) or _EXPIRED_NOW.search(before)):
        return None
    year = groups.get("year") or groups.get("iso_year")
    day = groups.get("day") or groups.get("iso_day")
    part = _part(kind, groups)
    month_is_wrong = kind in {TimeKind.DATE, TimeKind.DAY, TimeKind.MONTH} and not 1 <= (part or 0) <= 12
    if month_is_wrong or (day is not None and not 1 <= int(day) <= 31):
        return None
    return TimeExpression(
        kind=kind,
        start=match.start(),
        end=match.end(),
        role=_role(kind, before),
        year=int(year) if year else None,
        end_year=int(groups["end_year"]) if "end_year" in groups else None,
        part=part,
        day=int(day) if day else None,
        as_at=_BEFORE_AS_AT.search(before) is not None,
        by_year_end=bool(re.search(r"(?:cuối|hết)\s", match[0] + before[-8:])),
    )


def _part(kind: TimeKind, groups: dict[str, str]) -> int | None:
    if kind is TimeKind.HALF:
        return 2 if "second" in groups else 1
    if kind is TimeKind.QUARTER:
        written = groups["quarter"].lower()
        return _ROMAN[written] if written in _ROMAN else int(written)
    part = groups.get("part") or groups.get("iso_month")
    return int(part) if part else None


def _role(kind: TimeKind, before: str) -> TimeRole:
    if _BEFORE_COMPARISON.search(before):
        return TimeRole.COMPARISON
    if _BEFORE_PLAN.search(before):
        return TimeRole.COMPARISON
    if kind is TimeKind.LAST_YEAR and re.search(r"\bcùng\s+kỳ\s*$", before, re.IGNORECASE):
        return TimeRole.COMPARISON
    if kind is TimeKind.YEAR and _BEFORE_LAW.search(before) and not _BEFORE_AS_AT.search(before):
        return TimeRole.LAW
    if kind is not TimeKind.NOW and _BEFORE_BOUND.search(before):
        return TimeRole.BOUND
    return TimeRole.SCOPE


def resolve(expression: TimeExpression, context: TimeContext) -> str | None:
    """The period the expression means in its context, in the spellings of this module; None where unknown."""
    year = expression.year if expression.year is not None else context.year
    match expression.kind:
        case TimeKind.DATE:
            return _date(expression.year, expression.part, expression.day)
        case TimeKind.DAY:
            return _date(context.reference.year if context.reference else year, expression.part, expression.day)
        case TimeKind.SPAN:
            return f"{expression.year}..{expression.end_year}"
        case TimeKind.SINCE:
            last = context.reference.year if context.reference else context.year
            return f"{expression.year}..{last}" if last is not None else f"{expression.year}.."
        case TimeKind.NOW:
            return context.now
        case TimeKind.LAST_TERM:
            return _previous_term(context.last_span)
        case TimeKind.NAMED_TERM:
            return f"{context.last_span[0]}..{context.last_span[1]}" if context.last_span else None
    return None if year is None else _within_year(expression, year)


def _within_year(expression: TimeExpression, year: int) -> str:
    match expression.kind:
        case TimeKind.MONTH if expression.part is not None:
            last_day = calendar.monthrange(year, expression.part)[1]
            month = f"{year}-{expression.part:02d}"
            return f"{month}-{last_day:02d}" if expression.as_at else month
        case TimeKind.HALF:
            return f"{year}-H{expression.part}"
        case TimeKind.QUARTER:
            return f"{year}-Q{expression.part}"
        case TimeKind.MONTHS if expression.part == 3:
            return f"{year}-Q1"
        case TimeKind.MONTHS:
            return f"{year}-01..{year}-{expression.part:02d}"
        case TimeKind.LAST_YEAR:
            return str(year - 1)
        case _:
            return str(year)


def _date(year: int | None, month: int | None, day: int | None) -> str | None:
    if year is None or month is None or day is None:
        return None
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _previous_term(span: tuple[int, int] | None) -> str | None:
    """The term before a named one, of the same length: "nhiệm kỳ qua" beside 2020–2025 is 2015..2020."""
    return f"{2 * span[0] - span[1]}..{span[0]}" if span else None


def first_year(period: str | None) -> int | None:
    """The year a period begins in."""
    return int(period[:4]) if period and period[:4].isdigit() else None


def last_year(period: str | None) -> int | None:
    """The year a period ends in; for an open span the year it began."""
    if not period:
        return None
    *_, last = period.rstrip(".").split("..")
    return int(last[:4]) if last[:4].isdigit() else None
