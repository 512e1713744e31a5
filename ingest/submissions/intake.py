"""Taking submissions in: the inbox to raw rows, one transaction a file.

The work list is a table: an arrival whose receipt is in `raw.receipt` is done, since the receipt, the reading and
all its rows were committed together, after the bytes and the marked copy were written. Killed anywhere, the next
run does what is left and ends in the same rows.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, Table, select

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.store import ContentStore
from ingest.raw.tables import file as file_table
from ingest.raw.tables import receipt as receipt_table
from ingest.raw.tables import submission_finding, submission_reading, submission_value
from ingest.submissions.channels.place import open_place
from ingest.submissions.check import check_submission
from ingest.submissions.inbox import list_inbox
from ingest.submissions.marked import marked_copy
from ingest.submissions.reading import GRAVITY, SubmissionReading
from ingest.submissions.receipt import PLACE_CHANNELS, HeldBack, Receipt, arrived_bytes, printable_name, receipt_of
from ingest.submissions.reference import Reference, load_reference
from ingest.submissions.workbook import media_type

logger = logging.getLogger(__name__)

_LONGEST_STEM_BYTES = 200
"""Of a sender's file name in the name of the marked copy: with what is added, a name may have 255 bytes."""


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
    marked_copy: Path
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
            "marked_copy": str(self.marked_copy),
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


def receive_inbox(settings: Settings, now: datetime) -> IntakeReport:
    """Take in everything new in the inbox; see `new_receipts` and `read_receipts`."""
    receipts, held_back = _plan(settings)
    report = read_receipts(settings, receipts, now)
    return IntakeReport(report.files, (*held_back, *report.held_back), report.rows_added)


def new_receipts(settings: Settings) -> list[Receipt]:
    """The work list: arrivals in the inbox that the warehouse does not have yet, in the order they arrived.

    A file that the manifest does not name is known by its bytes: copied or touched again it is not new.
    """
    receipts, held_back = _plan(settings)
    for held in held_back:
        logger.warning("held back: %s: %s", held.file_name, held.reason)
    return receipts


def read_receipts(settings: Settings, receipts: Sequence[Receipt], now: datetime) -> IntakeReport:
    """Read, judge and load arrivals, each in a transaction of its own, and write their marked copies.

    `now` is when the reading was made. A file that changed or went away since it was listed is held back, and so
    is one that our reader crashes on: its bytes are kept, the others go on, and it is tried again at the next look.
    """
    if not receipts:
        return IntakeReport()
    reference = load_reference(settings.seeds_dir)
    engine = connect(settings)
    files: list[TakenFile] = []
    held_back: list[HeldBack] = []
    added: Counter[str] = Counter()
    try:
        for receipt in receipts:
            content = arrived_bytes(receipt, settings)
            if content is None:
                held_back.append(HeldBack(receipt.file_name, "changed since it was listed; it is taken next time"))
                continue
            ContentStore(settings.store_dir).put(content)
            try:
                reading = _read(receipt, content, reference)
                marked = marked_copy(content, reading)
            except Exception as error:  # ours to mend: one strange file must not stop a round
                logger.exception("the reader crashed on %s", receipt.file_name)
                held_back.append(HeldBack(receipt.file_name, f"our reader failed ({type(error).__name__}: {error})"))
                continue
            marked_path = _marked_path(settings, receipt, reading)
            _write_whole(marked_path, marked)
            with engine.begin() as connection:
                added.update(_load(connection, receipt, content, reading, now))
            files.append(_taken(receipt, reading, marked_path))
    finally:
        engine.dispose()
    return IntakeReport(tuple(files), tuple(held_back), dict(added))


def load_files(
    settings: Settings,
    paths: Iterable[Path],
    round_period: str | None,
    sender: str,
    channel: str,
    received_at: datetime,
) -> IntakeReport:
    """Take in files from anywhere as one arrival each, received at that time; those known already are left out.

    One that cannot be read is held back, and the others go on.
    """
    receipts: list[Receipt] = []
    held_back: list[HeldBack] = []
    for path in paths:
        found = _received(path, round_period, sender, channel, received_at)
        (receipts if isinstance(found, Receipt) else held_back).append(found)  # type: ignore[arg-type]
    report = read_receipts(settings, _not_known(settings, receipts), received_at)
    return IntakeReport(report.files, (*held_back, *report.held_back), report.rows_added)


def _received(
    path: Path, round_period: str | None, sender: str, channel: str, received_at: datetime
) -> Receipt | HeldBack:
    name = printable_name(path)
    if path.exists() and not path.is_file():
        return HeldBack(name, "not a file: give the workbook itself")
    try:
        receipt = receipt_of(path, round_period=round_period, sender=sender, channel=channel, received_at=received_at)
    except OSError as error:
        return HeldBack(name, f"{error.strerror or error}: give a file that can be read")
    return receipt or HeldBack(name, "is being written: give it again when it is whole")


def _plan(settings: Settings) -> tuple[list[Receipt], list[HeldBack]]:
    """What is new, and what is held back; a file that was taken and cleared away later is neither."""
    listed, held_back = list_inbox(open_place(settings))
    absent = [held for held in held_back if held.absent_of is not None]
    taken = _names_taken(settings) if absent else set()
    held_back = [held for held in held_back if (held.absent_of, held.file_name) not in taken]
    return _not_known(settings, listed), held_back


def _names_taken(settings: Settings) -> set[tuple[str | None, str]]:
    """The round and file name of every arrival that the warehouse has."""
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            rows = connection.execute(select(receipt_table.c.round_period, receipt_table.c.file_name))
            return {(row.round_period, row.file_name) for row in rows}
    finally:
        engine.dispose()


