"""What an erratum corrects: the edition before it, and every number that differs, with the reasons. Frozen with it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

ChangePart = Literal["total", "sector", "support", "reporter", "province", "earlier", "other_reading"]
"""Where the number is printed: the form, the sectors, the support money (its indicator is the policy line and the
source of funds, "A-3.training.central"), the table of reporters, the provinces of a national report, the earlier
periods beside the main column and in the trend, or the reading in other boundaries."""
ChangeKind = Literal["changed", "added", "removed", "coverage"]
ReasonKind = Literal[
    "submitted",
    "accepted_late",
    "accepted_after_refusal",
    "corrected",
    "reread",
    "withdrawn",
    "restated",
    "unexplained",
]


@dataclass(frozen=True, slots=True)
class ChangeReason:
    """Why a figure differs from the edition before, of one claimant: what it said then and says now, and where.

    `submitted`, `accepted_late`, `accepted_after_refusal`: the claimant did not count before. `corrected`: another
    file. `reread`: the same file, read otherwise. `restated`: another sentence. `withdrawn`: it counts no more.
    `unexplained`: no claim differs, the way of reckoning does; it has no claimant.
    """

    kind: ReasonKind
    claimant: str
    old_printed: str | None
    new_printed: str | None
    file_name: str | None
    sheet: str | None
    cell: str | None
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A number that the edition before printed otherwise; `coverage`: the same value of more or fewer reporters.

    `place` names the reporter or province whose number it is, and is None for the report's own area. `old_text` and
    `new_text` are what the table prints, in `printed_unit`; None where an edition has no such number at all.
    """

    part: ChangePart
    kind: ChangeKind
    is_material: bool
    indicator_key: str
    indicator_name: str
    sector_code: str
    period_key: str
    value_status: str
    is_estimated: bool
    place: str | None
    old_figure_id: UUID | None
    new_figure_id: UUID | None
    old_value: Decimal | None
    new_value: Decimal | None
    difference: Decimal | None
    canonical_unit: str
    printed_unit: str
    old_text: str | None
    new_text: str | None
    old_reporting: int | None
    new_reporting: int | None
    old_expected: int | None
    new_expected: int | None
    reasons: tuple[ChangeReason, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """Which edition an erratum corrects, and every number that differs. `issued_number` where that one was sealed."""

    publication_id: UUID
    edition: int
    frozen_at: datetime
    issued_number: str | None
    issued_on: date | None
    changes: tuple[FigureChange, ...]
