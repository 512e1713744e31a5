"""Whether the owner's report was delivered before its due date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, func, select

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ops import delivery, publication
from publish.deadlines import days_to_spare, deadline
from publish.obligations import OwnerObligation, owner_obligation

State = Literal["met", "delivered_late", "overdue", "not_yet_due"]


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How the owner stands with one report.

    `days` are whole days: to spare where it is met or not yet due (0 on the last allowed day), late where
    it is delivered late or overdue (1 on the due date itself).
    """

    area_code: str
    period_key: str
    due_before: date
    delivered_at: datetime | None
    state: State
    days: int


def timeliness(settings: Settings, area_code: str, period_key: str, now: datetime) -> Timeliness:
    """Whether the report of an area and period is in time, as seen at `now`.

    Delivered is a report when every recipient of one of its editions has it, or is no longer wanted (`withdrawn_at`):
    the first such moment counts. What happens after `now` is not seen.
    """
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            obligation = owner_obligation(connection, settings.owner_agency, area_code, period_key)
            return timeliness_of(connection, [obligation], now)[0]
    finally:
        engine.dispose()


def timeliness_of(
    connection: Connection, obligations: Sequence[OwnerObligation], now: datetime
) -> tuple[Timeliness, ...]:
    """`timeliness` of obligations already read, in their order."""
    is_given = delivery.c.status == "delivered"
    ended_at = func.coalesce(delivery.c.delivered_at, delivery.c.withdrawn_at)
    per_publication = (
        select(publication.c.area_code, publication.c.period_key, func.max(ended_at).label("whole_at"))
        .join(publication, publication.c.publication_id == delivery.c.publication_id)
        .group_by(publication.c.publication_id)
        .having(func.bool_and((is_given | delivery.c.withdrawn_at.is_not(None)) & (ended_at <= now)))
        .having(func.bool_or(is_given))
        .subquery()
    )
    area_code, period_key = per_publication.c.area_code, per_publication.c.period_key
    whole_at: dict[tuple[str, str], datetime] = {
        (row.area_code, row.period_key): row.whole_at
        for row in connection.execute(
            select(area_code, period_key, func.min(per_publication.c.whole_at).label("whole_at")).group_by(
                area_code, period_key
            )
        )
    }
    return tuple(
        judge(*place, one.duty.due_before, whole_at.get(place), now)
        for one in obligations
        for place in [(one.area_code, one.period_key)]
    )


def judge(
    area_code: str, period_key: str, due_before: date, delivered_at: datetime | None, now: datetime
) -> Timeliness:
    """The state that follows from the moments: strictly before 00:00 of the due date is in time."""
    moment = delivered_at or now
    in_time = moment < deadline(due_before)
    state: State
    if delivered_at is None:
        state = "not_yet_due" if in_time else "overdue"
    else:
        state = "met" if in_time else "delivered_late"
    return Timeliness(area_code, period_key, due_before, delivered_at, state, abs(days_to_spare(due_before, moment)))
