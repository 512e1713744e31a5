"""Send the messages that wait in the outbox table: written first by the sweep, sent here, each once."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Engine, select, update

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ops import outbox_message
from publish.mail import MailServer, compose, mail_server, send

Outcome = Literal["sent", "failed", "without_address", "taken"]


@dataclass(frozen=True, slots=True)
class SendReport:
    """What became of the messages that waited. `without_address` also counts all of them without a mail server."""

    sent: int
    failed: int
    without_address: int


def send_outbox(settings: Settings, now: datetime) -> SendReport:
    """Send what waits to those with a mail address; what cannot go stays in the table for the next run."""
    server = mail_server(settings)
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            waiting: list[UUID] = list(
                connection.scalars(
                    select(outbox_message.c.message_id)
                    .where(outbox_message.c.sent_at.is_(None))
                    .order_by(outbox_message.c.created_at, outbox_message.c.message_id)
                )
            )
        outcomes = Counter(_send_one(engine, server, settings.smtp_sender, message_id, now) for message_id in waiting)
    finally:
        engine.dispose()
    return SendReport(outcomes["sent"], outcomes["failed"], outcomes["without_address"])


def _send_one(engine: Engine, server: MailServer | None, sender: str, message_id: UUID, now: datetime) -> Outcome:
    """One message and its mark, in one transaction that holds the row; another run passes it by."""
    with engine.begin() as connection:
        row = connection.execute(
            select(outbox_message)
            .where(outbox_message.c.message_id == message_id, outbox_message.c.sent_at.is_(None))
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return "taken"
        if server is None or "@" not in row.recipient:
            return "without_address"
        message = compose(
            message_id=row.message_id,
            sender=sender,
            recipient=row.recipient,
            subject=row.subject,
            body=row.body,
            sent_at=now,
        )
        try:
            send(server, message)
        except (OSError, ValueError):  # a malformed address is a ValueError
            return "failed"
        connection.execute(update(outbox_message).where(outbox_message.c.message_id == message_id).values(sent_at=now))
        return "sent"
