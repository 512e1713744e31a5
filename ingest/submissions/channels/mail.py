"""Mail to receipts: each message is fetched once into `raw`, each attachment that may be a submission is an arrival.

A message is kept whole in the content-addressed store, then its row and those of its attachments are committed
together; killed before, it is fetched again and gives the same rows. The mailbox itself is never changed. A message
that is seen again, in another folder or after the server gave new UIDs, is known by its Message-ID and the sha256
of its attachments: the first sight counts, with its time of arrival.
"""

import logging
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, select

from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.arrivals import mail_attachment, mail_message
from ingest.raw.database import connect
from ingest.raw.ids import content_id, content_sha256
from ingest.raw.loader import append
from ingest.raw.senders import load_senders
from ingest.raw.store import ContentStore
from ingest.raw.tables import file as file_table
from ingest.submissions.channels.imap import FetchedMessage, Mailbox, MailboxError, mailbox_of, new_messages
from ingest.submissions.channels.message import Attachment, Mail, read_mail
from ingest.submissions.channels.rounds import load_calendar, round_of_mail
from ingest.submissions.formats import media_type
from ingest.submissions.receipt import KEPT_ADDRESS, HeldBack, Receipt

logger = logging.getLogger(__name__)

EMAIL_CHANNEL = "email"
_MESSAGE_TYPE = "message/rfc822"
_TOO_LARGE = "the message is too large, its header alone was fetched: ask for smaller files"


def list_mail(settings: Settings) -> tuple[list[Receipt], list[HeldBack]]:
    """Fetch what is new in the mailbox, then list every arrival by mail; nothing where no mailbox is set.

    A mailbox that cannot be read is held back with the reason; what was fetched before is listed all the same.
    """
    if settings.mailbox_url is None:
        return [], []
    engine = connect(settings)
    held_back: list[HeldBack] = []
    try:
        try:
            held_back.extend(_fetch(settings, engine))
        except MailboxError as error:
            held_back.append(HeldBack("mailbox", str(error)))
        with engine.connect() as connection:
            return _receipts(connection, settings), held_back
    finally:
        engine.dispose()


def _fetch(settings: Settings, engine: Engine) -> list[HeldBack]:
    """Store the messages that are new, each in a transaction of its own; what of them could not be taken."""
    mailbox = mailbox_of(settings)
    assert mailbox is not None
    with engine.connect() as connection:
        rows = connection.execute(
            select(mail_message.c.uid_validity, mail_message.c.uid).where(mail_message.c.mailbox == mailbox.name)
        )
        known = {(row.uid_validity, row.uid) for row in rows}
    held_back: list[HeldBack] = []
    for fetched in new_messages(mailbox, known):
        mail = read_mail(fetched.content)
        trouble = mail.trouble if fetched.is_whole else _TOO_LARGE
        with engine.begin() as connection:
            _store(connection, settings, mailbox, fetched, mail, trouble)
        if trouble is not None:
            held_back.append(HeldBack(f"mail of {mail.sender or 'nobody'}, {fetched.received_at:%d/%m/%Y}", trouble))
    return held_back


def _store(
    connection: Connection,
    settings: Settings,
    mailbox: Mailbox,
    fetched: FetchedMessage,
    mail: Mail,
    trouble: str | None,
) -> None:
    """One message: the bytes first, then its rows."""
    store = ContentStore(settings.store_dir)
    message_sha256 = store.put(fetched.content)
    for attachment in mail.attachments:
        store.put(attachment.content)
    message_row_id = content_id(mailbox.name, fetched.uid_validity, fetched.uid)
    append(connection, file_table, _file_rows(fetched.content, mail.attachments))
    append(
        connection,
        mail_message,
        [
            {
                "mail_message_id": message_row_id,
                "mailbox": mailbox.name,
                "uid_validity": fetched.uid_validity,
                "uid": fetched.uid,
                "file_sha256": message_sha256,
                "message_id_header": mail.message_id,
                "sender": mail.sender,
                "subject": mail.subject,
                "received_at": fetched.received_at,
                "may_be_answered": not mail.is_automatic and mail.sender not in own_addresses(settings, mailbox),
                "trouble": trouble,
            }
        ],
    )
    append(connection, mail_attachment, _attachment_rows(settings, message_row_id, message_sha256, fetched, mail))


def own_addresses(settings: Settings, mailbox: Mailbox) -> frozenset[str]:
    """Addresses whose mail is ours: an answer to it would come back to us."""
    named = (settings.smtp_sender, mailbox.user, *settings.mailbox_addresses.split(","))
    return frozenset(address.strip().casefold() for address in named if address.strip())


def _file_rows(message: bytes, attachments: Iterable[Attachment]) -> list[dict[str, object]]:
    contents = {content_sha256(one.content): one.content for one in attachments}
    rows: list[dict[str, object]] = [
        {"file_sha256": sha256, "size_bytes": len(content), "media_type": media_type(content)}
        for sha256, content in contents.items()
    ]
    sha256 = content_sha256(message)
    return [*rows, {"file_sha256": sha256, "size_bytes": len(message), "media_type": _MESSAGE_TYPE}]


def _attachment_rows(
    settings: Settings, message_row_id: UUID, message_sha256: str, fetched: FetchedMessage, mail: Mail
) -> list[dict[str, object]]:
    if not mail.attachments:
        return []
    day = fetched.received_at.astimezone(LOCAL_ZONE).date()
    sender = load_senders(settings.seeds_dir).of(mail.sender, day)
    calendar = load_calendar(settings.seeds_dir)
    round_period = round_of_mail(mail.subject, mail.text, day, sender.code if sender else None, calendar)
    rows: list[dict[str, object]] = []
    for ordinal, attachment in enumerate(mail.attachments, start=1):
        sha256 = content_sha256(attachment.content)
        message_key = mail.message_id or message_sha256
        rows.append(
            {
                "mail_attachment_id": content_id(message_key, sha256, attachment.file_name),
                "mail_message_id": message_row_id,
                "ordinal": ordinal,
                "file_sha256": sha256,
                "file_name": attachment.file_name,
                "round_period": round_period,
            }
        )
    return rows


def _receipts(connection: Connection, settings: Settings) -> list[Receipt]:
    """Every arrival by mail; the bytes are in the store."""
    rows = connection.execute(
        select(
            mail_attachment.c.file_sha256,
            file_table.c.size_bytes,
            mail_attachment.c.file_name,
            mail_attachment.c.round_period,
            mail_message.c.sender,
            mail_message.c.received_at,
        )
        .join(mail_message, mail_message.c.mail_message_id == mail_attachment.c.mail_message_id)
        .join(file_table, file_table.c.file_sha256 == mail_attachment.c.file_sha256)
        .order_by(mail_message.c.received_at, mail_message.c.uid, mail_attachment.c.ordinal)
    )
    return [_receipt(row, settings) for row in rows]


def _receipt(listed: Row[Any], settings: Settings) -> Receipt:
    """The receipt of an attachment, with what its message says."""
    day: date = listed.received_at.astimezone(LOCAL_ZONE).date()
    sender = load_senders(settings.seeds_dir).of(listed.sender, day)
    return Receipt(
        address=f"{KEPT_ADDRESS}{listed.file_sha256}",
        file_sha256=listed.file_sha256,
        size_bytes=listed.size_bytes,
        round_period=listed.round_period,
        channel=EMAIL_CHANNEL,
        sender=listed.sender,
        file_name=listed.file_name,
        received_at=listed.received_at,
        on_behalf_of=sender.code if sender else None,
    )
