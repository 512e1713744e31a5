"""Which reports are to be frozen now: the first draft of a round, and a new one where the marts say something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, text

from htx.settings import Settings
from publish.content import input_hash
from publish.deadlines import deadline, local_day
from publish.editions import next_edition
from publish.errors import NotReadyError
from publish.obligations import COUNTRY_CODE, OwnerObligation
from publish.publications import Publication
from publish.reading.report import read_content, read_scope
from publish.reading.scope import marts_build_id
from publish.reminders import ReporterState
from publish.rounds import AreaPeriod
from publish.standing import standing_in
from publish.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class DuePublication:
    """A report to freeze now: the first draft, or one that says something else than the newest publication
    (a new draft, or after delivery an erratum). `run_id` names the run that does it, once."""

    area_code: str
    period_key: str
    reason: Literal["not_drafted", "changed"]
    run_id: str


def may_ask_people(calendar: WorkingCalendar, now: datetime) -> bool:
    """Whether runs that end in a person's approval may be started: on working days, whatever is due.

    Who drafts by hand (`htx publish`) may do so on any day.
    """
    return calendar.is_working_day(local_day(now))


def is_ripe(obligation: OwnerObligation, states: Sequence[ReporterState], now: datetime) -> bool:
    """Whether to draft: the reporters' round is closed, or all have reported, or the owner is overdue.

    A report of the country is drafted once it is open: by the calendar after the provinces' own dates.
    """
    if not states:
        return obligation.is_of_country
    is_closed = now >= deadline(max(state.due_before for state in states))
    is_overdue = now >= deadline(obligation.duty.due_before)
    return is_closed or is_overdue or all(state.is_reported for state in states)


def has_data(connection: Connection, place: AreaPeriod, states: Sequence[ReporterState]) -> bool:
    """Whether anybody has reported what the report is about; of the country, anybody in any province."""
    if states or place[0] != COUNTRY_CODE:
        return any(state.is_reported for state in states)
    heard = text("select exists (select from marts.fct_submission where period_key = :period_key and is_reported)")
    return connection.scalar(heard, {"period_key": place[1]}) is True


def first_draft(place: AreaPeriod) -> DuePublication:
    """The first draft of an area and period."""
    return DuePublication(*place, reason="not_drafted", run_id=f"publish_{place[0]}_{place[1]}")


@dataclass(frozen=True, slots=True)
class Renewals:
    """What comparing the newest publications with the marts gave; `standing` are those that need no other."""

    due: tuple[DuePublication, ...] = ()
    standing: tuple[UUID, ...] = ()
    build_id: UUID | None = None


def renewals(connection: Connection, settings: Settings, newest: Sequence[Publication]) -> Renewals:
    """Compare the newest publication of each report with the marts, each with each build once (`publish.standing`).

    Without that a sweep would read every report of all years anew, each hour, since a publication keeps the build
    that it was frozen from.
    """
    try:
        build_id = marts_build_id(connection)
    except NotReadyError:
        return Renewals()
    stood = standing_in(connection, build_id)
    open_ = [one for one in newest if one.build_id != build_id and one.publication_id not in stood]
    found = {one.publication_id: _renewed(connection, settings, one) for one in open_}
    return Renewals(
        due=tuple(due for due in found.values() if isinstance(due, DuePublication)),
        standing=tuple(one for one, due in found.items() if due == "stands"),
        build_id=build_id,
    )


def _renewed(
    connection: Connection, settings: Settings, newest: Publication
) -> DuePublication | Literal["stands", "not_ready"]:
    """The publication to be frozen where the marts say something else than the newest one does.

    Frozen before a delivery, it takes the place of the draft, whose approval is then no longer waited for; after it,
    it is an erratum, where a figure differs and not findings or warnings alone (`publish.materiality`).
    """
    try:
        scope = read_scope(connection, newest.area_code, newest.period_key)
        content = read_content(connection, scope, settings.owner_agency)
    except NotReadyError:
        return "not_ready"
    if next_edition(connection, newest, content) is None:
        return "stands"
    run_id = f"publish_{newest.area_code}_{newest.period_key}_{newest.publication_id.hex[:8]}_{input_hash(content)[:8]}"
    return DuePublication(newest.area_code, newest.period_key, reason="changed", run_id=run_id)
