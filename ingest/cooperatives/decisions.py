"""What persons decided about cooperatives, from `cooperative_decisions.csv`: it always wins.

Each decision names two sides and says that they are the same cooperative, or different ones. A side is a cooperative's
id, or a line's id where only that line is meant; both stand in the review list. Of *different* the left side is a line.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from uuid import UUID

from ingest.raw.ids import content_id

DECISIONS_FILE = "cooperative_decisions.csv"


class WrongDecisionError(ValueError):
    """A decision that cannot be followed: the message names it and says what to mend."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the file."""

    decision_id: str
    left: UUID
    right: UUID
    verdict: Literal["same", "different"]
    decided_on: date


@dataclass(frozen=True, slots=True)
class GivenLine:
    """A line and the cooperative it was given, in the order in which lines came."""

    line_id: UUID
    cooperative_id: UUID


@dataclass(frozen=True, slots=True)
class Ruling:
    """From a day on a line is this cooperative, because persons said so."""

    line_id: UUID
    in_force_from: date
    cooperative_id: UUID


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions in the order of their days. Raises `WrongDecisionError` for a row that says nothing clear."""
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        found = [_decision(row) for row in csv.DictReader(file)]
    return tuple(sorted(found, key=lambda one: (one.decided_on, one.decision_id)))


def sides(decisions: Iterable[Decision]) -> frozenset[UUID]:
    """All ids that decisions name, and those of the cooperatives that they set up for lines of their own."""
    named = {side for one in decisions for side in (one.left, one.right)}
    return frozenset(named | {_own_cooperative(side) for side in named})


def rulings(decisions: Iterable[Decision], lines: Iterable[GivenLine]) -> Iterator[Ruling]:
    """What the decisions make of the lines they touch, day by day.

    `lines` are the lines that decisions name and all lines of cooperatives that they name or that such a line was
    given, in the order in which they came: of two that are the same the one that came first gives its id.
    A later decision goes before an earlier one that says the opposite of it.
    """
    given = list(lines)
    in_order = list(decisions)
    before: Mapping[UUID, UUID] = {line.line_id: line.cooperative_id for line in given}
    for day in sorted({one.decided_on for one in in_order}):
        now = _in_force([one for one in in_order if one.decided_on <= day], given)
        yield from (
            Ruling(line_id, day, cooperative_id)
            for line_id, cooperative_id in now.items()
            if before[line_id] != cooperative_id
        )
        before = now


def apart(decisions: Iterable[Decision], final: Mapping[UUID, UUID]) -> Iterator[tuple[UUID, UUID]]:
    """Pairs of a line and a cooperative that must never be one; `final` holds the cooperatives of lines by now."""
    for one in decisions:
        if one.verdict == "different":
            yield one.left, final.get(one.right, one.right)


def _in_force(decisions: list[Decision], given: list[GivenLine]) -> Mapping[UUID, UUID]:
    """The cooperative of each line under the decisions of some day."""
    newest = {frozenset((one.left, one.right)): one for one in decisions}
    group_of = {line.line_id: line.cooperative_id for line in given}
    for one in newest.values():
        if one.verdict == "different" and one.left in group_of:
            other = group_of.get(one.right, one.right)
            if group_of[one.left] == other:
                group_of[one.left] = _own_cooperative(one.left)
    parents: dict[UUID, UUID] = {}
    order = {group: place for place, group in enumerate(dict.fromkeys(group_of[line.line_id] for line in given))}
    for one in newest.values():
        if one.verdict == "same":
            left = _root(parents, group_of.get(one.left, one.left))
            right = _root(parents, group_of.get(one.right, one.right))
            first, second = sorted((left, right), key=lambda group: (order.get(group, len(order)), group.int))
            if first != second:
                parents[second] = first
    found = {line_id: _root(parents, group) for line_id, group in group_of.items()}
    _refuse_contradictions(newest.values(), found)
    return found


def _refuse_contradictions(decisions: Iterable[Decision], found: Mapping[UUID, UUID]) -> None:
    for one in decisions:
        if one.verdict == "different" and one.left in found and found[one.left] == found.get(one.right, one.right):
            raise WrongDecisionError(
                f"{DECISIONS_FILE}, {one.decision_id}: other decisions make both sides the same; take one of them out"
            )


def _own_cooperative(line_id: UUID) -> UUID:
    """The cooperative that a line begins once persons said that it is none of those known."""
    return content_id("cooperative", line_id)


def _root(parents: Mapping[UUID, UUID], group: UUID) -> UUID:
    while group in parents:
        group = parents[group]
    return group


def _decision(row: Mapping[str, str]) -> Decision:
    name = row.get("decision_id") or "a row without decision_id"
    for column in ("decided_by", "reason"):
        if not (row.get(column) or "").strip():
            raise WrongDecisionError(f"{DECISIONS_FILE}, {name}: {column} is empty; say who decided, and why")
    verdict = row.get("decision")
    if verdict not in ("same", "different"):
        raise WrongDecisionError(f"{DECISIONS_FILE}, {name}: decision is {verdict!r}; write same or different")
    try:
        return Decision(
            decision_id=name,
            left=UUID(row["left_id"]),
            right=UUID(row["right_id"]),
            verdict="same" if verdict == "same" else "different",
            decided_on=date.fromisoformat(row["decided_on"]),
        )
    except ValueError as error:
        raise WrongDecisionError(
            f"{DECISIONS_FILE}, {name}: {error}; ids are those of the review list, days are like 2026-03-31"
        ) from error
