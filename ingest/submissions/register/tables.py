"""Where the registers of a sheet are: header rows by what their titles mean, and the columns of each field."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.submissions.addresses import a1
from ingest.submissions.reading import RegisterField
from ingest.submissions.reference import Reference
from ingest.submissions.register.codes import ratings, sectors, statuses
from ingest.submissions.register.columns import ColumnRole, TitleMeaning, is_name_title, meaning_of, money_unit_in
from ingest.submissions.register.grid import Grid, grid_of
from ingest.submissions.register.words import key_of
from ingest.submissions.workbook import Cell, Sheet
from ingest.vietnamese.folding import fold

_LONGEST_NAME_TITLE = 80
_OPENS_LIKE_A_TITLE = re.compile(r"\W*(?:t[eê]|h\.?t|h[oợ]\W{0,2}p|[đd][oơ]\W?n|danh|c[aá]\W?c )", re.IGNORECASE)
"""Tên, HTX, hợp tác xã, đơn vị, danh sách, các; in one or in two characters a vowel. Spares folding every cell."""
_MAXIMUM_HEADER_ROWS = 4
_LONGEST_OUTLINE_TITLE = 12
_FEWEST_COLUMN_NUMBERS = 3
_COLUMN_NUMBER = re.compile(r"\(?(?:[a-p]|\d{1,2})\)?(?: ?= ?[\d()+\-/*x:%., ]+)?")
_COUNTS_COOPERATIVES = re.compile(r"(?:tong )?so (?:luong )?(?:cac )?hop tac xa")
_PART_OF_A_TITLE = re.compile(r"tong(?: so)?|tong cong|chung|so luong|trong do.*|ho va ten|ho ten|ten|nam \d{4}|\d{4}")
_NO_NAMES: frozenset[ColumnRole] = frozenset({"name", "weak_name", "outline", "other", "kind", "loss"})
_TELLING: frozenset[ColumnRole] = frozenset(
    {"tax_code", "status", "chairperson", "founded_on", "rating", "charter_capital", "address", "sector"}
)
_FEWEST_TELLING = 2
_MARKS = frozenset({"x", "v", "1", "✓", "✔", "√", "+", "co"})
_FEWEST_TICK_COLUMNS: Mapping[RegisterField, int] = {"status": 1, "rating": 2, "sector": 2}


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """A table that lists cooperatives: rows `first_row` to `last_row`, both inclusive, under its header."""

    grid: Grid
    header_row: int
    first_row: int
    last_row: int
    name_column: int
    outline_column: int | None
    columns: Mapping[RegisterField, int]
    """The column of each field that the table has."""
    ticks: Mapping[RegisterField, Mapping[int, str]]
    """Columns to tick ("Đang hoạt động | Ngừng hoạt động"): the code that each stands for."""
    loss_column: int | None
    kind_column: int | None
    titles: Mapping[int, str]
    """The title over each column, header rows joined from top to bottom."""

    @property
    def sheet(self) -> Sheet:
        return self.grid.sheet

    def title_address(self, column: int) -> str:
        """The address of the lowest title over a column."""
        rows = range(self.first_row - 1, self.header_row - 1, -1)
        return next((a1(row, column) for row in rows if self.sheet.at(row, column)), a1(self.header_row, column))

    def lines_above(self) -> list[str]:
        """What stands above the table, the nearest first."""
        above = self.grid.numbers(1, self.header_row - 1)
        lines = [cell.text for row in reversed(above) for cell in self.grid.cells(row)]
        return [*lines, *reversed(self.sheet.preamble)]


def find_registers(sheet: Sheet, reference: Reference) -> list[RegisterTable]:
    """The registers of a sheet, from top to bottom."""
    candidates = sorted({cell.row for cell in sheet.cells.values() if _may_be_name_title(cell)})
    if not candidates:
        return []
    grid = grid_of(sheet)
    headers: list[_Header] = []
    for row in candidates:
        floor = headers[-1].last_row if headers else 0
        if row > floor and (header := _header_at(grid, row, floor, reference)):
            headers.append(header)
    stops = [*(header.row - 1 for header in headers[1:]), sheet.last_row][: len(headers)]
    return [_table(grid, header, stop, reference) for header, stop in zip(headers, stops, strict=True)]


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    last_row: int
    name_column: int
    parts: Mapping[int, Sequence[str]]
    """The title texts over each column, from top to bottom."""
    meanings: Mapping[int, TitleMeaning]


def _may_be_name_title(cell: Cell) -> bool:
    if cell.kind != "text" or len(cell.text) > _LONGEST_NAME_TITLE or not _OPENS_LIKE_A_TITLE.match(cell.text):
        return False
    return is_name_title(cell.text)


def _header_at(grid: Grid, row: int, floor: int, reference: Reference) -> _Header | None:
    """The header with names' titles in that row, below `floor`; None where the row is none, or of another table."""
    names = [cell for cell in grid.cells(row) if _may_be_name_title(cell)]
    for column in dict.fromkeys(cell.column for cell in sorted(names, key=_plainness)):
        first, last = _first_header_row(grid, row, floor), _last_header_row(grid, row, column, reference)
        parts = _title_parts(grid, first, last)
        meanings = {place: meaning for place, texts in parts.items() if (meaning := meaning_of(texts)) is not None}
        if column in meanings and _is_register(meanings, parts, column, reference):
            while is_column_numbers(grid, last + 1):
                last += 1
            return _Header(first, last, column, parts, meanings)
    return None


