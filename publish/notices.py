"""Who is written to today: reporters, the approver, and those who answer for the owner's report."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.senders import load_senders
from publish.addresses import undelivered
from publish.approval import last_decision
from publish.deadlines import deadline, local_day
from publish.errors import NotReadyError
from publish.escalation import NO_DRAFT, escalations, standing_text, undeliverable_notices
from publish.late_lists import ToldList, place_in_line
from publish.obligations import OwnerObligation, owner_obligations
from publish.publications import PublicationHead
from publish.reading.scope import absent_marts
from publish.reminders import Message, ReporterState, UrgingLetter, approval_waiting, late_list, reminder
from publish.rounds import AreaPeriod, reporters_by_round
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
    obligations: Mapping[AreaPeriod, OwnerObligation],
    told: Mapping[AreaPeriod, Sequence[ToldList]],
    now: datetime,
) -> list[Message]:
    """Reminders before the close of each round, and the list of those who missed it after; `told` are the lists that
    were written before."""
    found: list[Message] = []
    owner_name = next((one.duty.owner_name for one in obligations.values()), settings.owner_agency)
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
            letter = urging_letter_for(settings.owner_agency, owner_name, obligations.get(place), absent)
            statuses = {state.area_code: state.status for state in absent}
            line = place_in_line(settings.owner_agency, place, statuses, told.get(place, ()))
            recipient = owner_recipient(settings, now)
            found.append(late_list(line.message_id, line.follows, place, absent, recipient, letter))
    return found


def urging_letter_for(
    owner_code: str, owner_name: str, obligation: OwnerObligation | None, absent: Sequence[ReporterState]
) -> UrgingLetter | None:
    """The letter that goes with the late list of a round; None where nobody has to be urged: what came is looked at."""
    urged = tuple(state for state in absent if state.is_awaited)
    if not urged:
        return None
    duty = obligation.duty if obligation else None
    return UrgingLetter(
        owner_code=owner_code,
        owner_name=duty.owner_name if duty else owner_name,
        province_code=urged[0].province_code,
        province_name=urged[0].province_name or "",
        period_key=urged[0].period_key,
        absent=urged,
        onward_to=duty.creditor_name if duty else None,
        onward_before=duty.due_before if duty else None,
        legal_basis=duty.legal_basis if duty and not duty.is_assumption else None,
    )


def urging_letter_of(settings: Settings, area_code: str, period_key: str, now: datetime) -> UrgingLetter:
    """The letter of a round as it stands; `NotReadyError` where there is no such round, or nobody to be urged."""
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            if absent_marts(connection):
                raise NotReadyError("the marts are not built: run `htx build`")
            states = reporters_by_round(connection, settings, now).get((area_code, period_key))
            obligations = owner_obligations(connection, settings.owner_agency)
    finally:
        engine.dispose()
    if states is None:
        raise NotReadyError(f"no round {period_key} of {area_code} is in the marts: see obligations.csv, then build")
    owed = next((one for one in obligations if (one.area_code, one.period_key) == (area_code, period_key)), None)
    owner_name = next((one.duty.owner_name for one in obligations), settings.owner_agency)
    letter = urging_letter_for(settings.owner_agency, owner_name, owed, absentees(states, now))
    if letter is None:
        raise NotReadyError(
            f"nobody is to be urged for {period_key} of {area_code}: the round is open, or all have sent"
        )
    return letter


def owner_recipient(settings: Settings, now: datetime) -> str:
    """The owner's own mail address in `senders.csv`, else its code."""
    address = load_senders(settings.seeds_dir).address_of(settings.owner_agency, local_day(now))
    return address or f"agency:{settings.owner_agency}"


def to_the_approver(
    calendar: WorkingCalendar, waiting: Sequence[PublicationHead], approver: str, now: datetime
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
    draft: PublicationHead | None,
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
