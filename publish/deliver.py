"""Deliver an approved publication: into a folder, an object store, and by mail, where they are configured.

Each (publication, channel, recipient) is one row of `ops.delivery` and is handed over once. The row is locked
while the hand-over runs, so that two runs at a time cannot both do it. The one window that stays open is a
crash after the mail server took the message and before the row says so: the next run sends again, with the
same Message-ID, by which servers and readers know a double.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, Engine, select, text, true, update
from sqlalchemy.dialects.postgresql import insert

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id, content_sha256
from ingest.raw.ops import delivery, rendered_file
from ingest.raw.store import ContentStore
from publish.approval import last_decision, refuse_superseded
from publish.errors import NotApprovedError, PublishError
from publish.handover import hand_over
from publish.mail import Attachment
from publish.publications import Publication, load_publication
from publish.recipients import Channel, Recipient, recipients_of, report_folder, wanted_recipients
from publish.smtp import mail_server

__all__ = ["Delivery", "deliver", "deliver_what_waits", "recipients_of", "report_folder"]

DeliveryStatus = Literal["pending", "delivered", "failed", "refused", "bounced", "withdrawn"]
"""`failed` is tried again when its time has come; `refused` and `bounced` when an officer says so of the address;
`withdrawn` is what has not arrived where the settings no longer send it."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The hand-over of a publication to one recipient by one channel."""

    delivery_id: UUID
    publication_id: UUID
    channel: Channel
    recipient: str
    status: DeliveryStatus
    attempts: int
    delivered_at: datetime | None
    detail: str | None


def deliver(settings: Settings, publication_id: UUID, now: datetime) -> list[Delivery]:
    """Hand the publication to everyone who has not got it; answer every hand-over, old and new.

    What was delivered stays delivered and is not repeated; what failed is tried again, and one failure does
    not stop the others. An address that rests (`publish.addresses`) is left alone. Whom the settings no longer name,
    and who has not got it, is waited for no longer. `NotApprovedError` without a standing approval,
    `SupersededError` where a newer freezing exists.
    """
    engine = connect(settings)
    try:
        return _deliver(engine, settings, publication_id, now, waited_for=None)
    finally:
        engine.dispose()


# The newest publication of each report, where its last decision is an approval and somebody has not got it yet.
_WAITING = text(
    """
    select newest.publication_id
    from (
        select distinct on (area_code, period_key) publication_id
        from ops.publication
        order by area_code, period_key, edition desc, frozen_at desc, publication_id
    ) as newest
    where (
        select decision from ops.approval where approval.publication_id = newest.publication_id
        order by decided_at desc, approval_id limit 1
    ) = 'approved'
    and (
        not exists (select from ops.delivery where delivery.publication_id = newest.publication_id)
        or exists (
            select from ops.delivery
            where delivery.publication_id = newest.publication_id and withdrawn_at is null
            and (
                status in ('pending', 'refused', 'bounced')
                or status = 'failed' and coalesce(next_attempt_at, :now) <= :now
            )
        )
    )
    order by newest.publication_id
    """
)


def deliver_what_waits(settings: Settings, now: datetime) -> list[Delivery]:
    """The sweep's part: approved publications whose delivery failed and is due again, or was cut short, and those
    that wait for an officer's word, in case the settings name others by now.

    Answers the hand-overs of these; a publication that cannot be delivered at all (its files are lost) is passed by,
    and stays to be told by its deadline.
    """
    engine = connect(settings)
    found: list[Delivery] = []
    try:
        with engine.connect() as connection:
            waiting: Sequence[UUID] = connection.scalars(_WAITING, {"now": now}).all()
        for publication_id in waiting:
            try:
                found += _deliver(engine, settings, publication_id, now, waited_for=now)
            except PublishError:
                continue
    finally:
        engine.dispose()
    return found


