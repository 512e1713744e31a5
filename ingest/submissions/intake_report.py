"""What an intake did: the files it took and how they were judged, the files it held back and why."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from ingest.submissions.receipt import HeldBack


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file that was taken in, how it was judged, and where its marked copy is."""

    file_name: str
    round_period: str | None
    receipt_id: UUID
    received_at: datetime
    reporter_name: str | None
    area_code: str | None
    outcome: str
    reasons: tuple[str, ...]
    """The sentences of its findings, errors first."""
    marked_copy: Path | None
    """None where copies were not asked for."""
    incidents: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        return {
            "file_name": self.file_name,
            "round_period": self.round_period,
            "receipt_id": str(self.receipt_id),
            "received_at": self.received_at.isoformat(),
            "reporter_name": self.reporter_name,
            "area_code": self.area_code,
            "outcome": self.outcome,
            "reasons": list(self.reasons),
            "marked_copy": str(self.marked_copy) if self.marked_copy else None,
            "incidents": list(self.incidents),
        }


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What an intake did: files taken now, and files held back. Nothing new gives an empty report."""

    files: tuple[TakenFile, ...] = ()
    held_back: tuple[HeldBack, ...] = ()
    rows_added: Mapping[str, int] = field(default_factory=dict)
    """By raw table."""

    @property
    def new_receipts(self) -> int:
        return len(self.files)

    @property
    def counts(self) -> dict[str, int]:
        """How many files by outcome."""
        return dict(Counter(taken.outcome for taken in self.files))

    def to_json(self) -> dict[str, object]:
        """A JSON object for logs, tasks and ``--json``."""
        return {
            "new_receipts": self.new_receipts,
            "counts": self.counts,
            "rows_added": dict(self.rows_added),
            "files": [taken.to_json() for taken in self.files],
            "held_back": [{"file_name": held.file_name, "reason": held.reason} for held in self.held_back],
        }

    @classmethod
    def together(cls, reports: Iterable["IntakeReport"]) -> "IntakeReport":
        """Several reports as one, in their order."""
        files: list[TakenFile] = []
        held_back: list[HeldBack] = []
        added: Counter[str] = Counter()
        for report in reports:
            files.extend(report.files)
            held_back.extend(report.held_back)
            added.update(report.rows_added)
        return cls(tuple(files), tuple(held_back), dict(added))
