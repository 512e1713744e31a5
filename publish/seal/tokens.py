"""A document as words and numbers in reading order, each number with its place and the figure that marks it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from ingest.vietnamese.folding import fold
from ingest.vietnamese.numbers import read_number

Mark = tuple[UUID, int]
"""A figure and which printing of it: `publish.report.figure_marks`."""

_TOKEN = re.compile(
    r"(?P<number>(?:(?<![\w.,])[-−])?\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?(?![\d])"
    r"|(?:(?<![\w.,/)])[-−])?\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word (its folded spelling) or a number (as printed), with the column of its table cell, from 1."""

    kind: Literal["word", "number"]
    text: str
    key: str
    """What makes it equal to another: the spelling without marks, or the value of the number."""
    column: int | None = None
    mark: Mark | None = None
    control: int | None = None
    """Which control of the document it stands in: a copied control bears the same mark."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a row of a table, a line of a page: where it stands, in words, and what it says."""

    place: str
    text: str
    tokens: tuple[Token, ...]

    @property
    def numbers(self) -> Iterator[Token]:
        return (token for token in self.tokens if token.kind == "number")


@dataclass(frozen=True, slots=True)
class DocumentText:
    """What can be read of a document. `pictures` are the sha256 of those in it, `notes` what a person must know."""

    blocks: tuple[Block, ...]
    pictures: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    @property
    def number_count(self) -> int:
        return sum(1 for block in self.blocks for _ in block.numbers)


@dataclass(frozen=True, slots=True)
class MarkedStretch:
    """A stretch of text from one character to before another that stands in a figure's control."""

    begin: int
    end: int
    mark: Mark
    control: int


def tokens_of(text: str, column: int | None = None, stretches: Sequence[MarkedStretch] = ()) -> Iterator[Token]:
    """The words and numbers of a text; a number that touches a marked stretch bears its mark."""
    for match in _TOKEN.finditer(text):
        marked = next((one for one in stretches if one.begin < match.end() and match.start() < one.end), None)
        mark, control = (marked.mark, marked.control) if marked else (None, None)
        if (printed := match["number"]) is not None:
            yield Token("number", printed, number_key(printed), column, mark, control)
        else:
            yield Token("word", match[0], fold(match[0]), column, mark, control)


def number_key(printed: str) -> str:
    """The value of a printed number as text; the print itself where it is no number."""
    value = read_number(printed).value
    return f"?{printed}" if value is None else f"{value.normalize():f}"


def is_doubtful(one: str, other: str) -> bool:
    """Whether two prints that differ in value may yet mean the same: "1.234" and "1,234"."""
    return one != other and re.sub(r"[.,]", "|", one) == re.sub(r"[.,]", "|", other)
