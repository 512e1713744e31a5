"""Mail addresses that rest: mail to them was refused for good or came back, until an officer says otherwise."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, text, update
from sqlalchemy.dialects.postgresql import insert

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.ops import delivery, outbox_message
from ingest.raw.sending import address_decision, undeliverable
from publish.errors import PublishError

Word = Literal["use_again", "rest"]


@dataclass(frozen=True, slots=True)
class RestingAddress:
    """An address that is not written to, and why. `undeliverable_id` is None where an officer put it to rest."""

    address: str
    since: datetime
    why: str
    undeliverable_id: UUID | None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """What did not arrive at an address that rests for it."""

    undeliverable_id: UUID
    address: str
    happened_at: datetime
    why: str
    period_key: str
    subject: str
    is_a_report: bool


# The newest of what happened to an address and what was said about it counts; at one moment the trouble does.
_RESTING = text(
    """
    select distinct on (address) *
    from (
        select address, happened_at as at, case
                when diagnostic like '%' || status_code || '%' then diagnostic
                else coalesce(status_code || ' ', '') || diagnostic
            end as why,
            undeliverable_id, true as does_rest
        from ops.undeliverable
        where kind <> 'unmatched' and address is not null
        union all
        select address, decided_at, reason || ' (' || decided_by || ')', null, decision = 'rest'
        from ops.address_decision
    ) as told
    order by address, at desc, does_rest desc, undeliverable_id
    """
)


def resting_addresses(connection: Connection) -> dict[str, RestingAddress]:
    """Every address that rests, by the address in small letters."""
    return {
        row.address: RestingAddress(row.address, row.at, row.why, row.undeliverable_id)
        for row in connection.execute(_RESTING)
        if row.does_rest
    }


def read_resting_addresses(settings: Settings) -> list[RestingAddress]:
    """`resting_addresses` in a connection of its own, by address."""
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            return sorted(resting_addresses(connection).values(), key=lambda one: one.address)
    finally:
        engine.dispose()


_UNDELIVERED = text(
    """
    select undeliverable.undeliverable_id, delivery_id is not null as is_a_report,
        coalesce(publication.period_key, message.period_key) as period_key,
        coalesce(message.subject, 'Báo cáo ' || publication.period_key) as subject
    from ops.undeliverable
    left join ops.delivery using (delivery_id)
    left join ops.publication using (publication_id)
    left join ops.outbox_message as message on undeliverable.message_id = message.message_id
    where undeliverable_id = any(:ids)
    """
)


def undelivered(connection: Connection) -> list[Undelivered]:
    """For each address that rests because of it, what did not arrive there last; by address."""
    resting = {one.undeliverable_id: one for one in resting_addresses(connection).values() if one.undeliverable_id}
    if not resting:
        return []
    found = [
        Undelivered(
            row.undeliverable_id,
            resting[row.undeliverable_id].address,
            resting[row.undeliverable_id].since,
            resting[row.undeliverable_id].why,
            row.period_key,
            row.subject,
            row.is_a_report,
        )
        for row in connection.execute(_UNDELIVERED, {"ids": list(resting)})
    ]
    return sorted(found, key=lambda one: one.address)


def record_refusal(
    connection: Connection,
    address: str,
    said: str,
    code: int | None,
    now: datetime,
    *,
    delivery_id: UUID | None = None,
    message_id: UUID | None = None,
) -> None:
    """Keep that a server refused the address for good, for a delivery or for a message of the outbox."""
    connection.execute(
        insert(undeliverable)
        .values(
            undeliverable_id=content_id("refusal", address.casefold(), delivery_id or message_id, now.isoformat()),
            kind="refusal",
            address=address.casefold(),
            delivery_id=delivery_id,
            message_id=message_id,
            status_code=None if code is None else str(code),
            diagnostic=said,
            happened_at=now,
        )
        .on_conflict_do_nothing()
    )


def decide_about_address(
    settings: Settings, address: str, word: Word, decided_by: str, reason: str, decided_at: datetime
) -> int:
    """Keep an officer's word on an address; with `use_again` what it did not get goes out once more.

    Answers how many deliveries and messages that are. Raises `PublishError` without a name, a reason, an address.
    """
    if not decided_by.strip() or not reason.strip():
        raise PublishError("a word on an address needs who says it and why: give both")
    if "@" not in address:
        raise PublishError(f"{address} is no mail address: give the whole one")
    kept = address.strip().casefold()
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            connection.execute(
                insert(address_decision)
                .values(
                    decision_id=content_id("address", kept, word, reason, decided_by, decided_at.isoformat()),
                    address=kept,
                    decision=word,
                    reason=reason,
                    decided_by=decided_by,
                    decided_at=decided_at,
                )
                .on_conflict_do_nothing()
            )
            return _open_again(connection, kept) if word == "use_again" else 0
    finally:
        engine.dispose()


def _open_again(connection: Connection, address: str) -> int:
    """What was refused is due again; what came back too, but for messages: the next step of their deadline goes."""
    deliveries = connection.execute(
        update(delivery)
        .where(delivery.c.recipient.ilike(_literally(address)), delivery.c.status.in_(("refused", "bounced")))
        .values(status="failed", delivered_at=None, next_attempt_at=None)
    )
    messages = connection.execute(
        update(outbox_message)
        .where(outbox_message.c.recipient.ilike(_literally(address)), outbox_message.c.refused_at.is_not(None))
        .values(refused_at=None, next_attempt_at=None)
    )
    return int(deliveries.rowcount + messages.rowcount)


def _literally(address: str) -> str:
    return address.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
