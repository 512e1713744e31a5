"""Placing Vietnamese expressions of time in the calendar: dates, halves, quarters, terms, "từ đầu năm", "hiện".

`find_times` says what is written and which part it plays; `resolve` gives it a place in the calendar from what
else is known of the text. Nothing here reads the clock, and what cannot be known stays None.

Spellings of a period: `2022`, `2024-H1`, `2022-Q1`, `2022-06-16`, `2017..2020`, `2017-01..2017-09`.
"""

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from ingest.vietnamese.time_expressions import TimeExpression, TimeKind, TimeRole, find_times

__all__ = [
    "TimeContext",
    "TimeExpression",
    "TimeKind",
    "TimeRole",
    "find_times",
    "first_day",
    "first_year",
    "last_day",
    "last_year",
    "resolve",
]


_PERIODS_KEPT = 2_048
"""A text asks again and again when the few periods it names begin and end."""


@dataclass(frozen=True, slots=True)
class TimeContext:
    """What is known around an expression: the day of the text, the year it is about, the period it reviews."""

    reference: dt.date | None = None
    year: int | None = None
    now: str | None = None
    last_span: tuple[int, int] | None = None


def resolve(expression: TimeExpression, context: TimeContext) -> str | None:
    """The period the expression means in its context, in the spellings of this module; None where unknown."""
    year = expression.year if expression.year is not None else context.year
    match expression.kind:
        case TimeKind.DATE:
            return _date(expression.year, expression.part, expression.day)
        case TimeKind.DAY:
            return _day(expression, context)
        case TimeKind.SPAN:
            return f"{expression.year}..{expression.end_year}"
        case TimeKind.SINCE:
            last = context.reference.year if context.reference else context.year
            return f"{expression.year}..{last}" if last is not None else f"{expression.year}.."
        case TimeKind.NOW:
            return context.now
        case TimeKind.CURRENT_YEAR if context.reference is not None:
            return str(context.reference.year)
        case TimeKind.LAST_TERM:
            return _previous_term(context.last_span)
        case TimeKind.NAMED_TERM:
            return f"{context.last_span[0]}..{context.last_span[1]}" if context.last_span else None
    if expression.kind is TimeKind.MONTH and expression.year is None and _is_ahead(expression, context):
        year = year - 1 if year is not None else None
    return None if year is None else _within_year(expression, year)


def _day(expression: TimeExpression, context: TimeContext) -> str | None:
    """A day without a year: of the text's year; a count up to a day still to come is of the year before."""
    year = context.reference.year if context.reference else context.year
    if year is not None and expression.as_at and _is_ahead(expression, context):
        year -= 1
    return _date(year, expression.part, expression.day)


def _is_ahead(expression: TimeExpression, context: TimeContext) -> bool:
    """Whether the month named comes after the month of the text, within one year."""
    if context.reference is None or expression.part is None:
        return False
    return context.year in {None, context.reference.year} and expression.part > context.reference.month


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
        case TimeKind.NEXT_YEAR:
            return str(year + 1)
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


@lru_cache(maxsize=_PERIODS_KEPT)
def first_year(period: str | None) -> int | None:
    """The year a period begins in."""
    return int(period[:4]) if period and period[:4].isdigit() else None


@lru_cache(maxsize=_PERIODS_KEPT)
def last_year(period: str | None) -> int | None:
    """The year a period ends in; for an open span the year it began."""
    if not period:
        return None
    *_, last = period.rstrip(".").split("..")
    return int(last[:4]) if last[:4].isdigit() else None


_FIRST_MONTHS = {"H1": 1, "H2": 7, "Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10}
_LAST_MONTHS = {"H1": 6, "H2": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12}


@lru_cache(maxsize=_PERIODS_KEPT)
def first_day(period: str | None) -> dt.date | None:
    """The day a period begins on."""
    year = first_year(period)
    if period is None or year is None:
        return None
    month, _, day = period.partition("..")[0][5:].partition("-")
    return dt.date(year, _FIRST_MONTHS.get(month) or int(month or 1), int(day or 1))


@lru_cache(maxsize=_PERIODS_KEPT)
def last_day(period: str | None) -> dt.date | None:
    """The day a period ends on; None for one that is open."""
    year = last_year(period)
    if period is None or year is None or period.endswith(".."):
        return None
    month_text, _, day = period.rpartition("..")[2][5:].partition("-")
    month = _LAST_MONTHS.get(month_text) or int(month_text or 12)
    return dt.date(year, month, int(day) if day else calendar.monthrange(year, month)[1])