def _deliver(
    engine: Engine, settings: Settings, publication_id: UUID, now: datetime, waited_for: datetime | None
) -> list[Delivery]:
    """`deliver`; with `waited_for` only what is due by then."""
    with engine.begin() as connection:
        publication = load_publication(connection, publication_id)
        known = _deliveries(connection, publication_id)
        wanted = wanted_recipients(connection, settings, publication)
        ids = [_delivery_id(publication_id, recipient) for recipient in wanted]
        if all(item.status in {"delivered", "withdrawn"} for item in known) and {
            item.delivery_id for item in known if item.status == "delivered"
        }.issuperset(ids):
            return known
        _admit(connection, publication)
        attachments = _attachments(connection, settings, publication_id)
        _announce(connection, publication_id, wanted, attachments)
        _withdraw(connection, settings, publication_id, ids, now)
    server = mail_server(settings)
    for delivery_id in ids:
        hand_over(engine, settings, server, publication, delivery_id, attachments, now, waited_for)
    with engine.connect() as connection:
        return _deliveries(connection, publication_id)


def _delivery_id(publication_id: UUID, recipient: Recipient) -> UUID:
    return content_id("delivery", publication_id, recipient.channel, recipient.address)


def _admit(connection: Connection, publication: Publication) -> None:
    """Only what a person approved and nothing newer replaced may go out."""
    refuse_superseded(connection, publication)
    last = last_decision(connection, publication.publication_id)
    if last is None:
        raise NotApprovedError(f"publication {publication.publication_id} is not approved: `htx approve` it first")
    if last.decision != "approved":
        raise NotApprovedError(
            f"publication {publication.publication_id} was refused by {last.approver} ({last.reason}): mend and freeze"
        )


def _attachments(connection: Connection, settings: Settings, publication_id: UUID) -> list[Attachment]:
    rows = connection.execute(
        select(rendered_file)
        .where(rendered_file.c.publication_id == publication_id)
        .order_by(rendered_file.c.file_format)
    ).all()
    store = ContentStore(settings.store_dir)
    if not rows or not all(store.path(row.file_sha256).exists() for row in rows):
        raise PublishError(f"the files of publication {publication_id} are not in the store: render it first")
    return [Attachment(row.file_name, row.file_format, store.get(row.file_sha256)) for row in rows]


def _announce(
    connection: Connection, publication_id: UUID, wanted: Collection[Recipient], attachments: Sequence[Attachment]
) -> None:
    """A pending row for every hand-over, before any of them starts."""
    sha256s = [content_sha256(attachment.content) for attachment in attachments]
    for recipient in wanted:
        connection.execute(
            insert(delivery)
            .values(
                delivery_id=_delivery_id(publication_id, recipient),
                publication_id=publication_id,
                channel=recipient.channel,
                recipient=recipient.address,
                status="pending",
                attempts=0,
                file_sha256s=sha256s,
            )
            .on_conflict_do_nothing()
        )


def _withdraw(
    connection: Connection, settings: Settings, publication_id: UUID, wanted: Collection[UUID], now: datetime
) -> None:
    """Wait no longer for whom the settings have ceased to name, and again for whom they name anew.

    Without a mail server nobody is named at all: then mail is waited for as before.
    """
    of_publication = update(delivery).where(
        delivery.c.publication_id == publication_id, delivery.c.status != "delivered"
    )
    connection.execute(
        of_publication.where(delivery.c.delivery_id.in_(wanted), delivery.c.withdrawn_at.is_not(None)).values(
            withdrawn_at=None
        )
    )
    connection.execute(
        of_publication.where(delivery.c.delivery_id.not_in(wanted), delivery.c.withdrawn_at.is_(None))
        .where(delivery.c.channel != "email" if settings.smtp_url is None else true())
        .values(withdrawn_at=now, next_attempt_at=None)
    )


def _deliveries(connection: Connection, publication_id: UUID) -> list[Delivery]:
    rows = connection.execute(
        select(delivery)
        .where(delivery.c.publication_id == publication_id)
        .order_by(delivery.c.channel.desc(), delivery.c.recipient)
    )
    return [
        Delivery(
            row.delivery_id,
            row.publication_id,
            row.channel,
            row.recipient,
            "withdrawn" if row.withdrawn_at is not None else row.status,
            row.attempts,
            row.delivered_at,
            row.detail,
        )
        for row in rows
    ]
