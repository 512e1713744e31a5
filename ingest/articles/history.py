"""How collections ended, read from the visits: for the flow's last task and for ``htx status``."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from htx.settings import Settings
from ingest.articles.visits import FAILURES
from ingest.raw.database import connect
from ingest.raw.tables import fetch


@dataclass(frozen=True, slots=True)
class Incident:
    """A page that our own code broke on."""

    source_code: str
    url: str
    reason: str

    def __str__(self) -> str:
        return f"{self.url} ({self.source_code}): {self.reason}"


@dataclass(frozen=True, slots=True)
class Collection:
    """The last collection of a source: how many pages ended in which outcome, the most frequent first."""

    source_code: str
    collected_at: datetime
    pages: Mapping[str, int]
    incidents: tuple[Incident, ...]


def incidents_at(settings: Settings, moment: datetime) -> list[Incident]:
    """What our code broke on in the collections of that moment, of all sources; mended attempts are left out."""
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            sources = select(fetch.c.source_code).where(fetch.c.fetched_at == moment).distinct()
            codes: list[str] = sorted(connection.scalars(sources))
            return [one for code in codes for one in _collection(connection, code, moment).incidents]
    finally:
        engine.dispose()


def last_collections(settings: Settings) -> list[Collection]:
    """The last collection of each source that was ever visited, by code."""
    last = select(fetch.c.source_code, func.max(fetch.c.fetched_at).label("moment")).group_by(fetch.c.source_code)
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            ran = connection.execute(last.order_by(fetch.c.source_code)).all()
            return [_collection(connection, row.source_code, row.moment) for row in ran]
    finally:
        engine.dispose()


def _collection(connection: Connection, source_code: str, moment: datetime) -> Collection:
    """A page that failed first and came in a repeated attempt of the same moment counts as what it brought."""
    ended = (
        select(fetch.c.url, fetch.c.outcome, fetch.c.reason)
        .where(fetch.c.source_code == source_code, fetch.c.fetched_at == moment)
        .order_by(fetch.c.url, fetch.c.outcome.in_(FAILURES))
        .ext(distinct_on(fetch.c.url))
    )
    rows = connection.execute(ended).all()
    return Collection(
        source_code,
        moment,
        dict(Counter(row.outcome for row in rows).most_common()),
        tuple(Incident(source_code, row.url, row.reason or "") for row in rows if row.outcome == "incident"),
    )
