"""What the gate found, as kept in ``ops.gate_result``; the verdict on a build follows from these rows alone."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from ingest.raw.ids import content_id
from ingest.raw.ops import gate_result

Severity = Literal["critical", "warning", "info"]
GATE_SUITE = "gate"
GATE_COMPLETED = "gate_completed"
"""The row that is written last in the same transaction: without it a gate has not spoken."""


@dataclass(frozen=True, slots=True)
class GateResult:
    """One expectation and what became of it. ``severity`` is as declared, ``info`` where it had nothing to judge."""

    suite: str
    mart: str
    expectation: str
    severity: Severity
    is_met: bool
    unexpected_count: int | None
    detail_vi: str
    observed: Mapping[str, object]
    failing_keys: tuple[object, ...] = ()
    """Keys of the rows that failed; not read back with a result, for there may be very many."""

    @property
    def waiver_id(self) -> str | None:
        waiver = self.observed.get("waiver_id")
        return None if waiver is None else str(waiver)

    @property
    def blocks(self) -> bool:
        """A critical expectation that is not met, and that nobody has waived."""
        return self.severity == "critical" and not self.is_met and self.waiver_id is None

    @property
    def key(self) -> str:
        return f"{self.suite}.{self.expectation}"


def record(connection: Connection, build_id: uuid.UUID, results: Sequence[GateResult], run_at: datetime) -> None:
    """Append results. The same finding adds no row; another finding on the same build stands beside the first."""
    rows = [
        {
            "gate_result_id": _result_id(build_id, result),
            "build_id": build_id,
            "suite": result.suite,
            "mart": result.mart,
            "expectation": result.expectation,
            "severity": result.severity,
            "is_met": result.is_met,
            "unexpected_count": result.unexpected_count,
            "detail_vi": result.detail_vi,
            "observed": dict(result.observed),
            "run_at": run_at,
            "failing_keys": list(result.failing_keys),
        }
        for result in results
    ]
    connection.execute(insert(gate_result).on_conflict_do_nothing(), rows)


def recorded(connection: Connection, build_id: uuid.UUID) -> tuple[GateResult, ...]:
    """Every result that was ever recorded on a build."""
    rows = connection.execute(
        select(*(column for column in gate_result.c if column is not gate_result.c.failing_keys))
        .where(gate_result.c.build_id == build_id)
        .order_by(gate_result.c.suite, gate_result.c.expectation, gate_result.c.gate_result_id)
    )
    return tuple(
        GateResult(
            suite=row.suite,
            mart=row.mart,
            expectation=row.expectation,
            severity=row.severity,
            is_met=row.is_met,
            unexpected_count=row.unexpected_count,
            detail_vi=row.detail_vi,
            observed=row.observed,
        )
        for row in rows
    )


def why_not_passed(results: Sequence[GateResult]) -> str | None:
    """One line that says why these results do not admit a build; ``None`` where they do.

    A failure that was ever recorded on a build stays: running the gate again cannot turn it green.
    """
    blocking = sorted({result.key for result in results if result.blocks and result.suite != GATE_SUITE})
    if blocking:
        return f"{len(blocking)} critical expectation(s) not met: {', '.join(blocking)}"
    spoken = [result for result in results if (result.suite, result.expectation) == (GATE_SUITE, GATE_COMPLETED)]
    if not spoken:
        return "the gate has not judged it"
    if not all(result.is_met for result in spoken):
        return "the gate refused it"
    return None


def _result_id(build_id: uuid.UUID, result: GateResult) -> uuid.UUID:
    observed = json.dumps(result.observed, ensure_ascii=False, sort_keys=True, default=str)
    return content_id(
        build_id,
        result.suite,
        result.mart,
        result.expectation,
        result.severity,
        result.is_met,
        result.unexpected_count,
        observed,
        *((json.dumps(result.failing_keys, sort_keys=True, default=str),) if result.failing_keys else ()),
    )
