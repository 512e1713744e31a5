"""What needs a person now, each in one line: for `htx status --check` and whoever watches it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, text

from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.database import connect
from ingest.raw.sending import undeliverable
from publish.addresses import undelivered
from publish.chase import SweepReport
from publish.heartbeat import SWEEP_IS_DUE_AFTER, last_sweep

OUTBOX_IS_STUCK_AFTER = timedelta(hours=3)
"""A message to an address goes out with the sweep that writes it, or with the next ones."""
_ANSWERS_MATTER_FOR = timedelta(days=14)


def alarms(settings: Settings, found: SweepReport, now: datetime) -> list[str]:
    """Every alarm at `now`, the worst first; `found` is what the sweep would find (`publish.chase.look`)."""
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            return [
                *_sweep_is_late(connection, found, now),
                *_overdue(found),
                *_reports_that_hang(connection),
                *_stuck_messages(connection, settings, found, now),
                *_mail_that_came_back(connection),
            ]
    finally:
        engine.dispose()


def _sweep_is_late(connection: Connection, found: SweepReport, now: datetime) -> Iterator[str]:
    swept_at = last_sweep(connection, now)
    if swept_at is None:
        if found.owner_reports:
            yield "no sweep ever ran, although reports are owed: is chase_reporters switched on?"
    elif now - swept_at > SWEEP_IS_DUE_AFTER:
        yield f"the last sweep ran at {swept_at.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}: look at Airflow, then `htx up`"


def _overdue(found: SweepReport) -> Iterator[str]:
    for one in found.owner_reports:
        if one.state == "overdue":
            yield f"{one.period_key} of {one.area_code} was due before {one.due_before}: {one.days} days overdue"


# A publication that a newer one replaced is not delivered any more.
_HANGING = text(
    """
    select delivery.channel, delivery.recipient, delivery.status, coalesce(delivery.detail, '') as detail
    from ops.delivery as delivery
    inner join (
        select distinct on (area_code, period_key) publication_id
        from ops.publication
        order by area_code, period_key, edition desc, frozen_at desc, publication_id
    ) as newest using (publication_id)
    where delivery.status <> 'delivered' and delivery.withdrawn_at is null
    order by delivery.recipient
    """
)


def _reports_that_hang(connection: Connection) -> Iterator[str]:
    for row in connection.execute(_HANGING):
        yield f"a report is not with {row.recipient} ({row.channel}, {row.status}): {row.detail or 'cut short'}"


_STUCK = text(
    """
    select count(*) as number, min(created_at) as since, max(detail) as detail
    from ops.outbox_message
    where sent_at is null and refused_at is null and recipient like '%@%' and created_at < :before
        and (message_id = any(:due) or kind = 'answer' and created_at > :answers_since)
        and not lower(recipient) = any(:resting)
    """
)


def _stuck_messages(connection: Connection, settings: Settings, found: SweepReport, now: datetime) -> Iterator[str]:
    """Messages that still hold and could go, but do not."""
    if settings.smtp_url is None:
        return
    row = connection.execute(
        _STUCK,
        {
            "before": now - OUTBOX_IS_STUCK_AFTER,
            "due": [message.message_id for message in found.messages],
            "answers_since": now - _ANSWERS_MATTER_FOR,
            "resting": [one.address for one in undelivered(connection)],
        },
    ).one()
    if row.number:
        since = row.since.astimezone(LOCAL_ZONE)
        yield f"{row.number} messages wait in the outbox since {since:%Y-%m-%d %H:%M}: {row.detail or 'no mail server'}"


def mail_that_came_back(settings: Settings) -> list[str]:
    """The addresses that rest because mail to them did not arrive, each in one line, and the bounces nobody knows."""
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            return [*_mail_that_came_back(connection), *_unmatched(connection)]
    finally:
        engine.dispose()


def _mail_that_came_back(connection: Connection) -> Iterator[str]:
    for one in undelivered(connection):
        yield f"mail to {one.address} does not arrive: {one.why}"


def _unmatched(connection: Connection) -> Iterator[str]:
    """No alarm: anybody can write such a mail."""
    query = select(undeliverable).where(undeliverable.c.kind == "unmatched").order_by(undeliverable.c.happened_at)
    for row in connection.execute(query):
        about = row.address or "nobody it names"
        day = row.happened_at.astimezone(LOCAL_ZONE)
        yield f"a notification of {day:%Y-%m-%d} about {about} names no mail of ours: {row.diagnostic}"
