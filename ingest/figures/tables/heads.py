"""Heads that stand over several columns: "Trong đó" over "Nông nghiệp" and "Phi nông nghiệp", "Năm 2022" over two."""

from collections.abc import Sequence

from ingest.figures.sentences import tokenise
from ingest.figures.vocabulary import lexicon

Heads = tuple[tuple[str, ...], ...]


def column_heads(texts: Sequence[str], columns: int) -> Heads | None:
    """The heads of each of so many columns, from heads printed row by row without their spans; None if unclear."""
    spanning = len(texts) - columns
    if spanning < 0 or columns < 1:
        return None
    if spanning == 0:
        return tuple((text,) for text in texts)
    if spanning == 1 and (split := _split_by_parts(texts)) is not None:
        return split
    return _repeated(texts, columns, spanning)


def heads_parts(text: str) -> bool:
    """Whether a head only says that the columns below it are parts: "Trong đó"."""
    tokens = tokenise(text.rstrip(" :"))
    match = lexicon().longest(tokens, 0) if tokens else None
    return match is not None and match.last == len(tokens) and match.meanings[0].value in {"subset", "split"}


def _split_by_parts(texts: Sequence[str]) -> Heads | None:
    """One head of parts, the last of its row: the heads after it are below it."""
    positions = [position for position, text in enumerate(texts) if heads_parts(text)]
    if len(positions) != 1 or len(texts) - positions[0] < 3:
        return None
    position = positions[0]
    below = texts[position + 1 :]
    return (*((text,) for text in texts[:position]), *((texts[position], text) for text in below))


def _repeated(texts: Sequence[str], columns: int, spanning: int) -> Heads | None:
    """Several heads over the same columns each: "2022 | 2023" over "Số HTX | Thành viên | Số HTX | Thành viên"."""
    for single in range(columns):
        below = texts[single + spanning :]
        size, rest = divmod(len(below), spanning)
        if rest or size < 2 or spanning < 2:
            continue
        if all(below[at] == below[at % size] for at in range(len(below))):
            groups = texts[single : single + spanning]
            return (
                *((text,) for text in texts[:single]),
                *((groups[at // size], text) for at, text in enumerate(below)),
            )
    return None
