"""Waivers: a named person lets a critical expectation fail until a day, with a reason."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from expectations.errors import WaiverRefusedError
from expectations.suites import ALL_SUITES
from expectations.suites.raw import RAW_SUITES
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
    area_code: str | None = None
    """The province it is for; ``None``: everywhere."""
    period_key: str | None = None
    """The period it is for; ``None``: always."""

    @property
    def is_for_all(self) -> bool:
        return self.area_code is None and self.period_key is None


def add_waiver(
    settings: Settings,
    suite: str,
    expectation: str,
    *,
    reason: str,
    granted_by: str,
    granted_at: datetime,
    expires_on: date,
    area_code: str | None = None,
    period_key: str | None = None,
) -> uuid.UUID:
    """Let an expectation fail in the builds from now on, up to and with ``expires_on``; return the waiver's id.

    With an area or period it lets only the rows of that province or period fail; others still block.
    It does not reopen a build that was refused: build again. Granting the same twice adds no row.
    Raises ``WaiverRefusedError`` where there is no such critical expectation, or the waiver says nothing.
    """
    _check(suite, expectation, reason, granted_by, granted_at, expires_on)
    scope = () if area_code is None and period_key is None else (area_code, period_key)
    waiver_id = content_id(
        suite, expectation, reason, granted_by, granted_at.isoformat(), expires_on.isoformat(), *scope
    )
    row = {
        "waiver_id": waiver_id,
        "suite": suite,
        "expectation": expectation,
        "reason": reason,
        "granted_by": granted_by,
        "granted_at": granted_at,
        "expires_on": expires_on,
        "area_code": area_code,
        "period_key": period_key,
    }
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            connection.execute(insert(waiver).on_conflict_do_nothing(), row)
    finally:
        engine.dispose()
    return waiver_id


def waivers_in_force(connection: Connection, now: datetime) -> dict[tuple[str, str], tuple[Waiver, ...]]:
    """By suite and expectation, the waivers that count at a moment: for all first, then by how long they last."""
    rows = connection.execute(
        select(waiver)
        .where(waiver.c.granted_at <= now, waiver.c.expires_on >= now.astimezone(LOCAL_ZONE).date())
        .order_by(waiver.c.expires_on.desc(), waiver.c.waiver_id)
    )
    found: dict[tuple[str, str], list[Waiver]] = {}
    for row in rows:
        found.setdefault((row.suite, row.expectation), []).append(
            Waiver(
                row.waiver_id,
                row.suite,
                row.expectation,
                row.reason,
                row.granted_by,
                row.expires_on,
                row.area_code,
                row.period_key,
            )
        )
    return {key: _that_count(waivers) for key, waivers in found.items()}


def _that_count(waivers: list[Waiver]) -> tuple[Waiver, ...]:
    """Where one is for all, the longest of these is enough; else each counts for its own area and period."""
    for_all = [one for one in waivers if one.is_for_all]
    return (for_all[0],) if for_all else tuple(waivers)


def _check(suite: str, expectation: str, reason: str, granted_by: str, granted_at: datetime, expires_on: date) -> None:
    declared = {(one.name, check.name): check.severity for one in (*RAW_SUITES, *ALL_SUITES) for check in one.checks}
    severity = declared.get((suite, expectation))
    if severity is None:
        raise WaiverRefusedError(
            f"there is no expectation {suite}.{expectation}; `htx gate` prints the names of those that fail"
        )
    if severity != "critical":
        raise WaiverRefusedError(f"{suite}.{expectation} is a warning and blocks nothing; it needs no waiver")
    if not reason.strip() or not granted_by.strip():
        raise WaiverRefusedError("a waiver needs a reason and the name of who grants it")
    if expires_on < granted_at.astimezone(LOCAL_ZONE).date():
        raise WaiverRefusedError(f"the waiver would have expired on {expires_on} already; give a later day")
