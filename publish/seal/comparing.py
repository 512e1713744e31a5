"""What the signed paper says otherwise than the frozen one: every number, changed, gone or new, or not to be told."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from ingest.vietnamese.folding import fold
from ingest.vietnamese.numbers import read_number
from publish.seal.aligning import Pair, PlacedNumber, pair_numbers
from publish.seal.tokens import Block, DocumentText, is_doubtful, tokens_of

DifferenceKind = Literal["changed", "removed", "added", "ambiguous", "unreadable"]
_HEAD_BLOCKS = 30
"""Where number and date of the paper stand."""
_CONTEXT_LENGTH = 120
_NUMBER_OF_PAPER = re.compile(r"\bso\s*:\s*(\d+)\s*/")
_DATE_OF_PAPER = re.compile(r"ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})")


@dataclass(frozen=True, slots=True)
class SealDifference:
    """One number that is not the frozen one. `frozen_text` None: it is new; `signed_text` None: it is gone.

    `ambiguous`: it may be the same or stand for another, a person has to look. `unreadable`: it is no number any
    more. `place` and `context` tell where, in the signed paper where the number stands there, else in the frozen one.
    """

    kind: DifferenceKind
    figure_id: UUID | None
    frozen_text: str | None
    signed_text: str | None
    place: str
    context: str


@dataclass(frozen=True, slots=True)
class Issue:
    """Number and date that the registry gave the paper; both are expected in it."""

    number: str
    day: date


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result: `numbers_compared` counts the frozen numbers that were found again, changed or not."""

    numbers_compared: int
    differences: tuple[SealDifference, ...]
    notes: tuple[str, ...]


def compare(frozen: DocumentText, signed: DocumentText, issue: Issue) -> Comparison:
    """Hold the signed paper against the frozen one; never raises for what the papers say."""
    if not signed.number_count:
        note = "tệp không có chữ đọc được (bản quét?): đã lưu, không so sánh được số nào"
        return Comparison(0, (), (note, *signed.notes))
    pairs = pair_numbers(frozen, signed)
    expected = _places_of_issue(signed.blocks, issue)
    differences = [
        difference for pair in pairs if not _is_of_issue(pair, expected) and (difference := _difference(pair))
    ]
    compared = sum(1 for pair in pairs if pair.frozen is not None and pair.signed is not None)
    notes = (*_notes_on_issue(signed.blocks, issue), *_notes_on_pictures(frozen, signed), *signed.notes)
    return Comparison(compared, tuple(sorted(differences, key=_order)), notes)


def _difference(pair: Pair) -> SealDifference | None:
    one, other = pair.frozen, pair.signed
    shown = other or one
    assert shown is not None
    kind = _kind(pair)
    if kind is None:
        return None
    mark = (one.token.mark if one else None) or (other.token.mark if other else None)
    return SealDifference(
        kind=kind,
        figure_id=mark[0] if mark else None,
        frozen_text=one.token.text if one else None,
        signed_text=other.token.text if other else None,
        place=_place(shown),
        context=_context(shown),
    )


def _kind(pair: Pair) -> DifferenceKind | None:
    if pair.frozen is None or pair.signed is None:
        if not pair.is_certain:
            return "ambiguous"
        return "added" if pair.frozen is None else "removed"
    old, new = pair.frozen.token, pair.signed.token
    if old.text == new.text:
        return None
    if is_doubtful(old.text, new.text):
        return "ambiguous"
    if old.key == new.key:
        return None  # written otherwise, the same number
    return "unreadable" if read_number(new.text).value is None else "changed"


def _place(number: PlacedNumber) -> str:
    column = number.token.column
    return number.block.place if column is None else f"{number.block.place}, cột {column}"


def _context(number: PlacedNumber) -> str:
    """The text around the number, cut to what fits a line."""
    text = " ".join(number.block.text.split())
    if len(text) <= _CONTEXT_LENGTH:
        return text
    at = max(text.find(number.token.text), 0)
    begin = max(min(at - _CONTEXT_LENGTH // 2, len(text) - _CONTEXT_LENGTH), 0)
    return f"{'…' if begin else ''}{text[begin : begin + _CONTEXT_LENGTH]}…"


def _order(difference: SealDifference) -> tuple[int, ...]:
    """In the order of the paper."""
    return tuple(int(digits) for digits in re.findall(r"\d+", difference.place))


def _is_of_issue(pair: Pair, expected: dict[str, list[str]]) -> bool:
    """Whether a new number is the number or date of the paper itself."""
    if pair.frozen is not None or pair.signed is None:
        return False
    return pair.signed.token.key in expected.get(pair.signed.block.place, [])


def _places_of_issue(blocks: Sequence[Block], issue: Issue) -> dict[str, list[str]]:
    """In which blocks of the head the issue's own number and date stand, as keys of their numbers."""
    digits = [token.key for token in tokens_of(issue.number) if token.kind == "number"]
    parts = [str(issue.day.day), str(issue.day.month), str(issue.day.year)]
    found: dict[str, list[str]] = {}
    for block in blocks[:_HEAD_BLOCKS]:
        text = fold(block.text)
        if [printed for printed in _numbers_of_paper(text) if printed in digits]:
            found.setdefault(block.place, []).extend(digits)
        if issue.day in _dates_of_paper(text):
            found.setdefault(block.place, []).extend(parts)
    return found


def _notes_on_issue(blocks: Sequence[Block], issue: Issue) -> Iterator[str]:
    """What the head of the paper says of its number and date, where that is not what was given."""
    head = [fold(block.text) for block in blocks[:_HEAD_BLOCKS]]
    dates = [day for text in head for day in _dates_of_paper(text)]
    numbers = [number for text in head for number in _numbers_of_paper(text)]
    digits = [token.key for token in tokens_of(issue.number) if token.kind == "number"]
    if issue.day not in dates:
        seen = f"ghi {dates[0]:%d/%m/%Y}" if dates else "chưa ghi ngày"
        yield f"ngày ký: tệp {seen}, khai {issue.day:%d/%m/%Y}"
    if not set(numbers) & set(digits):
        seen = f"ghi {numbers[0]}" if numbers else "chưa ghi số"
        yield f"số văn bản: tệp {seen}, khai {issue.number}"


def _numbers_of_paper(text: str) -> list[str]:
    return [str(int(number)) for number in _NUMBER_OF_PAPER.findall(text)]


def _dates_of_paper(text: str) -> Iterable[date]:
    found: list[date] = []
    for day, month, year in _DATE_OF_PAPER.findall(text):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return found


def _notes_on_pictures(frozen: DocumentText, signed: DocumentText) -> Iterator[str]:
    """Numbers in charts cannot be read: a chart that is not the frozen one is said. PDFs do not tell theirs."""
    gone = len(frozen.pictures - signed.pictures)
    if frozen.pictures and signed.pictures and gone:
        yield f"{gone}/{len(frozen.pictures)} hình không còn như bản chốt: số trong hình không so sánh được"
