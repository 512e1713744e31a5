"""Who is written to today: reporters, the approver, and those who answer for the owner's report."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from htx.settings import Settings
from ingest.raw.senders import load_senders
from publish.addresses import undelivered
from publish.approval import last_decision
from publish.deadlines import deadline, local_day
from publish.escalation import NO_DRAFT, escalations, standing_text, undeliverable_notices
from publish.obligations import OwnerObligation
from publish.publications import Publication
from publish.reminders import Message, ReporterState, approval_waiting, late_list, reminder
from publish.rounds import AreaPeriod
from publish.steps import OVERDUE, escalation_step, is_late_list_day, reminder_step
from publish.timeliness import Timeliness
from publish.working_days import WorkingCalendar


def absentees(states: Sequence[ReporterState], now: datetime) -> list[ReporterState]:
    """Those whose report does not count although their round is closed."""
    return [state for state in states if not state.is_reported and now >= deadline(state.due_before)]


def to_reporters(
    calendar: WorkingCalendar,
    rounds: Mapping[AreaPeriod, Sequence[ReporterState]],
    settings: Settings,
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
            for state in absentees(states, now)
            if not state.has_arrived_in_time and is_late_list_day(calendar, state.due_before, now)
        ]
        if absent:
            found.append(late_list(settings.owner_agency, *place, absent, owner_recipient(settings, now)))
    return found


def owner_recipient(settings: Settings, now: datetime) -> str:
    """The owner's own mail address in `senders.csv`, else its code."""
    address = load_senders(settings.seeds_dir).address_of(settings.owner_agency, local_day(now))
    return address or f"agency:{settings.owner_agency}"


def to_the_approver(
    calendar: WorkingCalendar, waiting: Sequence[Publication], approver: str, now: datetime
) -> list[Message]:
    """A word on each draft that waits, once a day."""
    if not calendar.is_working_day(local_day(now)):
        return []
    return [
        approval_waiting(draft.publication_id, approver, draft.period_key, draft.frozen_at, draft.due_before, now)
        for draft in waiting
    ]


def to_those_who_answer(
    connection: Connection,
    settings: Settings,
    calendar: WorkingCalendar,
    obligation: OwnerObligation,
    report: Timeliness,
    draft: Publication | None,
    now: datetime,
) -> list[Message]:
    """To approver and owner, where the report is not with all its recipients when a step has come."""
    step = None if report.delivered_at else escalation_step(calendar, report.due_before, now)
    if step is None:
        return []
    when = report.days if step == OVERDUE else calendar.working_days_left(local_day(now), report.due_before)
    standing = (
        standing_text(draft.publication_id, last_decision(connection, draft.publication_id)) if draft else NO_DRAFT
    )
    return escalations(obligation, step, when, standing, (settings.approver, owner_recipient(settings, now)))


def about_undelivered_mail(
    connection: Connection, settings: Settings, calendar: WorkingCalendar, now: datetime
) -> list[Message]:
    """To the owner, and of a report to the approver too, what did not arrive, while its address rests."""
    if not calendar.is_working_day(local_day(now)):
        return []
    owner = owner_recipient(settings, now)
    return [
        message
        for one in undelivered(connection)
        for message in undeliverable_notices(one, (settings.approver, owner) if one.is_a_report else (owner,))
    ]
