"""Founding dates as registers print them, to ISO: a day, or only the month or the year that is printed."""

import re
from datetime import date, timedelta
from functools import lru_cache

from ingest.submissions.workbook import Cell
from ingest.vietnamese.folding import fold

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(7_306, 73_051)
"""Serial numbers of the years 1920 to 2099."""
_PARENTHESES = re.compile(r"\([^()]*\)")
_DAY = re.compile(r"(?:ngay )?(\d{1,2}) ?(?:[/.\-]| thang ) ?(\d{1,2}) ?(?:[/.\-]| nam ) ?(\d{4})")
_ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?")
_PLAIN_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_MONTH = re.compile(r"(?:thang )?(\d{1,2}) ?(?:[/.\-]| nam ) ?(\d{4})")
_YEAR = re.compile(r"(?:nam )?(\d{4})(?:\.0)?")


def read_date(cell: Cell | None) -> str | None:
    """A day ("2015-03-15"), "2015-03" or "2015", as precise as printed; None where it is no date or could be two."""
    if cell is None:
        return None
    if cell.kind == "number" and cell.number is not None and cell.number == cell.number.to_integral_value():
        days = int(cell.number)
        if days in _EXCEL_DAYS:
            return (_EXCEL_EPOCH + timedelta(days=days)).isoformat()
    return read_date_text(cell.text)


@lru_cache(maxsize=8_192)
def read_date_text(text: str) -> str | None:
    """The same of a text."""
    if match := _PLAIN_DAY.fullmatch(text):
        return _day_or_month_first(match)
    printed = " ".join(_PARENTHESES.sub(" ", fold(text)).split()).strip("' .")
    if match := _ISO_DAY.fullmatch(printed):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY.fullmatch(printed):
        return _day_or_month_first(match)
    if match := _MONTH.fullmatch(printed):
        month, year = int(match[1]), int(match[2])
        return f"{year}-{month:02d}" if 1 <= month <= 12 and _is_year(year) else None
    if match := _YEAR.fullmatch(printed):
        return match[1] if _is_year(int(match[1])) else None
    return None


def _day_or_month_first(match: re.Match[str]) -> str | None:
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    return _day(year, second, first) or _day(year, first, second)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if _is_year(year) else None
    except ValueError:
        return None


def _is_year(year: int) -> bool:
    return _FIRST_YEAR <= year < _LAST_YEAR
