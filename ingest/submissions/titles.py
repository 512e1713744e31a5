"""The lines of a file that are no figures: titles above its tables, signatures below, as printed."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.submissions.layout.marks import is_register_title
from ingest.submissions.workbook import Cell, Sheet, Workbook

_WIDE_ROW = 4
"""A row with so many filled cells is a header or a row of figures; letterheads have two or three."""
_FEWEST_TITLES_OF_A_REGISTER = 3
_MOST_HEAD_ROWS = 30
_MOST_FOOT_ROWS = 15
_LONGEST_FOOT_LINE = 160
_BODY = re.compile(r"\s*(?:\d+(?:\.\d+)*[.)]|[-+*•]|[a-zđ]\))\s")


def head_lines(sheet: Sheet, header_rows: Iterable[int] = ()) -> list[str]:
    """The texts above the first table of a sheet, from top to bottom; what stands before a table of a document too."""
    lines = [*sheet.preamble]
    first = min(sheet.cells)[0] if sheet.cells else 1
    for row in range(first, min((*header_rows, first + _MOST_HEAD_ROWS, sheet.last_row + 1))):
        cells = list(sheet.row_cells(row))
        if len(cells) >= _WIDE_ROW or _titles_names(cells):
            break
        lines.extend(cell.text for cell in cells if cell.kind == "text")
    return lines


def foot_lines(sheet: Sheet) -> list[str]:
    """The short texts of the last rows of a sheet that are no rows of figures."""
    found: list[str] = []
    for row in range(sheet.last_row, max(0, sheet.last_row - _MOST_FOOT_ROWS), -1):
        cells = list(sheet.row_cells(row))
        if len(cells) >= _WIDE_ROW:
            break
        found.extend(cell.text for cell in cells if cell.kind == "text" and len(cell.text) <= _LONGEST_FOOT_LINE)
    return found


def last_paragraphs(workbook: Workbook) -> list[str]:
    """The short paragraphs at the end of a document, where it is signed."""
    last = workbook.paragraphs[-_MOST_FOOT_ROWS:]
    return [paragraph.text for paragraph in last if len(paragraph.text) <= _LONGEST_FOOT_LINE]


def first_paragraphs(workbook: Workbook) -> list[str]:
    """The paragraphs at the beginning of a document, where its letterhead and title are."""
    return [paragraph.text for paragraph in workbook.paragraphs[:_MOST_HEAD_ROWS]]


def titles_first(lines: Sequence[str]) -> Iterator[str]:
    """The lines of titles, then numbered and dashed ones, which are text of a report."""
    yield from (line for line in lines if not _BODY.match(line))
    yield from (line for line in lines if _BODY.match(line))


def _titles_names(cells: Sequence[Cell]) -> bool:
    """Whether a row is the header of a list of organisations, which may be narrow ("TT | Tên HTX | Số TV")."""
    return len(cells) >= _FEWEST_TITLES_OF_A_REGISTER and any(map(is_register_title, cells))
