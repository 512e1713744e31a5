"""Words of a register under which spellings compare equal: folded, abbreviations written out."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from ingest.vietnamese.folding import fold, normalise

_PARENTHESES = re.compile(r"\([^()]*\)")
_NOT_A_WORD = re.compile(r"[^a-z0-9%]+")
_POINTED_ABBREVIATION = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?\b")


@lru_cache(maxsize=16_384)
def words_of(text: str) -> str:
    """The words of a text, what stands in parentheses included: "HTX DVNN (số 1)" is "hop tac xa dich vu …"."""
    joined = _POINTED_ABBREVIATION.sub(lambda match: match[0].replace(".", ""), fold(text))
    known = _abbreviations()
    return " ".join(known.get(word, word) for word in _NOT_A_WORD.sub(" ", joined).split())


@lru_cache(maxsize=16_384)
def tidy(text: str) -> str:
    """The text as printed, in one normal form and on one line."""
    return " ".join(normalise(text).split())


@lru_cache(maxsize=8_192)
def key_of(text: str) -> str:
    """The words of a text without what stands in parentheses."""
    return words_of(_PARENTHESES.sub(" ", text))


def vocabulary_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of spellings that belongs to registers."""
    text = files("ingest.submissions").joinpath("vocabulary", name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


@lru_cache(maxsize=1)
def _abbreviations() -> Mapping[str, str]:
    return {
        fold(row["abbreviation"]): fold(row["written_out"]) for row in vocabulary_rows("register_abbreviations.csv")
    }


@lru_cache(maxsize=16)
def phrases(kind: str) -> re.Pattern[str]:
    """What matches the phrases of a kind in folded text; a phrase may have to open the text, or to be all of it."""
    found: dict[str, list[str]] = {"starts": [], "whole": [], "part": []}
    for row in vocabulary_rows("register_phrases.csv"):
        if row["kind"] == kind:
            found[row["match"]].append(fold(row["phrase_vi"]))
    opening, whole, part = (_any_of(found[match]) for match in ("starts", "whole", "part"))
    choices = [f"^{opening}" * bool(opening), f"^{whole}$" * bool(whole), rf"\b{part}\b" * bool(part)]
    return re.compile("|".join(choice for choice in choices if choice))


def _any_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    ended = (re.escape(one) + (r"(?!\w)" if one[-1].isalnum() else "") for one in longest_first)
    return f"(?:{'|'.join(ended)})" if longest_first else ""
