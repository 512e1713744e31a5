"""The marts as they were known at a moment, beside the marts: built, judged, and readable once the gate admits them.

Every layer goes into schemas with the suffix of the moment (``staging_as_of_20240520``, ``intermediate_as_of_…``,
``marts_as_of_…``); ``marts`` is not touched. What counts as known then is decided in staging: ``docs/gate.md``.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from time import perf_counter
from typing import TYPE_CHECKING, Literal

import psycopg
from psycopg import sql
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from expectations import schemas
from expectations.build import LOCK_WAIT_SECONDS, recognise_cooperatives
from expectations.dbt import build_candidate
from expectations.errors import BuildFailedError
from expectations.inputs import code_version
from expectations.lock import warehouse_lock
from expectations.schemas import CANDIDATE_SCHEMA, MARTS_SCHEMA, READER_ROLE, quoted
from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id

if TYPE_CHECKING:
    from expectations.gate import GateReport

_LAYERS = (MARTS_SCHEMA, CANDIDATE_SCHEMA, "intermediate", "staging")
"""In the order in which they can be dropped: views hang on nothing above them."""
_LAST_INSTANT = timedelta(microseconds=1)
_DEPENDENT_OBJECTS = "2BP01"


@dataclass(frozen=True, slots=True)
class AsOf:
    """A moment whose knowledge is asked for; a day means all that was known by its end in Viet Nam."""

    moment: datetime
    suffix: str
    """Behind the names of its schemas: ``_as_of_20240520``, or with the time of the day."""

    @classmethod
    def parse(cls, said: str) -> "AsOf":
        """From ``2024-05-20`` or ``2024-05-20T10:15`` (Viet Nam, unless it names a zone). Raises ``ValueError``."""
        if len(said) == len("2024-05-20"):
            day = date.fromisoformat(said)
            after = datetime.combine(day + timedelta(days=1), time(), LOCAL_ZONE)
            return cls(after - _LAST_INSTANT, f"_as_of_{day:%Y%m%d}")
        given = datetime.fromisoformat(said)
        local = given.astimezone(LOCAL_ZONE) if given.tzinfo else given.replace(tzinfo=LOCAL_ZONE)
        fraction = f"{local:%f}" if local.microsecond else ""
        return cls(local, f"_as_of_{local:%Y%m%dt%H%M%S}{fraction}")

    def schema(self, layer: str) -> str:
        return layer + self.suffix


@dataclass(frozen=True, slots=True)
class AsOfReport:
    """How a build as of a moment ended."""

    build_id: uuid.UUID
    status: Literal["built", "refused"]
    schema: str
    """Where it is: ``marts_as_of_…`` for readers; of a refused one the candidate, which nobody else reads."""
    detail: str
    seconds: float
    rows: Mapping[str, int]
    gate: "GateReport"


@dataclass(frozen=True, slots=True)
class StandingAsOf:
    """A build as of a moment that stands in the database."""

    suffix: str
    as_of: str
    """The moment, in ISO 8601."""
    built_at: str
    build_id: str
    code_version: str

    @property
    def schema(self) -> str:
        return MARTS_SCHEMA + self.suffix


def build_as_of(settings: Settings, as_of: AsOf, now: datetime, wait_seconds: float = LOCK_WAIT_SECONDS) -> AsOfReport:
    """Build every layer as it was known at a moment, judge it, and let readers in where the gate admits it.

    The same moment and code give the same rows, with the same build id; what stood there before is replaced once the
    new one has passed. Raises ``BuildFailedError`` where dbt fails or the moment is yet to come.
    """
    from expectations.gate import preview

    if as_of.moment.astimezone(LOCAL_ZONE).date() > now.astimezone(LOCAL_ZONE).date():
        raise BuildFailedError(f"{as_of.moment:%d/%m/%Y} is yet to come: what will be known then is not known now")
    started = perf_counter()
    code = code_version(settings)
    build_id = content_id("as of", as_of.moment.isoformat(), code)
    candidate = as_of.schema(CANDIDATE_SCHEMA)
    engine = connect(settings)
    try:
        with warehouse_lock(settings, wait_seconds, purpose=f"build as of {as_of.moment:%Y-%m-%d}"):
            recognise_cooperatives(settings)
            with engine.begin() as connection:
                _drop(connection, candidate)
            variables = {"as_of": as_of.moment.isoformat(), "schema_suffix": as_of.suffix}
            build_candidate(settings, build_id, variables)
            gate = preview(settings, as_of.moment, schema=candidate)
            with engine.begin() as connection:
                if gate.is_passed:
                    standing = StandingAsOf(
                        as_of.suffix, as_of.moment.isoformat(), now.isoformat(), str(build_id), code
                    )
                    _admit(connection, as_of, standing)
                schema = as_of.schema(MARTS_SCHEMA) if gate.is_passed else candidate
                rows = schemas.row_counts(connection, schema)
    finally:
        engine.dispose()
    return AsOfReport(
        build_id=build_id,
        status="built" if gate.is_passed else "refused",
        schema=schema,
        detail=gate.reason or f"{len(gate.warnings)} warning(s)",
        seconds=perf_counter() - started,
        rows=rows,
        gate=gate,
    )


def list_as_of(settings: Settings) -> tuple[StandingAsOf, ...]:
    """The builds as of a moment that stand, in the order of their moments."""
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            comments = connection.scalars(
                text(
                    "select obj_description(oid, 'pg_namespace') from pg_namespace"
                    " where starts_with(nspname, 'marts_as_of_') order by nspname"
                )
            ).all()
    finally:
        engine.dispose()
    found = [StandingAsOf(**json.loads(comment)) for comment in comments if comment]
    return tuple(sorted(found, key=lambda one: one.as_of))


def drop_as_of(settings: Settings, as_of: AsOf, wait_seconds: float = LOCK_WAIT_SECONDS) -> tuple[str, ...]:
    """Drop all schemas of a moment, never with CASCADE; return their names.

    Raises ``BuildFailedError`` where something of somebody else hangs on them, and names it.
    """
    engine = connect(settings)
    try:
        with warehouse_lock(settings, wait_seconds, purpose="drop as of a moment"), engine.begin() as connection:
            return tuple(name for layer in _LAYERS if _drop(connection, name := as_of.schema(layer)))
    finally:
        engine.dispose()


def _admit(connection: Connection, as_of: AsOf, standing: StandingAsOf) -> None:
    """Make the candidate of a moment its marts, for readers to see."""
    schema = as_of.schema(MARTS_SCHEMA)
    _drop(connection, schema)
    connection.execute(text(f"alter schema {quoted(as_of.schema(CANDIDATE_SCHEMA))} rename to {quoted(schema)}"))
    connection.execute(text(f"grant usage on schema {quoted(schema)} to {quoted(READER_ROLE)}"))
    connection.execute(text(f"grant select on all tables in schema {quoted(schema)} to {quoted(READER_ROLE)}"))
    _comment(connection, schema, json.dumps(asdict(standing)))


def _comment(connection: Connection, schema: str, words: str) -> None:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    driver.execute(sql.SQL("comment on schema {} is {}").format(sql.Identifier(schema), sql.Literal(words)))


def _drop(connection: Connection, schema: str) -> bool:
    """Drop a schema with its tables and views; whether it was there."""
    if not schemas.exists(connection, schema):
        return False
    views = connection.scalars(
        text("select viewname from pg_views where schemaname = :schema order by viewname"), {"schema": schema}
    ).all()
    try:
        if views:
            listed = ", ".join(f"{quoted(schema)}.{quoted(name)}" for name in views)
            connection.execute(text(f"drop view {listed}"))
        schemas.drop_schema(connection, schema)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _DEPENDENT_OBJECTS:
            raise
        detail = getattr(getattr(error.orig, "diag", None), "message_detail", None) or str(error.orig)
        raise BuildFailedError(
            f"{schema} stays: {'; '.join(str(detail).splitlines())}; its owner drops that first"
        ) from error
    return True
