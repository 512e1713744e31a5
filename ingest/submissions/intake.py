"""Taking submissions in: from the inbox to raw rows.

The work list is a table: an arrival whose receipt is in `raw.receipt` is done, since the receipt, the reading and
all its rows were committed together, after the bytes and the marked copy were written. Killed anywhere, the next
run does what is left and ends in the same rows.
"""

import logging
import multiprocessing
import os
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.tables import receipt as receipt_table
from ingest.submissions.arrivals import settle_arrivals
from ingest.submissions.batch import BatchReader
from ingest.submissions.changes import load_changes
from ingest.submissions.channels.mail import list_mail
from ingest.submissions.channels.place import open_place
from ingest.submissions.history import DatabaseHistory
from ingest.submissions.inbox import list_inbox
from ingest.submissions.intake_report import IntakeReport, TakenFile
from ingest.submissions.period import parse_period
from ingest.submissions.receipt import KNOWN_BY_BYTES, HeldBack, Receipt, printable_name, receipt_of
from ingest.submissions.workers import shared_out

__all__ = ["IntakeReport", "TakenFile", "load_files", "new_receipts", "read_receipts", "receive_inbox"]

logger = logging.getLogger(__name__)

BATCH_FILES = 32
"""Files of one transaction: what a killed run repeats, and what a worker holds in memory."""
_FEWEST_FILES_OF_A_WORKER = 2 * BATCH_FILES
"""Fewer are read sooner than another process has started."""


def receive_inbox(settings: Settings, now: datetime) -> IntakeReport:
    """Take in everything new in the inbox; see `new_receipts` and `read_receipts`."""
    receipts, held_back = _plan(settings)
    report = read_receipts(settings, receipts, now)
    settle_arrivals(settings)
    return IntakeReport(report.files, (*held_back, *report.held_back), report.rows_added)


def new_receipts(settings: Settings) -> list[Receipt]:
    """The work list: arrivals in the inbox that the warehouse does not have yet, in the order they arrived.

    A file that the manifest does not name is known by its bytes: copied or touched again it is not new.
    """
    receipts, held_back = _plan(settings)
    for held in held_back:
        logger.warning("held back: %s: %s", held.file_name, held.reason)
    return receipts


def read_receipts(
    settings: Settings,
    receipts: Sequence[Receipt],
    now: datetime,
    workers: int | None = None,
    *,
    with_marked_copies: bool = True,
) -> IntakeReport:
    """Read, judge and load arrivals in batches, each in a transaction of its own, and write their marked copies.

    `now` is when the reading was made. A file that changed or went away since it was listed is held back, and so
    is one that our reader crashes on: its bytes are kept, the others go on, and it is tried again at the next look.
    Without marked copies nothing is made that goes back to senders: no lists of what corrected versions changed either.
    Many files are shared out to `workers` processes: as many as the settings say, or else one a core.
    """
    wanted = workers or settings.intake_workers or os.cpu_count() or 1
    reports: list[IntakeReport] = []
    for of_round in _by_round(receipts):
        history = DatabaseHistory(settings)
        history.look_up()
        reader = BatchReader(settings, history, now, with_marked_copies=with_marked_copies)
        batches = [of_round[start : start + BATCH_FILES] for start in range(0, len(of_round), BATCH_FILES)]
        useful = min(wanted, len(of_round) // _FEWEST_FILES_OF_A_WORKER)
        try:
            if useful <= 1 or multiprocessing.current_process().daemon:
                reports.extend(map(reader.read, batches))
            else:
                reports.extend(shared_out(reader.read, batches, useful))
        finally:
            reader.close()
    if with_marked_copies and receipts:
        load_changes(settings)
    return IntakeReport.together(reports)


def _by_round(receipts: Sequence[Receipt]) -> list[list[Receipt]]:
    """The earlier rounds first: the later ones are compared with them, however often intake is interrupted."""
    rounds: dict[date, list[Receipt]] = {}
    for receipt in receipts:
        day = parse_period(receipt.round_period).last_day if receipt.round_period else date.max
        rounds.setdefault(day, []).append(receipt)
    return [rounds[day] for day in sorted(rounds)]


def load_files(
    settings: Settings,
    paths: Iterable[Path],
    round_period: str | None,
    sender: str,
    channel: str,
    received_at: datetime,
    on_behalf_of: str | None = None,
) -> IntakeReport:
    """Take in files from anywhere as one arrival each, received at that time; those known already are left out.

    `on_behalf_of` is the code of the area or agency whose figures an officer entered for it. One that cannot be
    read is held back, and the others go on.
    """
    receipts: list[Receipt] = []
    held_back: list[HeldBack] = []
    for path in paths:
        found = _received(path, round_period, sender, channel, received_at, on_behalf_of)
        (receipts if isinstance(found, Receipt) else held_back).append(found)  # type: ignore[arg-type]
    report = read_receipts(settings, _not_known(settings, receipts), received_at)
    settle_arrivals(settings)
    return IntakeReport(report.files, (*held_back, *report.held_back), report.rows_added)


def _received(
    path: Path, round_period: str | None, sender: str, channel: str, received_at: datetime, on_behalf_of: str | None
) -> Receipt | HeldBack:
    name = printable_name(path)
    if path.exists() and not path.is_file():
        return HeldBack(name, "not a file: give the workbook itself")
    try:
        receipt = receipt_of(
            path,
            round_period=round_period,
            sender=sender,
            channel=channel,
            received_at=received_at,
            on_behalf_of=on_behalf_of,
        )
    except OSError as error:
        return HeldBack(name, f"{error.strerror or error}: give a file that can be read")
    return receipt or HeldBack(name, "is being written: give it again when it is whole")


def _plan(settings: Settings) -> tuple[list[Receipt], list[HeldBack]]:
    """What is new, and what is held back; a file that was taken and cleared away later is neither."""
    listed, held_back = list_inbox(open_place(settings))
    mailed, mail_held_back = list_mail(settings)
    listed, held_back = [*listed, *mailed], [*held_back, *mail_held_back]
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
        is_known = receipt.receipt_id in known_ids or (receipt.channel in KNOWN_BY_BYTES and bytes_key in known_bytes)
        if not is_known:
            new.append(receipt)
            known_ids.add(receipt.receipt_id)
            known_bytes.add(bytes_key)
    return new
