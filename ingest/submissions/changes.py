"""What corrected versions changed, into the warehouse: each arrival of other bytes against the one before it."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.loader import Row, copy_line, copy_lines
from ingest.raw.store import ContentStore
from ingest.raw.tables import receipt, submission_change, submission_reading
from ingest.submissions.check import check_submission
from ingest.submissions.reference import Reference, load_reference
from ingest.submissions.versions import Change, Version, compare, version_of

logger = logging.getLogger(__name__)

ONLY_THE_FILE = Change(None, None, "clerical", "notation", None, None)
"""Saved again: other bytes, and every cell as it was. It is kept too, so that each version is compared once."""


_COLUMNS = (
    "change_id", "receipt_id", "previous_receipt_id", "ordinal", "sheet", "cell", "change_class", "change_kind",
    "before_text", "after_text", "indicator_code", "entity", "sector_code", "value_column",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A version of some parts of a reporter's submission."""

    receipt_id: UUID
    file_sha256: str
    file_name: str
    round_period: str | None
    received_at: datetime
    parts: frozenset[str]


def load_changes(settings: Settings) -> int:
    """Compare every version that was not compared yet with the one before it; returns how many rows were added.

    Same reporter, same round, a part in common and other bytes make a version. One that our reader cannot compare is
    told in the log and tried again at the next look.
    """
    engine = connect(settings)
    added = 0
    try:
        with engine.connect() as connection:
            pairs = list(_uncompared(connection))
        reference = load_reference(settings.seeds_dir) if pairs else None
        for before, after in pairs:
            assert reference is not None
            try:
                changes = compare(_version(settings, before, reference), _version(settings, after, reference))
            except Exception:  # ours to mend: one strange pair must not stop a round
                logger.exception("%s could not be compared with the version before it", after.file_name)
                continue
            with engine.begin() as connection:
                added += _load(connection, before, after, changes or (ONLY_THE_FILE,))
    finally:
        engine.dispose()
    return added


def _uncompared(connection: Connection) -> Iterator[tuple[_Arrival, _Arrival]]:
    """Versions without a list of changes, each after the one before it."""
    compared: set[UUID] = set(connection.scalars(select(submission_change.c.receipt_id).distinct()))
    of_reporter: dict[tuple[str, str], list[_Arrival]] = {}
    for row in connection.execute(_arrivals_query()):
        earlier = of_reporter.setdefault((row.reporter, row.round), [])
        arrival = _Arrival(
            row.receipt_id, row.file_sha256, row.file_name, row.round_period, row.received_at, frozenset(row.parts)
        )
        before = next((one for one in reversed(earlier) if one.parts & arrival.parts), None)
        earlier.append(arrival)
        is_version = before is not None and before.file_sha256 != arrival.file_sha256
        if before is not None and is_version and arrival.receipt_id not in compared:
            yield before, arrival


def _arrivals_query() -> Select[Any]:
    """Arrivals whose reporter is known, in their order, each with its newest reading."""
    reading = submission_reading.c
    newest = (
        select(
            receipt.c.receipt_id,
            receipt.c.file_sha256,
            receipt.c.file_name,
            receipt.c.round_period,
            receipt.c.received_at,
            reading.parts,
            func.coalesce(reading.agency_code, reading.area_code).label("reporter"),
            func.coalesce(receipt.c.round_period, reading.period).label("round"),
        )
        .join(
            submission_reading,
            (receipt.c.file_sha256 == reading.file_sha256)
            & receipt.c.round_period.is_not_distinct_from(reading.round_period),
        )
        .where(func.coalesce(reading.agency_code, reading.area_code).is_not(None))
        .ext(distinct_on(receipt.c.receipt_id))
        .order_by(receipt.c.receipt_id, reading.read_at.desc(), reading.reading_id)
        .subquery()
    )
    return select(newest).where(newest.c.round.is_not(None)).order_by(newest.c.received_at, newest.c.receipt_id)


def _version(settings: Settings, arrival: _Arrival, reference: Reference) -> Version:
    content = ContentStore(settings.store_dir).get(arrival.file_sha256)
    reading = check_submission(
        content,
        file_name=arrival.file_name,
        round_period=arrival.round_period,
        reference=reference,
        received_at=arrival.received_at,
    )
    return version_of(content, reading)


def _load(connection: Connection, before: _Arrival, after: _Arrival, changes: Sequence[Change]) -> int:
    """Load the list of one version, once: two looks at the same moment wait for each other."""
    connection.execute(select(func.pg_advisory_xact_lock(after.receipt_id.int % 2**63)))
    known = select(submission_change.c.receipt_id).where(submission_change.c.receipt_id == after.receipt_id).limit(1)
    if connection.scalar(known) is not None:
        return 0
    lines = [copy_line(_row(before, after, *numbered)).encode() for numbered in enumerate(changes, start=1)]
    return copy_lines(connection, submission_change, _COLUMNS, lines)


def _row(before: _Arrival, after: _Arrival, ordinal: int, change: Change) -> Row:
    at = change.at
    return (
        content_id(after.receipt_id, before.receipt_id, ordinal, change.sheet, change.cell),
        after.receipt_id,
        before.receipt_id,
        ordinal,
        change.sheet,
        change.cell,
        change.change_class,
        change.change_kind,
        change.before_text,
        change.after_text,
        at.indicator_code if at else None,
        at.entity if at else None,
        at.sector_code if at else None,
        at.value_column if at else None,
    )
