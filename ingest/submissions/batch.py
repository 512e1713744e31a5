"""Batches of arrivals: each is read, judged, marked and loaded in one transaction."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from htx.settings import Settings
from ingest.raw import tables
from ingest.raw.database import connect
from ingest.raw.files import write_whole
from ingest.raw.loader import insert_new
from ingest.raw.store import ContentStore
from ingest.submissions.check import check_submission
from ingest.submissions.formats.kinds import media_type
from ingest.submissions.history import DatabaseHistory
from ingest.submissions.intake_report import IntakeReport, TakenFile
from ingest.submissions.loading import load_readings
from ingest.submissions.reading import GRAVITY, SubmissionReading
from ingest.submissions.receipt import OFFICER_CHANNELS, HeldBack, Receipt, arrived_bytes
from ingest.submissions.reference import load_reference
from ingest.submissions.rows import ReadingRows, rows_of

logger = logging.getLogger(__name__)

_LONGEST_STEM_BYTES = 200
"""Of a sender's file name in the name of the marked copy: with what is added, a name may have 255 bytes."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An arrival that was read and marked; its rows wait to be loaded."""

    receipt: Receipt
    media_type: str | None
    rows: ReadingRows
    taken: TakenFile


class BatchReader:
    """Reads arrivals batch by batch over connections that stay open in between; see `intake.read_receipts`.

    `history` is what was known before the round was begun, so that it does not matter which batch comes first.
    A reader can be sent to another process, where it connects anew.
    """

    def __init__(
        self, settings: Settings, history: DatabaseHistory, now: datetime, *, with_marked_copies: bool
    ) -> None:
        self._settings = settings
        self._history = history
        self._now = now
        self._with_marked_copies = with_marked_copies
        self._engine: Engine | None = None

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_engine": None}

    def read(self, receipts: Sequence[Receipt]) -> IntakeReport:
        """Read, judge and mark these arrivals and load them together.

        Where the database refuses the batch for one file's sake, each is loaded alone and that one is held back.
        """
        prepared: list[_Prepared] = []
        held_back: list[HeldBack] = []
        with ContentStore(self._settings.store_dir).together() as keep:
            for receipt in receipts:
                found = self._prepare(receipt, keep)
                (prepared if isinstance(found, _Prepared) else held_back).append(found)  # type: ignore[arg-type]
        if self._engine is None:
            self._engine = connect(self._settings)
        loaded = IntakeReport.together(_loaded(self._engine, prepared)) if prepared else IntakeReport()
        return IntakeReport(loaded.files, (*held_back, *loaded.held_back), loaded.rows_added)

    def close(self) -> None:
        """Give back the connections."""
        self._history.close()
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _prepare(self, receipt: Receipt, keep: Callable[[bytes], str]) -> _Prepared | HeldBack:
        settings = self._settings
        content = arrived_bytes(receipt, settings)
        if content is None:
            return HeldBack(receipt.file_name, "changed since it was listed; it is taken next time")
        keep(content)
        try:
            reading = check_submission(
                content,
                file_name=receipt.file_name,
                round_period=receipt.round_period,
                reference=load_reference(settings.seeds_dir),
                received_at=receipt.received_at,
                history=self._history,
            )
            rows = rows_of(reading, self._now)
            marked = _marked_copy(content, reading) if self._with_marked_copies else None
            kind = media_type(content)
        except Exception as error:  # ours to mend: one strange file must not stop a round
            logger.exception("the reader crashed on %s", receipt.file_name)
            return HeldBack(receipt.file_name, f"our reader failed ({type(error).__name__}: {error})")
        copy_path = None
        if marked is not None:
            copy_path = marked_path(
                settings, receipt.round_period, reading.period, receipt.file_name, receipt.file_sha256
            )
            write_whole(copy_path, marked, is_durable=False)
        return _Prepared(receipt, kind, rows, _taken(receipt, reading, copy_path))


def _marked_copy(content: bytes, reading: SubmissionReading) -> bytes:
    from ingest.submissions.marked import marked_copy  # takes long to import, and not every reader marks

    return marked_copy(content, reading)


def _loaded(engine: Engine, prepared: Sequence[_Prepared]) -> Iterator[IntakeReport]:
    """The batch in one transaction, or else its files one by one."""
    try:
        with engine.begin() as connection:
            added = _load(connection, prepared)
    except (psycopg.Error, DBAPIError) as error:
        if len(prepared) > 1:
            logger.warning("a batch of %d is loaded one by one: %s", len(prepared), error)
            for one in prepared:
                yield from _loaded(engine, [one])
            return
        if _is_of_the_server(error):
            raise
        logger.exception("the database refused the rows of %s", prepared[0].receipt.file_name)
        reason = f"our loader failed ({type(error).__name__}: {error})"
        yield IntakeReport(held_back=(HeldBack(prepared[0].receipt.file_name, reason),))
    else:
        yield IntakeReport(tuple(one.taken for one in prepared), (), added)


def _is_of_the_server(error: Exception) -> bool:
    """Whether the server is gone or busy: no file's fault."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError)


def _load(connection: Connection, prepared: Sequence[_Prepared]) -> dict[str, int]:
    """Load all rows; return how many each table got."""
    return {
        tables.file.name: len(insert_new(connection, tables.file, [_file_row(one) for one in prepared])),
        tables.receipt.name: len(insert_new(connection, tables.receipt, [_receipt_row(one) for one in prepared])),
        **load_readings(connection, [one.rows for one in prepared]),
    }


def _file_row(one: _Prepared) -> dict[str, object]:
    return {
        "file_sha256": one.receipt.file_sha256,
        "size_bytes": one.receipt.size_bytes,
        "media_type": one.media_type,
    }


def _receipt_row(one: _Prepared) -> dict[str, object]:
    receipt = one.receipt
    return {
        "receipt_id": receipt.receipt_id,
        "file_sha256": receipt.file_sha256,
        "round_period": receipt.round_period,
        "channel": receipt.channel,
        "sender": receipt.sender,
        "file_name": receipt.file_name,
        "received_at": receipt.received_at,
        "on_behalf_of": receipt.on_behalf_of,
        "entered_by": receipt.sender if receipt.channel in OFFICER_CHANNELS else None,
    }


def _taken(receipt: Receipt, reading: SubmissionReading, copy_path: Path | None) -> TakenFile:
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
        marked_copy=copy_path,
        incidents=reading.incidents,
    )


def marked_path(settings: Settings, round_period: str | None, period: str | None, file_name: str, sha256: str) -> Path:
    """Where the marked copy is. One name for one content: a second version never overwrites the first one's copy."""
    stem = Path(file_name).stem.encode("utf-8", "replace")[:_LONGEST_STEM_BYTES].decode("utf-8", "ignore")
    name = f"{stem}__kiem-tra-{sha256[:8]}.xlsx"
    return settings.outbox_dir / "marked" / (round_period or period or "khong-ro-ky") / name
