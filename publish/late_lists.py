"""Which late lists of a round came after which, so that a list that comes back is told again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, text

from ingest.raw.ids import content_id
from publish.rounds import AreaPeriod


@dataclass(frozen=True, slots=True)
class ToldList:
    """A late list in the outbox, and the one before it. `is_told` is False while it waits to be mailed."""

    message_id: UUID
    follows: UUID | None
    is_told: bool


@dataclass(frozen=True, slots=True)
class PlaceInLine:
    """The id of a late list, and the one that it follows."""

    message_id: UUID
    follows: UUID | None


_LISTS = text(
    """
    select message_id, follows, area_code, period_key, sent_at is not null or recipient not like '%@%' as is_told
    from ops.outbox_message
    where kind = 'late_list' and area_code is not null
    order by created_at, message_id
    """
)


def told_lists(connection: Connection) -> dict[AreaPeriod, list[ToldList]]:
    """The late lists of each round, the newest first, as far back as the last that its owner was told."""
    by_place: defaultdict[AreaPeriod, list[ToldList]] = defaultdict(list)
    for row in connection.execute(_LISTS):
        by_place[row.area_code, row.period_key].append(ToldList(row.message_id, row.follows, row.is_told))
    return {place: _back_to_the_last_told(lists) for place, lists in by_place.items()}


def _back_to_the_last_told(lists: Sequence[ToldList]) -> list[ToldList]:
    by_id = {one.message_id: one for one in lists}
    followed = {one.follows for one in lists}
    one: ToldList | None = next(one for one in reversed(lists) if one.message_id not in followed)
    found: list[ToldList] = []
    while one is not None:
        found.append(one)
        one = by_id.get(one.follows) if one.follows is not None and not one.is_told else None
    return found


def place_in_line(
    owner_code: str, place: AreaPeriod, statuses: Mapping[str, str], told: Sequence[ToldList]
) -> PlaceInLine:
    """The id of the list of these reporters and their statuses: a new one where the owner knows another list.

    What was written since, but not told, is passed by: if the list is again what the owner was told last, it is the
    same message, and not said twice.
    """
    signature = sorted(f"{code}={status}" for code, status in statuses.items())

    def id_after(follows: UUID | None) -> UUID:
        before = [] if follows is None else [follows]
        return content_id("late_list", owner_code, *place, *before, *signature)

    for one in told:
        if id_after(one.follows) == one.message_id:
            return PlaceInLine(one.message_id, one.follows)
    last = told[0].message_id if told else None
    return PlaceInLine(id_after(last), last)
