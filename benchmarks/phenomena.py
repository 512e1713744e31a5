"""The phenomena of press text that a labelled figure shows, so that errors can be counted by what is hard."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_PERIOD_KINDS = (
    (re.compile(r"\d{4}$"), "a year"),
    (re.compile(r"\d{4}-H[12]$"), "a half-year"),
    (re.compile(r"\d{4}-Q[1-4]$"), "a quarter"),
    (re.compile(r"\d{4}-\d{2}-\d{2}$"), "an as-at date"),
    (re.compile(r".*\.\."), "a span"),
)
_SCALES = re.compile(r"nghìn|ngàn|triệu|tỷ|tỉ", re.IGNORECASE)
_NOUN = re.compile(
    r"htx|hợp tác xã|tổ hợp tác|tht|liên hiệp|lhhtx|quỹ|qtd|đơn vị|thành viên|xã viên|lao động|người|cán bộ|hộ"
    r"|%|đồng|ha|sản phẩm",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"\d\s*/\s*\d")
_UNITS = {"count": "organisations", "person": "people", "VND": "money", "VND_per_month": "money", "percent": "percent"}
LONG_LIST = 4
"""So many figures in one sentence make a long enumeration."""


def phenomena(figure: Mapping[str, Any], *, in_sentence: int, place: str | None) -> Iterator[str]:
    """What a figure (label or reading, in the fields of the exchange format) is an example of.

    `in_sentence` is how many figures stand in its sentence, `place` where its article is about.
    """
    yield f"unit: {_UNITS.get(figure['unit'], figure['unit'])}"
    if figure["entity"] != "HTX":
        yield f"entity: {figure['entity']}"
    if figure["sector"] != "all":
        yield "one sector"
    if figure["qualifier"] != "exact":
        yield "range" if figure["qualifier"] == "between" else "bounded (trên, gần, khoảng)"
    if figure["status"] != "actual":
        yield f"status: {figure['status']}"
    if figure["place"] != place:
        yield "a place of its own"
    yield f"period: {_period_kind(figure['period'])}"
    evidence = figure["evidence"]
    if len(_SCALES.findall(evidence)) > 1:
        yield "compound money"
    if _FRACTION.search(evidence):
        yield "fraction done/plan"
    if not _NOUN.search(evidence):
        yield "elided noun"
    if in_sentence >= LONG_LIST:
        yield f"enumeration of {LONG_LIST} or more"


def _period_kind(period: str | None) -> str:
    if period is None:
        return "not told"
    return next((kind for pattern, kind in _PERIOD_KINDS if pattern.match(period)), "other")


def figures_by_sentence(text: str, figures: Sequence[Mapping[str, Any]]) -> list[int]:
    """For each figure how many of them stand in the same sentence."""
    homes = [_sentence_of(text, figure["evidence"]) for figure in figures]
    together = Counter(homes)
    return [together[home] for home in homes]


def _sentence_of(text: str, evidence: str) -> int:
    """How many sentence ends come before the evidence."""
    position = max(text.find(evidence), 0)
    return len(re.findall(r"[.!?]\s+(?=[A-ZĐÀ-Ỹ])|\n", text[:position]))
