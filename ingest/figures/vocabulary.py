"""The vocabulary: phrases and their meanings, read from the CSV files beside this module.

Files and columns are described in docs/figures.md. The code of this room holds grammar only; a new word for an
old meaning is a new line in a file.
"""

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ingest.figures.sentences import Token, tokenise
from ingest.vietnamese.folding import fold, word_key

VOCABULARY_DIR = Path(__file__).parent / "vocabulary"
_CHOICE = re.compile(r"\{([^{}]*)\}")
_PHRASE_FILES = (
    "entities.csv",
    "people.csv",
    "measures.csv",
    "attributes.csv",
    "sectors.csv",
    "qualifiers.csv",
    "status.csv",
    "cues.csv",
    "blockers.csv",
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase means: its category and value; `side` and `rank` for attributes (see docs/figures.md)."""

    category: str
    value: str
    side: str = ""
    rank: int = 0


@dataclass(slots=True)
class _Node:
    """A step in the tree of phrases, by token keys."""

    meanings: tuple[Meaning, ...] = ()
    following: dict[str, "_Node"] = field(default_factory=dict)


class Match(NamedTuple):
    """A phrase found at tokens [first, last); a tuple, since every sentence makes many."""

    first: int
    last: int
    meanings: tuple[Meaning, ...]


class Lexicon:
    """Finds the longest phrase that begins at a token."""

    def __init__(self, entries: Iterator[tuple[str, Meaning]]) -> None:
        self._root = _Node()
        for phrase, meaning in entries:
            node = self._root
            for token in tokenise(phrase):
                node = node.following.setdefault(token.key, _Node())
            if any(other.category != meaning.category for other in node.meanings):
                raise ValueError(f'vocabulary: "{phrase}" has two categories; keep one')
            if meaning not in node.meanings:
                node.meanings = (*node.meanings, meaning)

    def matches(self, tokens: tuple[Token, ...], taken: Collection[int]) -> list[Match]:
        """The longest phrase at each token from left to right, none overlapping another or a `taken` token."""
        openings = self._root.following
        keys = [token.key for token in tokens]
        keys.append("")  # no word has this key: phrases end with the sentence
        found: list[Match] = []
        done = 0
        for first in [position for position, key in enumerate(keys) if key in openings]:
            if first < done or first in taken:
                continue
            node: _Node | None = openings[keys[first]]
            meanings: tuple[Meaning, ...] = ()
            last = end = first
            while node is not None:
                end += 1
                if node.meanings:
                    meanings, last = node.meanings, end
                node = node.following.get(keys[end])
            if meanings and not (taken and any(within in taken for within in range(first, last))):
                found.append(Match(first, last, meanings))
                done = last
        return found

    def longest(self, tokens: tuple[Token, ...], first: int) -> Match | None:
        """The longest phrase beginning at token `first`, or None."""
        match = next(iter(self.matches(tokens[first:], ())), None)
        if match is None or match.first:
            return None
        return Match(first, first + match.last, match.meanings)


@dataclass(frozen=True, slots=True)
class Place:
    """A province or the nation: the name figures carry, its level, spellings, and its slugs in addresses."""

    name: str
    level: str
    aliases: tuple[str, ...]
    slugs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator and the entity it is counted for."""

    indicator: str
    entity: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """A range of values in the unit of the figure; None where it is open."""

    low: Decimal | None
    high: Decimal | None


@cache
def lexicon() -> Lexicon:
    """The phrases of all files."""
    return Lexicon(entries())


def entries() -> Iterator[tuple[str, Meaning]]:
    """Each phrase of the files with its meaning."""
    for name in _PHRASE_FILES:
        for row in _rows(name):
            meaning = Meaning(row["category"], row["value"], row.get("side", ""), int(row.get("rank") or 0))
            for phrase in spellings(row["phrase"]):
                yield phrase, meaning


def spellings(pattern: str) -> tuple[str, ...]:
    """All phrases that a pattern stands for: "{đã|được|} {giải thể|xóa tên}" for "đã giải thể", "xóa tên" and so on."""
    choice = _CHOICE.search(pattern)
    if choice is None:
        return (" ".join(pattern.split()),)
    before, after = pattern[: choice.start()], pattern[choice.end() :]
    return tuple(phrase for option in choice[1].split("|") for phrase in spellings(f"{before}{option}{after}"))


@cache
def indicators() -> dict[tuple[str, str, str], Measured]:
    """(subject, attribute, form) to what it measures; the attribute is empty for a plain count."""
    return {
        (row["subject"], row["attribute"], row["form"]): Measured(row["indicator"], row["entity"])
        for row in _rows("indicators.csv")
    }


@cache
def places() -> tuple[Place, ...]:
    """Provinces of before and after July 2025, and the nation."""
    return tuple(
        Place(
            row["name"],
            row["level"],
            tuple(row["aliases"].split("|")),
            frozenset(row["slugs"].split("|")) - {""},
        )
        for row in _rows("places.csv")
    )


@cache
def furniture(meaning: str) -> frozenset[str]:
    """Folded openings of page furniture: `related` lists, `counter` lines, the page's own `clock`."""
    return frozenset(fold(row["phrase"]) for row in _rows("furniture.csv") if row["meaning"] == meaning)


@cache
def plausible_bounds() -> dict[tuple[str, str], Bounds]:
    """(indicator, unit) to the range its values lie in."""
    return {
        (row["indicator"], row["unit"]): Bounds(*(Decimal(row[end]) if row[end] else None for end in ("low", "high")))
        for row in _rows("plausible.csv")
    }


@cache
def table_lexicon() -> Lexicon:
    """What words around numbers of a table say: their status, with what they are compared, names of authorities."""
    rows = (row for row in _rows("tables.csv") if row["category"] in {"status", "compare", "name"})
    return Lexicon(
        (phrase, Meaning(f"table_{row['category']}", row["value"]))
        for row in rows
        for phrase in spellings(row["phrase"])
    )


@cache
def table_cells(category: str) -> dict[tuple[str, ...], str]:
    """Keys of the words of a whole cell to what it means: the `head` of a column, a `row`, a `filler` word."""
    return {
        tuple(token.key for token in tokenise(phrase)): row["value"]
        for row in _rows("tables.csv")
        if row["category"] == category
        for phrase in spellings(row["phrase"])
    }


@cache
def not_narrowing() -> frozenset[str]:
    """Keys of words that may follow a counted noun without restricting it."""
    return frozenset(word_key(row["word"]) for row in _rows("not_narrowing.csv"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (VOCABULARY_DIR / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
