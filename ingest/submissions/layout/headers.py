"""Finding headers: by the title over the labels ("Chỉ tiêu"), or by the labels themselves."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ingest.submissions.layout.grid import Grid
from ingest.submissions.layout.titles import VALUE_ROLES, ColumnTitle, Role, read_title, title_kind
from ingest.submissions.workbook import Cell
from ingest.vietnamese.folding import fold

EntitySense = Callable[[str], str | None]
"""The kind of organisation that a column title names, if it names one."""

_MOST_HEADER_ROWS = 6
_MOST_ROWS_ABOVE = 3
_LONGEST_GROUP_TITLE = 60
_FEWEST_COLUMN_NUMBERS = 3
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_UNIT_LINE = re.compile(r"\(?(?:dvt|don vi tinh|don vi)\b.*:")
_DATE_WORDS = ("ngay ", "so:", "so :", "doc lap", "cong hoa")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one table; `first_row` to `last_row` are its rows, column numbers included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int
    """The band of columns that the table may use."""
    label_columns: tuple[int, ...]
    """From left to right; more than one where groups stand left of the labels."""
    outline_column: int | None
    unit_column: int | None
    titles: Mapping[int, ColumnTitle]
    """All columns right of the labels that have a title."""
    entities: Mapping[int, str]
    """Columns whose title names a kind of organisation, where there are several kinds."""
    unit_texts: Mapping[int, str]
    """What stands in parentheses in a column's title."""


def titled_headers(grid: Grid, entity_of: EntitySense) -> Iterator[Header]:
    """Headers in which a cell is titled "Chỉ tiêu" or alike, from top to bottom and left to right."""
    anchors: defaultdict[int, list[int]] = defaultdict(list)
    for row, column in grid.marks.labels:
        if row not in grid.register_rows:
            anchors[row].append(column)
    for row, columns in anchors.items():
        starts = [_band_start(grid, row, column) for column in columns]
        for place, column in enumerate(columns):
            end = starts[place + 1] - 1 if place + 1 < len(columns) else grid.last_column
            header = _header(grid, row, column, (starts[place], end), entity_of)
            if header is not None:
                yield header


def header_over(grid: Grid, first_label_row: int, label_column: int, entity_of: EntitySense) -> Header | None:
    """The header above a column of labels that has no title of its own."""
    last = first_label_row - 1
    while last > 0 and (not grid.row(last) or is_column_numbers(grid, last)):
        last -= 1
        if first_label_row - last > _MOST_HEADER_ROWS:
            return None
    first = last
    while first > 1 and last - first < _MOST_ROWS_ABOVE and _is_group_row(grid, first - 1, label_column):
        first -= 1
    if last < 1:
        return None
    return _built(grid, (first, last), (label_column,), (1, grid.last_column), entity_of, first_label_row - 1)


def _band_start(grid: Grid, row: int, label_column: int) -> int:
    """A table begins at its outline numbers, where it has them."""
    left = grid.spread(row, label_column - 1) if label_column > 1 else None
    return label_column - 1 if left is not None and title_kind(left.text) == "outline" else label_column


def _header(grid: Grid, row: int, column: int, band: tuple[int, int], entity_of: EntitySense) -> Header | None:
    bottom, right = grid.extent(row, column)
    last = bottom
    while last < row + _MOST_HEADER_ROWS and _is_subtitle_row(grid, last + 1, (column, right), band):
        last += 1
    first = row
    while row - first < _MOST_ROWS_ABOVE and _is_group_row(grid, first - 1, right):
        first -= 1
    labels = tuple(range(column, right + 1))
    return _built(grid, (first, last), labels, band, entity_of, last)


def _built(
    grid: Grid,
    rows: tuple[int, int],
    labels: tuple[int, ...],
    band: tuple[int, int],
    entity_of: EntitySense,
    above_body: int,
) -> Header | None:
    first, last = rows
    over = {column: _fragments(grid, first, last, column, labels[-1]) for column in range(labels[-1] + 1, band[1] + 1)}
    named = {column: entity for column, texts in over.items() if (entity := _entity(texts, entity_of)) is not None}
    entities = named if len(set(named.values())) > 1 else {}
    titles = {column: read_title(*texts) for column, texts in over.items() if texts}
    if not entities and not any(title.role in VALUE_ROLES for title in titles.values()):
        return None
    end = max(last, above_body)
    while end < grid.last_row and is_column_numbers(grid, end + 1):
        end += 1
    return Header(
        first_row=first,
        last_row=end,
        first_column=band[0],
        last_column=band[1],
        label_columns=labels,
        outline_column=_outline_column(grid, first, last, labels[0], band[0]),
        unit_column=_first_of(titles, "unit"),
        titles=titles,
        entities=entities,
        unit_texts={column: unit for column, texts in over.items() if (unit := _in_parentheses(texts))},
    )


def _entity(fragments: tuple[str, ...], entity_of: EntitySense) -> str | None:
    return next((entity for text in reversed(fragments) if (entity := entity_of(text)) is not None), None)


def _first_of(titles: Mapping[int, ColumnTitle], role: Role) -> int | None:
    return next((column for column, title in titles.items() if title.role == role), None)


