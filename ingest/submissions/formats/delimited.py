"""CSV and its kin: a sheet named ``""`` whose cells are addressed by record and field."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator

from ingest.submissions.formats.sheet_notes import MAXIMUM_SHEET_CELLS
from ingest.submissions.formats.text_decoding import decode_text
from ingest.submissions.workbook import Cell, UnreadableWorkbookError, Workbook, sheet_of

_DELIMITERS = ";\t,|"
_SAMPLE_RECORDS = 300
_LONGEST_LINE = 1_000_000
_MOST_LINES = 1_048_576
_LONGEST_FIELD = 131_072
_SEPARATOR_LINE = "sep="
"""The first line by which Excel is told the delimiter."""


def read_delimited(content: bytes) -> Workbook:
    """The one sheet of a CSV; raises `UnreadableWorkbookError` for what cannot be laid out."""
    text = decode_text(content).replace("\0", "")
    if text.count("\n") > _MOST_LINES:
        raise UnreadableWorkbookError("damaged", f"more than {_MOST_LINES} lines")
    lines = list(io.StringIO(text, newline=""))
    if max(map(len, lines), default=0) > _LONGEST_LINE:
        raise UnreadableWorkbookError("damaged", f"a line of more than {_LONGEST_LINE} characters")
    delimiter = _delimiter(lines)
    if text.count(delimiter) > MAXIMUM_SHEET_CELLS:
        raise UnreadableWorkbookError("damaged", f"more than {MAXIMUM_SHEET_CELLS} fields")
    cells: dict[tuple[int, int], Cell] = {}
    try:
        for row, record in enumerate(_records(lines, delimiter), start=1):
            for column, field in enumerate(record, start=1):
                if field.strip():
                    cells[row, column] = Cell(row, column, "text", field)
    except csv.Error as error:
        raise UnreadableWorkbookError("damaged", f"CSV: {error}") from error
    if _is_separator_line(lines):
        cells = {place: cell for place, cell in cells.items() if place[0] > 1}
    return Workbook((sheet_of("", cells),))


def _records(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=False)


def _delimiter(lines: list[str]) -> str:
    """The delimiter that cuts most records into equally many fields; wide tables count for more."""
    if _is_separator_line(lines):
        stated = lines[0].strip().strip('"')[len(_SEPARATOR_LINE) :]
        return stated or "\t"
    scores = {delimiter: _score(lines, delimiter) for delimiter in _DELIMITERS}
    return max(_DELIMITERS, key=lambda delimiter: scores[delimiter])


def _score(lines: list[str], delimiter: str) -> int:
    widths: Counter[int] = Counter()
    try:
        for number, record in enumerate(_records(lines, delimiter)):
            if number >= _SAMPLE_RECORDS:
                break
            if len(record) > 1:
                widths[len(record)] += 1
    except csv.Error:
        return 0
    return max((count * (width - 1) for width, count in widths.items()), default=0)


def _is_separator_line(lines: list[str]) -> bool:
    first = lines[0].strip().strip('"').lower() if lines else ""
    return first.startswith(_SEPARATOR_LINE) and len(first) <= len(_SEPARATOR_LINE) + 1
