"""Which texts of a sheet may be titles of tables: looked at once a text, since offices print the same ones again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ingest.submissions.layout.titles import title_kind
from ingest.submissions.workbook import Cell, Sheet
from ingest.vietnamese.folding import fold

LONGEST_LABEL_TITLE = 60
_REGISTER = re.compile(
    r"(?:ten (?:hop tac xa|htx|to hop tac|tht|don vi|to chuc|lien hiep|co so)\b"
    r"|ma so (?:thue|htx|hop tac xa|dang ky)|mst\b|ho (?:va )?ten)"
)
_REGISTER_LETTERS = frozenset("tmh")
_REGISTER_BEGINNINGS = frozenset({"tê", "te", "mã", "ma", "ms", "họ", "ho"})
_WORD = re.compile(r"[^\W\d_]{2}")
_LABEL, _REGISTER_NAME = 1, 2

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marks:
    """The places, as (row, column) of the sheet, of texts that may be titles."""

    labels: tuple[Place, ...]
    """Over labels: "Chỉ tiêu"."""
    registers: tuple[Place, ...]
    """Over the names or the tax codes of single organisations."""


def marks_of(sheet: Sheet) -> Marks:
    """The titles of a sheet, row by row."""
    found = [((cell.row, cell.column), mark) for cell in sheet.texts if (mark := _mark(cell.text))]
    return Marks(_with(found, _LABEL), _with(found, _REGISTER_NAME))


def _with(found: Iterable[tuple[Place, int]], mark: int) -> tuple[Place, ...]:
    return tuple(sorted(place for place, marks in found if marks & mark))


def is_register_title(cell: Cell) -> bool:
    """Whether a cell stands over the names or the tax codes of single organisations."""
    return cell.kind == "text" and bool(_mark(cell.text) & _REGISTER_NAME)


@lru_cache(maxsize=32_768)
def _mark(text: str) -> int:
    may_be_label = len(text) <= LONGEST_LABEL_TITLE and _WORD.search(text) is not None
    is_label = may_be_label and title_kind(text) == "label"
    return _LABEL * is_label + _REGISTER_NAME * _names_organisations(text)


def _names_organisations(printed: str) -> bool:
    text = printed.lstrip()
    if len(text) > LONGEST_LABEL_TITLE or text[:1].lower() not in _REGISTER_LETTERS:
        return False
    return text[:2].lower() in _REGISTER_BEGINNINGS and bool(_REGISTER.match(fold(text)))
