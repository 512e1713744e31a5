"""What the gate checked in the frozen build, what it let pass, and who waived what."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from ingest.raw.ops import gate_result, waiver
from publish.content import GateNote, GateSuite, GateWaiver
from publish.reading.gate_scope import rows_here
from publish.reading.rows import record
from publish.reading.scope import Scope

_COLUMNS = (
    "gate_result_id",
    "suite",
    "mart",
    "expectation",
    "severity",
    "is_met",
    "unexpected_count",
    "detail_vi",
    "observed",
)
_GATE_ITSELF = "gate"
"""The suite of the row that says that the gate has spoken."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The verdict on a build as the report prints it."""

    notes: tuple[GateNote, ...]
    suites: tuple[GateSuite, ...]
    waivers: tuple[GateWaiver, ...]


def read_gate(connection: Connection, scope: Scope) -> Gate:
    """Every expectation counts once, as the gate found it last.

    What had nothing to judge is no note, nor what failed for rows of other areas alone.
    """
    found = (
        select(*(gate_result.c[name] for name in _COLUMNS))
        .where(gate_result.c.build_id == scope.build_id, gate_result.c.suite != _GATE_ITSELF)
        .order_by(gate_result.c.run_at, gate_result.c.gate_result_id)
    )
    newest = {(row.suite, row.mart, row.expectation): row for row in connection.execute(found)}
    rows = [newest[key] for key in sorted(newest)]
    let_pass = sorted((row for row in rows if _is_let_pass(row)), key=lambda row: row.severity)
    here = rows_here(connection, scope, [row.gate_result_id for row in let_pass])
    unmet = [row for row in let_pass if here.get(row.gate_result_id) != 0]
    return Gate(
        notes=tuple(_note(row, here.get(row.gate_result_id)) for row in unmet),
        suites=_suites(rows, {row.gate_result_id for row in unmet}),
        waivers=_waivers(connection, scope, unmet),
    )


def _note(row: Row[Any], rows_of_area: int | None) -> GateNote:
    """What was let pass, with the count of the area's own rows where it is known, in place of that of the build."""
    if rows_of_area is None:
        return record(GateNote, row)
    sentence = row.detail_vi.partition(f" ({row.unexpected_count} trường hợp)")[0]
    detail = f"{sentence} ({rows_of_area} trường hợp)"
    return record(GateNote, row, unexpected_count=rows_of_area, detail_vi=detail, is_of_area=True)


def _is_let_pass(row: Row[Any]) -> bool:
    return not row.is_met and row.severity != "info"


def _suites(rows: Sequence[Row[Any]], unmet_here: Collection[UUID]) -> tuple[GateSuite, ...]:
    """What was let pass for rows of other areas alone is met here."""
    checks = Counter(row.suite for row in rows)
    unmet = Counter(row.suite for row in rows if row.gate_result_id in unmet_here)
    without_rows = Counter(row.suite for row in rows if row.severity == "info" and not row.is_met)
    return tuple(
        GateSuite(suite, checks[suite], checks[suite] - unmet[suite] - without_rows[suite], unmet[suite])
        for suite in sorted(checks)
    )


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
