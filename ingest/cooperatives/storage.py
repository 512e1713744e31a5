"""Lines of registers out of `raw`, and what they are into `ops`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, delete, insert

from ingest.cooperatives.decisions import GivenLine, Ruling
from ingest.cooperatives.lines import Doubt, RegisterLine, Resolution
from ingest.cooperatives.names import name_of
from ingest.cooperatives.places import Places, period_end
from ingest.cooperatives.queries import KNOWN_LINES, LAST_LISTINGS, NEW_LINES, NEWEST_SPELLINGS, TOUCHED_LINES
from ingest.raw.cooperatives import cooperative_doubt, cooperative_line, cooperative_ruling
from ingest.raw.ids import content_id
from ingest.raw.loader import append

_STREAMED = {"stream_results": True, "max_row_buffer": 5_000}


@dataclass(frozen=True, slots=True)
class ArrivedRegister:
    """The lines of one reading, and when its file first came."""

    received_at: datetime
    is_read_again: bool
    """Whether there is another reading of the file."""
    lines: tuple[RegisterLine, ...]


@dataclass(frozen=True, slots=True)
class LastListing:
    """Where a cooperative was listed in the newest round that lists it."""

    cooperative_id: UUID
    reporter_code: str
    neighbourhood: frozenset[str]
    listed_until: str


def new_registers(connection: Connection, seeds_dir: Path) -> Iterator[ArrivedRegister]:
    """The registers whose lines are no cooperatives yet, in the order of their arrival."""
    rows = connection.execute(NEW_LINES, execution_options=_STREAMED).mappings()
    places: Places | None = None
    for _, group in groupby(rows, key=lambda row: row["reading_id"]):
        of_one = list(group)
        places = places or Places(seeds_dir)
        yield ArrivedRegister(
            of_one[0]["received_at"], of_one[0]["is_read_again"], tuple(_line(row, places) for row in of_one)
        )


def known_spellings(connection: Connection) -> Iterator[tuple[UUID, RegisterLine, bool]]:
    """The newest line of each spelling of each cooperative, and whether its tax code is trusted, oldest first."""
    for row in connection.execute(NEWEST_SPELLINGS, execution_options=_STREAMED).mappings():
        line = _stored_line(row)
        yield row["final_id"], line, row["trusts_tax_code"]


def last_listings(connection: Connection) -> Iterator[LastListing]:
    """Where each cooperative is listed by now."""
    for row in connection.execute(LAST_LISTINGS).mappings():
        neighbourhood = frozenset(row["neighbourhood"])
        yield LastListing(row["final_id"], row["reporter_code"], neighbourhood, period_end(row["period_key"]))


def known_lines(connection: Connection, lines: Iterable[RegisterLine]) -> Mapping[UUID, UUID]:
    """Of these lines those that were resolved in an earlier reading of the same file."""
    wanted = [line.line_id for line in lines]
    found = connection.execute(KNOWN_LINES, {"lines": wanted}).mappings() if wanted else ()
    return {row["line_id"]: row["cooperative_id"] for row in found}


def touched_lines(connection: Connection, sides: Iterable[UUID]) -> list[GivenLine]:
    """The lines that sides of decisions name, with all others of their cooperatives."""
    named = sorted(sides)
    found = connection.execute(TOUCHED_LINES, {"sides": named}).mappings() if named else ()
    return [GivenLine(row["line_id"], row["cooperative_id"]) for row in found]


def replace_rulings(connection: Connection, rulings: Sequence[Ruling]) -> None:
    """The rulings, and no others."""
    connection.execute(delete(cooperative_ruling))
    if rulings:
        connection.execute(
            insert(cooperative_ruling),
            [
                {"line_id": one.line_id, "in_force_from": one.in_force_from, "cooperative_id": one.cooperative_id}
                for one in rulings
            ],
        )


def ruled_by(rulings: Iterable[Ruling]) -> Mapping[UUID, UUID]:
    """The cooperative that the newest ruling makes of each line."""
    newest: dict[UUID, tuple[date, UUID]] = {}
    for one in rulings:
        if one.line_id not in newest or newest[one.line_id][0] < one.in_force_from:
            newest[one.line_id] = one.in_force_from, one.cooperative_id
    return {line_id: cooperative_id for line_id, (_, cooperative_id) in newest.items()}


def store(
    connection: Connection, resolutions: Iterable[tuple[datetime, Resolution]], doubts: Iterable[Doubt]
) -> tuple[int, int]:
    """Append what lines are and what is doubtful; return how many of each were new."""
    lines = append(connection, cooperative_line, [_line_row(received_at, one) for received_at, one in resolutions])
    return lines, append(connection, cooperative_doubt, [_doubt_row(one) for one in doubts])


def _line(row: RowMapping, places: Places) -> RegisterLine:
    place = places.of(row["reporter_code"], is_area=row["is_of_area"], period_key=row["period_key"])
    identifying = (row["name"], row["tax_code"], row["address"], row["founded_on"], row["chairperson"])
    return RegisterLine(
        line_id=content_id(
            row["file_sha256"], row["period_key"], row["reporter_code"], row["sheet"], row["row_number"], *identifying
        ),
        province_code=place.province_code,
        neighbourhood=place.neighbourhood,
        **_shared(row),
    )


def _stored_line(row: RowMapping) -> RegisterLine:
    return RegisterLine(
        line_id=row["line_id"],
        province_code=row["province_code"],
        neighbourhood=frozenset(row["neighbourhood"]),
        **_shared(row),
    )


_SHARED = (
    *("reading_id", "sheet", "row_number", "reporter_code", "is_of_area", "period_key", "name", "tax_code"),
    *("address", "sector_code", "founded_on", "chairperson", "is_second_copy"),
)


def _shared(row: RowMapping) -> dict[str, Any]:
    return {**{name: row[name] for name in _SHARED}, "period_ends_on": period_end(row["period_key"])}


def _line_row(received_at: datetime, resolution: Resolution) -> dict[str, object]:
    line = resolution.line
    return {
        **{name: getattr(line, name) for name in _SHARED},
        "line_id": line.line_id,
        "name_key": name_of(line.name).identity,
        "province_code": line.province_code,
        "neighbourhood": sorted(resolution.neighbourhood),
        "cooperative_id": resolution.cooperative_id,
        "method": resolution.method,
        "confidence": round(resolution.confidence, 4),
        "evidence": resolution.evidence,
        "trusts_tax_code": resolution.trusts_tax_code,
        "received_at": received_at,
    }


def _doubt_row(doubt: Doubt) -> dict[str, object]:
    return {
        "line_id": doubt.line.line_id,
        "candidate_id": doubt.candidate_id,
        "cooperative_id": doubt.cooperative_id,
        "confidence": round(doubt.confidence, 4),
        "evidence": doubt.evidence,
    }
