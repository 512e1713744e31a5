"""What the extractor gives: one figure a sentence states, with its coordinates and its evidence."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypedDict

EXTRACTOR_VERSION = "8"
"""Part of the identity of an extracted figure; raise it when the grammar or the vocabulary changes a result."""


class Kind(StrEnum):
    """Only `figure` may be added up; the other kinds are read so that they are not mistaken for one."""

    FIGURE = "figure"
    CHANGE = "change"
    SHARE = "share"
    PLAN_ATTAINMENT = "plan_attainment"
    ENTITY_FIGURE = "entity_figure"


class Status(StrEnum):
    """Whether the number happened, is expected, or is wished for."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"
    TARGET = "target"


class Qualifier(StrEnum):
    """How the number is bounded: "trên", "gần", "khoảng", "từ … đến …"."""

    EXACT = "exact"
    OVER = "over"
    UNDER = "under"
    ABOUT = "about"
    BETWEEN = "between"


class FigureJson(TypedDict):
    """One line of the exchange format (docs/figures.md)."""

    article: str
    kind: str
    indicator: str | None
    entity: str | None
    sector: str
    low: int | float | None
    high: int | float | None
    unit: str
    qualifier: str
    status: str
    place: str | None
    period: str | None
    evidence: str
    start: int
    end: int
    confidence: float
    rule_trace: list[str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text, with what it counts, for whom, where, when, and how sure the reading is.

    `low` and `high` are fully scaled (730 tỷ is 730 000 000 000): equal for one number, `high` None for "trên",
    `low` None for "gần". `unit` is one of count, person, product, percent, ha, VND, VND_per_month,
    VND_per_year. `evidence` is text[start:end] of the input. `rule_trace` names the steps of the reading.
    `indicator` and `entity` are None for kinds that measure nothing of ours.
    """

    article: str
    kind: Kind
    indicator: str | None
    entity: str | None
    sector: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    qualifier: Qualifier
    status: Status
    place: str | None
    period: str | None
    evidence: str
    start: int
    end: int
    confidence: float
    rule_trace: tuple[str, ...]

    def to_json(self) -> FigureJson:
        """The figure in the exchange format; numbers as JSON numbers, whole ones without a fraction."""
        return {
            "article": self.article,
            "kind": self.kind.value,
            "indicator": self.indicator,
            "entity": self.entity,
            "sector": self.sector,
            "low": _json_number(self.low),
            "high": _json_number(self.high),
            "unit": self.unit,
            "qualifier": self.qualifier.value,
            "status": self.status.value,
            "place": self.place,
            "period": self.period,
            "evidence": self.evidence,
            "start": self.start,
            "end": self.end,
            "confidence": self.confidence,
            "rule_trace": list(self.rule_trace),
        }


def _json_number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
