"""Approval by a person: nothing is delivered without it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.ops import approval
from publish.errors import PublishError, SupersededError
from publish.publications import Publication, is_delivered, load_publication, newest_publication

Decision = Literal["approved", "rejected"]


@dataclass(frozen=True, slots=True)
class Approval:
    """A person's decision on one publication, with the reason."""

    approval_id: UUID
    publication_id: UUID
    decision: Decision
    approver: str
    reason: str
    decided_at: datetime
    role: str | None = None
    """The approver's office, "Chủ tịch Liên minh HTX"; None in decisions of before it was asked for."""


def record_decision(
    settings: Settings,
    publication_id: UUID,
    decision: Decision,
    approver: str,
    decided_at: datetime,
    reason: str = "",
    role: str | None = None,
) -> Approval:
    """Keep the decision. The same decision of the same person said twice in a row is one.

    A later decision overrules an earlier one, until the publication is delivered: what is out is out, a refusal then
    is an error and the way on is an erratum. A refusal needs a reason. `SupersededError` where a draft is to be
    approved that a newer one replaced.
    """
    approver, reason, role = approver.strip(), reason.strip(), (role or "").strip() or None
    if not approver:
        raise PublishError("an approval needs the name of a person: give the approver")
    if decision == "rejected" and not reason:
        raise PublishError("a refusal needs a reason: give it, the report's author will read it")
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            subject = load_publication(connection, publication_id)
            last = last_decision(connection, publication_id)
            said = (decision, approver, reason, role)
            if last is not None and (last.decision, last.approver, last.reason, last.role) == said:
                return last
            if decision == "approved":
                refuse_superseded(connection, subject)
            if decision == "rejected" and is_delivered(connection, publication_id):
                raise PublishError(
                    f"publication {publication_id} is delivered and cannot be called back: correct what is wrong at "
                    "its source, the next build makes an erratum"
                )
            parts = ["approval", publication_id, decision, approver, reason, *([role] if role else [])]
            made = Approval(content_id(*parts, decided_at.isoformat()), publication_id, *said[:3], decided_at, role)
            connection.execute(
                insert(approval)
                .values(
                    approval_id=made.approval_id,
                    publication_id=publication_id,
                    decision=decision,
                    approver=approver,
                    reason=reason,
                    decided_at=decided_at,
                    role=role,
                )
                .on_conflict_do_nothing()
            )
            return made
    finally:
        engine.dispose()


def refuse_superseded(connection: Connection, subject: Publication) -> None:
    """`SupersededError` where a newer freezing of the same report exists: that one is to be decided on."""
    newest = newest_publication(connection, subject.area_code, subject.period_key)
    if newest is not None and newest.publication_id != subject.publication_id:
        raise SupersededError(
            f"publication {subject.publication_id} was replaced by {newest.publication_id}: "
            "approve and deliver that one"
        )


def last_decision(connection: Connection, publication_id: UUID) -> Approval | None:
    """The decision that stands; None while nobody decided."""
    row = connection.execute(
        select(approval)
        .where(approval.c.publication_id == publication_id)
        .order_by(approval.c.decided_at.desc(), approval.c.approval_id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return Approval(
        row.approval_id, row.publication_id, row.decision, row.approver, row.reason, row.decided_at, row.role
    )


def is_out(settings: Settings, publication_id: UUID) -> bool:
    """Whether a recipient has it already: then there is nothing left to ask."""
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            return is_delivered(connection, publication_id)
    finally:
        engine.dispose()


def is_approved(settings: Settings, publication_id: UUID) -> bool:
    """Whether the decision that stands is an approval."""
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            last = last_decision(connection, publication_id)
    finally:
        engine.dispose()
    return last is not None and last.decision == "approved"
