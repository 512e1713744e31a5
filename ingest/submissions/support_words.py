"""What the words of a table of support money mean: policy lines, funding sources, and kinds of amounts."""

import csv
import re
from functools import lru_cache
from importlib.resources import files
from typing import Literal, cast

from rapidfuzz.distance import OSA

from ingest.submissions.reference import Reference
from ingest.vietnamese.folding import fold

FundingSource = Literal["all", "central", "local", "other"]

_OUTLINE = re.compile(r"^\s*(?:(?:[ivx]+|\d+(?:\.\d+)*|[a-e])\s*[.)]\s*|[-+*•–—]+\s*)+")
_IN_PARENTHESES = re.compile(r"\([^)]*\)")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_PREAMBLE = re.compile(
    r"^(?:(?:trong do|chinh sach|kinh phi|noi dung|hoat dong|ve|ho tro|thuc hien|cac|tong(?= kinh phi)"
    r"|nguon von(?= ho tro)|cong tac|viec|day manh|tang cuong|nang cao hieu qua)\s+)+"
)
_ABBREVIATIONS = {"htx": "hop tac xa", "tht": "to hop tac", "khcn": "khoa hoc cong nghe", "xttm": "xuc tien thuong mai"}
_COUNTED = re.compile(r"\b(?:so (?:htx|hop tac xa|luong|nguoi|lop|luot|du an|mo hinh|can bo|lao dong)|luot nguoi)\b")
_WANTED = re.compile(r"\b(?:nhu cau|de xuat|de nghi)\b")
_TOTALS = frozenset(
    {"tong so", "tong cong", "cong", "tong", "tong kinh phi", "tong kinh phi ho tro", "tong so kinh phi"}
)
_LONGEST_SOURCE = 45
_LONG_LABEL = 12
_TYPING_ERRORS = 2


@lru_cache(maxsize=4096)
def source_of(text: str) -> FundingSource | None:
    """The funding source that a title or label names, or None."""
    key = _key(text)
    return _sources().get(key) or _sources().get(key.removeprefix("von ")) if len(key) <= _LONGEST_SOURCE else None


@lru_cache(maxsize=4096)
def policy_of(label: str, reference: Reference) -> str | None:
    """The policy line that a label names: as spelt, as its beginning, or but for a typing error; else None."""
    key = _PREAMBLE.sub("", _key(label))
    labels = _policies(reference)
    if found := labels.get(key):
        return found
    beginnings = [known for known in labels if key.startswith(f"{known} ")]
    if beginnings:
        return labels[max(beginnings, key=len)]
    if len(key) < _LONG_LABEL:
        return None
    near = {code for known, code in labels.items() if OSA.distance(key, known) <= _TYPING_ERRORS}
    return near.pop() if len(near) == 1 else None


def is_total(label: str) -> bool:
    """Whether the row adds up all policy lines."""
    return _key(label) in _TOTALS


def counts_things(title: str) -> bool:
    """Whether a column counts cooperatives or people rather than money."""
    return bool(_COUNTED.search(fold(title)))


def as_column_words(title: str) -> str:
    """A title in the words that value columns are known by: what is wanted or asked for is a plan."""
    return _WANTED.sub("kế hoạch", fold(title))


def _key(text: str) -> str:
    words = _NOT_A_WORD.sub(" ", _IN_PARENTHESES.sub(" ", _OUTLINE.sub("", fold(text)))).split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


@lru_cache(maxsize=1)
def _sources() -> dict[str, FundingSource]:
    return {_key(row["label"]): cast(FundingSource, row["funding_source"]) for row in _rows("support_sources.csv")}


@lru_cache(maxsize=4)
def _policies(reference: Reference) -> dict[str, str]:
    """Policy codes by the key of every spelling; the official names come first."""
    official = [(policy.name_vi, policy.code) for policy in reference.policies.values()]
    spelt = [(row["label"], row["policy_code"]) for row in _rows("support_policies.csv")]
    found: dict[str, str] = {}
    for label, code in (*official, *spelt):
        found.setdefault(_PREAMBLE.sub("", _key(label)), code)
    return found


def _rows(name: str) -> list[dict[str, str]]:
    text = files("ingest.submissions").joinpath("vocabulary", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
