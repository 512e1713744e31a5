"""One run of build, gate and swap under the one lock; killed anywhere, it can be repeated."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from threading import Thread
from time import perf_counter
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection, Engine, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from expectations import schemas
from expectations.dbt import build_candidate
from expectations.errors import BuildFailedError
from expectations.inputs import code_version, input_hash
from expectations.lock import warehouse_lock
from expectations.reference import load_reference
from expectations.schemas import CANDIDATE_SCHEMA, MARTS_SCHEMA, quoted
from expectations.swap import SwapReport, swap
from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.ops import build as build_table

if TYPE_CHECKING:
    from expectations.gate import GateReport

Step = Literal["raw gate", "cooperatives", "dbt", "gate", "swap"]
LOCK_WAIT_SECONDS = 600
_DROP_LOCK_TIMEOUT_SECONDS = 30
"""How long a new build waits for the last statements of one that was killed."""
_CUT_OFF = "cut off: its process ended before the swap"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """How a build ended: ``swapped``, ``refused`` by the gate, or ``nothing_new`` to build from."""

    build_id: uuid.UUID
    """The build of this report; with ``nothing_new`` the one that the marts carry."""
    status: Literal["swapped", "refused", "nothing_new"]
    detail: str
    """One line for the log."""
    seconds: Mapping[str, float]
    """By step: raw gate, cooperatives, dbt, gate, swap."""
    rows: Mapping[str, int]
    """By mart, in the marts after a swap, in the candidate after a refusal."""
    gate: "GateReport | None" = None
    swap: SwapReport | None = None


@dataclass(slots=True)
class _Run:
    """What a run carries from step to step."""

    settings: Settings
    engine: Engine
    now: datetime
    on_step: Callable[[Step], None] | None
    started: float = field(default_factory=perf_counter)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        """``now`` and the time that this run has taken since."""
        return self.now + timedelta(seconds=perf_counter() - self.started)

    @contextmanager
    def step(self, name: Step) -> Iterator[None]:
        if self.on_step is not None:
            self.on_step(name)
        started = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = perf_counter() - started


def build_gate_swap(
    settings: Settings,
    now: datetime,
    on_step: Callable[[Step], None] | None = None,
    *,
    build_id: uuid.UUID | None = None,
    force: bool = False,
    wait_seconds: float = LOCK_WAIT_SECONDS,
) -> BuildReport:
    """Build the candidate with dbt, judge it, and make it the marts if it passes.

    Does nothing where neither rows nor code have changed since the marts were built, unless ``force``.
    The build's id follows from its inputs, its code and ``now``, so that a run repeated with the same
    ``now`` goes on with the same build; one that the gate refused stays refused. Raises
    ``BuildFailedError`` where dbt fails, ``WarehouseBusyError`` where the lock cannot be had.
    """
    engine = connect(settings)
    try:
        with warehouse_lock(settings, wait_seconds, purpose="build"):
            run = _Run(settings, engine, now, on_step)
            with engine.connect() as connection:
                inputs = input_hash(connection)
            code = code_version(settings)
            chosen = build_id or content_id(inputs, code, now.isoformat())
            ended = _already_ended(run, chosen, inputs, code, force)
            return ended or _build(run, chosen, inputs, code)
    finally:
        engine.dispose()


def is_up_to_date(settings: Settings) -> bool:
    """Whether the marts hold all that stands in ``raw`` and ``ops``, built by the code of today."""
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            current = _current_build(connection)
            return current is not None and current[1:] == (input_hash(connection), code_version(settings))
    finally:
        engine.dispose()


def _already_ended(run: _Run, build_id: uuid.UUID, inputs: str, code: str, force: bool) -> BuildReport | None:
    with run.engine.connect() as connection:
        current = _current_build(connection)
        rows = schemas.row_counts(connection, MARTS_SCHEMA)
        status, detail = connection.execute(
            select(build_table.c.status, build_table.c.detail).where(build_table.c.build_id == build_id)
        ).one_or_none() or (None, None)
    if status == "refused":
        return BuildReport(build_id, "refused", f"refused before: {detail}; build again at another time", {}, {})
    if current is not None:
        current_id, current_inputs, current_code = current
        unchanged = (current_inputs, current_code) == (inputs, code)
        if current_id == build_id or (unchanged and not force):
            return BuildReport(current_id, "nothing_new", "nothing new since the marts were built", {}, rows)
    return None


def _build(run: _Run, build_id: uuid.UUID, inputs: str, code: str) -> BuildReport:
    from expectations.gate import admit_raw, began_at, run_gate

    _begin(run, build_id, inputs, code)
    try:
        with run.step("raw gate"):
            with run.engine.connect() as connection:
                began = began_at(connection)
            load_reference(run.settings)
            refusal = admit_raw(run.settings, build_id, run.now)
        if refusal is not None:
            return _refused(run, refusal)
        # Great Expectations takes seconds to import: that goes on while dbt works.
        Thread(target=import_module, args=("expectations.great",), daemon=True).start()
        with run.step("cooperatives"):
            recognise_cooperatives(run.settings)
        with run.step("dbt"):
            _renew_candidate(run.engine)
            build_candidate(run.settings, build_id)
        with run.step("gate"):
            gate = run_gate(run.settings, build_id, run.now, began=began)
        if not gate.is_passed:
            return _refused(run, gate)
        with run.step("swap"):
            swapped = swap(run.settings, build_id, run.moment)
    except Exception as error:
        _end(run, build_id, "failed", " ".join(str(error).split()))
        raise
    with run.engine.connect() as connection:
        rows = schemas.row_counts(connection, MARTS_SCHEMA)
    detail = f"swapped in, {len(gate.warnings)} warning(s)"
    return BuildReport(build_id, "swapped", detail, run.seconds, rows, gate, swapped)


def recognise_cooperatives(settings: Settings) -> None:
    """Give new lines of registers their cooperatives."""
    from ingest.cooperatives.assign import assign_cooperatives
    from ingest.cooperatives.decisions import WrongDecisionError

    try:
        assign_cooperatives(settings)
    except WrongDecisionError as error:
        raise BuildFailedError(str(error)) from error


def _refused(run: _Run, gate: "GateReport") -> BuildReport:
    reason = gate.reason or "refused"
    _end(run, gate.build_id, "refused", reason)
    with run.engine.connect() as connection:
        rows = schemas.row_counts(connection, CANDIDATE_SCHEMA)
    return BuildReport(gate.build_id, "refused", reason, run.seconds, rows, gate)


def _current_build(connection: Connection) -> tuple[uuid.UUID, str, str] | None:
    """Id, input hash and code version of the build that the marts carry."""
    if not schemas.exists(connection, MARTS_SCHEMA):
        return None
    carried = schemas.build_ids(connection, MARTS_SCHEMA)
    columns = (build_table.c.build_id, build_table.c.input_hash, build_table.c.code_version)
    found = connection.execute(select(*columns).where(build_table.c.build_id.in_(carried))).all()
    return found[0]._tuple() if len(found) == 1 else None


def _begin(run: _Run, build_id: uuid.UUID, inputs: str, code: str) -> None:
    """Enter the build; under the lock nobody else builds, so that others still "building" were cut off."""
    with run.engine.begin() as connection:
        connection.execute(
            update(build_table)
            .where(build_table.c.status == "building", build_table.c.build_id != build_id)
            .values(status="failed", finished_at=run.now, detail=_CUT_OFF)
        )
        entry = insert(build_table).values(
            build_id=build_id, started_at=run.now, status="building", input_hash=inputs, code_version=code
        )
        connection.execute(
            entry.on_conflict_do_update(
                index_elements=["build_id"], set_={"status": "building", "finished_at": None, "detail": None}
            )
        )


def _end(run: _Run, build_id: uuid.UUID, status: Literal["refused", "failed"], detail: str) -> None:
    with run.engine.begin() as connection:
        connection.execute(
            update(build_table)
            .where(build_table.c.build_id == build_id, build_table.c.status != "swapped")
            .values(status=status, finished_at=run.moment, detail=detail)
        )


def _renew_candidate(engine: Engine) -> None:
    """Drop what an earlier build left, and make the schema anew; never with CASCADE."""
    try:
        with engine.begin() as connection:
            connection.execute(text(f"set local lock_timeout = '{_DROP_LOCK_TIMEOUT_SECONDS}s'"))
            schemas.drop_schema(connection, CANDIDATE_SCHEMA)
            connection.execute(text(f"create schema {quoted(CANDIDATE_SCHEMA)}"))
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split())
        raise BuildFailedError(f"cannot make {CANDIDATE_SCHEMA} anew: {reason}; free it and build again") from error
