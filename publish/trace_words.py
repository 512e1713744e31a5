"""The steps of a reading (`rule_trace`) in words that an officer knows; the words are `trace_words.csv`."""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_WORDS_FILE = Path(__file__).with_name("trace_words.csv")
_REST = "{}"
"""In a mark: whatever follows; in its words: what followed."""


def trace_in_words(trace: Sequence[str], sector_names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Each step in Vietnamese, in the order of the reading; a step without words is given as it is."""
    return tuple(_in_words(step, sector_names or {}) for step in trace)


def _in_words(step: str, sector_names: Mapping[str, str]) -> str:
    whole, beginnings = _words()
    if step in whole:
        return whole[step]
    for beginning, words in beginnings.items():
        if step.startswith(beginning):
            rest = step.removeprefix(beginning)
            return words.replace(_REST, sector_names.get(rest, rest))
    return step


@cache
def _words() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Words of whole marks, and of marks by their beginning."""
    with _WORDS_FILE.open(encoding="utf-8", newline="") as file:
        words = {row["mark"]: row["words_vi"] for row in csv.DictReader(file)}
    beginnings = {mark.removesuffix(_REST): text for mark, text in words.items() if mark.endswith(_REST)}
    return {mark: text for mark, text in words.items() if not mark.endswith(_REST)}, beginnings