def _not_known(settings: Settings, listed: Sequence[Receipt]) -> list[Receipt]:
    if not listed:
        return []
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            known_ids = set(connection.scalars(select(receipt_table.c.receipt_id)))
            rows = connection.execute(select(receipt_table.c.file_sha256, receipt_table.c.round_period))
            known_bytes: set[tuple[str, str | None]] = {(row.file_sha256, row.round_period) for row in rows}
    finally:
        engine.dispose()
    new: list[Receipt] = []
    for receipt in sorted(listed, key=lambda receipt: (receipt.received_at, receipt.file_name)):
        bytes_key = (receipt.file_sha256, receipt.round_period)
        is_known = receipt.receipt_id in known_ids or (receipt.channel in PLACE_CHANNELS and bytes_key in known_bytes)
        if not is_known:
            new.append(receipt)
            known_ids.add(receipt.receipt_id)
            known_bytes.add(bytes_key)
    return new


def _read(receipt: Receipt, content: bytes, reference: Reference) -> SubmissionReading:
    return check_submission(
        content,
        file_name=receipt.file_name,
        round_period=receipt.round_period,
        reference=reference,
        received_at=receipt.received_at,
    )


def _taken(receipt: Receipt, reading: SubmissionReading, marked_path: Path) -> TakenFile:
    gravest_first = sorted(reading.findings, key=lambda finding: GRAVITY[finding.severity])
    return TakenFile(
        file_name=receipt.file_name,
        round_period=receipt.round_period,
        receipt_id=receipt.receipt_id,
        received_at=receipt.received_at,
        reporter_name=reading.reporter_name,
        area_code=reading.area_code,
        outcome=reading.outcome,
        reasons=tuple(finding.sentence_vi for finding in gravest_first),
        marked_copy=marked_path,
        incidents=reading.incidents,
    )


def _load(
    connection: Connection, receipt: Receipt, content: bytes, reading: SubmissionReading, now: datetime
) -> dict[str, int]:
    reading_id = content_id(reading.file_sha256, reading.round_period, reading.reader_version)
    file_row: dict[str, object] = {
        "file_sha256": receipt.file_sha256,
        "size_bytes": receipt.size_bytes,
        "media_type": media_type(content),
    }
    receipt_row: dict[str, object] = {
        "receipt_id": receipt.receipt_id,
        "file_sha256": receipt.file_sha256,
        "round_period": receipt.round_period,
        "channel": receipt.channel,
        "sender": receipt.sender,
        "file_name": receipt.file_name,
        "received_at": receipt.received_at,
    }
    reading_row: dict[str, object] = {
        "reading_id": reading_id,
        "file_sha256": reading.file_sha256,
        "round_period": reading.round_period,
        "reader_version": reading.reader_version,
        "form_code": reading.form_code,
        "form_version": reading.form_version,
        "reporter_name": reading.reporter_name,
        "area_code": reading.area_code,
        "period": reading.period,
        "is_nil_return": reading.is_nil_return,
        "outcome": reading.outcome,
        "read_at": now,
    }
    loads: tuple[tuple[Table, list[dict[str, object]]], ...] = (
        (file_table, [file_row]),
        (receipt_table, [receipt_row]),
        (submission_reading, [reading_row]),
        (submission_value, list(_value_rows(reading_id, reading))),
        (submission_finding, list(_finding_rows(reading_id, reading))),
    )
    return {table.name: append(connection, table, rows) for table, rows in loads}


def _value_rows(reading_id: UUID, reading: SubmissionReading) -> Iterator[dict[str, object]]:
    for cell in reading.values:
        at = cell.coordinate
        yield {
            "value_id": content_id(
                reading_id, cell.sheet, cell.cell, at.indicator_code, at.entity, at.sector_code, at.value_column
            ),
            "reading_id": reading_id,
            "sheet": cell.sheet,
            "cell": cell.cell,
            "indicator_code": at.indicator_code,
            "entity": at.entity,
            "sector_code": at.sector_code,
            "value_column": at.value_column,
            "raw_text": cell.raw_text,
            "reading": cell.reading,
            "value_printed": cell.value_printed,
            "printed_unit": cell.printed_unit,
        }


def _finding_rows(reading_id: UUID, reading: SubmissionReading) -> Iterator[dict[str, object]]:
    for ordinal, finding in enumerate(reading.findings, start=1):
        yield {
            "finding_id": content_id(reading_id, ordinal, finding.rule_code, finding.sheet, finding.cell),
            "reading_id": reading_id,
            "ordinal": ordinal,
            "rule_code": finding.rule_code,
            "family": finding.family,
            "severity": finding.severity,
            "sheet": finding.sheet,
            "cell": finding.cell,
            "value_seen": finding.value_seen,
            "sentence_vi": finding.sentence_vi,
            "mend_vi": finding.mend_vi,
            "sentence_en": finding.sentence_en,
            "mend_en": finding.mend_en,
            "details": dict(finding.details),
        }


def _marked_path(settings: Settings, receipt: Receipt, reading: SubmissionReading) -> Path:
    """One name for one arrival's content: a second version never overwrites the first one's copy."""
    round_folder = receipt.round_period or reading.period or "khong-ro-ky"
    stem = Path(receipt.file_name).stem.encode("utf-8", "replace")[:_LONGEST_STEM_BYTES].decode("utf-8", "ignore")
    name = f"{stem}__kiem-tra-{receipt.file_sha256[:8]}.xlsx"
    return settings.outbox_dir / "marked" / round_folder / name


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    incoming = path.with_name(f".{path.name}.part")
    incoming.write_bytes(content)
    incoming.replace(path)
