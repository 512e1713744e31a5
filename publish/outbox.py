"""Send the messages that wait in the outbox table: written first by the sweep, sent here, each once."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Engine, Row, func, or_, select, true, update

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ops import outbox_message
from ingest.raw.store import ContentStore
from publish.addresses import record_refusal, resting_addresses
from publish.attempts import next_attempt_at
from publish.deadlines import local_day
from publish.mail import Attachment, compose
from publish.smtp import MailServer, MailTroubleError, mail_server, send
from publish.working_days import working_calendar

ANSWER = "answer"
"""The kind of message that answers at once, on any day; every other kind waits for a working day."""
Outcome = Literal["sent", "failed", "refused", "unreachable", "without_address", "taken"]


@dataclass(frozen=True, slots=True)
class SendReport:
    """What became of the messages that waited, as far as the server could be reached.

    `without_address` also counts those whose address rests (`publish.addresses`), and all of them without a mail
    server. `failed` goes again at the next look, or when its time has come; `refused` not without an officer's word.
    """

    sent: int
    failed: int
    without_address: int
    refused: int = 0


def send_outbox(
    settings: Settings,
    now: datetime,
    kinds: Collection[str] | None = None,
    still_due: Collection[UUID] | None = None,
) -> SendReport:
    """Send what waits (of these kinds, or all) to those with a mail address; what cannot go waits for the next run.

    What a server refused for a while waits longer each time; what it refused for good is not sent again.
    On a day off only answers go out. With `still_due`, the ids of the messages that the sweep finds now, of the rest
    only those: who has reported since a reminder was written is not reminded, and an outdated list stays in.
    """
    server = mail_server(settings)
    is_working_day = working_calendar(settings).is_working_day(local_day(now))
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            waiting: list[UUID] = list(
                connection.scalars(
                    select(outbox_message.c.message_id)
                    .where(outbox_message.c.sent_at.is_(None), outbox_message.c.refused_at.is_(None))
                    .where(func.coalesce(outbox_message.c.next_attempt_at, now) <= now)
                    .where(outbox_message.c.kind.in_(kinds) if kinds is not None else true())
                    .where(outbox_message.c.kind == ANSWER if not is_working_day else true())
                    .where(_is_answer_or_among(still_due) if still_due is not None else true())
                    .order_by(outbox_message.c.created_at, outbox_message.c.message_id)
                )
            )
            resting = resting_addresses(connection).keys() if waiting else ()
        outcomes: Counter[Outcome] = Counter()
        for message_id in waiting:
            outcome = _send_one(engine, server, settings, message_id, resting, now)
            outcomes[outcome] += 1
            if outcome == "unreachable":
                break  # every other message would wait as long for the same server
    finally:
        engine.dispose()
    return SendReport(
        outcomes["sent"],
        outcomes["failed"] + outcomes["unreachable"],
        outcomes["without_address"],
        outcomes["refused"],
    )


def _is_answer_or_among(message_ids: Collection[UUID]) -> ColumnElement[bool]:
    return or_(outbox_message.c.kind == ANSWER, outbox_message.c.message_id.in_(message_ids))


def _send_one(
    engine: Engine,
    server: MailServer | None,
    settings: Settings,
    message_id: UUID,
    resting: Collection[str],
    now: datetime,
) -> Outcome:
    """One message and its mark, in one transaction that holds the row; another run passes it by."""
    with engine.begin() as connection:
        row = connection.execute(
            select(outbox_message)
            .where(outbox_message.c.message_id == message_id, outbox_message.c.sent_at.is_(None))
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return "taken"
        if server is None or "@" not in row.recipient or row.recipient.casefold() in resting:
            return "without_address"
        try:
            send(server, _composed(settings, row, now))
        except MailTroubleError as error:
            return _failed(connection, row, error, now)
        _mark(connection, row, sent_at=now, attempts=row.attempts + 1, next_attempt_at=None, detail=None)
        return "sent"


def _composed(settings: Settings, row: Row[Any], now: datetime) -> EmailMessage:
    try:
        return compose(
            message_id=row.message_id,
            sender=settings.smtp_sender,
            recipient=row.recipient,
            subject=row.subject,
            body=row.body,
            sent_at=now,
            attachments=_attachments(settings, row),
            in_reply_to=row.in_reply_to,
            is_automatic=True,
        )
    except ValueError as error:
        raise MailTroubleError("address", is_permanent=True, said=str(error)) from error


def _failed(connection: Connection, row: Row[Any], error: MailTroubleError, now: datetime) -> Outcome:
    """Keep why, and when it may go again. A server that is away says nothing about the message: it does not wait."""
    if error.place == "server":
        return "unreachable"
    attempts = row.attempts + 1
    if not error.is_permanent:
        again_at = next_attempt_at(attempts, now)
        _mark(connection, row, attempts=attempts, next_attempt_at=again_at, detail=str(error))
        return "failed"
    if error.place == "address":
        record_refusal(connection, row.recipient, str(error), error.code, now, message_id=row.message_id)
    _mark(connection, row, attempts=attempts, refused_at=now, detail=str(error))
    return "refused"


def _mark(connection: Connection, row: Row[Any], **values: object) -> None:
    connection.execute(update(outbox_message).where(outbox_message.c.message_id == row.message_id).values(**values))


def _attachments(settings: Settings, row: Row[Any]) -> list[Attachment]:
    """What goes with a message, from the store."""
    if row.attachment_sha256 is None:
        return []
    content = ContentStore(settings.store_dir).get(row.attachment_sha256)
    return [Attachment(row.attachment_name, row.attachment_name.rpartition(".")[2], content)]
