"""The rows of a table below its header: label, outline, and the rows that each one is part of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.submissions.labels import is_of_which
from ingest.submissions.labels_words import bare_label
from ingest.submissions.layout import Table
from ingest.submissions.layout.headers import is_column_numbers
from ingest.vietnamese.folding import normalise

_OUTLINE = re.compile(
    r"\s*(?P<mark>[IVX]{1,5}(?=[\s.):/-]|$)|[A-H](?=[.):/-]|$)|\d{1,2}(?:\.\d{1,2})*(?=[\s.):/-]|$)|[a-h](?=[.)]|$)|[-–—+*•·]+)"
)
_ROMAN = re.compile(r"[IVX]+")
_TOP, _ROMAN_LEVEL, _NUMBER, _LETTER, _DASH, _PLUS, _UNMARKED = 0.0, 1.0, 2.0, 3.5, 4.0, 5.0, 6.0
_INDENT_STEP = 0.1
_DEEPEST_INDENT = 8
_LONGEST_OUTLINE = 8


@dataclass(slots=True)
class Row:
    """A row with a label."""

    number: int
    label: str
    """As printed."""
    label_column: int
    level: float
    """How deep it stands; a row is part of the nearest one above that stands less deep."""
    groups: tuple[str, ...] = ()
    """What stands left of the label, in columns of their own."""
    is_part: bool = False
    """Whether it follows "Trong đó:" or says it itself."""
    parent: "Row | None" = field(default=None, repr=False)

    @property
    def is_section_level(self) -> bool:
        return self.level <= _ROMAN_LEVEL

    def ancestors(self) -> Iterator["Row"]:
        row = self.parent
        while row is not None:
            yield row
            row = row.parent


def read_rows(table: Table) -> list[Row]:
    """The rows of a table that have a label, "Trong đó:" alone left out."""
    rows: list[Row] = []
    above: list[Row] = []
    held: dict[int, str] = {}
    part_of: Row | None = None
    for number in range(table.first_row, table.last_row + 1):
        found = _label(table, number, held)
        if found is None or is_column_numbers(table.grid, number):
            continue
        label, column, groups = found
        if is_of_which(label):
            part_of = rows[-1] if rows else None
            while part_of is not None and part_of.is_part and part_of.parent is not None:
                part_of = part_of.parent
            continue
        level = _level(table, number, label)
        if part_of is not None and level <= part_of.level:
            part_of = None
        if part_of is not None and level >= _UNMARKED:
            level = max(level, part_of.level + 2 * _INDENT_STEP)
        row = Row(number, label, column, level, groups, part_of is not None or _says_of_which(label))
        while above and above[-1].level >= level:
            above.pop()
        row.parent = above[-1] if above else None
        above.append(row)
        rows.append(row)
    return rows


def _label(table: Table, number: int, held: dict[int, str]) -> tuple[str, int, tuple[str, ...]] | None:
    columns = table.header.label_columns
    grid = table.grid
    own: tuple[str, int] | None = None
    for column in reversed(columns):
        cell = grid.at(number, column)
        if cell is not None and cell.text.strip() and cell.kind in {"text", "number"}:
            own = (cell.text, column)
            break
    outline = table.header.outline_column
    if own is None and outline is not None:
        text = grid.text(number, outline)
        if len(text.strip()) > _LONGEST_OUTLINE or (bare_label(text) != "" and not _OUTLINE.fullmatch(text)):
            own = (text, outline) if any(sign.isalpha() for sign in text) else None
    if own is None:
        return None
    text, column = own
    groups: list[str] = []
    for left in columns:
        if left >= column:
            held.pop(left, None)
            if left == column and len(columns) > 1:
                held[left] = text
            continue
        cell = grid.spread(number, left)
        if cell is not None and cell.text.strip():
            held[left] = cell.text
        if left in held:
            groups.append(held[left])
    return text, column, tuple(groups)


def _level(table: Table, number: int, label: str) -> float:
    outline = table.header.outline_column
    printed = table.grid.text(number, outline).strip() if outline is not None else ""
    return _level_of(printed, label)


@lru_cache(maxsize=8_192)
def _level_of(printed: str, label: str) -> float:
    """How deep a row stands by its outline, printed in a column of its own or before the label; else by its indent."""
    match = _OUTLINE.match(printed) if len(printed) <= _LONGEST_OUTLINE and printed else None
    match = match or _OUTLINE.match(label)
    if match is not None:
        return _level_of_mark(match["mark"])
    indent = len(label) - len(label.lstrip(" \u00a0\t"))
    return _UNMARKED + min(indent, _DEEPEST_INDENT) * _INDENT_STEP


def _level_of_mark(mark: str) -> float:
    if _ROMAN.fullmatch(mark):
        return _ROMAN_LEVEL
    if mark.isupper():
        return _TOP
    if mark[0].isdigit():
        return _NUMBER + 0.3 * mark.count(".")
    if mark.isalpha():
        return _LETTER
    return _PLUS if mark[0] in "+*•·" else _DASH


@lru_cache(maxsize=8_192)
def _says_of_which(label: str) -> bool:
    return bare_label(label).lower().startswith("trong đó")


@lru_cache(maxsize=8_192)
def tidy(label: str) -> str:
    """A label on one line, its spaces single."""
    return " ".join(normalise(label).split())
