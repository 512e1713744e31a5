"""What was read from one file: values with their addresses, findings, the outcome."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ingest.submissions.cells import ReadingKind
from ingest.submissions.outcome import Outcome
from ingest.submissions.period import ValueColumnName
from ingest.submissions.reference import MONEY_UNIT

READER_VERSION = "2"
"""Raised when the reader takes something else from the same bytes; `htx reread` then makes new readings."""

Severity = Literal["error", "warning", "info"]
GRAVITY: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}
"""The order in which findings are told: the gravest first."""

JsonValue = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Coordinate:
    """What a value is about, within one file."""

    entity: str
    indicator_code: str
    sector_code: str
    value_column: ValueColumnName


@dataclass(frozen=True, slots=True)
class ValueCell:
    """A crossing of a recognised row and value column, at its address in the submitter's own file."""

    coordinate: Coordinate
    label: str
    """The row's label as printed."""
    sheet: str
    cell: str
    raw_text: str | None
    """What the cell holds; None where it is empty."""
    reading: ReadingKind
    value_printed: Decimal | None
    """In the printed unit; set for the reading `value` alone."""
    printed_unit: str
    factor: Decimal
    """One printed unit in the canonical one: 1000000 for "triệu đồng"."""
    canonical_unit: str
    indicator_unit: str
    """The unit in `indicators.csv`, which the JSON names for everything but money."""

    @property
    def value(self) -> Decimal | None:
        """In the canonical unit: VND for money, points for percent."""
        return None if self.value_printed is None else self.value_printed * self.factor

    @property
    def number(self) -> Decimal | None:
        """What rules calculate with: the value, 0 for `zero`, None where nothing is known."""
        return Decimal(0) if self.reading == "zero" else self.value


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, in words, and where; `sheet` and `cell` are None for the file as a whole."""

    rule_code: str
    family: str
    severity: Severity
    sheet: str | None
    cell: str | None
    value_seen: str | None
    sentence_vi: str
    mend_vi: str
    sentence_en: str
    mend_en: str
    details: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class SubmissionReading:
    """What this version of the reader takes from one file, handed in for one round."""

    file_name: str
    file_sha256: str
    round_period: str | None
    """The round it was handed in for; None: the file's own period."""
    form_code: str | None
    form_version: str | None
    reporter_name: str | None
    area_code: str | None
    period: str | None
    """What the file itself says, e.g. "2024-H1"."""
    is_nil_return: bool
    outcome: Outcome
    values: tuple[ValueCell, ...]
    findings: tuple[Finding, ...]
    incidents: tuple[str, ...] = ()
    """Rules that crashed: ours to mend, never held against the submitter."""
    reader_version: str = READER_VERSION

    def as_json(self) -> dict[str, object]:
        """The reading in the published shape of ``htx submission check --json``."""
        numbers = [cell for cell in self.values if cell.reading == "value"]
        nulls = [cell for cell in self.values if cell.reading != "value"]
        return {
            "file": self.file_name,
            "sha256": self.file_sha256,
            "reporter": self.reporter_name,
            "area_code": self.area_code,
            "form": self.form_code,
            "round": self.round_period,
            "period": self.period,
            "is_nil_return": self.is_nil_return,
            "outcome": self.outcome,
            "values": [_place(cell) | {"value": plain_number(cell.value), "unit": _unit(cell)} for cell in numbers],
            "nulls": [_place(cell) | {"reading": cell.reading} for cell in nulls],
            "cooperatives": [],
            "findings": [_finding(finding) for finding in self.findings],
        }

    def to_json(self) -> str:
        """`as_json` on one line."""
        return json.dumps(self.as_json(), ensure_ascii=False)


def plain_number(value: Decimal | None) -> int | float | None:
    """A JSON number: whole ones without a decimal point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _unit(cell: ValueCell) -> str:
    return MONEY_UNIT if cell.canonical_unit == MONEY_UNIT else cell.indicator_unit


def _place(cell: ValueCell) -> dict[str, object]:
    at = cell.coordinate
    return {
        "indicator": at.indicator_code,
        "entity": at.entity,
        "sector": at.sector_code,
        "column": at.value_column,
        "sheet": cell.sheet,
        "cell": cell.cell,
        "raw": cell.raw_text,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule_code,
        "family": finding.family,
        "severity": finding.severity,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "value_seen": finding.value_seen,
        "sentence": finding.sentence_vi,
        "mend": finding.mend_vi,
        "sentence_en": finding.sentence_en,
        "mend_en": finding.mend_en,
    }
