"""The publications and what became of each: for who lists them, and for who names one by the begin of its id."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, text

from publish.errors import UnknownPublicationError

PublicationState = Literal["draft", "rejected", "approved", "delivered", "sealed", "superseded"]
"""`superseded`: a newer draft stands in its place, or what was sent was corrected since."""


@dataclass(frozen=True, slots=True)
class ListedPublication:
    """A publication in the list; `decided_by` with the office, `issued_number` where it was sealed."""

    publication_id: UUID
    area_code: str
    period_key: str
    edition: int
    state: PublicationState
    due_before: date
    frozen_at: datetime
    decided_by: str | None
    delivered_at: datetime | None
    issued_number: str | None


_LIST = text(
    """
    select p.publication_id, p.area_code, p.period_key, p.edition, p.due_before, p.frozen_at,
        decided.decision, decided.approver, decided.role, sent.delivered_at, seal.issued_number,
        newer.publication_id is not null as has_newer, newer.is_sent as newer_is_sent
    from ops.publication as p
    left join lateral (
        select a.decision, a.approver, a.role from ops.approval as a where a.publication_id = p.publication_id
        order by a.decided_at desc, a.approval_id limit 1
    ) as decided on true
    left join lateral (
        select min(d.delivered_at) as delivered_at from ops.delivery as d
        where d.publication_id = p.publication_id and d.status = 'delivered'
    ) as sent on true
    left join lateral (
        select s.issued_number from ops.sealed_publication as s where s.publication_id = p.publication_id
        order by s.sealed_at desc, s.seal_id limit 1
    ) as seal on true
    left join lateral (
        select n.publication_id,
            bool_or(exists (
                select from ops.delivery as d where d.publication_id = n.publication_id and d.status = 'delivered'
            )) over () as is_sent
        from ops.publication as n
        where n.area_code = p.area_code and n.period_key = p.period_key and n.publication_id <> p.publication_id
            and (n.edition, n.frozen_at, p.publication_id) > (p.edition, p.frozen_at, n.publication_id)
        limit 1
    ) as newer on true
    where (cast(:area_code as text) is null or p.area_code = :area_code)
        and (cast(:period_key as text) is null or p.period_key = :period_key)
    order by p.period_key desc, p.area_code, p.edition desc, p.frozen_at desc, p.publication_id
    """
)

_NAMED = text(
    """
    select publication_id from ops.publication
    where replace(cast(publication_id as text), '-', '') like :beginning
    order by 1 limit 5
    """
)


def list_publications(
    connection: Connection, area_code: str | None = None, period_key: str | None = None
) -> tuple[ListedPublication, ...]:
    """Every publication, the newest period first; of an area and a period alone where they are named."""
    return tuple(
        ListedPublication(
            publication_id=row.publication_id,
            area_code=row.area_code,
            period_key=row.period_key,
            edition=row.edition,
            state=_state(
                is_sent=row.delivered_at is not None,
                is_sealed=row.issued_number is not None,
                decision=row.decision,
                has_newer=row.has_newer,
                newer_is_sent=bool(row.newer_is_sent),
            ),
            due_before=row.due_before,
            frozen_at=row.frozen_at,
            decided_by=f"{row.approver}, {row.role}" if row.role else row.approver,
            delivered_at=row.delivered_at,
            issued_number=row.issued_number,
        )
        for row in connection.execute(_LIST, {"area_code": area_code, "period_key": period_key})
    )


def find_publication(connection: Connection, named: str) -> UUID:
    """The id of the publication that is named by its id or by the begin of it, when no other begins so."""
    digits = named.strip().lower().replace("-", "")
    if not re.fullmatch(r"[0-9a-f]{4,32}", digits):
        raise UnknownPublicationError(f"{named} is no publication id: `htx publish list` shows them")
    found = connection.scalars(_NAMED, {"beginning": f"{digits}%"}).all()
    if not found:
        raise UnknownPublicationError(f"no publication {named}: `htx publish list` shows them")
    if len(found) > 1:
        raise UnknownPublicationError(f"several publications begin with {named}: give more of the id")
    identity: UUID = found[0]
    return identity


def _state(
    *, is_sent: bool, is_sealed: bool, decision: str | None, has_newer: bool, newer_is_sent: bool
) -> PublicationState:
    if has_newer and (newer_is_sent or not is_sent):
        return "superseded"
    if is_sealed:
        return "sealed"
    if is_sent:
        return "delivered"
    if decision is None:
        return "draft"
    return "approved" if decision == "approved" else "rejected"
