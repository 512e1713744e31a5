"""What submitters write beside their figures: the column "Giải trình", held to the findings of its row.

An explanation changes no outcome, which follows from the rules alone: it tells the officer why a figure that
looks wrong is right.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.submissions.addresses import row_and_column
from ingest.submissions.reading import Finding
from ingest.submissions.workbook import Sheet, Workbook
from ingest.vietnamese.folding import fold, normalise

_HEADER = re.compile(
    r"(?:noi dung |y kien )?(?:giai trinh|thuyet minh|ly do|nguyen nhan)(?:[ ,/;(].{0,40})?"
    r"|ghi chu.{1,5}giai trinh.{0,40}"
)
_LONGEST_HEADER = 80
_FEWEST_TITLES = 3
"""A header row has as many: "Nguyên nhân" alone in a row is the heading of a paragraph."""
_COLUMN_NUMBER = re.compile(r"\(?[0-9a-z]{1,2}\)?(?:\s*=.*)?", re.IGNORECASE)
_NOTHING = frozenset({"", "-", "–", "—", "x", "...", "…", "0", "khong", "khong co"})
LONGEST_EXPLANATION = 2_000
"""What is longer is cut: a report belongs into the narrative."""


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    column: int


def explained(findings: Iterable[Finding], workbook: Workbook) -> tuple[Finding, ...]:
    """The findings, each with what stands beside it in a column "Giải trình" of its sheet."""
    found = tuple(findings)
    sheet_names = {finding.sheet for finding in found if finding.cell is not None}
    headers = {sheet.name: (sheet, list(_headers(sheet))) for sheet in workbook.sheets if sheet.name in sheet_names}
    if not any(sheet_headers for _, sheet_headers in headers.values()):
        return found
    return tuple(_with_explanation(finding, *headers.get(finding.sheet or "", (None, []))) for finding in found)


def _with_explanation(finding: Finding, sheet: Sheet | None, headers: list[_Header]) -> Finding:
    if sheet is None or finding.cell is None or finding.explanation is not None:
        return finding
    try:
        row, column = row_and_column(finding.cell)
    except ValueError:  # a paragraph of a document stands in no row
        return finding
    above = [header for header in headers if header.row < row and header.column != column]
    if not above:
        return finding
    text = _text(sheet, row, max(above, key=lambda header: header.row).column)
    return replace(finding, explanation=text) if text else finding


def _headers(sheet: Sheet) -> Iterator[_Header]:
    """The cells that title a column of explanations, from top to bottom."""
    for cell in sheet.texts:
        if not _is_header(cell.text):
            continue
        if sum(1 for title in sheet.row_cells(cell.row) if title.kind == "text") >= _FEWEST_TITLES:
            yield _Header(cell.row, cell.column)


@lru_cache(maxsize=4_096)
def _is_header(text: str) -> bool:
    return len(text) <= _LONGEST_HEADER and _HEADER.fullmatch(fold(text).strip(" :")) is not None


def _text(sheet: Sheet, row: int, column: int) -> str | None:
    """What a cell explains, or the merged one that it is part of; None where it says nothing."""
    text = sheet.text(row, column)
    if not text:
        for merged in sheet.merged:
            if merged.first_row <= row <= merged.last_row and merged.first_column <= column <= merged.last_column:
                text = sheet.text(merged.first_row, merged.first_column)
    text = " ".join(normalise(text).split())
    if fold(text) in _NOTHING or _COLUMN_NUMBER.fullmatch(text):
        return None
    return text[:LONGEST_EXPLANATION]
