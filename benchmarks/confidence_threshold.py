"""The procedure that sets the confidence above which a press figure is a claim and below which a person looks at it.

1. Read all labelled articles; a figure is right where the scorer says so.
2. The threshold is the lowest confidence at which the figures at or above it are right to `PRECISION_WANTED`.
3. To know what that is worth, do the same on nine tenths of the articles and look at the other tenth, ten times.

The number found in step 2 is written into `dbt_project/seeds/press_thresholds.csv` by hand, with its date.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PRECISION_WANTED = 0.985
"""What a mart may contain at worst: the bar of precision for figures taken without a person."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One figure given: how sure the extractor was, whether it was right, and of which article."""

    confidence: float
    is_right: bool
    article: str


@dataclass(frozen=True, slots=True)
class Passing:
    """What a threshold lets through: how many figures, how many of them right, of how many given."""

    passed: int
    right: int
    given: int

    @property
    def precision(self) -> float:
        """Share of the passed that is right."""
        return self.right / max(self.passed, 1)

    @property
    def share_waiting(self) -> float:
        """Share of the given that waits for a person."""
        return 1 - self.passed / max(self.given, 1)


def passing(judged: Sequence[Judged], threshold: float) -> Passing:
    """What `threshold` lets through."""
    passed = [one for one in judged if one.confidence >= threshold]
    return Passing(len(passed), sum(one.is_right for one in passed), len(judged))


def choose(judged: Sequence[Judged], wanted: float = PRECISION_WANTED) -> float:
    """The lowest confidence seen at which precision reaches `wanted`, above 1 where none does."""
    reached = (level for level in _levels(judged) if passing(judged, level).precision >= wanted)
    return next(reached, 1.01)


def held_out(judged: Sequence[Judged], folds: int) -> Passing:
    """What thresholds chosen on the other articles let through in each fold, together."""
    articles = list(dict.fromkeys(one.article for one in judged))
    passed = right = 0
    for fold in range(folds):
        there = frozenset(articles[fold::folds])
        threshold = choose([one for one in judged if one.article not in there])
        result = passing([one for one in judged if one.article in there], threshold)
        passed, right = passed + result.passed, right + result.right
    return Passing(passed, right, len(judged))


def reliability(judged: Sequence[Judged]) -> Iterator[tuple[float, int, float]]:
    """Each level of confidence with how many figures have it and the share of them that is right."""
    for level in _levels(judged):
        here = [one for one in judged if one.confidence == level]
        yield level, len(here), sum(one.is_right for one in here) / len(here)


def _levels(judged: Sequence[Judged]) -> list[float]:
    return sorted({one.confidence for one in judged})
