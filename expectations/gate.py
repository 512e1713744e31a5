"""The gate: judge raw before dbt and a candidate after it, keep what was found, and say what may become the marts."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Literal

from sqlalchemy import Connection, Engine, make_url, text

from expectations import schemas
from expectations.judging import Judging
from expectations.lock import warehouse_lock
from expectations.raw_volumes import record_volumes
from expectations.results import GATE_COMPLETED, GATE_SUITE, GateResult, record, recorded, why_not_passed
from expectations.schemas import CANDIDATE_SCHEMA
from expectations.sql_judge import SqlJudge
from expectations.suites import ALL_SUITES, Suite
from expectations.suites.check import Subject
from expectations.suites.raw import RAW_SCHEMA, RAW_SUITES
from expectations.waivers import waivers_in_force
from htx.settings import Settings
from ingest.raw.database import connect

DATA_DOCS_FOLDER = "data_docs"
SESSION_OPTIONS = "-c work_mem=128MB -c jit=off -c enable_nestloop=off -c enable_mergejoin=off"
"""Whole marts are held against each other: hashes fit in memory, compiling costs more than it saves, and a nested loop
over what the planner took for few rows takes hours."""
_ALL_MARTS = "*"
_FOREVER = "infinity"


@dataclass(frozen=True, slots=True)
class GateReport:
    """What the gate found in a build, and what follows."""

    build_id: uuid.UUID
    schema: str
    verdict: Literal["passed", "refused"]
    reason: str | None
    """Why it was refused, in one line."""
    results: tuple[GateResult, ...]
    seconds: float
    seconds_by_suite: Mapping[str, float]
    data_docs: Path | None
    """The page to open; None where the pages are of a later build."""

    @property
    def is_passed(self) -> bool:
        return self.verdict == "passed"

    @property
    def critical_failures(self) -> tuple[GateResult, ...]:
        return tuple(one for one in self.results if one.blocks and one.suite != GATE_SUITE)

    @property
    def warnings(self) -> tuple[GateResult, ...]:
        """Warnings that were found, and critical failures that somebody waived: all of it is printed."""
        return tuple(
            one
            for one in self.results
            if not one.is_met and not one.blocks and one.severity != "info" and one.suite != GATE_SUITE
        )

    @property
    def not_evaluable(self) -> tuple[GateResult, ...]:
        """Expectations that found nothing to judge; they say neither yes nor no."""
        return tuple(one for one in self.results if one.severity == "info" and not one.is_met)

    @property
    def met(self) -> tuple[GateResult, ...]:
        return tuple(one for one in self.results if one.is_met and one.suite != GATE_SUITE)


@dataclass(frozen=True, slots=True)
class _Judged:
    results: tuple[GateResult, ...]
    seconds: float
    seconds_by_suite: Mapping[str, float]
    data_docs: Path


def admit_raw(settings: Settings, build_id: uuid.UUID, now: datetime, wait_seconds: float = 60) -> GateReport | None:
    """Judge raw before anything is built of it; ``None`` where nothing keeps dbt from beginning.

    One boolean pass in plain SQL, since Great Expectations would have to be imported first: it judges the same suites
    again for its pages, beside the marts or, where something blocks, at once. What blocks is kept as a result of the
    build, which is refused by it.
    """
    engine = connect(settings)
    try:
        with warehouse_lock(settings, wait_seconds, purpose="gate of raw"):
            with engine.begin() as connection:
                record_volumes(connection, build_id)
            subject = Subject(RAW_SCHEMA, build_id)
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                judging = Judging(connection, SqlJudge(connection), subject, waivers_in_force(connection, now))
                found = [result for suite in RAW_SUITES for result in judging.of_suite(suite)]
            if not any(result.blocks for result in found):
                return None
            judged = _judge(settings, engine, [(subject, RAW_SUITES)], now, settings.home / DATA_DOCS_FOLDER)
            results = _keep(engine, build_id, (*found, *judged.results), now)
    finally:
        engine.dispose()
    return _report(build_id, RAW_SCHEMA, results, judged)


def run_gate(
    settings: Settings,
    build_id: uuid.UUID,
    now: datetime,
    schema: str = CANDIDATE_SCHEMA,
    wait_seconds: float = 60,
    began: str = _FOREVER,
) -> GateReport:
    """Judge a build and keep the results in ``ops.gate_result``.

    An expectation that ends in an error is a critical failure. What was ever found in a build counts:
    a second run of the gate cannot turn red into green, only a new build can. What was loaded into raw after
    ``began``, by the clock of the database, the build need not know.
    """
    engine = connect(settings)
    try:
        with warehouse_lock(settings, wait_seconds, purpose="gate"):
            subjects = _subjects(Subject(schema, build_id, began=began))
            judged = _judge(settings, engine, subjects, now, settings.home / DATA_DOCS_FOLDER)
            results = _keep(engine, build_id, judged.results, now)
    finally:
        engine.dispose()
    return _report(build_id, schema, results, judged)


def preview(settings: Settings, now: datetime, schema: str = CANDIDATE_SCHEMA, wait_seconds: float = 60) -> GateReport:
    """Judge what stands in a schema now and keep nothing: the gate by hand. It admits no build.

    Marts as of a moment are judged by what was known then.
    """
    engine = connect(settings)
    try:
        with warehouse_lock(settings, wait_seconds, purpose="gate by hand"):
            with engine.connect() as connection:
                found = schemas.build_ids(connection, schema)
            known_until = now.isoformat() if "_as_of_" in schema else _FOREVER
            subject = Subject(schema, min(found, default=uuid.UUID(int=0)), known_until)
            folder = settings.home / f"{DATA_DOCS_FOLDER}_preview"
            judged = _judge(settings, engine, _subjects(subject), now, folder)
    finally:
        engine.dispose()
    return _report(subject.build_id, schema, (*judged.results, _completed(judged.results)), judged)


def began_at(connection: Connection) -> str:
    """The moment, by the clock of the database, before which every arrival that will be loaded is loaded.

    An intake that is still at work has rows that carry an earlier time and cannot be seen yet.
    """
    found = connection.scalar(
        text(
            "select least(clock_timestamp(), min(a.xact_start)) from pg_locks l join pg_stat_activity a using (pid)"
            " where l.relation = 'raw.receipt'::regclass and l.mode = 'RowExclusiveLock'"
        )
    )
    return str(found)


def _subjects(marts: Subject) -> list[tuple[Subject, tuple[Suite, ...]]]:
    raw = Subject(RAW_SCHEMA, marts.build_id, marts.known_until, marts.began)
    return [(raw, RAW_SUITES), (marts, ALL_SUITES)]


def _judge(
    settings: Settings,
    engine: Engine,
    subjects: list[tuple[Subject, tuple[Suite, ...]]],
    now: datetime,
    docs_folder: Path,
) -> _Judged:
    started = perf_counter()
    from expectations.data_docs import detach, emptied
    from expectations.great import Pages
    from expectations.side_by_side import judge_side_by_side

    seconds = {"import of Great Expectations": perf_counter() - started}
    url = make_url(str(settings.database_url))
    url = url.set(query={"options": SESSION_OPTIONS, **url.query})
    pages = Pages(now, emptied(docs_folder))
    results: list[GateResult] = []
    with engine.connect() as connection:
        waivers = waivers_in_force(connection, now)
        for subject, suites in subjects:
            if subject.schema != RAW_SCHEMA:
                results.extend(_unknown_marts(connection, subject, suites))
    work = [(subject, suite) for subject, suites in subjects for suite in suites]
    for judged in judge_side_by_side(url, pages, waivers, work):
        results.extend(judged.results)
        seconds[judged.suite.name] = judged.seconds
    docs_started = perf_counter()
    pages.write()
    page = detach(docs_folder)
    seconds["Data Docs"] = perf_counter() - docs_started
    return _Judged(tuple(results), perf_counter() - started, seconds, page)


def _keep(
    engine: Engine, build_id: uuid.UUID, results: tuple[GateResult, ...], now: datetime
) -> tuple[GateResult, ...]:
    """Append results and the row that ends the gate, in one transaction; everything ever found in the build."""
    with engine.begin() as connection:
        before = recorded(connection, build_id)
        record(connection, build_id, (*results, _completed((*before, *results))), now)
        return recorded(connection, build_id)


def _unknown_marts(connection: Connection, subject: Subject, suites: tuple[Suite, ...]) -> Iterator[GateResult]:
    """A mart that no suite is about would reach readers unjudged."""
    known = {suite.mart for suite in suites}
    for mart in schemas.tables(connection, subject.schema):
        if mart not in known:
            yield GateResult(
                GATE_SUITE + "_coverage",
                mart,
                f"{mart}_has_a_suite",
                "critical",
                False,
                1,
                f"Chưa có bộ kiểm tra cho bảng {mart}",
                {"outcome": "not met", "mend": f"declare a suite about {mart} in expectations/suites"},
            )


def _completed(results: tuple[GateResult, ...]) -> GateResult:
    """The row that ends a gate: all suites were judged, and this is what came out."""
    blocking = sorted({one.key for one in results if one.blocks and one.suite != GATE_SUITE})
    detail = f"Không đạt: {len(blocking)} lỗi nghiêm trọng" if blocking else "Đạt"
    observed = {"outcome": "refused" if blocking else "passed", "blocking": blocking}
    return GateResult(GATE_SUITE, _ALL_MARTS, GATE_COMPLETED, "critical", not blocking, len(blocking), detail, observed)


def _report(build_id: uuid.UUID, schema: str, results: tuple[GateResult, ...], judged: _Judged) -> GateReport:
    reason = why_not_passed(results)
    return GateReport(
        build_id=build_id,
        schema=schema,
        verdict="passed" if reason is None else "refused",
        reason=reason,
        results=results,
        seconds=judged.seconds,
        seconds_by_suite=judged.seconds_by_suite,
        data_docs=judged.data_docs,
    )
