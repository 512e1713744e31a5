"""What the gate checked in the frozen build, what it let pass, and who waived what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from ingest.raw.ops import gate_result, waiver
from publish.content import GateNote, GateSuite, GateWaiver
from publish.reading.rows import record
from publish.reading.scope import Scope

_COLUMNS = ("suite", "mart", "expectation", "severity", "is_met", "unexpected_count", "detail_vi", "observed")
_GATE_ITSELF = "gate"
"""The suite of the row that says that the gate has spoken."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The verdict on a build as the report prints it."""

    notes: tuple[GateNote, ...]
    suites: tuple[GateSuite, ...]
    waivers: tuple[GateWaiver, ...]


def read_gate(connection: Connection, scope: Scope) -> Gate:
    """Every expectation counts once, as the gate found it last; what had nothing to judge is no note."""
    found = (
        select(*(gate_result.c[name] for name in _COLUMNS))
        .where(gate_result.c.build_id == scope.build_id, gate_result.c.suite != _GATE_ITSELF)
        .order_by(gate_result.c.run_at, gate_result.c.gate_result_id)
    )
    newest = {(row.suite, row.mart, row.expectation): row for row in connection.execute(found)}
    rows = [newest[key] for key in sorted(newest)]
    unmet = sorted((row for row in rows if _is_let_pass(row)), key=lambda row: row.severity)
    return Gate(tuple(record(GateNote, row) for row in unmet), _suites(rows), _waivers(connection, scope, unmet))


def _is_let_pass(row: Row[Any]) -> bool:
    return not row.is_met and row.severity != "info"


def _suites(rows: Sequence[Row[Any]]) -> tuple[GateSuite, ...]:
    checks = Counter(row.suite for row in rows)
    met = Counter(row.suite for row in rows if row.is_met)
    unmet = Counter(row.suite for row in rows if _is_let_pass(row))
    return tuple(GateSuite(suite, checks[suite], met[suite], unmet[suite]) for suite in sorted(checks))


def _waivers(connection: Connection, scope: Scope, unmet: Sequence[Row[Any]]) -> tuple[GateWaiver, ...]:
    """The waivers that let something pass here in this build: the gate wrote their ids down with what it found."""
    ids = {waiver_id for row in unmet for waiver_id in row.observed.get("waiver_ids", ())}
    if not ids:
        return ()
    granted = (
        select(waiver)
        .where(waiver.c.waiver_id.in_(ids))
        .order_by(waiver.c.suite, waiver.c.expectation, waiver.c.expires_on, waiver.c.waiver_id)
    )
    return tuple(
        record(GateWaiver, row)
        for row in connection.execute(granted)
        if scope.area.is_country or row.area_code in (None, scope.area.area_code)
    )
