"""The swap: the candidate that passed the gate becomes the marts, in one transaction.

Schemas are renamed, no table is touched, so that no reader is waited for and none is cut off.
``docs/gate.md`` says what each kind of reader sees.
"""

import time
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, text, update
from sqlalchemy.exc import DBAPIError

from expectations import schemas
from expectations.errors import SwapRefusedError
from expectations.lock import HeldLock, assert_still_held, warehouse_lock
from expectations.results import recorded, why_not_passed
from expectations.schemas import CANDIDATE_SCHEMA, MARTS_SCHEMA, READER_ROLE, RETIRED_PREFIX, Dependant, quoted
from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ops import build as build_table

SHORT_ID_LENGTH = 12
RENAME_LOCK_TIMEOUT_SECONDS = 10
"""How long the rename waits for other catalogue work on the schemas; readers do not hold it up."""
DROP_LOCK_TIMEOUT_SECONDS = 2
"""How long the drop waits for readers of the retired tables; later readers queue behind it meanwhile."""
_LOCK_NOT_AVAILABLE = "55P03"
_DEPENDENT_OBJECTS = "2BP01"


@dataclass(frozen=True, slots=True)
class RetiredSchema:
    """A former ``marts`` and whether it is gone; where it is not, ``reason`` says why in one line."""

    schema: str
    is_dropped: bool
    dependants: tuple[Dependant, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SwapReport:
    build_id: uuid.UUID
    was_swapped_before: bool
    """The marts carried this build already; nothing was renamed."""
    retired_schema: str | None
    """The name that the former marts took; ``None`` at the first swap."""
    retired: tuple[RetiredSchema, ...]
    """What became of all retired schemas, this one and those left from earlier swaps."""
    seconds: float


def swap(settings: Settings, build_id: uuid.UUID, now: datetime, wait_seconds: float = 60) -> SwapReport:
    """Make the candidate the marts, then drop what was there before as far as nobody hangs on it.

    Raises ``SwapRefusedError`` where the gate has not admitted this build or the candidate holds
    another one; ``marts`` then stands as it was. Repeating a swap that was made changes nothing.
    """
    started = time.perf_counter()
    engine = connect(settings)
    try:
        with warehouse_lock(settings, wait_seconds, purpose="swap") as held:
            with engine.begin() as connection:
                was_swapped = _is_swapped(connection, build_id)
                retired_schema = None if was_swapped else _rename(connection, held, build_id, now)
            retired = _drop_retired(engine)
    finally:
        engine.dispose()
    return SwapReport(build_id, was_swapped, retired_schema, retired, time.perf_counter() - started)


def drop_retired(settings: Settings, wait_seconds: float = 60) -> tuple[RetiredSchema, ...]:
    """Try again to drop every retired schema; report those that stay, and who keeps them."""
    engine = connect(settings)
    try:
        with warehouse_lock(settings, wait_seconds, purpose="drop of retired marts"):
            return _drop_retired(engine)
    finally:
        engine.dispose()


def _is_swapped(connection: Connection, build_id: uuid.UUID) -> bool:
    if not schemas.exists(connection, MARTS_SCHEMA):
        return False
    return schemas.build_ids(connection, MARTS_SCHEMA) == {build_id}


def _rename(connection: Connection, held: HeldLock, build_id: uuid.UUID, now: datetime) -> str | None:
    _set_lock_timeout(connection, RENAME_LOCK_TIMEOUT_SECONDS)
    _check_candidate(connection, build_id)
    retired = None
    if schemas.exists(connection, MARTS_SCHEMA):
        retired = f"{RETIRED_PREFIX}{build_id.hex[:SHORT_ID_LENGTH]}"
        connection.execute(text(f"revoke usage on schema {quoted(MARTS_SCHEMA)} from {quoted(READER_ROLE)}"))
        connection.execute(text(f"alter schema {quoted(MARTS_SCHEMA)} rename to {quoted(retired)}"))
    connection.execute(text(f"alter schema {quoted(CANDIDATE_SCHEMA)} rename to {quoted(MARTS_SCHEMA)}"))
    connection.execute(text(f"grant usage on schema {quoted(MARTS_SCHEMA)} to {quoted(READER_ROLE)}"))
    connection.execute(text(f"grant select on all tables in schema {quoted(MARTS_SCHEMA)} to {quoted(READER_ROLE)}"))
    connection.execute(text(f"comment on schema {quoted(MARTS_SCHEMA)} is 'marts of build {build_id}'"))
    marked = connection.execute(
        update(build_table)
        .where(build_table.c.build_id == build_id)
        .values(status="swapped", finished_at=now, detail=None)
    )
    if marked.rowcount != 1:
        raise SwapRefusedError(f"build {build_id} is not in ops.build; build it with `htx build`")
    assert_still_held(connection, held)
    return retired


def _check_candidate(connection: Connection, build_id: uuid.UUID) -> None:
    if not schemas.tables(connection, CANDIDATE_SCHEMA):
        raise SwapRefusedError(f"there is no {CANDIDATE_SCHEMA} to swap in; build it with `htx build`")
    if silent := schemas.tables_without_build_id(connection, CANDIDATE_SCHEMA):
        raise SwapRefusedError(f"tables without build_id in {CANDIDATE_SCHEMA}: {schemas.sentence(silent)}")
    found = schemas.build_ids(connection, CANDIDATE_SCHEMA)
    if found != {build_id}:
        names = schemas.sentence(sorted(map(str, found))) or "no build at all"
        raise SwapRefusedError(f"{CANDIDATE_SCHEMA} holds {names}, not build {build_id}; build again with `htx build`")
    if (reason := why_not_passed(recorded(connection, build_id))) is not None:
        raise SwapRefusedError(f"build {build_id} has not passed the gate: {reason}; the marts stay as they were")


def _drop_retired(engine: Engine) -> tuple[RetiredSchema, ...]:
    with engine.connect() as connection:
        names = schemas.retired_schemas(connection)
    return tuple(_drop_one(engine, name) for name in names)


def _drop_one(engine: Engine, schema: str) -> RetiredSchema:
    try:
        with engine.begin() as connection:
            if found := schemas.dependants(connection, schema):
                listed = schemas.sentence(f"{one.kind} {one.name}" for one in found)
                return RetiredSchema(schema, False, found, f"still used by {listed}; their owner binds them anew")
            _set_lock_timeout(connection, DROP_LOCK_TIMEOUT_SECONDS)
            schemas.drop_schema(connection, schema)
    except DBAPIError as error:
        return RetiredSchema(schema, False, (), _why_kept(engine, schema, error))
    return RetiredSchema(schema, True)


def _why_kept(engine: Engine, schema: str, error: DBAPIError) -> str:
    state = getattr(error.orig, "sqlstate", None)
    if state == _LOCK_NOT_AVAILABLE:
        with engine.connect() as connection:
            pids = schemas.readers(connection, schema)
        return f"still read by server process {schemas.sentence(pids) or 'that has just ended'}; tried again next time"
    if state == _DEPENDENT_OBJECTS:
        return f"something hangs on it: {_detail(error)}"
    raise error


def _detail(error: DBAPIError) -> str:
    diagnostic = getattr(error.orig, "diag", None)
    detail = getattr(diagnostic, "message_detail", None) or str(error.orig)
    return "; ".join(str(detail).splitlines())


def _set_lock_timeout(connection: Connection, seconds: float) -> None:
    connection.execute(
        text("select set_config('lock_timeout', :timeout, true)"), {"timeout": f"{round(seconds * 1000)}ms"}
    )
