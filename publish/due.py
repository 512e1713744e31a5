"""Which reports are to be frozen now: the first draft of a round, and a new one where the marts say something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, select, text

from htx.settings import Settings
from ingest.raw.ops import publication, rendered_file
from publish.content import input_hash
from publish.deadlines import deadline, local_day
from publish.editions import next_edition
from publish.errors import NotReadyError
from publish.obligations import COUNTRY_CODE, OwnerObligation
from publish.publications import NEWEST_FIRST, PublicationHead
from publish.reading.report import read_content, read_scope
from publish.reading.scope import marts_build_id
from publish.reminders import ReporterState
from publish.rounds import AreaPeriod
from publish.standing import standing_in
from publish.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class DuePublication:
    """A report to freeze now: the first draft, one that says something else than the newest publication (a new
    draft, or after delivery an erratum), or one whose files were never made. `run_id` names the run that does it,
    once; of the last kind it is that of the run that froze it and died."""

    area_code: str
    period_key: str
    reason: Literal["not_drafted", "changed", "not_rendered"]
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


def renewals(connection: Connection, settings: Settings, newest: Sequence[PublicationHead]) -> Renewals:
    """Compare the newest publication of each report with the marts, each with each build once (`publish.standing`).

    One that stands, but has no files, is due too: its run froze it and died before it asked anybody.

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
    bare = _without_files(connection, [one for one in newest if found.get(one.publication_id, "stands") == "stands"])
    return Renewals(
        due=(
            *(due for due in found.values() if isinstance(due, DuePublication)),
            *(_drafted_again(connection, one) for one in bare),
        ),
        standing=tuple(one for one, due in found.items() if due == "stands"),
        build_id=build_id,
    )


def _renewed(
    connection: Connection, settings: Settings, newest: PublicationHead
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
    digest = input_hash(content)
    if next_edition(connection, newest, content, digest) is None:
        return "stands"
    run_id = _run_of(newest, newest.publication_id, digest)
    return DuePublication(newest.area_code, newest.period_key, reason="changed", run_id=run_id)


def _without_files(connection: Connection, newest: Sequence[PublicationHead]) -> list[PublicationHead]:
    """Those of which nothing was rendered: all files of a publication are kept at once, or none."""
    has_files = select(rendered_file.c.publication_id).where(
        rendered_file.c.publication_id.in_([one.publication_id for one in newest])
    )
    rendered: set[UUID] = set(connection.scalars(has_files))
    return [one for one in newest if one.publication_id not in rendered]


def _drafted_again(connection: Connection, bare: PublicationHead) -> DuePublication:
    """The run that froze it, to be repeated: where it still goes on, nothing is started."""
    former: UUID | None = connection.scalar(
        select(publication.c.publication_id)
        .where(
            publication.c.area_code == bare.area_code,
            publication.c.period_key == bare.period_key,
            publication.c.publication_id != bare.publication_id,
        )
        .order_by(*NEWEST_FIRST)
        .limit(1)
    )
    place = (bare.area_code, bare.period_key)
    run_id = first_draft(place).run_id if former is None else _run_of(bare, former, bare.input_hash)
    return DuePublication(*place, reason="not_rendered", run_id=run_id)


def _run_of(report: PublicationHead, former: UUID, digest: str) -> str:
    """The run that freezes, in the place of a former publication, what has that input hash."""
    return f"publish_{report.area_code}_{report.period_key}_{former.hex[:8]}_{digest[:8]}"
