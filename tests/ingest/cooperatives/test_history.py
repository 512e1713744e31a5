"""On a history whose truth is known: right, sure, and the same whichever way it is cut."""

from uuid import UUID

import pytest

from benchmarks.cooperative_history import History
from benchmarks.cooperatives import SEEDS, PairScore, measure, pair_score
from ingest.cooperatives.lines import RegisterLine
from ingest.cooperatives.resolve import Resolver

Round = list[list[tuple[RegisterLine, int]]]


@pytest.fixture(scope="module")
def rounds() -> list[Round]:
    """Six rounds of 250 cooperatives in five districts of old; the last by the communes of today."""
    history = History(SEEDS, 250, seed=11, districts=5)
    return [
        [[(one.line, one.cooperative) for one in lines] for lines in registers] for _, registers in history.rounds()
    ]


def resolved(resolver: Resolver, rounds: list[Round]) -> dict[UUID, UUID]:
    return {
        one.line.line_id: one.cooperative_id
        for of_one in rounds
        for register in of_one
        for one in resolver.resolve([line for line, _ in register]).resolutions
    }


def test_pairs_are_found_and_hardly_any_is_wrong(rounds: list[Round]) -> None:
    given = resolved(Resolver(), rounds)
    score = pair_score((true, given[line.line_id]) for of_one in rounds for lines in of_one for line, true in lines)
    assert score.precision >= 0.995
    assert score.f1 >= 0.98


@pytest.mark.integration  # it starts nothing, but takes seconds
def test_the_goals_are_met_on_two_thousand_cooperatives() -> None:
    score = measure(2_000, seed=5, districts=40).score
    assert score.precision >= 0.995
    assert score.f1 >= 0.98


def test_a_new_round_changes_no_id_that_was_given(rounds: list[Round]) -> None:
    first = resolved(Resolver(), rounds[:3])
    assert first.items() <= resolved(Resolver(), rounds[:4]).items()


def test_a_line_that_was_read_before_keeps_its_cooperative(rounds: list[Round]) -> None:
    resolver = Resolver()
    known = resolved(resolver, rounds[:2])
    again = [line for line, _ in rounds[1][0]]
    assert {one.line.line_id: one.cooperative_id for one in resolver.resolve(again, known).resolutions}.items() <= (
        known.items()
    )


def test_the_score_counts_pairs_of_lines() -> None:
    assert pair_score([(1, "a"), (1, "a"), (1, "b"), (2, "b")]) == PairScore(right=1, found=2, true=3)