def _plainness(cell: Cell) -> tuple[int, int]:
    meaning = meaning_of([cell.text])
    return (meaning.rank if meaning else 99), cell.column


def _is_register(
    meanings: Mapping[int, TitleMeaning], parts: Mapping[int, Sequence[str]], name_column: int, reference: Reference
) -> bool:
    """Names have company: any field beside "Tên HTX"; tax codes or two telling ones beside "Tên đơn vị", no counts."""
    name = meanings[name_column].role
    roles = {meaning.role for column, meaning in meanings.items() if column != name_column} - _NO_NAMES
    if name == "name":
        return bool(roles - {"address"}) or any(_tick_code(texts[-1], reference) for texts in parts.values())
    if name != "weak_name" or ("tax_code" not in roles and len(roles & _TELLING) < _FEWEST_TELLING):
        return False
    return not any(_COUNTS_COOPERATIVES.fullmatch(key_of(texts[-1])) for texts in parts.values())


def _first_header_row(grid: Grid, row: int, floor: int) -> int:
    """Titles may stand over the names' row too ("Thông tin chung" over three columns)."""
    first = row
    while first > floor + 1 and row - first < _MAXIMUM_HEADER_ROWS - 1:
        cells = grid.cells(first - 1)
        roles = [meaning.role for cell in cells if (meaning := meaning_of([cell.text])) is not None]
        has_group = any(grid.is_wide(cell) for cell in cells)
        if len(cells) < 2 or not roles or not ("outline" in roles or has_group):
            break
        first -= 1
    return first


def _last_header_row(grid: Grid, row: int, name_column: int, reference: Reference) -> int:
    """Merged title cells and rows of sub-titles (no name, no number) belong to the header."""
    last = row
    for merged in grid.merges(row, row):
        if merged.first_column <= name_column <= merged.last_column:
            last = max(last, min(merged.last_row, row + _MAXIMUM_HEADER_ROWS))
    while last < row + _MAXIMUM_HEADER_ROWS and _is_subtitles(grid.cells(last + 1), name_column, reference):
        last += 1
    return last


def _is_subtitles(cells: Sequence[Cell], name_column: int, reference: Reference) -> bool:
    if not cells or any(cell.column == name_column or cell.kind != "text" for cell in cells):
        return False
    if len(cells) == 1 and cells[0].column < name_column:
        return False  # the title of a group
    known = sum(_is_subtitle(cell.text, reference) for cell in cells)
    return known > 0 and 2 * known >= len(cells)


def _is_subtitle(text: str, reference: Reference) -> bool:
    key = key_of(text)
    return (
        meaning_of([text]) is not None
        or _PART_OF_A_TITLE.fullmatch(key) is not None
        or key in {"dieu le", "hoat dong", "thuong xuyen", "nguoi", "dong"}
        or money_unit_in(text, reference) is not None
        or _tick_code(text, reference) is not None
    )


def _title_parts(grid: Grid, first: int, last: int) -> dict[int, list[str]]:
    """The texts over each column; one over several columns, merged or not, belongs to all of them."""
    parts: dict[int, list[str]] = {}
    lowest: set[int] = set()
    for row in range(last, first - 1, -1):
        texts = {cell.column: cell.text for cell in grid.cells(row)}
        spread = dict(texts)
        for merged in grid.merges(row, row):
            if merged.first_column in texts:
                spread.update(
                    dict.fromkeys(range(merged.first_column, merged.last_column + 1), texts[merged.first_column])
                )
        covered = {
            column
            for merged in grid.merges(first, row)
            if merged.last_row >= row
            for column in range(merged.first_column, merged.last_column + 1)
        }
        for column in sorted(lowest):
            left = max((place for place in spread if place < column), default=None)
            if column not in spread and column not in covered and left in lowest and left is not None:
                spread[column] = spread[left]
        for column, text in spread.items():
            known = parts.setdefault(column, [])
            if text not in known:
                known.insert(0, text)
        lowest |= set(texts)
    return parts


