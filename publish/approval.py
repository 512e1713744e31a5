"""Approval by a person: nothing is delivered without it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, select, text
from sqlalchemy.dialects.postgresql import insert

from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.ops import approval
from publish.errors import DecidedError, PublishError, SupersededError
from publish.publications import Publication, is_delivered, load_publication, newest_of_the_same, newest_publication

Decision = Literal["approved", "rejected"]
_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtextextended('approval of ' || :publication_id, 0))")
"""Held to the end of the transaction that looks at the decision before and keeps its own."""


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
    known: UUID | None = None,
) -> Approval:
    """Keep the decision, once: whoever is first wins, and the other gets a `DecidedError` that names the first.

    `known` is the decision that stood when the person was asked, None where there was none: that one alone is
    overruled. The same decision of the same person said twice in a row is one. What is delivered is out: a refusal
    then is an error and the way on is an erratum. A refusal needs a reason. `SupersededError` where a draft is to be
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
            connection.execute(_ONE_AT_A_TIME, {"publication_id": str(publication_id)})
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
            if last is not None:
                _refuse_second(last, known, decided_at)
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


def _refuse_second(last: Approval, known: UUID | None, decided_at: datetime) -> None:
    """`DecidedError` where the decision that stands is not the one that was known."""
    if last.approval_id != known:
        raise DecidedError(
            f"publication {last.publication_id} is already {decision_text(last)}; this decision is not recorded"
        )
    if decided_at <= last.decided_at:
        raise PublishError(f"a decision of {decided_at:%Y-%m-%d %H:%M} cannot overrule one of {last.decided_at}")


def decision_text(decision: Approval) -> str:
    """ "approved by Trần Văn Minh, Chủ tịch, at 2024-05-28 09:00 (Đã đối chiếu)", the moment as in Viet Nam."""
    who = f"{decision.approver}, {decision.role}" if decision.role else decision.approver
    why = f" ({decision.reason})" if decision.reason else ""
    return f"{decision.decision} by {who}, at {decision.decided_at.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}{why}"


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a publication: the decision that stands, the newer draft in its place, whether anybody has it."""

    decision: Approval | None
    replaced_by: UUID | None
    is_delivered: bool

    def is_settled(self, known: UUID | None) -> bool:
        """Whether nothing is left to ask of who was asked when the decision `known` stood, None where none did."""
        is_decided = self.decision is not None and (
            self.decision.decision == "approved" or self.decision.approval_id != known
        )
        return is_decided or self.replaced_by is not None or self.is_delivered


def outcome_in(connection: Connection, publication_id: UUID) -> Outcome:
    """What became of the publication; cheap enough to be asked every few seconds."""
    newest = newest_of_the_same(connection, publication_id)
    return Outcome(
        decision=last_decision(connection, publication_id),
        replaced_by=newest if newest != publication_id else None,
        is_delivered=is_delivered(connection, publication_id),
    )


def outcome_of(settings: Settings, publication_id: UUID) -> Outcome:
    """`outcome_in` on a connection of its own."""
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            return outcome_in(connection, publication_id)
    finally:
        engine.dispose()
