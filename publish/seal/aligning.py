"""Which number of the signed paper stands for which of the frozen one: by marks, by rows, by the words around.

Where neither marks nor equal words tell, nothing is paired: the number is gone on one side and new on the other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz.distance import Indel

from publish.seal.tokens import Block, DocumentText, Mark, Token

_MOST_CELLS = 2 * 10**9
"""Size of the table of a comparison token by token: a bit each; larger stretches are compared by rows alone."""


@dataclass(frozen=True, slots=True)
class PlacedNumber:
    """A number and the block it stands in."""

    token: Token
    block: Block


@dataclass(frozen=True, slots=True)
class Pair:
    """A frozen number and the signed one in its place; one of them None where there is none.

    `is_certain` is False where numbers went and others came at one place and nothing says which stands for which.
    """

    frozen: PlacedNumber | None
    signed: PlacedNumber | None
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class _Item:
    """A token as it is aligned; `number` is None for a word and for a number that was paired by its mark."""

    key: str
    shape: str
    number: PlacedNumber | None


def pair_numbers(frozen: DocumentText, signed: DocumentText) -> tuple[Pair, ...]:
    """Every number of both papers, each once."""
    old, new = _first_by_mark(frozen.blocks), _first_by_mark(signed.blocks)
    anchors = frozenset(old) & frozenset(new)
    found = [pair for mark, numbers in old.items() if mark in anchors for pair in _in_one_mark(numbers, new[mark])]
    items = [_items(document.blocks, {mark: first[mark][0] for mark in anchors}) for document, first in
             ((frozen, old), (signed, new))]  # fmt: skip
    return (*found, *_by_rows(items[0], items[1]))


def _first_by_mark(blocks: Iterable[Block]) -> dict[Mark, list[PlacedNumber]]:
    """The numbers of the first control of each mark; a copy of a control bears the mark a second time."""
    found: dict[Mark, list[PlacedNumber]] = {}
    for block in blocks:
        for token in block.numbers:
            if token.mark is not None:
                numbers = found.setdefault(token.mark, [])
                if not numbers or numbers[0].token.control == token.control:
                    numbers.append(PlacedNumber(token, block))
    return found


def _in_one_mark(frozen: Sequence[PlacedNumber], signed: Sequence[PlacedNumber]) -> Iterator[Pair]:
    if len(frozen) == len(signed):
        yield from (Pair(one, other) for one, other in zip(frozen, signed, strict=True))
        return
    yield from (Pair(one, None, is_certain=False) for one in frozen)
    yield from (Pair(None, other, is_certain=False) for other in signed)


def _items(blocks: Sequence[Block], anchors: Mapping[Mark, PlacedNumber]) -> list[list[_Item]]:
    """The tokens of each block; the numbers in the first control of a mark that both papers have are anchors."""
    controls = {number.token.control for number in anchors.values()}
    rows: list[list[_Item]] = []
    for block in blocks:
        row: list[_Item] = []
        for token in block.tokens:
            if token.kind == "word":
                row.append(_Item(token.key, token.key, None))
            elif token.mark in anchors and token.control in controls:
                row.append(_Item(f"@{token.mark}", f"@{token.mark}", None))
            else:
                row.append(_Item(f"#{token.key}", "#", PlacedNumber(token, block)))
        if row:
            rows.append(row)
    return rows


def _by_rows(old: Sequence[list[_Item]], new: Sequence[list[_Item]]) -> Iterator[Pair]:
    """Equal rows first, then rows that differ in their numbers alone, then what is left token by token."""
    for is_equal, old_rows, new_rows in _matched(old, new, "key"):
        if is_equal:
            yield from _paired(old_rows, new_rows)
            continue
        for has_equal_words, some_old, some_new in _matched(old_rows, new_rows, "shape"):
            if has_equal_words:
                yield from _paired(some_old, some_new)
            else:
                yield from _by_tokens(_flat(some_old), _flat(some_new))


def _matched(
    old: Sequence[list[_Item]], new: Sequence[list[_Item]], by: Literal["key", "shape"]
) -> Iterator[tuple[bool, Sequence[list[_Item]], Sequence[list[_Item]]]]:
    one, other = ([tuple(getattr(item, by) for item in row) for row in rows] for rows in (old, new))
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        yield kind == "equal", old[i1:i2], new[j1:j2]


def _paired(old: Sequence[list[_Item]], new: Sequence[list[_Item]]) -> Iterator[Pair]:
    for one, other in zip(_flat(old), _flat(new), strict=True):
        if one.number is not None:
            yield Pair(one.number, other.number)


def _flat(rows: Iterable[list[_Item]]) -> list[_Item]:
    return [item for row in rows for item in row]


def _by_tokens(old: Sequence[_Item], new: Sequence[_Item]) -> Iterator[Pair]:
    gone: list[_Item] = []
    come: list[_Item] = []
    for kind, i1, i2, j1, j2 in _opcodes([item.key for item in old], [item.key for item in new]):
        if kind != "equal":
            gone += old[i1:i2]
            come += new[j1:j2]
            continue
        yield from _gap(gone, come)
        gone, come = [], []
        yield from _paired([list(old[i1:i2])], [list(new[j1:j2])])
    yield from _gap(gone, come)


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    if len(old) * len(new) > _MOST_CELLS:
        yield ("replace", 0, len(old), 0, len(new))
        return
    for step in Indel.opcodes(old, new):
        yield (step.tag, step.src_start, step.src_end, step.dest_start, step.dest_end)


def _gap(gone: Sequence[_Item], come: Sequence[_Item]) -> Iterator[Pair]:
    """Between two stretches that are equal: one number for one number and nothing else is a pair, no more is."""
    old = [item.number for item in gone if item.number is not None]
    new = [item.number for item in come if item.number is not None]
    if len(old) == len(new) == len(gone) == len(come) == 1:
        yield Pair(old[0], new[0])
        return
    is_certain = not (old and new)
    yield from (Pair(number, None, is_certain) for number in old)
    yield from (Pair(None, number, is_certain) for number in new)
