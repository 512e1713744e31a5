"""The one lock of the warehouse: it spans build, gate and swap, and freezing reads under it.

A session-level advisory lock on a connection of its own, one a database: it lives as long as that
connection, so a killed process leaves nothing behind, and PostgreSQL itself says who holds it.
"""

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from expectations.errors import WarehouseBusyError
from htx.settings import Settings
from ingest.raw.database import WAREHOUSE_LOCK_KEY, connect

logger = logging.getLogger(__name__)

_LOCK_NOT_AVAILABLE = "55P03"
_APPLICATION_NAME_BYTES = 63


@dataclass(frozen=True, slots=True)
class HeldLock:
    """The lock as long as it is held: which server process keeps it, and where."""

    backend_pid: int
    database_url: str


_held: ContextVar[HeldLock | None] = ContextVar("held_warehouse_lock", default=None)


@contextmanager
def warehouse_lock(settings: Settings, wait_seconds: float, purpose: str = "build") -> Iterator[HeldLock]:
    """Hold the warehouse lock; wait for it at most ``wait_seconds``, and say so once: it may take minutes.

    Whoever holds it already (the same thread, further up) enters again at once. ``purpose`` is what
    the next one in line is told. Raises ``WarehouseBusyError`` with the holder's name.
    """
    held = _held.get()
    if held is not None and held.database_url == settings.database_url:
        yield held
        return
    engine = connect(settings)
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            held = _acquire(connection, settings, wait_seconds, purpose)
            token = _held.set(held)
            try:
                yield held
            finally:
                _held.reset(token)
                _release(connection)
    finally:
        engine.dispose()


def assert_still_held(connection: Connection, held: HeldLock) -> None:
    """Raise ``WarehouseBusyError`` where the lock's own connection was lost meanwhile (a server restart)."""
    kept = connection.scalar(
        text(
            "select exists (select from pg_locks where locktype = 'advisory' and granted and pid = :pid"
            " and database = (select oid from pg_database where datname = current_database())"
            " and classid = 0 and objid = :key and objsubid = 1)"
        ),
        {"pid": held.backend_pid, "key": WAREHOUSE_LOCK_KEY},
    )
    if not kept:
        raise WarehouseBusyError("the warehouse lock was lost during the work: its connection ended; start again")


def _acquire(connection: Connection, settings: Settings, wait_seconds: float, purpose: str) -> HeldLock:
    name = f"htx {purpose}, process {os.getpid()} on {socket.gethostname()}"
    connection.execute(
        text("select set_config('application_name', :name, false)"),
        {"name": name.encode()[:_APPLICATION_NAME_BYTES].decode(errors="ignore")},
    )
    if not _take(connection, wait_seconds):
        raise WarehouseBusyError(
            f"the warehouse is in use by {_holder(connection)}; waited {wait_seconds:g} s, try again when it has ended"
        )
    pid = connection.scalar(text("select pg_backend_pid()"))
    assert isinstance(pid, int)
    return HeldLock(backend_pid=pid, database_url=str(settings.database_url))


def _take(connection: Connection, wait_seconds: float) -> bool:
    key = {"key": WAREHOUSE_LOCK_KEY}
    if connection.scalar(text("select pg_try_advisory_lock(:key)"), key):
        return True
    if wait_seconds <= 0:
        return False
    logger.warning("the warehouse is in use by %s; waiting up to %g s", _holder(connection), wait_seconds)
    connection.execute(
        text("select set_config('lock_timeout', :milliseconds, false)"),
        {"milliseconds": f"{max(1, round(wait_seconds * 1000))}ms"},
    )
    try:
        connection.execute(text("select pg_advisory_lock(:key)"), key)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        return False
    return True


def _release(connection: Connection) -> None:
    """Let go before the connection closes: the server notices a closed connection only a moment later."""
    try:
        connection.execute(text("select pg_advisory_unlock(:key)"), {"key": WAREHOUSE_LOCK_KEY})
    except DBAPIError:
        connection.invalidate()  # the session is gone, and the lock with it


def _holder(connection: Connection) -> str:
    row = connection.execute(
        text(
            "select l.pid, coalesce(nullif(a.application_name, ''), 'a connection without a name') as name,"
            " to_char(a.backend_start at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI:SS') as since"
            " from pg_locks l left join pg_stat_activity a using (pid)"
            " where l.locktype = 'advisory' and l.granted and l.classid = 0 and l.objid = :key and l.objsubid = 1"
            " and l.database = (select oid from pg_database where datname = current_database())"
        ),
        {"key": WAREHOUSE_LOCK_KEY},
    ).first()
    if row is None:
        return "somebody who has just let go"
    return f"{row.name} (server process {row.pid}, since {row.since})"
