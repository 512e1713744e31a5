"""The sweep: what is due, who is still missing, which approvals wait. The calendar is the work list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, exists, select

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ops import approval, delivery, publication
from publish.deadlines import local_day
from publish.due import DuePublication, Renewals, first_draft, has_data, is_ripe, may_ask_people, renewals
from publish.late_lists import told_lists
from publish.notices import about_undelivered_mail, absentees, to_reporters, to_the_approver, to_those_who_answer
from publish.obligations import OwnerObligation, owner_obligations
from publish.outbox import send_outbox
from publish.outbox_writer import TemplateMaker, write_messages
from publish.publications import PublicationHead, newest_heads
from publish.reading.scope import absent_marts
from publish.reminders import Message, ReporterState
from publish.rounds import AreaPeriod, reporters_by_round
from publish.standing import keep_standing
from publish.timeliness import Timeliness, timeliness_of
from publish.working_days import working_calendar

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
class SweepReport:
    """What the sweep found. `due_without_data` would be due, but nobody has reported.

    `due_publications` are to be started now: on a day off none are, since each ends in a request for approval.
    """

    due_publications: tuple[DuePublication, ...] = ()
    due_without_data: tuple[AreaPeriod, ...] = ()
    absent: tuple[ReporterState, ...] = ()
    waiting: tuple[WaitingApproval, ...] = ()
    owner_reports: tuple[Timeliness, ...] = ()
    messages: tuple[Message, ...] = ()
    messages_added: int = 0
    standing: tuple[UUID, ...] = ()
    """Publications that were compared with `build_id`, the build of the marts, and stand."""
    build_id: UUID | None = None


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
            if found.build_id is not None:
                keep_standing(connection, found.build_id, found.standing)
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
    has_marts = not absent_marts(connection)
    rounds = reporters_by_round(connection, settings, now) if has_marts else {}
    heads = newest_heads(connection)
    drafts = {_place(obligation): heads.get(_place(obligation)) for obligation in obligations}
    ripe = [
        place
        for obligation in obligations
        if drafts[place := _place(obligation)] is None and is_ripe(obligation, rounds.get(place, []), now)
    ]
    with_data = {place for place in ripe if has_marts and has_data(connection, place, rounds.get(place, []))}
    made = [draft for draft in drafts.values() if draft is not None]
    waiting = _waiting(connection, made, now)
    absent = {place: absentees(states, now) for place, states in sorted(rounds.items())}
    owner_reports = timeliness_of(connection, obligations, now)
    calendar = working_calendar(settings)
    is_asking = may_ask_people(calendar, now)
    renewed = renewals(connection, settings, made) if is_asking else Renewals()
    by_place = {_place(obligation): obligation for obligation in obligations}
    return SweepReport(
        due_publications=(
            *(first_draft(place) for place in ripe if place in with_data),
            *renewed.due,
        )
        if is_asking
        else (),
        due_without_data=tuple(place for place in ripe if place not in with_data),
        absent=tuple(state for states in absent.values() for state in states),
        waiting=tuple(
            WaitingApproval(draft.publication_id, draft.area_code, draft.period_key, draft.edition, draft.frozen_at)
            for draft in waiting
        ),
        owner_reports=owner_reports,
        messages=(
            *to_reporters(calendar, rounds, settings, by_place, told_lists(connection), now),
            *to_the_approver(calendar, waiting, settings.approver, now),
            *(
                message
                for obligation, report in zip(obligations, owner_reports, strict=True)
                for message in to_those_who_answer(
                    connection, settings, calendar, obligation, report, drafts[_place(obligation)], now
                )
            ),
            *about_undelivered_mail(connection, settings, calendar, now),
        ),
        standing=renewed.standing,
        build_id=renewed.build_id,
    )


def _place(obligation: OwnerObligation) -> AreaPeriod:
    return obligation.area_code, obligation.period_key


def _waiting(connection: Connection, drafts: Sequence[PublicationHead], now: datetime) -> list[PublicationHead]:
    """The drafts of more than a day ago on which nobody has decided and which nobody has got."""
    old = [draft for draft in drafts if now - draft.frozen_at > APPROVAL_PATIENCE]
    one = publication.c.publication_id
    is_out = exists().where(delivery.c.publication_id == one, delivery.c.status == "delivered")
    undecided: set[UUID] = set(
        connection.scalars(
            select(one)
            .where(one.in_([draft.publication_id for draft in old]))
            .where(~exists().where(approval.c.publication_id == one), ~is_out)
        )
    )
    return [draft for draft in old if draft.publication_id in undecided]
