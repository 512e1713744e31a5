"""What a paragraph of a reporter is about, by the words in it (`narrative_subjects.csv`): an order for reading only."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ingest.vietnamese.folding import normalise

OTHER = "other"
_WORDS_FILE = Path(__file__).with_suffix(".csv")


def subjects() -> tuple[str, ...]:
    """The subjects in the order in which they are told, and the rest at the end."""
    return (*_words(), OTHER)


def subject_of(text: str) -> str:
    """The subject whose words stand in the text most often, of equals the first; `other` where none does.

    Marks count: "bão" (storm) is not "báo".
    """
    written = normalise(text).lower()
    counts = {subject: len(words.findall(written)) for subject, words in _words().items()}
    best = max(counts, key=lambda subject: counts[subject])
    return best if counts[best] else OTHER


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    with _WORDS_FILE.open(encoding="utf-8", newline="") as file:
        return {row["subject"]: re.compile(rf"\b(?:{row['words']})\b") for row in csv.DictReader(file)}
