"""What a table is, however it was printed, and what a single cell looks like."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from ingest.figures.sentences import tokenise
from ingest.figures.vocabulary import table_cells
from ingest.vietnamese.numbers import NUMBER_TOKEN

_NUMBER = re.compile(rf"[-+−–]?\s?(?:{NUMBER_TOKEN.pattern})\s?%?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BLANKS = frozenset({"", "-", "–", "—", "−", "…", "...", "x", "X", "/", "//"})
_ORDINAL = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,2}|[IVX]{1,5}|[A-Ha-hđ])[.)]?|[-+–•*]|\(\d{1,2}\)")
_FIRST_ORDINAL = re.compile(r"(?:0?1|I|A|a|1\.1)[.)]?")
_OPENING_ORDINAL = re.compile(
    r"((?:\d{1,2}(?:\.\d{1,2}){1,2}[.)]?|\d{1,2}[.)]|[IVX]{1,5}[.)]|[A-Ha-hđ][.)]|[-+–•*]))\s+(?=\S)"
)
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-H])\)?(?:\s?=\s?[\d\s()/*+x%-]+)?")
_END_MARKS = frozenset(":.*")
_LONGEST_CELL_WORDS = 16


class Cell(NamedTuple):
    """The words of a cell and where they begin in the normalised text."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its ordinal, label and unit, and a cell or None for each column of numbers.

    A row without `values` heads the rows below it. A row that is not `settled` lost some of its cells, so that
    nobody can tell which columns the others belong to.
    """

    ordinal: str
    label: Cell
    unit: Cell | None
    values: tuple[Cell | None, ...]
    settled: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose shape holds: the head over its labels, the heads over each column of numbers, its rows.

    `heads` gives each column its heads from the topmost down. `start` and `end` are its part of the normalised text.
    """

    label_head: str
    heads: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...]
    start: int
    end: int


def is_number(text: str) -> bool:
    """Whether a cell holds a number and nothing else."""
    return text[-1:] in "0123456789%" and _NUMBER.fullmatch(text) is not None


def is_year(text: str) -> bool:
    """Whether a cell may be a year: such a number may be a head."""
    return _YEAR.fullmatch(text) is not None


def is_blank(text: str) -> bool:
    """Whether a cell says that nothing is known or that nothing is there."""
    return text in _BLANKS


def is_value(text: str) -> bool:
    """Whether a cell may stand in a column of numbers."""
    return is_blank(text) or is_number(text)


def is_ordinal(text: str) -> bool:
    """Whether a cell may number a row: 1, 1.2, I, a), -."""
    return _ORDINAL.fullmatch(text) is not None


def is_first_ordinal(text: str) -> bool:
    """Whether a cell may number the first row of a list."""
    return _FIRST_ORDINAL.fullmatch(text) is not None


def follows_ordinal(text: str, before: str) -> bool:
    """Whether one ordinal comes right after another: 3 after 2, II after I is not asked for."""
    number, last = text.rstrip(".)"), before.rstrip(".)")
    return number.isdigit() and last.isdigit() and int(number) == int(last) + 1


def is_label(text: str) -> bool:
    """Whether a cell may name a row or a column."""
    return any(sign.isalpha() for sign in text) and len(text.split()) <= _LONGEST_CELL_WORDS


def is_column_numbers(texts: list[str]) -> bool:
    """Whether the cells only number the columns: (1) (2) (3), or A B 1 2 3=2/1."""
    return len(texts) > 1 and all(_COLUMN_NUMBER.fullmatch(text) for text in texts) and len(set(texts)) == len(texts)


def head_of(text: str) -> str | None:
    """What a column is by its head: `ordinal`, `unit`, `label`, `places` or `note`; None for columns of numbers."""
    return table_cells("head").get(words_of(text))


def words_of(text: str) -> tuple[str, ...]:
    """The keys of the words of a cell, without the marks it ends with."""
    keys = [token.key for token in tokenise(text)]
    while keys and keys[-1] in _END_MARKS:
        keys.pop()
    return tuple(keys)


def without_ordinal(label: Cell) -> tuple[str, Cell]:
    """The ordinal that a label begins with, if any, and the label without it: "1. Tổng số HTX", "- Số HTX mới"."""
    match = _OPENING_ORDINAL.match(label.text)
    if match is None:
        return "", label
    return match[1], Cell(label.text[match.end() :], label.start + match.end())
