"""Mail that comes back: notifications in the mailbox, matched with what we sent by its Message-ID.

Intake keeps every mail whole; those that a program wrote are read here, each once. A bounce marks the delivery or the
message it is about, and its address rests (`publish.addresses`). One that names nothing we sent is kept and told, and
changes nothing else: anybody can write such a mail.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection, Row, select, text, update
from sqlalchemy.dialects.postgresql import insert

from htx.settings import Settings
from ingest.raw.arrivals import mail_message
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.ops import delivery, outbox_message
from ingest.raw.sending import automatic_mail, undeliverable
from ingest.raw.store import ContentStore
from publish.delivery_status import FailedRecipient, StatusNotification, read_status_notification

Kind = Literal["bounce", "no_failure", "unmatched", "other"]

_OUR_ID = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")


@dataclass(frozen=True, slots=True)
class BounceReport:
    """What the automatic mails that were read now turned out to be."""

    bounces: int = 0
    unmatched: int = 0
    others: int = 0


def read_bounces(settings: Settings, now: datetime) -> BounceReport:
    """Read the automatic mails that were not read yet, each in a transaction of its own; repeated it adds nothing."""
    engine = connect(settings)
    kinds: Counter[Kind] = Counter()
    try:
        with engine.connect() as connection:
            fresh = connection.execute(
                select(mail_message)
                .outerjoin(automatic_mail, automatic_mail.c.mail_message_id == mail_message.c.mail_message_id)
                .where(mail_message.c.may_be_answered.is_(False), automatic_mail.c.mail_message_id.is_(None))
                .order_by(mail_message.c.received_at, mail_message.c.mail_message_id)
            ).all()
        store = ContentStore(settings.store_dir)
        for mail in fresh:
            with engine.begin() as connection:
                kinds[_read_one(connection, store, mail, now)] += 1
    finally:
        engine.dispose()
    return BounceReport(kinds["bounce"], kinds["unmatched"], kinds["no_failure"] + kinds["other"])


def _read_one(connection: Connection, store: ContentStore, mail: Row[Any], now: datetime) -> Kind:
    try:
        notification = read_status_notification(store.get(mail.file_sha256))
    except FileNotFoundError:
        notification = None  # the store was cleared; the row of the mail stays
    kind = _take(connection, mail, notification) if notification is not None else "other"
    connection.execute(
        insert(automatic_mail)
        .values(mail_message_id=mail.mail_message_id, kind=kind, read_at=now)
        .on_conflict_do_nothing()
    )
    return kind


def _take(connection: Connection, mail: Row[Any], notification: StatusNotification) -> Kind:
    """Keep what a notification says, and mark what it is about."""
    if notification.outcome == "no_failure":
        return "no_failure"
    is_readable = notification.outcome == "failed"
    sent = _sent_message(connection, notification.original_message_id) if is_readable else None
    failed = notification.failed or (FailedRecipient(None, None, "a notification that cannot be read"),)
    kinds = {_take_recipient(connection, mail, one, sent) for one in failed}
    return "bounce" if "bounce" in kinds else "unmatched"


@dataclass(frozen=True, slots=True)
class _Sent:
    """A message of ours, as its Message-ID tells."""

    delivery_id: UUID | None
    message_id: UUID | None
    address: str


def _sent_message(connection: Connection, original_message_id: str | None) -> _Sent | None:
    match = _OUR_ID.match(original_message_id or "")
    if match is None:
        return None
    identity = UUID(match.group(1))
    recipient = connection.scalar(
        select(delivery.c.recipient).where(delivery.c.delivery_id == identity, delivery.c.channel == "email")
    )
    if recipient is not None:
        return _Sent(identity, None, recipient.casefold())
    recipient = connection.scalar(
        select(outbox_message.c.recipient).where(
            outbox_message.c.message_id == identity, outbox_message.c.sent_at.is_not(None)
        )
    )
    return None if recipient is None else _Sent(None, identity, recipient.casefold())


def _take_recipient(connection: Connection, mail: Row[Any], failed: FailedRecipient, sent: _Sent | None) -> Kind:
    """One recipient of a notification. A mail list's further recipients are not whom we wrote to."""
    is_ours = sent is not None and failed.address in (None, sent.address)
    about = sent if sent is not None and is_ours else _Sent(None, None, failed.address or "")
    kind: Kind = "bounce" if is_ours else "unmatched"
    connection.execute(
        insert(undeliverable)
        .values(
            undeliverable_id=content_id("bounce", mail.mail_message_id, about.address, failed.diagnostic),
            kind=kind,
            address=about.address or None,
            delivery_id=about.delivery_id,
            message_id=about.message_id,
            status_code=failed.status_code,
            diagnostic=failed.diagnostic,
            happened_at=mail.received_at,
            mail_message_id=mail.mail_message_id,
        )
        .on_conflict_do_nothing()
    )
    if kind == "bounce" and not _was_spoken_for_since(connection, about.address, mail.received_at):
        _mark(connection, about, mail.received_at, failed.said)
    return kind


def _was_spoken_for_since(connection: Connection, address: str, moment: datetime) -> bool:
    """Whether an officer had the address used again after that moment: the notification is of an earlier attempt."""
    return (
        connection.scalar(
            text(
                "select true from ops.address_decision"
                " where address = :address and decision = 'use_again' and decided_at > :moment limit 1"
            ),
            {"address": address, "moment": moment},
        )
        is True
    )


def _mark(connection: Connection, about: _Sent, moment: datetime, said: str) -> None:
    if about.delivery_id is not None:
        connection.execute(
            update(delivery)
            .where(delivery.c.delivery_id == about.delivery_id, delivery.c.status == "delivered")
            .values(status="bounced", delivered_at=None, detail=said)
        )
    else:
        connection.execute(
            update(outbox_message)
            .where(outbox_message.c.message_id == about.message_id)
            .values(bounced_at=moment, detail=said)
        )
