"""What the same reporter said a round before, for the rules that compare rounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from ingest.submissions.period import Period
from ingest.submissions.reading import Coordinate


@dataclass(frozen=True, slots=True)
class PreviousRound:
    """The newest accepted figures of the reporter for an earlier period."""

    reading_id: str
    period: Period
    numbers: Mapping[Coordinate, Decimal]
    """In the canonical unit; of known values only."""


class History(Protocol):
    """Where earlier rounds are found; the reader itself knows no database."""

    def previous(self, area_code: str | None, agency_code: str | None, period: Period) -> PreviousRound | None:
        """The reporter's newest accepted figures of the last period before `period` that there are any of."""
