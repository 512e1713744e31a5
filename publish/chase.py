"""The sweep: what is due, who is still missing, which approvals wait. The calendar is the work list."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, text

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.loader import append
from ingest.raw.ops import outbox_message
from publish.approval import last_decision
from publish.content import input_hash
from publish.deadlines import deadline, local_day
from publish.errors import NotReadyError
from publish.obligations import OwnerObligation, owner_obligations
from publish.outbox import send_outbox
from publish.publications import Publication, is_delivered, newest_publication
from publish.reading.report import read_content, read_scope
from publish.reading.scope import absent_marts
from publish.reminders import Message, ReporterState, approval_waiting, late_list, reminder
from publish.timeliness import Timeliness, timeliness_of

__all__ = ["DuePublication", "SweepReport", "WaitingApproval", "send_outbox", "sweep"]

APPROVAL_PATIENCE = timedelta(days=1)

AreaPeriod = tuple[str, str]
"""Area code and period key of a report."""


@dataclass(frozen=True, slots=True)
class WaitingApproval:
    """A draft nobody has decided on for more than a day."""

    publication_id: UUID
    area_code: str
    period_key: str
    edition: int
    frozen_at: datetime


@dataclass(frozen=True, slots=True)
class DuePublication:
    """A report to freeze now: the first draft, or one that says something else than the newest publication
    (a new draft, or after delivery an erratum). `run_id` names the run that does it, once."""

    area_code: str
    period_key: str
    reason: Literal["not_drafted", "changed"]
    run_id: str


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What the sweep found. `due_without_data` would be due, but nobody has reported."""

    due_publications: tuple[DuePublication, ...] = ()
    due_without_data: tuple[AreaPeriod, ...] = ()
    absent: tuple[ReporterState, ...] = ()
    waiting: tuple[WaitingApproval, ...] = ()
    owner_reports: tuple[Timeliness, ...] = ()
    messages: tuple[Message, ...] = ()
    messages_added: int = 0


def sweep(settings: Settings, now: datetime) -> SweepReport:
    """Look at every open obligation of the owner and write the messages that are due.

    Repeated, it writes nothing twice. Before the first build nothing is due.
    """
    engine = connect(settings)
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
            found = _look(connection, settings, now)
        with engine.begin() as connection:
            added = append(connection, outbox_message, [_row(message, now) for message in found.messages])
    finally:
        engine.dispose()
    return replace(found, messages_added=added)


def _row(message: Message, now: datetime) -> dict[str, object]:
    return {
        "message_id": message.message_id,
        "kind": message.kind,
        "recipient": message.recipient,
        "period_key": message.period_key,
        "subject": message.subject,
        "body": message.body,
        "created_at": now,
    }


def look(settings: Settings, now: datetime) -> SweepReport:
    """What the sweep would find, without writing anything."""
    engine = connect(settings)
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
            return _look(connection, settings, now)
    finally:
        engine.dispose()


def _look(connection: Connection, settings: Settings, now: datetime) -> SweepReport:
    """Everything the sweep finds, in one view of the warehouse; nothing is written."""
    obligations = [
        obligation
        for obligation in owner_obligations(connection, settings.owner_agency)
        if obligation.opens_on is None or obligation.opens_on <= local_day(now)
    ]
    rounds = {} if absent_marts(connection) else _rounds(connection, settings.owner_agency)
    drafts = {_place(obligation): newest_publication(connection, *_place(obligation)) for obligation in obligations}
    ripe = [
        place
        for obligation in obligations
        if drafts[place := _place(obligation)] is None and _is_ripe(obligation, rounds.get(place, []), now)
    ]
    with_data = {place for place in ripe if any(state.is_reported for state in rounds[place])}
    made = [draft for draft in drafts.values() if draft is not None]
    waiting = [draft for draft in made if _waits(connection, draft, now)]
    absent = {place: _absent(states, now) for place, states in sorted(rounds.items())}
    owner_name = obligations[0].duty.owner_name if obligations else settings.owner_agency
    return SweepReport(
        due_publications=(
            *(_first_draft(place) for place in ripe if place in with_data),
            *(due for draft in made if (due := _changed(connection, settings, draft)) is not None),
        ),
        due_without_data=tuple(place for place in ripe if place not in with_data),
        absent=tuple(state for states in absent.values() for state in states),
        waiting=tuple(
            WaitingApproval(draft.publication_id, draft.area_code, draft.period_key, draft.edition, draft.frozen_at)
            for draft in waiting
        ),
        owner_reports=tuple(timeliness_of(connection, obligation, now) for obligation in obligations),
        messages=(
            *_reminders([state for states in rounds.values() for state in states], owner_name, now),
            *(late_list(settings.owner_agency, *place, states) for place, states in absent.items() if states),
            *(_waiting_message(draft, settings.approver, now) for draft in waiting),
        ),
    )


