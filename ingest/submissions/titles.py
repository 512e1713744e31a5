"""What the lines above a table say: the period, and whose report it is."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from ingest.submissions.layout import Table
from ingest.submissions.period import Period
from ingest.submissions.reference import Area, Reference
from ingest.submissions.workbook import Sheet
from ingest.vietnamese.folding import fold

_DATE_LINE = re.compile(r"(?:ngay\s+)?\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+\d{4}|ngay\s+\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_HALF_YEAR = re.compile(r"(?:\b0?6 thang|\bsau thang|\b6t)(?P<last> cuoi)?(?: dau)?(?: nam)?[ /-]*(?P<year>20\d{2})")
_YEAR = re.compile(r"\bnam[ -]*(?P<year>20\d{2})")
_KINDS = ("huyen", "quan", "thi xa", "thanh pho", "tp", "xa", "phuong", "thi tran", "dac khu", "tinh")
_REPORTER = re.compile(rf"\b(?P<kind>{'|'.join(_KINDS)})\b\.? (?=(?P<name>[^,;:()]+))")
_LONGEST_NAME = 6
"""Words of the longest place name."""


def title_lines(sheet: Sheet, table: Table) -> list[str]:
    """The texts above a table, folded, from top to bottom."""
    above = [cell.text for row in range(1, table.header_row) for cell in sheet.row_cells(row)]
    return [fold(text) for text in (*sheet.preamble, *above)]


def stated_period(lines: Iterable[str], table: Table) -> Period | None:
    """The period that the title names, or else the one that the column titles imply."""
    undated = [_DATE_LINE.sub(" ", line) for line in lines]
    for line in undated:
        if match := _HALF_YEAR.search(line):
            return Period(int(match["year"]), 2 if match["last"] else 1)
    for line in undated:
        if match := _YEAR.search(line):
            return Period(int(match["year"]), None)
    return _implied_period(table)


def _implied_period(table: Table) -> Period | None:
    titles = list(table.titles.values())
    for title in titles:
        if title.role == "half" and title.year is not None:
            return Period(title.year, 1)
    for title in titles:
        if title.role == "estimate" and title.year is not None:
            return Period(title.year, None)
    return None


def stated_reporter(lines: Iterable[str], reference: Reference, day: date) -> Area | None:
    """The area whose office signs, or None where no line names exactly one area that lived on that day."""
    named = [area for line in lines for area in _areas_named(line, reference, day)]
    for level in ("commune", "district", "province"):
        codes = {area.code for area in named if area.level == level}
        if len(codes) == 1:
            return next(area for area in named if area.level == level)
        if codes:
            provinces = {area.code for area in named if area.level == "province"}
            within = {area.code for area in named if area.level == level and area.province_code in provinces}
            if len(within) == 1:
                return next(area for area in named if area.code in within)
            return None
    return None


def names_another(lines: Iterable[str], reference: Reference, area: Area, day: date) -> Area | None:
    """Whom the lines name instead of `area`: one area of its level, where `area` itself is not named at all."""
    named = {one.code: one for line in lines for one in _areas_named(line, reference, day) if one.level == area.level}
    return next(iter(named.values())) if len(named) == 1 and area.code not in named else None


def _areas_named(line: str, reference: Reference, day: date) -> Iterator[Area]:
    """The areas of a line such as "ubnd huyen vu thu - tinh thai binh", each by its longest name that is known."""
    for match in _REPORTER.finditer(line):
        kind = "thanh pho" if match["kind"] == "tp" else match["kind"]
        words = match["name"].split()[:_LONGEST_NAME]
        for length in range(len(words), 0, -1):
            named = reference.areas_named(" ".join([kind, *words[:length]]))
            if living := [area for area in named if area.is_valid_on(day)]:
                yield from living
                break
