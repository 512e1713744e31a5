"""What a publication says, frozen: everything the report prints, and where each number came from.

The content is stored as JSON in ``ops.publication`` and is all that rendering may read. It holds nothing
that changes from build to build (no build id, no run time), so that the same facts have the same hash.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import TypeAdapter

Completeness = Literal["complete", "reported", "estimated"]
ReporterStatus = Literal["accepted", "accepted_with_warnings", "rejected", "late_pending", "missing"]
ACCEPTED_STATUSES: tuple[ReporterStatus, ...] = ("accepted", "accepted_with_warnings")


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A value column of the form: which period and which status its numbers have."""

    label_vi: str
    period_key: str
    value_status: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the form, in its order; `indicator_key` is None for titles such as "Trong đó:"."""

    entity: str
    outline: str
    label_vi: str
    indicator_key: str | None
    printed_unit: str
    unit_factor: Decimal


@dataclass(frozen=True, slots=True)
class Claim:
    """One cell or sentence behind a figure.

    `weight` is the factor of the value in the figure: 1 in a sum, the reporter's weight in a weighted mean.
    It is None for a claim that serves as a weight itself (the number of cooperatives below a mean).
    """

    claim_id: UUID
    claimant: str
    evidence_kind: Literal["cell", "sentence"]
    file_name: str | None
    file_sha256: str | None
    sheet: str | None
    cell: str | None
    article_url: str | None
    evidence_text: str | None
    printed_value: str | None
    printed_unit: str | None
    unit_factor: Decimal | None
    value: Decimal | None
    value_reading: str
    weight: Decimal | None
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the report with its coordinates, coverage and claims; `value` None is "not known", never 0."""

    figure_id: UUID
    indicator_key: str
    indicator_name: str
    sector_code: str
    period_key: str
    value_status: str
    completeness: Completeness
    aggregation: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    canonical_unit: str
    reporters_expected: int | None
    reporters_reporting: int | None
    absentees: tuple[str, ...]
    reason: str | None
    claims: tuple[Claim, ...]

    @property
    def coordinates(self) -> tuple[str, str, str]:
        """Indicator, period and status: the place in the form."""
        return (self.indicator_key, self.period_key, self.value_status)


@dataclass(frozen=True, slots=True)
class ReporterValue:
    """What one reporter said for one indicator in the main column."""

    indicator_key: str
    value: Decimal | None
    value_reading: str


@dataclass(frozen=True, slots=True)
class Reporter:
    """One expected reporter and what became of its submission in this round."""

    area_code: str
    name: str
    short_name: str
    status: ReporterStatus
    is_nil: bool
    is_on_time: bool | None
    due_before: date
    versions: int
    current_version: int | None
    first_received_at: datetime | None
    received_at: datetime | None
    file_name: str | None
    error_count: int
    warning_count: int
    reasons_vi: str | None
    decided_by: str | None
    decision_reason: str | None
    values: tuple[ReporterValue, ...]

    @property
    def is_accepted(self) -> bool:
        return self.status in ACCEPTED_STATUSES

    def value(self, indicator_key: str) -> Decimal | None:
        """What counts of the reporter for an indicator: nothing unless accepted, 0 in a nil return left blank."""
        if not self.is_accepted:
            return None
        stated = next((value.value for value in self.values if value.indicator_key == indicator_key), None)
        return Decimal(0) if stated is None and self.is_nil else stated


@dataclass(frozen=True, slots=True)
class Target:
    """A target somebody announced for the area, and how far the reported actual is."""

    target_claim_id: UUID
    indicator_key: str
    indicator_name: str
    canonical_unit: str
    target_period_key: str
    target_low: Decimal | None
    target_high: Decimal | None
    qualifier: str | None
    actual_figure_id: UUID | None
    actual_period_key: str | None
    actual_value: Decimal | None
    progress_percent: Decimal | None
    verdict: Literal["met", "on_track", "behind", "not_evaluable"]
    reason: str | None
    source_name: str | None
    article_url: str | None
    evidence_text: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in the newest version of a reporter's submission."""

    reporter: str
    rule_code: str
    severity: str
    sheet: str | None
    cell: str | None
    value_seen: str | None
    sentence_vi: str
    mend_vi: str


@dataclass(frozen=True, slots=True)
class GateNote:
    """An expectation on the marts that was not met and did not block: a warning, or waived."""

    suite: str
    mart: str
    expectation: str
    severity: str
    unexpected_count: int | None
    detail_vi: str


@dataclass(frozen=True, slots=True)
class PressClaim:
    """What the press says at the coordinates of a figure of the report."""

    claim_id: UUID
    indicator_key: str
    indicator_name: str
    canonical_unit: str
    period_key: str
    as_of_date: date | None
    value_status: str
    qualifier: str | None
    value: Decimal | None
    value_low: Decimal | None
    value_high: Decimal | None
    source_name: str
    article_url: str | None
    evidence_text: str | None
    figure_id: UUID | None
    figure_value: Decimal | None
    difference_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Duty:
    """The owner's obligation that the publication answers."""

    obligation_code: str
    owner_code: str
    owner_name: str
    creditor_code: str
    creditor_name: str
    due_before: date
    cut_off_on: date | None
    legal_basis: str | None
    is_assumption: bool


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Everything that the report of one area and period prints."""

    area_code: str
    area_name: str
    area_short_name: str
    period_key: str
    period_name: str
    year: int
    duty: Duty
    round_due_before: date | None
    columns: tuple[ReportColumn, ...]
    rows: tuple[FormRow, ...]
    figures: tuple[Figure, ...]
    reporters: tuple[Reporter, ...]
    targets: tuple[Target, ...]
    findings: tuple[Finding, ...]
    gate_notes: tuple[GateNote, ...]
    press_claims: tuple[PressClaim, ...]

    @property
    def main_column(self) -> ReportColumn:
        return next(column for column in self.columns if column.is_main)

    def figure(self, indicator_key: str, column: ReportColumn) -> Figure | None:
        """The total that the report prints at a row and column; None where nobody was asked."""
        coordinates = (indicator_key, column.period_key, column.value_status)
        for figure in self.figures:
            if figure.completeness != "estimated" and figure.coordinates == coordinates:
                return figure
        return None


_ADAPTER = TypeAdapter(ReportContent)


def content_to_json(content: ReportContent) -> dict[str, object]:
    """The content as JSON values; decimals as text, so that no digit is lost."""
    dumped: dict[str, object] = _ADAPTER.dump_python(content, mode="json")
    return dumped


def content_from_json(stored: object) -> ReportContent:
    """The content as it was frozen."""
    return _ADAPTER.validate_python(stored)


def input_hash(content: ReportContent) -> str:
    """The sha256 over the content in a canonical form: equal facts, equal hash."""
    canonical = json.dumps(content_to_json(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