def _place(obligation: OwnerObligation) -> AreaPeriod:
    return obligation.area_code, obligation.period_key


def _absent(states: Sequence[ReporterState], now: datetime) -> list[ReporterState]:
    """Those whose report does not count although their round is closed."""
    return [state for state in states if not state.is_reported and now >= deadline(state.due_before)]


def _reminders(states: Sequence[ReporterState], owner_name: str, now: datetime) -> list[Message]:
    found = [reminder(state, now, owner_name) for state in states]
    return [message for message in found if message is not None]


def _waiting_message(draft: Publication, approver: str, now: datetime) -> Message:
    return approval_waiting(draft.publication_id, approver, draft.period_key, draft.frozen_at, draft.due_before, now)


def _is_ripe(obligation: OwnerObligation, states: Sequence[ReporterState], now: datetime) -> bool:
    """Whether to draft: the reporters' round is closed, or all have reported, or the owner is overdue."""
    if not states:
        return False
    is_closed = now >= deadline(max(state.due_before for state in states))
    is_overdue = now >= deadline(obligation.duty.due_before)
    return is_closed or is_overdue or all(state.is_reported for state in states)


def _first_draft(place: AreaPeriod) -> DuePublication:
    return DuePublication(*place, reason="not_drafted", run_id=f"publish_{place[0]}_{place[1]}")


def _changed(connection: Connection, settings: Settings, newest: Publication) -> DuePublication | None:
    """The publication to be frozen where the marts say something else than the newest one does."""
    try:
        scope = read_scope(connection, newest.area_code, newest.period_key)
    except NotReadyError:
        return None
    if scope.build_id == newest.build_id:
        return None
    digest = input_hash(read_content(connection, scope, settings.owner_agency))
    if digest == newest.input_hash:
        return None
    run_id = f"publish_{newest.area_code}_{newest.period_key}_{newest.publication_id.hex[:8]}_{digest[:8]}"
    return DuePublication(newest.area_code, newest.period_key, reason="changed", run_id=run_id)


def _waits(connection: Connection, draft: Publication, now: datetime) -> bool:
    return (
        now - draft.frozen_at > APPROVAL_PATIENCE
        and last_decision(connection, draft.publication_id) is None
        and not is_delivered(connection, draft.publication_id)
    )


_REPORTERS = text(
    """
    select o.area_code as province_code, s.period_key, a.area_code, a.area_name, s.status, s.is_reported,
        s.due_before, s.received_at, s.reasons_vi, address.sender
    from marts.fct_submission as s
    inner join marts.dim_area as a on s.reporter_area_key = a.area_key
    inner join reference.obligations as o
        on o.obligation_kind = 'reporter_round' and o.debtor_code = a.area_code
        and o.period_key = s.period_key and o.form_code = s.form_code
    left join (
        select distinct on (reading.area_code) reading.area_code, receipt.sender
        from raw.receipt
        inner join raw.submission_reading as reading on receipt.file_sha256 = reading.file_sha256
        where receipt.sender like '%@%'
        order by reading.area_code, receipt.received_at desc, receipt.receipt_id
    ) as address on a.area_code = address.area_code
    where o.creditor_agency_code = :owner_code
    order by o.area_code, s.period_key, a.sort_key, a.area_code
    """
)


def _rounds(connection: Connection, owner_code: str) -> dict[AreaPeriod, list[ReporterState]]:
    """The reporters of every round in the marts that report to the owner, by area and period."""
    rounds: defaultdict[AreaPeriod, list[ReporterState]] = defaultdict(list)
    for row in connection.execute(_REPORTERS, {"owner_code": owner_code}):
        rounds[(row.province_code, row.period_key)].append(
            ReporterState(
                province_code=row.province_code,
                period_key=row.period_key,
                area_code=row.area_code,
                name=row.area_name,
                status=row.status,
                is_reported=row.is_reported,
                due_before=row.due_before,
                received_at=row.received_at,
                reasons_vi=row.reasons_vi,
                address=row.sender,
            )
        )
    return rounds
