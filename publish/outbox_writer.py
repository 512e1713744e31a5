"""Messages into the outbox table, each once, with the form that goes with a reminder and the letter of a late list."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, update

from htx.settings import Settings
from ingest.raw.loader import append
from ingest.raw.ops import outbox_message
from ingest.raw.store import ContentStore
from publish.reminders import Message
from publish.urging_letter import letter_name, urging_letter_docx

TemplateMaker = Callable[[str, str], bytes]
"""Area code and period key to the empty workbook (.xlsx) of that reporter and round."""


def write_messages(
    connection: Connection,
    settings: Settings,
    messages: Sequence[Message],
    now: datetime,
    template: TemplateMaker | None,
) -> int:
    """Write those that the outbox does not hold yet; return how many. Forms and letters are made for these alone.

    One that is held and still waits (the mail server was away, no address was known) then says what is true now: how
    many days are left, and where it goes.
    """
    ids = [message.message_id for message in messages]
    held: dict[UUID, Row[Any]] = {
        row.message_id: row
        for row in connection.execute(select(outbox_message).where(outbox_message.c.message_id.in_(ids)))
    }
    store = ContentStore(settings.store_dir)
    rows = [_row(message, now, store, template) for message in messages if message.message_id not in held]
    for message in messages:
        row = held.get(message.message_id)
        if row is not None and row.sent_at is None:
            _renew(connection, message, row, store, template)
    return append(connection, outbox_message, rows)


def _renew(
    connection: Connection, message: Message, row: Row[Any], store: ContentStore, template: TemplateMaker | None
) -> None:
    """Bring a message that waits up to date; at another address it is tried as if it were new."""
    is_readdressed = "@" in message.recipient and message.recipient != row.recipient
    if not is_readdressed and (message.subject, message.body) == (row.subject, row.body):
        return
    values: dict[str, object] = {"subject": message.subject, "body": message.body}
    if is_readdressed:
        made = _row(message, row.created_at, store, template)
        values |= {name: made[name] for name in ("recipient", "attachment_name", "attachment_sha256")}
        values |= {"attempts": 0, "next_attempt_at": None, "refused_at": None}
    connection.execute(
        update(outbox_message)
        .where(outbox_message.c.message_id == message.message_id, outbox_message.c.sent_at.is_(None))
        .values(**values)
    )


def _row(message: Message, now: datetime, store: ContentStore, template: TemplateMaker | None) -> dict[str, object]:
    name = sha256 = None
    if template is not None and message.template_for is not None:
        name = f"A-1_{message.template_for}_{message.period_key}.xlsx"
        sha256 = store.put(template(message.template_for, message.period_key))
    elif message.letter is not None:
        name, sha256 = letter_name(message.letter), store.put(urging_letter_docx(message.letter))
    return {
        "message_id": message.message_id,
        "kind": message.kind,
        "recipient": message.recipient,
        "period_key": message.period_key,
        "subject": message.subject,
        "body": message.body,
        "created_at": now,
        "attachment_name": name,
        "attachment_sha256": sha256,
        "area_code": message.area_code,
        "follows": message.follows,
    }
