"""The sweep: what is due, who is still missing, which approvals wait. The calendar is the work list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection

from htx.settings import Settings
from ingest.raw.database import connect
from publish.approval import last_decision
from publish.content import input_hash
from publish.deadlines import deadline, local_day
from publish.errors import NotReadyError
from publish.escalation import NO_DRAFT, escalations, standing_text
from publish.obligations import OwnerObligation, owner_obligations
from publish.outbox import send_outbox
from publish.outbox_writer import TemplateMaker, write_messages
from publish.publications import Publication, is_delivered, newest_publication
from publish.reading.report import read_content, read_scope
from publish.reading.scope import absent_marts
from publish.reminders import Message, ReporterState, approval_waiting, late_list, reminder
from publish.rounds import AreaPeriod, reporters_by_round
from publish.steps import OVERDUE, escalation_step, is_late_list_day, reminder_step
from publish.timeliness import Timeliness, timeliness_of
from publish.working_days import WorkingCalendar, working_calendar

__all__ = ["DuePublication", "SweepReport", "WaitingApproval", "send_outbox", "sweep"]

APPROVAL_PATIENCE = timedelta(days=1)


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


def sweep(settings: Settings, now: datetime, template: TemplateMaker | None = None) -> SweepReport:
    """Look at every open obligation of the owner and write the messages that are due.

    Repeated, it writes nothing twice. Before the first build nothing is due. `template` makes the workbook that goes
    with a reminder by mail; without it reminders go alone.
    """
    engine = connect(settings)
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
            found = _look(connection, settings, now)
        with engine.begin() as connection:
            added = write_messages(connection, settings, found.messages, now, template)
    finally:
        engine.dispose()
    return replace(found, messages_added=added)


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
    rounds = {} if absent_marts(connection) else reporters_by_round(connection, settings.owner_agency)
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
    owner_reports = tuple(timeliness_of(connection, obligation, now) for obligation in obligations)
    calendar = working_calendar(settings)
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
        owner_reports=owner_reports,
        messages=(
            *_to_reporters(calendar, rounds, settings.owner_agency, owner_name, now),
            *_to_the_approver(calendar, waiting, settings.approver, now),
            *(
                message
                for obligation, report in zip(obligations, owner_reports, strict=True)
                for message in _escalations(connection, settings, obligation, report, drafts[_place(obligation)], now)
            ),
        ),
    )


def _place(obligation: OwnerObligation) -> AreaPeriod:
    return obligation.area_code, obligation.period_key


def _absent(states: Sequence[ReporterState], now: datetime) -> list[ReporterState]:
    """Those whose report does not count although their round is closed."""
    return [state for state in states if not state.is_reported and now >= deadline(state.due_before)]


def _to_reporters(
    calendar: WorkingCalendar,
    rounds: Mapping[AreaPeriod, Sequence[ReporterState]],
    owner_code: str,
    owner_name: str,
    now: datetime,
) -> list[Message]:
    """Reminders before the close of each round, and the list of those who missed it after."""
    found: list[Message] = []
    for place, states in sorted(rounds.items()):
        for due_before in sorted({state.due_before for state in states}):
            step = reminder_step(calendar, due_before, now)
            if step is not None:
                left = calendar.working_days_left(local_day(now), due_before)
                awaited = (state for state in states if state.due_before == due_before and state.is_awaited)
                found += [reminder(state, step, left, owner_name) for state in awaited]
        absent = [
            state
            for state in _absent(states, now)
            if not state.has_arrived_in_time and is_late_list_day(calendar, state.due_before, now)
        ]
        if absent:
            found.append(late_list(owner_code, *place, absent))
    return found


def _to_the_approver(
    calendar: WorkingCalendar, waiting: Sequence[Publication], approver: str, now: datetime
) -> list[Message]:
    if not calendar.is_working_day(local_day(now)):
        return []
    return [
        approval_waiting(draft.publication_id, approver, draft.period_key, draft.frozen_at, draft.due_before, now)
        for draft in waiting
    ]


def _escalations(
    connection: Connection,
    settings: Settings,
    obligation: OwnerObligation,
    report: Timeliness,
    draft: Publication | None,
    now: datetime,
) -> list[Message]:
    """To approver and owner, where the report is not with all its recipients when a step has come."""
    calendar = working_calendar(settings)
    step = None if report.delivered_at else escalation_step(calendar, report.due_before, now)
    if step is None:
        return []
    when = report.days if step == OVERDUE else calendar.working_days_left(local_day(now), report.due_before)
    standing = (
        standing_text(draft.publication_id, last_decision(connection, draft.publication_id)) if draft else NO_DRAFT
    )
    return escalations(obligation, step, when, standing, (settings.approver, f"agency:{settings.owner_agency}"))


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
