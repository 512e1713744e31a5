"""One hand-over of a publication and its record, in one transaction that holds the row of `ops.delivery`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, select, update

from htx.settings import Settings
from ingest.raw.ops import delivery
from publish.addresses import record_refusal, resting_addresses
from publish.attempts import next_attempt_at
from publish.channels import give
from publish.mail import Attachment
from publish.publications import Publication
from publish.receipts import keep_receipt
from publish.recipients import Recipient
from publish.smtp import MailServer, MailTroubleError


def hand_over(
    engine: Engine,
    settings: Settings,
    server: MailServer | None,
    publication: Publication,
    delivery_id: UUID,
    attachments: Sequence[Attachment],
    now: datetime,
    waited_for: datetime | None,
) -> None:
    """Hand the files of one delivery over where that is still to be done, and mark how it ended.

    With `waited_for` only what is due by then: the sweep waits between attempts, who delivers by hand does not.
    """
    with engine.begin() as connection:
        row = connection.execute(select(delivery).where(delivery.c.delivery_id == delivery_id).with_for_update()).one()
        if row.status == "delivered" or not _is_due(row, waited_for):
            return
        resting = resting_addresses(connection).get(row.recipient.casefold()) if row.channel == "email" else None
        if resting is not None:
            if row.status != "bounced":
                _mark(connection, row, status="refused", detail=f"the address rests: {resting.why}")
            return
        recipient = Recipient(row.channel, row.recipient)
        try:
            receipt = give(settings, server, publication, delivery_id, recipient, attachments, now)
        except OSError as error:
            _mark_failure(connection, row, error, now)
            return
        done = {"status": "delivered", "delivered_at": now, "withdrawn_at": None, "detail": None}
        _mark(connection, row, attempts=row.attempts + 1, **done)
        keep_receipt(connection, delivery_id, now, receipt)


def _is_due(row: Row[Any], waited_for: datetime | None) -> bool:
    if waited_for is None:
        return True
    is_its_time = row.next_attempt_at is None or row.next_attempt_at <= waited_for
    return row.status == "pending" or (row.status == "failed" and is_its_time)


def _mark_failure(connection: Connection, row: Row[Any], error: OSError, now: datetime) -> None:
    """What is refused for good waits for a person, everything else for its next attempt."""
    attempts = row.attempts + 1
    if isinstance(error, MailTroubleError) and error.is_permanent:
        if error.place == "address":
            record_refusal(connection, row.recipient, str(error), error.code, now, delivery_id=row.delivery_id)
        _mark(connection, row, status="refused", attempts=attempts, detail=str(error))
        return
    detail = str(error) if isinstance(error, MailTroubleError) else f"{type(error).__name__}: {error}"
    again_at = next_attempt_at(attempts, now)
    _mark(connection, row, status="failed", attempts=attempts, detail=detail, next_attempt_at=again_at)


def _mark(connection: Connection, row: Row[Any], **values: object) -> None:
    changed = {"next_attempt_at": None, **values}
    connection.execute(update(delivery).where(delivery.c.delivery_id == row.delivery_id).values(**changed))
