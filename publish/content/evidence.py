"""The claims behind the figures of a report, each kept once: a cell serves several figures, a file many cells.

A report of a province of a hundred communes rests on twenty thousand uses of some ten thousand cells. They are kept a
column at a time, as text; a `Claim` is made when somebody asks for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, overload
from uuid import UUID

from publish.content.claim import Claim


@dataclass(frozen=True, slots=True)
class EvidenceDocument:
    """A file as it was received, or an article, and who speaks in it."""

    claimant: str
    evidence_kind: Literal["cell", "sentence"]
    file_name: str | None
    file_sha256: str | None
    article_url: str | None
    received_at: datetime | None
    round_period: str | None = None
    """The round that the file was sent in, where one is known."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Claims by column, in the order of the claimants' names; `documents_of` holds places in `documents`."""

    documents: tuple[EvidenceDocument, ...] = ()
    claim_ids: tuple[str, ...] = ()
    documents_of: tuple[int, ...] = ()
    sheets: tuple[str | None, ...] = ()
    cells: tuple[str | None, ...] = ()
    evidence_texts: tuple[str | None, ...] = ()
    printed_values: tuple[str | None, ...] = ()
    printed_units: tuple[str | None, ...] = ()
    values: tuple[str | None, ...] = ()
    value_readings: tuple[str, ...] = ()
    unit_factors: tuple[tuple[str, Decimal], ...] = ()
    """The factor to the canonical unit of each printed unit that is known."""

    def claim(self, place: int, weight: Decimal | None) -> Claim:
        """The claim at a place of the columns, as it stands in a figure."""
        document = self.documents[self.documents_of[place]]
        value = self.values[place]
        return Claim(
            claim_id=UUID(self.claim_ids[place]),
            claimant=document.claimant,
            evidence_kind=document.evidence_kind,
            file_name=document.file_name,
            file_sha256=document.file_sha256,
            sheet=self.sheets[place],
            cell=self.cells[place],
            article_url=document.article_url,
            evidence_text=self.evidence_texts[place],
            printed_value=self.printed_values[place],
            printed_unit=self.printed_units[place],
            unit_factor=next((factor for unit, factor in self.unit_factors if unit == self.printed_units[place]), None),
            value=None if value is None else Decimal(value),
            value_reading=self.value_readings[place],
            weight=weight,
            received_at=document.received_at,
        )


@dataclass(frozen=True, slots=True)
class ClaimsOfFigure(Sequence[Claim]):
    """The claims of one figure: places in the evidence of the report, and their weights where not all are 1."""

    evidence: Evidence
    places: tuple[int, ...]
    weights: tuple[str | None, ...] | None = None

    @property
    def claim_ids(self) -> list[UUID]:
        """The ids alone."""
        return [UUID(self.evidence.claim_ids[place]) for place in self.places]

    @property
    def documents(self) -> tuple[EvidenceDocument, ...]:
        """The files and articles of the claims, each once."""
        numbers = sorted({self.evidence.documents_of[place] for place in self.places})
        return tuple(self.evidence.documents[number] for number in numbers)

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Claim]:
        return map(self._claim, range(len(self.places)))

    @overload
    def __getitem__(self, index: int) -> Claim: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Claim]: ...
    def __getitem__(self, index: int | slice) -> Claim | Sequence[Claim]:
        if isinstance(index, slice):
            return [self._claim(number) for number in range(len(self.places))[index]]
        return self._claim(range(len(self.places))[index])

    def _claim(self, number: int) -> Claim:
        weight = "1" if self.weights is None else self.weights[number]
        return self.evidence.claim(self.places[number], None if weight is None else Decimal(weight))
