"""One cell or sentence behind a figure."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID


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