def _outline_column(grid: Grid, first: int, last: int, label_column: int, band_start: int) -> int | None:
    """The column of outline numbers, left of the labels: by its title, or as the one next to them without any."""
    for column in range(label_column - 1, max(band_start, label_column - 3) - 1, -1):
        for row in range(first, last + 1):
            cell = grid.spread(row, column)
            if cell is not None and title_kind(cell.text) == "outline":
                return column
    if label_column > 1 and not any(grid.text(row, label_column - 1) for row in range(first, last + 1)):
        return label_column - 1
    return None


def _fragments(grid: Grid, first: int, last: int, column: int, label_column: int) -> tuple[str, ...]:
    """The title texts over a column from top to bottom, each once."""
    texts: list[str] = []
    for row in range(first, last + 1):
        cell = grid.spread(row, column) or _spread_group(grid, row, last, column, label_column)
        text = cell.text.strip() if cell is not None else ""
        if text and text not in texts:
            texts.append(text)
    return tuple(texts)


def _spread_group(grid: Grid, row: int, last: int, column: int, label_column: int) -> Cell | None:
    """A group title that is not merged over its columns: it reaches right as long as there are subtitles."""
    if row == last or grid.is_merged(row, column) or not _has_text_below(grid, row, last, column):
        return None
    for left in range(column - 1, label_column, -1):
        if grid.is_merged(row, left):
            return None
        cell = grid.at(row, left)
        if cell is not None:
            return cell if _has_text_below(grid, row, last, left) and cell.kind == "text" else None
    return None


def _has_text_below(grid: Grid, row: int, last: int, column: int) -> bool:
    return any(grid.at(below, column) is not None for below in range(row + 1, last + 1))


def _is_subtitle_row(grid: Grid, row: int, labels: tuple[int, int], band: tuple[int, int]) -> bool:
    """A row under the first of the header that still is header: no label, and titles instead of figures."""
    cells = {column: cell for column, cell in grid.row(row).items() if band[0] <= column <= band[1]}
    right = [cell for column, cell in sorted(cells.items()) if column > labels[1]]
    if not right or any(cell.text.strip() for column, cell in cells.items() if labels[0] <= column <= labels[1]):
        return False
    if is_column_numbers(grid, row) or not all(_may_be_title(cell) for cell in right):
        return False
    above = [grid.spread(row - 1, column) for column in range(labels[1] + 1, band[1] + 1)]
    says_something = any(_says_something(cell.text) for cell in right)
    return says_something or (any(cell is not None for cell in above) and all(cell.kind == "text" for cell in right))


def _may_be_title(cell: Cell) -> bool:
    if cell.kind == "number":
        return cell.number is not None and _FIRST_YEAR <= cell.number <= _LAST_YEAR
    return cell.kind in {"text", "date"} and any(
        sign.isalpha() or sign == "%" for sign in cell.text + "d" * (cell.kind == "date")
    )


def _says_something(text: str) -> bool:
    title = read_title(text)
    return title.role is not None or title.year is not None or title.is_other


def _is_group_row(grid: Grid, row: int, last_label_column: int) -> bool:
    """A row above the label title that belongs to the header: group titles over the columns right of the labels."""
    cells = sorted(grid.row(row).items()) if row >= 1 else []
    if not cells or cells[0][0] <= last_label_column or not all(_may_be_group(cell) for _, cell in cells):
        return False
    if not any(_says_something(cell.text) for _, cell in cells):
        return False
    return len(cells) > 1 or grid.extent(row, cells[0][0])[1] > cells[0][0]


def _may_be_group(cell: Cell) -> bool:
    if cell.kind == "number":
        return _may_be_title(cell)
    words = fold(cell.text)
    is_line = words.startswith(_DATE_WORDS) or "ngay " in words or _UNIT_LINE.match(words) is not None
    return cell.kind in {"text", "date"} and len(words) <= _LONGEST_GROUP_TITLE and not is_line


def _in_parentheses(fragments: tuple[str, ...]) -> str:
    for text in reversed(fragments):
        if "(" in text and ")" in text:
            return text.rsplit("(", 1)[1].split(")", 1)[0].strip()
    return ""


def is_column_numbers(grid: Grid, row: int) -> bool:
    """A row such as "A B C 1 2 3 4 5=3/2", "(1) (2) (3)"."""
    cells = grid.row(row)
    if len(cells) < _FEWEST_COLUMN_NUMBERS or not all(_column_mark(cell.text) for cell in cells.values()):
        return False
    marks = [_column_mark(cell.text) for _, cell in sorted(cells.items())]
    numbers = [int(mark) for mark in marks if mark.isdecimal()]
    letters = len(marks) - len(numbers)
    if not numbers:
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= max(letters, 1) + 2


@lru_cache(maxsize=4_096)
def _column_mark(text: str) -> str:
    """The letter or the number that a cell gives its column ("(5)=(3)/(2)" is "5"); empty for any other text."""
    head = fold(text).strip("() ").split("=")[0].strip("() ")
    is_mark = (head.isdecimal() and len(head) <= 2) or (len(head) == 1 and "a" <= head <= "h")
    return head if is_mark else ""
