"""What officers decide about submissions: a late one is taken, one with contradictions accepted as explained."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, cast, get_args
from uuid import UUID

from sqlalchemy import Connection, select

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.ops import submission_decision
from ingest.raw.tables import receipt as receipt_table
from ingest.raw.tables import submission_finding, submission_reading
from ingest.submissions.channels.place import open_place
from ingest.submissions.inbox import read_decisions
from ingest.submissions.office_csv import UnreadableCsvError, parse_office_csv, read_office_csv
from ingest.submissions.replies import FindingName, Reply

logger = logging.getLogger(__name__)

Decision = Literal["take_late", "accept_explained"]

_COLUMNS = ("round_period", "file_name", "decision", "reason", "decided_by", "decided_at")


class UnknownReceiptError(LookupError):
    """No such arrival; the text says what was looked for."""


class UnknownFindingError(LookupError):
    """The submission has no such finding; the text says which it has."""


def take_late(
    settings: Settings,
    *,
    reason: str,
    decided_by: str,
    decided_at: datetime,
    receipt_id: UUID | None = None,
    round_period: str | None = None,
    file_name: str | None = None,
) -> UUID:
    """An officer takes a late submission; give the receipt's id, or the round and the file name.

    Returns the decision's id. The same decision twice is one row. Raises `UnknownReceiptError`, and ``ValueError``
    where reason, name or the offset of `decided_at` is missing.
    """
    return decide(
        settings,
        "take_late",
        reason=reason,
        decided_by=decided_by,
        decided_at=decided_at,
        receipt_id=receipt_id,
        round_period=round_period,
        file_name=file_name,
    )


def accept_explained(
    settings: Settings,
    replies: Sequence[Reply],
    *,
    reason: str,
    decided_by: str,
    decided_at: datetime,
    receipt_id: UUID | None = None,
    round_period: str | None = None,
    file_name: str | None = None,
) -> UUID:
    """An officer accepts a submission with what its reporter replied to its findings; see `take_late`.

    The replies stand in the decision's reason, each as ``[rule@sheet!cell] text`` on a line of its own. They change
    no outcome. Raises `UnknownFindingError` where one answers a finding that the submission does not have.
    """
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            found = _receipt_id(connection, receipt_id, round_period, file_name)
            findings = _findings(connection, found)
    finally:
        engine.dispose()
    for reply in replies:
        if not any(reply.answers(finding) for finding in findings):
            known = "; ".join(str(finding) for finding in findings) or "none"
            raise UnknownFindingError(f"no finding {reply.finding}; there are: {known}")
    told = "\n".join((reason, *(f"[{reply.finding}] {reply.text}" for reply in replies)))
    return decide(
        settings, "accept_explained", reason=told, decided_by=decided_by, decided_at=decided_at, receipt_id=found
    )


def decide(
    settings: Settings,
    decision: Decision,
    *,
    reason: str,
    decided_by: str,
    decided_at: datetime,
    receipt_id: UUID | None = None,
    round_period: str | None = None,
    file_name: str | None = None,
) -> UUID:
    """Write an officer's decision about one arrival; see `take_late`."""
    if not reason.strip() or not decided_by.strip():
        raise ValueError("a decision needs a reason and a name: give both")
    if decided_at.tzinfo is None:
        raise ValueError("a decision needs a time with its offset, e.g. 2024-05-23T09:00:00+07:00")
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            found = _receipt_id(connection, receipt_id, round_period, file_name)
            decision_id = content_id(found, decision, reason, decided_by, decided_at.isoformat())
            row: dict[str, object] = {
                "decision_id": decision_id,
                "receipt_id": found,
                "decision": decision,
                "reason": reason,
                "decided_by": decided_by,
                "decided_at": decided_at,
            }
            append(connection, submission_decision, [row])
    finally:
        engine.dispose()
    return decision_id


def load_decisions(settings: Settings, path: Path) -> list[UUID]:
    """Write the decisions of a CSV file (round_period, file_name, decision, reason, decided_by, decided_at)."""
    return [_decide_row(settings, row) for _, row in read_office_csv(path, _COLUMNS)]


def load_inbox_decisions(settings: Settings) -> list[UUID]:
    """Write what officers decided in the rounds of the inbox; a decision that was taken in before adds nothing.

    A decision about a file that has not arrived waits for it. One that cannot be read is told in the log and left
    for the next look; the others go on.
    """
    made: list[UUID] = []
    for place, content in read_decisions(open_place(settings)):
        try:
            if isinstance(content, OSError):
                raise UnreadableCsvError(f"{content.strerror or content}; make it a file that can be read")
            rows = parse_office_csv(content, place, _COLUMNS)
        except UnreadableCsvError as error:
            logger.warning("no decision is taken from %s: %s", place, error)
            continue
        for line, row in rows:
            try:
                made.append(_decide_row(settings, row))
            except UnknownReceiptError as error:
                logger.info("%s line %d waits: %s", place, line, error)
            except ValueError as error:
                logger.warning("%s line %d is not taken: %s", place, line, error)
    return made


def _decide_row(settings: Settings, row: Mapping[str, str]) -> UUID:
    if row["decision"] not in get_args(Decision):
        raise ValueError(f"no decision {row['decision']!r}; there are: {', '.join(get_args(Decision))}")
    try:
        decided_at = datetime.fromisoformat(row["decided_at"])
    except ValueError as error:
        raise ValueError(f"no time {row['decided_at']!r}; write 2024-05-23T09:00:00+07:00") from error
    return decide(
        settings,
        cast(Decision, row["decision"]),
        reason=row["reason"],
        decided_by=row["decided_by"],
        decided_at=decided_at,
        round_period=row["round_period"],
        file_name=row["file_name"],
    )


def _findings(connection: Connection, receipt_id: UUID) -> list[FindingName]:
    """What the newest reading of an arrival found."""
    reading = submission_reading.c
    newest = (
        select(reading.reading_id)
        .join(
            receipt_table,
            (receipt_table.c.file_sha256 == reading.file_sha256)
            & receipt_table.c.round_period.is_not_distinct_from(reading.round_period),
        )
        .where(receipt_table.c.receipt_id == receipt_id)
        .order_by(reading.read_at.desc(), reading.reader_version.desc())
        .limit(1)
    )
    finding = submission_finding.c
    query = select(finding.rule_code, finding.sheet, finding.cell).where(finding.reading_id == newest.scalar_subquery())
    return [
        FindingName(row.rule_code, row.sheet, row.cell) for row in connection.execute(query.order_by(finding.ordinal))
    ]


def _receipt_id(
    connection: Connection, receipt_id: UUID | None, round_period: str | None, file_name: str | None
) -> UUID:
    """The arrival meant: by id, or the newest of that round and file name."""
    query = select(receipt_table.c.receipt_id).order_by(receipt_table.c.received_at.desc()).limit(1)
    if receipt_id is not None:
        query = query.where(receipt_table.c.receipt_id == receipt_id)
    elif file_name is not None:
        query = query.where(receipt_table.c.file_name == file_name)
        if round_period is not None:
            query = query.where(receipt_table.c.round_period == round_period)
    else:
        raise ValueError("say which submission: its receipt id, or its round and file name")
    found: UUID | None = connection.scalar(query)
    if found is None:
        raise UnknownReceiptError(f"no submission {receipt_id or file_name!s} in {round_period or 'any round'}")
    return found
