"""What the reported figures are held against: targets, other sources, departments, and the gate's checks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Target:
    """A target for the area, and how far the reported actual is.

    `target_kind` is a `document` (with number, title and version), the `press`, or the `plan` columns of the form
    (then `target_figure_id` is a figure). `measure` is a level, a change or a change in percent; `actual_value` is in
    that measure, `actual_amount` the level behind it. `actual_figure_ids` are the figures that it was computed from.
    """

    target_claim_id: UUID | None
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
    target_id: UUID | None = None
    target_kind: Literal["document", "press", "plan"] = "press"
    target_figure_id: UUID | None = None
    sector_code: str = "all"
    measure: str = "level"
    document_title: str | None = None
    document_number: str | None = None
    document_version: int | None = None
    stated_on: date | None = None
    is_confirmed: bool = True
    is_in_force: bool = True
    actual_figure_ids: tuple[UUID, ...] = ()
    actual_amount: Decimal | None = None
    compared_figure_id: UUID | None = None
    compared_amount: Decimal | None = None
    expected_by_now: Decimal | None = None
    reporters_reporting: int | None = None
    reporters_expected: int | None = None
    range_position: Literal["below", "within", "above"] | None = None
    sentence_vi: str = ""
    sentence_en: str = ""


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
    sector_code: str = "all"


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What one source says where several speak, and how far it is from the preferred one.

    Rows of one `coordinates_id` belong together, the first by precedence first. `why_vi` tells the standing of this
    source. `difference` and `share_percent` are against the preferred value; none where sources of one standing
    contradict each other (`verdict` "contested"). `evidence_id` is a figure, a claim, a register or a target.
    """

    reconciliation_id: UUID
    coordinates_id: UUID
    indicator_key: str
    sector_code: str
    period_key: str
    value_status: str
    stated_as: str
    canonical_unit: str
    source_kind: Literal["submissions", "register", "department", "press", "target"]
    source_name: str | None
    is_first: bool
    is_preferred: bool
    value: Decimal | None
    value_low: Decimal | None
    value_high: Decimal | None
    qualifier: str | None
    reporters_expected: int | None
    reporters_reporting: int | None
    preferred_source_kind: str | None
    preferred_value: Decimal | None
    difference: Decimal | None
    share_percent: Decimal | None
    tolerance_percent: Decimal
    verdict: Literal[
        "only_source",
        "preferred",
        "contested",
        "not_comparable",
        "agrees",
        "differs_while_some_are_absent",
        "differs",
    ]
    why_vi: str
    why_en: str
    evidence_kind: Literal["figure", "claim", "register", "target"]
    evidence_id: UUID


@dataclass(frozen=True, slots=True)
class DepartmentClaim:
    """A department's figure beside the total of the areas: compared, never added."""

    claim_id: UUID
    department: str
    indicator_key: str
    sector_code: str
    period_key: str
    value_status: str
    canonical_unit: str
    department_value: Decimal | None
    territorial_figure_id: UUID | None
    territorial_value: Decimal | None
    reporters_expected: int | None
    reporters_reporting: int | None
    difference: Decimal | None
    share_percent: Decimal | None
    verdict: Literal["department_unknown", "no_territorial_total", "equal", "differs_while_some_are_absent", "differs"]
    file_name: str | None
    sheet: str | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class GateNote:
    """An expectation on the marts that was not met and did not block: a warning, or waived.

    The count is of the report's own area where `is_of_area`, else of the whole build.
    """

    suite: str
    mart: str
    expectation: str
    severity: str
    unexpected_count: int | None
    detail_vi: str
    is_of_area: bool = False


@dataclass(frozen=True, slots=True)
class GateSuite:
    """What the gate checked in the frozen build, by suite.

    `met` were met, `unmet` were let pass as warnings or under a waiver; the rest had nothing to judge.
    """

    suite: str
    checks: int
    met: int
    unmet: int


@dataclass(frozen=True, slots=True)
class GateWaiver:
    """A critical expectation that somebody let pass until a day, for a reason; without codes everywhere and always."""

    suite: str
    expectation: str
    reason: str
    granted_by: str
    expires_on: date
    area_code: str | None = None
    period_key: str | None = None
