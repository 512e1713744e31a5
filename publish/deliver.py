"""Deliver an approved publication: into a folder, and by mail where that is configured.

Each (publication, channel, recipient) is one row of `ops.delivery` and is handed over once. The row is locked
while the hand-over runs, so that two runs at a time cannot both do it. The one window that stays open is a
crash after the mail server took the message and before the row says so: the next run sends again, with the
same Message-ID, by which servers and readers know a double.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.dialects.postgresql import insert

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.files import write_whole
from ingest.raw.ids import content_id, content_sha256
from ingest.raw.ops import delivery, rendered_file
from ingest.raw.store import ContentStore
from ingest.vietnamese.folding import fold
from publish.approval import last_decision
from publish.errors import NotApprovedError, PublishError, SupersededError
from publish.mail import Attachment, MailServer, compose, mail_server, send
from publish.publications import Publication, load_publication, newest_publication
from publish.report.wording import date_text, moment_text

Channel = Literal["folder", "email"]
DeliveryStatus = Literal["pending", "delivered", "failed"]


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
    not stop the others. `NotApprovedError` without a standing approval, `SupersededError` where a newer
    freezing exists.
    """
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            publication = load_publication(connection, publication_id)
            known = _deliveries(connection, publication_id)
            wanted = _wanted(settings, publication)
            done = {item.delivery_id for item in known if item.status == "delivered"}
            if all(item.delivery_id in done for item in wanted):
                return known
            _admit(connection, publication)
            attachments = _attachments(connection, settings, publication_id)
            _announce(connection, wanted, attachments)
        server = mail_server(settings)
        for item in wanted:
            _hand_over(engine, settings, server, publication, item.delivery_id, attachments, now)
        with engine.connect() as connection:
            return _deliveries(connection, publication_id)
    finally:
        engine.dispose()


def report_folder(publication: Publication) -> str:
    """Where the report lies under the outbox: `reports/79-tp-hcm/2024-H1`."""
    place = re.sub(r"[^a-z0-9]+", "-", fold(publication.content.area_short_name)).strip("-")
    return f"reports/{publication.area_code}-{place}/{publication.period_key}"


def _admit(connection: Connection, publication: Publication) -> None:
    """Only what a person approved and nothing newer replaced may go out."""
    newest = newest_publication(connection, publication.area_code, publication.period_key)
    if newest is not None and newest.publication_id != publication.publication_id:
        raise SupersededError(
            f"publication {publication.publication_id} was replaced by {newest.publication_id}: "
            "approve and deliver that one"
        )
    last = last_decision(connection, publication.publication_id)
    if last is None:
        raise NotApprovedError(f"publication {publication.publication_id} is not approved: `htx approve` it first")
    if last.decision != "approved":
        raise NotApprovedError(
            f"publication {publication.publication_id} was refused by {last.approver} ({last.reason}): mend and freeze"
        )


def _wanted(settings: Settings, publication: Publication) -> list[Delivery]:
    """The folder always; each recipient of the settings where mail is configured."""
    targets: list[tuple[Channel, str]] = [("folder", report_folder(publication))]
    if settings.smtp_url is not None:
        addresses = [address.strip() for address in settings.report_recipients.split(",")]
        targets += [("email", address) for address in dict.fromkeys(addresses) if address]
    return [
        Delivery(
            content_id("delivery", publication.publication_id, channel, recipient),
            publication.publication_id,
            channel,
            recipient,
            "pending",
            0,
            None,
            None,
        )
        for channel, recipient in targets
    ]


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


def _announce(connection: Connection, wanted: Sequence[Delivery], attachments: Sequence[Attachment]) -> None:
    """A pending row for every hand-over, before any of them starts."""
    sha256s = [content_sha256(attachment.content) for attachment in attachments]
    for item in wanted:
        connection.execute(
            insert(delivery)
            .values(
                delivery_id=item.delivery_id,
                publication_id=item.publication_id,
                channel=item.channel,
                recipient=item.recipient,
                status=item.status,
                attempts=item.attempts,
                file_sha256s=sha256s,
            )
            .on_conflict_do_nothing()
        )


def _hand_over(
    engine: Engine,
    settings: Settings,
    server: MailServer | None,
    publication: Publication,
    delivery_id: UUID,
    attachments: Sequence[Attachment],
    now: datetime,
) -> None:
    """One hand-over and its record, in one transaction that holds the row."""
    with engine.begin() as connection:
        row = connection.execute(select(delivery).where(delivery.c.delivery_id == delivery_id).with_for_update()).one()
        if row.status == "delivered":
            return
        failure: str | None = None
        try:
            if row.channel == "folder":
                _to_folder(settings, row.recipient, attachments)
            elif server is not None:
                _by_mail(settings, server, publication, delivery_id, row.recipient, attachments, now)
        except (OSError, ValueError) as error:  # a malformed address is a ValueError
            failure = f"{type(error).__name__}: {error}"
        connection.execute(
            update(delivery)
            .where(delivery.c.delivery_id == delivery_id)
            .values(
                status="failed" if failure else "delivered",
                attempts=row.attempts + 1,
                delivered_at=None if failure else now,
                detail=failure,
            )
        )


def _to_folder(settings: Settings, folder: str, attachments: Sequence[Attachment]) -> None:
    for attachment in attachments:
        write_whole(settings.outbox_dir / folder / attachment.file_name, attachment.content)


def _by_mail(
    settings: Settings,
    server: MailServer,
    publication: Publication,
    delivery_id: UUID,
    recipient: str,
    attachments: Sequence[Attachment],
    now: datetime,
) -> None:
    content = publication.content
    erratum = f" (đính chính lần {publication.edition - 1})" if publication.edition > 1 else ""
    title = f"Báo cáo kinh tế tập thể, hợp tác xã {content.period_name}, {content.area_name}{erratum}"
    body = (
        f"Kính gửi {content.duty.creditor_name},\n\n"
        f"{content.duty.owner_name} gửi {title[:1].lower()}{title[1:]}.\n"
        f"Hạn báo cáo: trước ngày {date_text(publication.due_before)}. "
        f"Số liệu chốt {moment_text(publication.frozen_at)}.\n\n"
        f"Tệp kèm theo: {', '.join(attachment.file_name for attachment in attachments)}.\n"
        f"Mã ấn phẩm: {publication.publication_id}\n"
    )
    send(
        server,
        compose(
            message_id=delivery_id,
            sender=settings.smtp_sender,
            recipient=recipient,
            subject=title,
            body=body,
            sent_at=now,
            attachments=attachments,
        ),
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
            row.status,
            row.attempts,
            row.delivered_at,
            row.detail,
        )
        for row in rows
    ]
