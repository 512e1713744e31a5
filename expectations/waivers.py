"""Waivers: a named person lets a critical expectation fail until a day, with a reason."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from expectations.suites import ALL_SUITES
from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.ops import waiver


@dataclass(frozen=True, slots=True)
class Waiver:
    waiver_id: uuid.UUID
    suite: str
    expectation: str
    reason: str
    granted_by: str
    expires_on: date


def add_waiver(
    settings: Settings,
    suite: str,
    expectation: str,
    *,
    reason: str,
    granted_by: str,
    granted_at: datetime,
    expires_on: date,
) -> uuid.UUID:
    """Let an expectation fail in the builds from now on, up to and with ``expires_on``; return the waiver's id.

    It does not reopen a build that was refused: build again. Granting the same twice adds no row.
    Raises ``ValueError`` where there is no such critical expectation, or the waiver says nothing.
    """
    _check(suite, expectation, reason, granted_by, granted_at, expires_on)
    waiver_id = content_id(suite, expectation, reason, granted_by, granted_at.isoformat(), expires_on.isoformat())
    row = {
        "waiver_id": waiver_id,
        "suite": suite,
        "expectation": expectation,
        "reason": reason,
        "granted_by": granted_by,
        "granted_at": granted_at,
        "expires_on": expires_on,
    }
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            connection.execute(insert(waiver).on_conflict_do_nothing(), row)
    finally:
        engine.dispose()
    return waiver_id


def waivers_in_force(connection: Connection, now: datetime) -> dict[tuple[str, str], Waiver]:
    """By suite and expectation, the waiver that counts at a moment: the one that lasts longest."""
    rows = connection.execute(
        select(waiver)
        .where(waiver.c.granted_at <= now, waiver.c.expires_on >= now.astimezone(LOCAL_ZONE).date())
        .order_by(waiver.c.expires_on, waiver.c.waiver_id)
    )
    return {
        (row.suite, row.expectation): Waiver(
            row.waiver_id, row.suite, row.expectation, row.reason, row.granted_by, row.expires_on
        )
        for row in rows
    }


def _check(suite: str, expectation: str, reason: str, granted_by: str, granted_at: datetime, expires_on: date) -> None:
    declared = {(one.name, check.name): check.severity for one in ALL_SUITES for check in one.checks}
    severity = declared.get((suite, expectation))
    if severity is None:
        raise ValueError(f"there is no expectation {suite}.{expectation}; `htx gate` lists them")
    if severity != "critical":
        raise ValueError(f"{suite}.{expectation} is a warning and blocks nothing; it needs no waiver")
    if not reason.strip() or not granted_by.strip():
        raise ValueError("a waiver needs a reason and the name of who grants it")
    if expires_on < granted_at.astimezone(LOCAL_ZONE).date():
        raise ValueError(f"the waiver would have expired on {expires_on} already; give a later day")
