"""Who was asked: reporters, what they handed in, what was found in it, what they wrote and what they gave."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

ReporterStatus = Literal["accepted", "accepted_with_warnings", "rejected", "late_pending", "missing"]
ACCEPTED_STATUSES: tuple[ReporterStatus, ...] = ("accepted", "accepted_with_warnings")


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
class Finding:
    """What a rule found in the newest version of a reporter's submission, and how the reporter explained it."""

    reporter: str
    rule_code: str
    severity: str
    sheet: str | None
    cell: str | None
    value_seen: str | None
    sentence_vi: str
    mend_vi: str
    explanation: str | None = None


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A contradiction between indicators or over time, in a report or in the totals, and what became of it.

    `reporter` is None for one of the totals of the area. `state_by` and `state_reason` hold the reporter's reply
    (`explained`) or who waived it and why.
    """

    rule_result_id: UUID
    rule_code: str
    rule_name_vi: str
    rule_name_en: str
    reporter: str | None
    indicator_key: str
    sector_code: str
    period_key: str
    value_status: str
    canonical_unit: str
    left_value: Decimal | None
    right_value: Decimal | None
    difference: Decimal | None
    tolerance: Decimal | None
    state: Literal["open", "explained", "waived"]
    state_by: str | None
    state_reason: str | None
    sentence_vi: str
    sentence_en: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundTimeliness:
    """How a round went: counts of expected reporters by what they did; on time, late, … and missing make them all."""

    period_key: str
    period_name_vi: str
    period_name_en: str
    due_before: date
    expected: int
    on_time: int
    late: int
    rejected: int
    pending: int
    missing: int
    nil: int


@dataclass(frozen=True, slots=True)
class SupportValue:
    """What one reporter wrote for a policy line and a source of funds in form A-3; `value` in VND."""

    support_value_id: UUID
    reporter: str
    is_department: bool
    policy_code: str
    funding_source: str
    period_key: str
    value_status: str
    label: str
    value: Decimal | None
    value_reading: str
    printed_value: str | None
    printed_unit: str | None
    file_name: str
    file_sha256: str
    sheet: str | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class SupportTotal:
    """The sum of what the areas wrote for a policy line and a source of funds; in VND, None where nobody knows.

    Areas only: a department counts what the areas count too, and stands in `SupportValue` beside them. How many
    areas owed the form is `areas_expected`; None where no calendar asks for it, and then nothing says it is whole.
    """

    figure_id: UUID
    policy_code: str
    funding_source: str
    period_key: str
    value_status: str
    value: Decimal | None
    areas_stating: int
    areas_expected: int | None


@dataclass(frozen=True, slots=True)
class SupportPolicy:
    """A line of support that the law knows."""

    policy_code: str
    name_vi: str
    name_en: str
    legal_basis: str | None


@dataclass(frozen=True, slots=True)
class Narrative:
    """A paragraph of difficulties, proposals or directions as a reporter wrote it, with its place in the file."""

    narrative_id: UUID
    topic: str
    reporter: str
    is_department: bool
    ordinal: int
    text: str
    file_name: str
    file_sha256: str
    sheet: str | None
    address: str | None
