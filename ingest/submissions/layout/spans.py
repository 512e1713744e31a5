"""From headers to tables: how far each reaches, and whether its rows have labels that some form has."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ingest.submissions.layout.grid import Grid
from ingest.submissions.layout.headers import Header, header_over, titled_headers
from ingest.submissions.layout.titles import VALUE_ROLES
from ingest.vietnamese.folding import fold

_FEWEST_LABELS = 3
"""Known labels in one column that make it a column of labels without a title over it."""
_LONGEST_LABEL = 160
_FOOTER = re.compile(r"(?:nguoi lap|nguoi tong hop|can bo tong hop|thu truong|noi nhan|tm\.|kt\.|t/m|k/t)")
_FOOTER_WITHOUT_FIGURES = re.compile(
    r"(?:ghi chu\b|luu y\b|chu tich|pho chu tich|truong phong"
    r"|ke toan|giam doc|xac nhan|nguon\s*:|\*\s*ghi chu|lanh dao)"
)


class LabelSense(Hashable, Protocol):
    """What the finder of tables has to be told of labels; it knows no form."""

    def is_known(self, text: str) -> bool:
        """Whether the text is a row label of some form."""

    def entity_of_column(self, text: str) -> str | None:
        """The kind of organisation that a column title names."""


@dataclass(frozen=True, slots=True)
class Span:
    """The rows of a table: its header's, and those below it to `last_row`, inclusive."""

    header: Header
    last_row: int


def standing_spans(grid: Grid, sense: LabelSense) -> tuple[Span, ...]:
    """The tables of a grid under titles such as "Chỉ tiêu", or else over a column of known labels."""
    headers = list(titled_headers(grid, sense.entity_of_column)) or list(_untitled_headers(grid, sense))
    return _spans_under(grid, headers)


def untitled_spans(grid: Grid, sense: LabelSense) -> tuple[Span, ...]:
    """The tables of a grid over columns of known labels alone."""
    return _spans_under(grid, list(_untitled_headers(grid, sense)))


def known_labels(grid: Grid, spans: Sequence[Span], sense: LabelSense) -> int:
    """How many labels in the tables some form has."""
    return sum(
        sense.is_known(text)
        for span in spans
        for row in range(span.header.last_row + 1, span.last_row + 1)
        for column in span.header.label_columns
        if (text := grid.text(row, column))
    )


def have_labels_as_titles(grid: Grid, spans: Sequence[Span], sense: LabelSense) -> bool:
    """Whether labels of rows stand over the columns: then the table may lie on its side."""
    texts = {
        cell.text
        for span in spans
        for row in range(span.header.first_row, span.header.last_row + 1)
        for column, cell in grid.row(row).items()
        if column > span.header.label_columns[-1] and cell.kind == "text" and len(cell.text) <= _LONGEST_LABEL
    }
    known = [text for text in texts if sense.entity_of_column(text) is None and sense.is_known(text)]
    return len(known) >= _FEWEST_LABELS


def _spans_under(grid: Grid, headers: Sequence[Header]) -> tuple[Span, ...]:
    found: list[Span] = []
    for header in headers:
        below = [
            other.first_row
            for other in headers
            if other.first_row > header.last_row
            and other.first_column <= header.last_column
            and header.first_column <= other.last_column
        ]
        found.append(Span(header, _last_row(grid, header, min(below) - 1 if below else grid.last_row)))
    return tuple(found)


def _untitled_headers(grid: Grid, sense: LabelSense) -> Iterator[Header]:
    """Headers over columns in which known labels stand, where no cell says "Chỉ tiêu"."""
    by_column: defaultdict[int, list[int]] = defaultdict(list)
    for row in grid.rows():
        if row in grid.register_rows:
            break  # below stand single organisations
        for column, cell in grid.row(row).items():
            if cell.kind == "text" and len(cell.text) <= _LONGEST_LABEL and sense.is_known(cell.text):
                by_column[column].append(row)
    columns = [column for column, rows in by_column.items() if len(rows) >= _FEWEST_LABELS]
    for column in sorted(columns, key=lambda one: -len(by_column[one]))[:1]:
        groups = tuple(
            left for left in (column - 1,) if left in by_column and not _is_outline(grid, left, by_column[column])
        )
        first = min(by_column[column] + [row for left in groups for row in by_column[left]])
        header = header_over(grid, first, column, sense.entity_of_column)
        if header is not None:
            yield _with_groups(header, groups)


def _with_groups(header: Header, groups: tuple[int, ...]) -> Header:
    outline = header.outline_column if header.outline_column not in groups else None
    return replace(header, label_columns=(*groups, *header.label_columns), outline_column=outline)


def _is_outline(grid: Grid, column: int, rows: list[int]) -> bool:
    texts = [grid.text(row, column).strip() for row in rows]
    return all(len(text) <= 5 for text in texts)


def _last_row(grid: Grid, header: Header, stop: int) -> int:
    columns = [*header.label_columns]
    if header.outline_column:
        columns.append(header.outline_column)
    figures = [column for column, title in header.titles.items() if title.role in VALUE_ROLES]
    for row in range(header.last_row + 1, stop + 1):
        if row in grid.register_rows:
            return row - 1
        texts = [grid.text(row, column) for column in columns]
        words = [fold(text) for text in texts if text]
        if any(_FOOTER.match(text) for text in words):
            return row - 1
        if any(_FOOTER_WITHOUT_FIGURES.match(text) for text in words) and not any(
            _is_number(grid, row, column) for column in figures
        ):
            return row - 1
    return stop


def _is_number(grid: Grid, row: int, column: int) -> bool:
    cell = grid.at(row, column)
    return cell is not None and cell.kind == "number"
