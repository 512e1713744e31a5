"""Headers of registers: the rows of titles over the names of cooperatives, known by what the titles mean."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.submissions.reading import RegisterField
from ingest.submissions.reference import Reference
from ingest.submissions.register.codes import ratings, sectors, statuses
from ingest.submissions.register.columns import ColumnRole, TitleMeaning, is_name_title, meaning_of, money_unit_in
from ingest.submissions.register.grid import Grid
from ingest.submissions.register.words import key_of
from ingest.submissions.workbook import Cell, Sheet
from ingest.vietnamese.folding import fold

_LONGEST_NAME_TITLE = 80
_OPENS_LIKE_A_TITLE = re.compile(r"\W*(?:t[eê]|h\.?t|h[oợ]\W{0,2}p|[đd][oơ]\W?n|danh|c[aá]\W?c )", re.IGNORECASE)
"""Tên, HTX, hợp tác xã, đơn vị, danh sách, các; in one or in two characters a vowel. Spares folding every cell."""
MAXIMUM_HEADER_ROWS = 4
"""Rows that belong to a header above or below the one of the names' title."""
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


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of a header, both inclusive, and what stands over each column."""

    row: int
    last_row: int
    name_column: int
    parts: Mapping[int, Sequence[str]]
    """The title texts over each column, from top to bottom."""
    meanings: Mapping[int, TitleMeaning]


def may_be_name_title(cell: Cell) -> bool:
    """Whether a cell may be the title over the names; cheap for all that is not."""
    return cell.kind == "text" and _may_be_name_title(cell.text)


@lru_cache(maxsize=16_384)
def _may_be_name_title(text: str) -> bool:
    return len(text) <= _LONGEST_NAME_TITLE and _OPENS_LIKE_A_TITLE.match(text) is not None and is_name_title(text)


def places_of_name_titles(sheet: Sheet) -> list[tuple[int, int]]:
    """The places of cells that may be titles over names, row by row."""
    return sorted([(cell.row, cell.column) for cell in sheet.texts if _may_be_name_title(cell.text)])


def header_at(grid: Grid, row: int, floor: int, reference: Reference) -> Header | None:
    """The header with names' titles in that row, below `floor`; None where the row is none, or of another table."""
    names = [cell for cell in grid.cells(row) if may_be_name_title(cell)]
    for column in dict.fromkeys(cell.column for cell in sorted(names, key=_plainness)):
        first, last = _first_header_row(grid, row, floor), _last_header_row(grid, row, column, reference)
        parts = _title_parts(grid, first, last)
        meanings = {place: meaning for place, texts in parts.items() if (meaning := meaning_of(texts)) is not None}
        if column in meanings and _is_register(meanings, parts, column, reference):
            while is_column_numbers(grid, last + 1):
                last += 1
            return Header(first, last, column, parts, meanings)
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
        return bool(roles - {"address"}) or any(tick_code(texts[-1], reference) for texts in parts.values())
    if name != "weak_name" or ("tax_code" not in roles and len(roles & _TELLING) < _FEWEST_TELLING):
        return False
    return not any(_COUNTS_COOPERATIVES.fullmatch(key_of(texts[-1])) for texts in parts.values())


def _first_header_row(grid: Grid, row: int, floor: int) -> int:
    """Titles may stand over the names' row too ("Thông tin chung" over three columns)."""
    first = row
    while first > floor + 1 and row - first < MAXIMUM_HEADER_ROWS - 1:
        cells = grid.cells(first - 1)
        roles = [meaning.role for cell in cells if (meaning := meaning_of([cell.text])) is not None]
        has_group = any(grid.reach(cell) > cell.column for cell in cells)
        if len(cells) < 2 or not roles or not ("outline" in roles or has_group):
            break
        first -= 1
    return first


def _last_header_row(grid: Grid, row: int, name_column: int, reference: Reference) -> int:
    """Merged title cells and rows of sub-titles (no name, no number) belong to the header."""
    last = row
    for merged in grid.merges(row, row):
        if merged.first_column <= name_column <= merged.last_column:
            last = max(last, min(merged.last_row, row + MAXIMUM_HEADER_ROWS))
    while last < row + MAXIMUM_HEADER_ROWS and _is_subtitles(grid.cells(last + 1), name_column, reference):
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
        or tick_code(text, reference) is not None
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


@lru_cache(maxsize=2_048)
def tick_code(text: str, reference: Reference) -> tuple[RegisterField, str] | None:
    """The code that a column to tick stands for, where its title is the wording of one."""
    if code := statuses().exact(text):
        return "status", code
    if code := ratings().exact(text):
        return "rating", code
    code = sectors(reference).exact(text)
    return ("sector", code) if code else None
