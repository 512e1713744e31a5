"""Whether an article is about the collective economy, judged by a vocabulary that is data (``relevance.json``)."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ingest.vietnamese.folding import fold

_VOCABULARY_FILE = Path(__file__).with_name("relevance.json")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field and what one occurrence is worth."""

    term: str
    points: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms, how many points make an article relevant, and how often one term may count."""

    required_points: int
    most_counted: int
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Relevance:
    """The verdict and the words it rests on."""

    is_relevant: bool
    points: int
    reason: str


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """The vocabulary of this package."""
    raw = json.loads(_VOCABULARY_FILE.read_text(encoding="utf-8"))
    return Vocabulary(raw["required_points"], raw["most_counted"], tuple(Term(**term) for term in raw["terms"]))


def judge(text: str, vocabulary: Vocabulary) -> Relevance:
    """Count the vocabulary's terms, spelled in any way, and compare with the points required."""
    folded = fold(text)
    points = 0
    found: list[str] = []
    for term in vocabulary.terms:
        times = len(re.findall(rf"\b{re.escape(fold(term.term))}\b", folded))
        if times:
            points += min(times, vocabulary.most_counted) * term.points
            found.append(f"{term.term} ×{times}")
    words = ", ".join(found) or "no term of the collective economy"
    return Relevance(
        is_relevant=points >= vocabulary.required_points,
        points=points,
        reason=f"{points} of {vocabulary.required_points} points: {words}",
    )
