"""Send the messages that wait in the outbox table: written first by the sweep, sent here, each once."""

import smtplib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Engine, Row, select, true, update

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ops import outbox_message
from ingest.raw.store import ContentStore
from publish.mail import Attachment, MailServer, compose, mail_server, send

Outcome = Literal["sent", "failed", "unreachable", "without_address", "taken"]


@dataclass(frozen=True, slots=True)
class SendReport:
    """What became of the messages that waited, as far as the server could be reached.

    `without_address` also counts all of them without a mail server.
    """

    sent: int
    failed: int
    without_address: int


def send_outbox(settings: Settings, now: datetime, kinds: Collection[str] | None = None) -> SendReport:
    """Send what waits (of these kinds, or all) to those with a mail address; what cannot go waits for the next run."""
    server = mail_server(settings)
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            waiting: list[UUID] = list(
                connection.scalars(
                    select(outbox_message.c.message_id)
                    .where(outbox_message.c.sent_at.is_(None))
                    .where(outbox_message.c.kind.in_(kinds) if kinds is not None else true())
                    .order_by(outbox_message.c.created_at, outbox_message.c.message_id)
                )
            )
        outcomes: Counter[Outcome] = Counter()
        for message_id in waiting:
            outcome = _send_one(engine, server, settings, message_id, now)
            outcomes[outcome] += 1
            if outcome == "unreachable":
                break  # every other message would wait as long for the same server
    finally:
        engine.dispose()
    return SendReport(outcomes["sent"], outcomes["failed"] + outcomes["unreachable"], outcomes["without_address"])


def _send_one(
    engine: Engine, server: MailServer | None, settings: Settings, message_id: UUID, now: datetime
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
        if server is None or "@" not in row.recipient:
            return "without_address"
        message = compose(
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
        try:
            send(server, message)
        except (smtplib.SMTPException, ValueError):  # a malformed address is a ValueError
            return "failed"
        except OSError:
            return "unreachable"
        connection.execute(update(outbox_message).where(outbox_message.c.message_id == message_id).values(sent_at=now))
        return "sent"


def _attachments(settings: Settings, row: Row[Any]) -> list[Attachment]:
    """What goes with a message, from the store."""
    if row.attachment_sha256 is None:
        return []
    content = ContentStore(settings.store_dir).get(row.attachment_sha256)
    return [Attachment(row.attachment_name, "xlsx", content)]
