"""Finding tables of support money: policy lines as rows, funding sources and kinds of amounts over the columns.

A sheet has such a table where two different policy lines stand in one column and either funding sources stand among
the columns or rows, or the titles above speak of money. The rows of form A-1 that name the sources are no such table.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.submissions.layout import ColumnTitle, Grid, read_title
from ingest.submissions.period import Period, ValueColumnName
from ingest.submissions.reference import Reference
from ingest.submissions.support_words import (
    FundingSource,
    as_column_words,
    counts_things,
    is_total,
    policy_of,
    source_of,
)
from ingest.submissions.workbook import Sheet
from ingest.vietnamese.folding import fold

_LABEL_COLUMNS = range(1, 5)
_FEWEST_POLICIES = 2
_MOST_HEADER_ROWS = 4
_MOST_ROWS_ABOVE = 12
_WIDE_ROW = 2
_MONEY = re.compile(r"\b(?:kinh phi|ngan sach|nguon von|von ho tro|nstw|nsdp|tien ho tro)\b")
_SUPPORT = re.compile(r"h[ỗo] tr[ợo]|kinh ph[íi]|ng[âa]n s[áa]ch|ch[íi]nh s[áa]ch|nst[wư]")
_LAST_TITLE_COLUMN = 8
_UNIT_LINE = re.compile(r"(?:dvt|don vi tinh|don vi)(?: tien)?\s*[:=]\s*(?P<unit>[^.;()\n]+)")
_UNIT_TITLE = re.compile(r"(?:don vi(?: tinh)?|dvt|dv tinh)")
_COLUMN_NUMBER = re.compile(r"\(?(?:[a-h]|\d{1,2})\)?(?: ?= ?[\d()+\-/*x:%., ]+)?")
_FOOTER = re.compile(r"(?:nguoi lap|thu truong|noi nhan|tm\.|kt\.|ghi chu\s*:|chu tich|giam doc|truong phong)")


@dataclass(frozen=True, slots=True)
class SupportColumn:
    """A column of amounts: where the money is from (None: the rows say it), and what kind of amount it is."""

    source: FundingSource | None
    value_column: ValueColumnName


@dataclass(frozen=True, slots=True)
class SupportTable:
    """A table of support money on a sheet."""

    sheet: Sheet
    header_row: int
    first_row: int
    last_row: int
    label_column: int
    unit_column: int | None
    unit_line: str | None
    """The unit that a line above or a title gives, folded."""
    titles: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """The title cells over each column right of the labels, from top to bottom."""

    def columns(self, period: Period) -> dict[int, SupportColumn]:
        """The columns of amounts in a report of that period; of two for the same amount the first."""
        found: dict[int, SupportColumn] = {}
        for column, fragments in self.titles.items():
            meant = _meant(fragments, period)
            if meant is not None and meant not in found.values():
                found[column] = meant
        return found


def find_support_tables(sheet: Sheet, reference: Reference) -> Iterator[SupportTable]:
    """The table of support money of a sheet, if it has one."""
    if not _speaks_of_support(sheet):
        return
    label_column, policy_rows = max(
        ((column, _policy_rows(sheet, column, reference)) for column in _LABEL_COLUMNS), key=lambda one: len(one[1])
    )
    if len(set(policy_rows.values())) < _FEWEST_POLICIES:
        return
    grid = Grid(sheet)
    first = min(policy_rows)
    while first > 1 and is_total(sheet.text(first - 1, label_column)):
        first -= 1
    header_row, titles = _header(grid, first, label_column)
    last = _last_row(sheet, max(policy_rows), label_column)
    above = [cell.text for row in range(max(1, header_row - _MOST_ROWS_ABOVE), first) for cell in sheet.row_cells(row)]
    lines = [fold(text) for text in (*above, *sheet.preamble)]
    has_sources = any(source_of(text) not in {None, "all"} for texts in titles.values() for text in texts)
    has_sources |= any(source_of(sheet.text(row, label_column)) not in {None, "all"} for row in range(first, last + 1))
    if not has_sources and not any(_MONEY.search(line) for line in lines):
        return
    units = [column for column, texts in titles.items() if any(_UNIT_TITLE.fullmatch(fold(text)) for text in texts)]
    unit_line = next((match["unit"].strip() for line in lines if (match := _UNIT_LINE.search(line))), None)
    yield SupportTable(sheet, header_row, first, last, label_column, units[0] if units else None, unit_line, titles)


def _speaks_of_support(sheet: Sheet) -> bool:
    """A quick look before a slow one: most sheets hold no such table."""
    return any(_names_support(cell.text) and cell.column <= _LAST_TITLE_COLUMN for cell in sheet.texts)


@lru_cache(maxsize=32_768)
def _names_support(text: str) -> bool:
    return _SUPPORT.search(text.lower()) is not None


def _policy_rows(sheet: Sheet, column: int, reference: Reference) -> dict[int, str]:
    texts = ((row, cell) for row in range(1, sheet.last_row + 1) if (cell := sheet.at(row, column)) is not None)
    return {row: policy for row, cell in texts if cell.kind == "text" and (policy := policy_of(cell.text, reference))}


def _header(grid: Grid, first_row: int, label_column: int) -> tuple[int, dict[int, tuple[str, ...]]]:
    """The first row of the header and the titles over each column right of the labels."""
    rows: list[int] = []
    for row in range(first_row - 1, max(0, first_row - 1 - _MOST_HEADER_ROWS), -1):
        cells = grid.row(row)
        texts = [fold(cell.text) for cell in cells.values()]
        if texts and all(_COLUMN_NUMBER.fullmatch(text) for text in texts):
            continue
        right = [column for column in cells if column > label_column]
        if not right or len(cells) < _WIDE_ROW:
            break
        rows.insert(0, row)
    titles: dict[int, tuple[str, ...]] = {}
    for column in range(label_column + 1, grid.last_column + 1):
        over = (grid.spread(row, column) for row in rows)
        texts = list(dict.fromkeys(cell.text.strip() for cell in over if cell is not None and cell.text.strip()))
        if texts:
            titles[column] = tuple(texts)
    return (rows[0] if rows else first_row), titles


def _last_row(sheet: Sheet, last_policy_row: int, label_column: int) -> int:
    """The table goes on to its footer or to a row without label: totals and sources may stand below the policies."""
    last = last_policy_row
    for row in range(last_policy_row + 1, sheet.last_row + 1):
        label = sheet.text(row, label_column) or sheet.text(row, max(1, label_column - 1))
        if not label.strip() or _FOOTER.match(fold(label)):
            break
        last = row
    return last


def _meant(fragments: tuple[str, ...], period: Period) -> SupportColumn | None:
    if any(counts_things(text) for text in fragments) or _UNIT_TITLE.fullmatch(fold(fragments[-1])):
        return None
    sources = [source for text in fragments if (source := source_of(text)) is not None]
    rest = [as_column_words(text) for text in fragments if source_of(text) is None]
    title = read_title(*rest) if rest else ColumnTitle(None, None)
    if title.role in {"outline", "label", "unit", "note"}:
        return None
    value_column = _value_column(title, period)
    if value_column is None and (title.role is not None or title.year is not None or not sources):
        return None
    return SupportColumn(sources[-1] if sources else None, value_column or period.main_column)


def _value_column(title: ColumnTitle, period: Period) -> ValueColumnName | None:
    """The kind of amount: as for other forms, but a plan of the next year is what is asked for."""
    offset = 0 if title.year is None else title.year - period.year
    match title.role, offset:
        case "plan", 0:
            return "plan_year" if title.year is not None else "plan_next_year"
        case "plan", 1:
            return "plan_next_year"
        case "half", 0:
            return "actual_h1"
        case "estimate", 0:
            return "estimate_year"
        case (("actual" | "estimate"), -1):
            return "actual_previous_year"
        case (("actual" | "current" | "figure"), 0):
            return period.main_column
    return None
