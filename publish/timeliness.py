"""Whether the owner's report was delivered before its due date."""

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

    Delivered is a report when every recipient of one of its editions has it; the first such moment counts.
    Deliveries after `now` are not seen.
    """
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            obligation = owner_obligation(connection, settings.owner_agency, area_code, period_key)
            return timeliness_of(connection, obligation, now)
    finally:
        engine.dispose()


def timeliness_of(connection: Connection, obligation: OwnerObligation, now: datetime) -> Timeliness:
    """`timeliness` of an obligation already read."""
    area_code, period_key = obligation.area_code, obligation.period_key
    per_publication = (
        select(func.max(delivery.c.delivered_at).label("whole_at"))
        .join(publication, publication.c.publication_id == delivery.c.publication_id)
        .where(publication.c.area_code == area_code, publication.c.period_key == period_key)
        .group_by(delivery.c.publication_id)
        .having(func.bool_and((delivery.c.status == "delivered") & (delivery.c.delivered_at <= now)))
        .subquery()
    )
    delivered_at: datetime | None = connection.scalar(select(func.min(per_publication.c.whole_at)))
    return judge(area_code, period_key, obligation.duty.due_before, delivered_at, now)


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
