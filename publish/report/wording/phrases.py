"""The phrases of the report, Vietnamese and English beside each other (`*.csv` here), and filling their slots."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter

from publish.report.document import Run

Speech = str | Run | tuple[Run, ...]
"""What a slot of a phrase takes: plain words, one printed number, or a stretch of both."""

_FOLDER = Path(__file__).parent


def template(key: str, language: str, missing: str | None = None) -> str:
    """The phrase as written; `missing` where there is none of that name, else a `KeyError` that names it."""
    phrases = all_phrases()
    if key not in phrases:
        if missing is not None:
            return missing
        raise KeyError(f"no phrase {key!r} in {_FOLDER.name}/*.csv")
    return phrases[key][language]


def words(group: str, language: str) -> dict[str, str]:
    """The phrases of a group by what follows its name: `words("status", "vi")["missing"]`."""
    begin = f"{group}."
    return {key.removeprefix(begin): text[language] for key, text in all_phrases().items() if key.startswith(begin)}


@cache
def all_phrases() -> Mapping[str, Mapping[str, str]]:
    """Every phrase by its name, in both languages. A name stands once: two would hide one another."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted(_FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["key"] in found:
                    raise ValueError(f"{path.name}: the phrase {row['key']} stands twice")
                found[row["key"]] = {"vi": row["vi"], "en": row["en"]}
    return found


def filled(written: str, slots: Mapping[str, Speech]) -> tuple[Run, ...]:
    """The phrase with its slots filled; plain words beside each other become one run."""
    runs: list[Run] = []
    for words_before, slot in _parts(written):
        pieces: list[Speech] = [words_before] if slot is None else [words_before, slots[slot]]
        for piece in pieces:
            runs += [Run(piece)] if isinstance(piece, str) else [piece] if isinstance(piece, Run) else piece
    return merged(runs)


@cache
def _parts(written: str) -> tuple[tuple[str, str | None], ...]:
    """The words of a phrase, each stretch with the slot that follows it."""
    return tuple((words_before, slot) for words_before, slot, _, _ in Formatter().parse(written))


def merged(runs: list[Run] | tuple[Run, ...]) -> tuple[Run, ...]:
    """The same stretch with neighbouring plain runs joined and empty ones left out."""
    joined: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if joined and run.figure_id is None and joined[-1].figure_id is None and not _differ(run, joined[-1]):
            joined[-1] = Run(joined[-1].text + run.text, None, run.is_emphasised)
        else:
            joined.append(run)
    return tuple(joined)


def _differ(one: Run, other: Run) -> bool:
    return one.is_emphasised != other.is_emphasised


def text_of(runs: tuple[Run, ...]) -> str:
    """The stretch as plain text."""
    return "".join(run.text for run in runs)
