"""Departments and offices of a province that report beside its districts and communes: Sở, Liên minh, Chi cục, Quỹ."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ingest.vietnamese.folding import fold, normalise, word_key

_LONGEST_LINE = 120
_OTHER_DEPARTMENTS = {"so": "sở"}
"""First words of departments that the vocabulary does not list, by their folded form."""


@dataclass(frozen=True, slots=True)
class Department:
    """A department as a letterhead names it; `prefix` is the first part of its agency code where it is known."""

    name: str
    prefix: str | None
    line: str
    """The line that names it, as printed."""


def letterhead_department(lines: Iterable[str]) -> Department | None:
    """The department that the first line beginning with a department's name names, or None."""
    for line in lines:
        if department := _department(" ".join(normalise(line).split())):
            return department
    return None


def _department(line: str) -> Department | None:
    key = _key(line)
    if len(line) > _LONGEST_LINE:
        return None
    for spelling, prefix, name in _spellings():
        if key == spelling or key.startswith(f"{spelling} "):
            return Department(name, prefix, line)
    first, _, rest = line.partition(" ")
    proper = _OTHER_DEPARTMENTS.get(fold(first))
    if proper and word_key(first) == word_key(proper) and rest[:1].isalpha():
        return Department(line.capitalize() if line.isupper() else line, None, line)
    return None


def _key(text: str) -> str:
    words = fold(text.replace("&", " và ")).replace("-", " ").replace(",", " ").split()
    return " ".join(words)


@lru_cache(maxsize=1)
def _spellings() -> tuple[tuple[str, str, str], ...]:
    """(folded spelling, prefix, name), the longest spelling first."""
    text = files("ingest.submissions").joinpath("vocabulary", "agency_names.csv").read_text(encoding="utf-8")
    rows = [(_key(row["spelling"]), row["prefix"], row["name_vi"]) for row in csv.DictReader(text.splitlines())]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))