def is_column_numbers(grid: Grid, row: int) -> bool:
    """A row such as "A B C 1 2 3 4"."""
    cells = grid.cells(row)
    if len(cells) < _FEWEST_COLUMN_NUMBERS or cells[0].text.strip(" ()") not in {"A", "a", "1"}:
        return False
    return all(_COLUMN_NUMBER.fullmatch(fold(cell.text)) for cell in cells)


def is_another_header(grid: Grid, row: int) -> bool:
    """Whether a row opens a table of another kind, which begins with a title over row numbers as this one does."""
    first = grid.cells(row)[0]
    if first.kind != "text" or len(first.text) > _LONGEST_OUTLINE_TITLE:
        return False
    meaning = meaning_of([first.text])
    return meaning is not None and meaning.role == "outline"


def _table(grid: Grid, header: _Header, last_row: int, reference: Reference) -> RegisterTable:
    rows = grid.numbers(header.last_row + 1, last_row)
    ticks = _ticks(grid, header, rows, reference)
    ticked = {column for columns in ticks.values() for column in columns}
    best: dict[ColumnRole, tuple[tuple[int, int, int], int]] = {}
    for column, meaning in header.meanings.items():
        if column == header.name_column or column in ticked:
            continue
        plainness = (meaning.rank, -(meaning.year or 0), column)
        if meaning.role not in best or plainness < best[meaning.role][0]:
            best[meaning.role] = plainness, column
    chosen = {role: column for role, (_, column) in best.items()}
    columns: dict[RegisterField, int] = {"name": header.name_column}
    columns.update({field: chosen[field] for field in _FIELDS if field in chosen and field not in ticks})
    titles = {column: " ".join(" ".join(texts).split()) for column, texts in header.parts.items()}
    return RegisterTable(
        grid=grid,
        header_row=header.row,
        first_row=header.last_row + 1,
        last_row=last_row,
        name_column=header.name_column,
        outline_column=chosen.get("outline"),
        columns=columns,
        ticks=ticks,
        loss_column=chosen.get("loss"),
        kind_column=chosen.get("kind"),
        titles=titles,
    )


_FIELDS: tuple[RegisterField, ...] = (
    "tax_code",
    "address",
    "sector",
    "founded_on",
    "status",
    "chairperson",
    "members",
    "workers",
    "charter_capital",
    "revenue",
    "profit",
    "rating",
)


def _ticks(
    grid: Grid, header: _Header, rows: Sequence[int], reference: Reference
) -> dict[RegisterField, dict[int, str]]:
    """The columns whose own title is a code's wording and that hold nothing but marks."""
    found: dict[RegisterField, dict[int, str]] = {}
    for column, texts in header.parts.items():
        tick = _tick_code(texts[-1], reference) if column != header.name_column else None
        if tick is not None and _holds_marks(grid, column, rows):
            found.setdefault(tick[0], {})[column] = tick[1]
    return {field: columns for field, columns in found.items() if len(columns) >= _FEWEST_TICK_COLUMNS[field]}


@lru_cache(maxsize=2_048)
def _tick_code(text: str, reference: Reference) -> tuple[RegisterField, str] | None:
    if code := statuses().exact(text):
        return "status", code
    if code := ratings().exact(text):
        return "rating", code
    code = sectors(reference).exact(text)
    return ("sector", code) if code else None


def _holds_marks(grid: Grid, column: int, rows: Sequence[int]) -> bool:
    texts = [cell.text for row in rows if (cell := grid.sheet.at(row, column)) is not None and cell.kind == "text"]
    numbers = (grid.sheet.at(row, column) for row in rows)
    has_one = any(cell is not None and cell.number == 1 for cell in numbers)
    return (bool(texts) or has_one) and all(fold(text) in _MARKS for text in texts if text.strip())


def repeated_header_rows(table: RegisterTable) -> Iterator[int]:
    """Rows in which the header is printed again, as on the top of every page."""
    title = key_of(table.titles.get(table.name_column, ""))
    for row in table.grid.numbers(table.first_row, table.last_row):
        if key_of(table.sheet.text(row, table.name_column)) == title:
            yield row
