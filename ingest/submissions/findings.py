"""Findings in words: the sentence of a rule with its names and numbers filled in, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from ingest.submissions.reading import Finding, JsonValue, Severity, plain_number
from ingest.submissions.reference import MONEY_UNIT, PERCENT_UNIT, Reference

Language = Literal["vi", "en"]
_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Named:
    """A name in both languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in its canonical unit; money is shown in millions."""

    amount: Decimal
    canonical_unit: str


Detail = str | Named | Quantity
Details = Mapping[str, Detail]


def make_finding(
    reference: Reference,
    rule_code: str,
    details: Details,
    *,
    sheet: str | None = None,
    cell: str | None = None,
    value_seen: str | None = None,
) -> Finding:
    """The finding of a rule at an address; ``KeyError`` where the rule or a named place has no words or value."""
    text = reference.rules[rule_code]
    vi = {name: show(detail, "vi") for name, detail in details.items()}
    en = {name: show(detail, "en") for name, detail in details.items()}
    return Finding(
        rule_code=rule_code,
        family=text.family,
        severity=cast(Severity, text.severity),
        sheet=sheet,
        cell=cell,
        value_seen=value_seen,
        sentence_vi=text.sentence_vi.format_map(vi),
        mend_vi=text.mend_vi.format_map(vi),
        sentence_en=text.sentence_en.format_map(en),
        mend_en=text.mend_en.format_map(en),
        details={name: _plain(detail) for name, detail in details.items()},
    )


def show(detail: Detail, language: Language) -> str:
    """A detail as a sentence of that language prints it: "3.630,7 triệu đồng", "3,630.7 million VND"."""
    if isinstance(detail, str):
        return detail
    if isinstance(detail, Named):
        return detail.vi if language == "vi" else detail.en
    if detail.canonical_unit == MONEY_UNIT:
        unit = "triệu đồng" if language == "vi" else "million VND"
        return f"{_digits(detail.amount / _MILLION, language)} {unit}"
    suffix = " %" if detail.canonical_unit == PERCENT_UNIT else ""
    return _digits(detail.amount, language) + suffix


def _digits(amount: Decimal, language: Language) -> str:
    english = f"{amount:,.6f}".rstrip("0").rstrip(".")
    return english if language == "en" else english.translate(str.maketrans(",.", ".,"))


def _plain(detail: Detail) -> JsonValue:
    if isinstance(detail, Quantity):
        return plain_number(detail.amount)
    return detail.vi if isinstance(detail, Named) else detail
