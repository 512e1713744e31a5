"""The gate: judge a candidate by every suite, keep what was found, and say whether it may become the marts."""

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from expectations import schemas
from expectations.lock import warehouse_lock
from expectations.results import GATE_COMPLETED, GATE_SUITE, GateResult, Severity, record, recorded, why_not_passed
from expectations.schemas import CANDIDATE_SCHEMA
from expectations.suites import ALL_SUITES
from expectations.suites.check import Check, Subject, Suite
from expectations.waivers import Waiver, waivers_in_force
from htx.settings import Settings
from ingest.raw.database import connect

if TYPE_CHECKING:
    from expectations.great import Outcome, Validator

DATA_DOCS_FOLDER = "data_docs"
EXAMPLES_KEPT = 20
"""Failing rows that are kept with a result; the count is of all."""
_ALL_MARTS = "*"


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
    data_docs: Path
    """The page to open."""

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


def run_gate(
    settings: Settings, build_id: uuid.UUID, now: datetime, schema: str = CANDIDATE_SCHEMA, wait_seconds: float = 60
) -> GateReport:
    """Judge a build and keep the results in ``ops.gate_result``.

    An expectation that ends in an error is a critical failure. What was ever found in a build counts:
    a second run of the gate cannot turn red into green, only a new build can.
    """
    engine = connect(settings)
    try:
        with warehouse_lock(settings, wait_seconds, purpose="gate"):
            judged = _judge(settings, engine, Subject(schema, build_id), now, settings.home / DATA_DOCS_FOLDER)
            with engine.begin() as connection:
                before = recorded(connection, build_id)
                record(connection, build_id, (*judged.results, _completed((*before, *judged.results))), now)
                results = recorded(connection, build_id)
    finally:
        engine.dispose()
    return _report(build_id, schema, results, judged)


def preview(settings: Settings, now: datetime, schema: str = CANDIDATE_SCHEMA, wait_seconds: float = 60) -> GateReport:
    """Judge what stands in a schema now and keep nothing: the gate by hand. It admits no build."""
    engine = connect(settings)
    try:
        with warehouse_lock(settings, wait_seconds, purpose="gate by hand"):
            with engine.connect() as connection:
                found = schemas.build_ids(connection, schema)
            build_id = min(found, default=uuid.UUID(int=0))
            folder = settings.home / f"{DATA_DOCS_FOLDER}_preview"
            judged = _judge(settings, engine, Subject(schema, build_id), now, folder)
    finally:
        engine.dispose()
    return _report(build_id, schema, (*judged.results, _completed(judged.results)), judged)


@dataclass(frozen=True, slots=True)
class _Judged:
    results: tuple[GateResult, ...]
    seconds: float
    seconds_by_suite: Mapping[str, float]
    data_docs: Path


def _judge(settings: Settings, engine: Engine, subject: Subject, now: datetime, docs_folder: Path) -> _Judged:
    started = perf_counter()
    from expectations.data_docs import detach, emptied
    from expectations.great import Validator

    seconds = {"import of Great Expectations": perf_counter() - started}
    validator = Validator(str(settings.database_url), subject, now, emptied(docs_folder))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        waivers = waivers_in_force(connection, now)
        results = list(_unknown_marts(connection, subject))
        for suite in ALL_SUITES:
            suite_started = perf_counter()
            results.extend(_judge_suite(connection, validator, subject, suite, waivers))
            seconds[suite.name] = perf_counter() - suite_started
    docs_started = perf_counter()
    validator.write_data_docs()
    page = detach(docs_folder)
    seconds["Data Docs"] = perf_counter() - docs_started
    return _Judged(tuple(results), perf_counter() - started, seconds, page)


def _judge_suite(
    connection: Connection,
    validator: "Validator",
    subject: Subject,
    suite: Suite,
    waivers: Mapping[tuple[str, str], Waiver],
) -> Iterator[GateResult]:
    judged_rows: dict[str, int | None] = {}
    ready: list[Check] = []
    for check in suite.checks:
        try:
            judged_rows[check.name] = _count_judged(connection, subject, suite, check)
        except SQLAlchemyError as error:
            yield _failed_to_judge(suite, check, _first_line(error))
            continue
        if judged_rows[check.name] == 0:
            yield _nothing_to_judge(suite, check)
        else:
            ready.append(check)
    if not ready:
        return
    outcomes = validator.judge(suite, ready).outcomes
    for check in ready:
        waiver = waivers.get((suite.name, check.name))
        yield _result(connection, subject, suite, check, outcomes[check.name], judged_rows[check.name], waiver)


def _count_judged(connection: Connection, subject: Subject, suite: Suite, check: Check) -> int | None:
    query = check.judged_rows()
    if query is None:
        return None
    counted = f"select count(*) from ({subject.sql(suite.mart, query)}) judged"  # noqa: S608 - declared by us
    return int(connection.scalar(text(counted)) or 0)


def _result(
    connection: Connection,
    subject: Subject,
    suite: Suite,
    check: Check,
    outcome: "Outcome",
    judged_rows: int | None,
    waiver: Waiver | None,
) -> GateResult:
    if outcome.error is not None:
        return _failed_to_judge(suite, check, outcome.error)
    if outcome.is_met:
        observed: dict[str, object] = {"outcome": "met", "judged_rows": judged_rows}
        return _row(suite, check, check.severity, True, 0, "Đạt", observed)
    count, examples = _failing(connection, subject, suite, check)
    observed = {"outcome": "not met", "judged_rows": judged_rows, "examples": examples}
    detail = f"{check.sentence_vi} ({count} trường hợp)"
    if waiver is not None and check.severity == "critical":
        observed |= {"waiver_id": str(waiver.waiver_id), "waiver_reason": waiver.reason}
        detail += f"; {waiver.granted_by} cho phép bỏ qua đến hết ngày {waiver.expires_on:%d/%m/%Y}: {waiver.reason}"
    return _row(suite, check, check.severity, False, count, detail, observed)


def _failing(connection: Connection, subject: Subject, suite: Suite, check: Check) -> tuple[int, list[object]]:
    """How many rows fail and the first of them, in an order that every run repeats."""
    query = check.failing_rows()
    if query is None:
        return 1, []
    found = connection.execute(
        text(
            f"with failing as (select to_jsonb(f) as row from ({subject.sql(suite.mart, query)}) f)"  # noqa: S608
            " select (select count(*) from failing) as failing, (select coalesce(jsonb_agg(row), '[]'::jsonb) from"
            " (select row from failing order by row::text limit :kept) kept) as examples"
        ),
        {"kept": EXAMPLES_KEPT},
    ).one()
    return found.failing, found.examples


def _failed_to_judge(suite: Suite, check: Check, error: str) -> GateResult:
    """An error is a critical failure whatever was declared, and nobody can waive it: we did not look."""
    observed = {"outcome": "error", "error": error, "declared_severity": check.severity}
    return _row(suite, check, "critical", False, None, f"Không kiểm tra được: {error}", observed)


def _nothing_to_judge(suite: Suite, check: Check) -> GateResult:
    observed = {"outcome": "not evaluable", "judged_rows": 0, "declared_severity": check.severity}
    return _row(suite, check, "info", False, None, "Không có dòng nào để kiểm tra", observed)


def _row(
    suite: Suite,
    check: Check,
    severity: Severity,
    is_met: bool,
    count: int | None,
    detail_vi: str,
    observed: Mapping[str, object],
) -> GateResult:
    return GateResult(suite.name, suite.mart, check.name, severity, is_met, count, detail_vi, observed)


def _unknown_marts(connection: Connection, subject: Subject) -> Iterator[GateResult]:
    """A mart that no suite is about would reach readers unjudged."""
    known = {suite.mart for suite in ALL_SUITES}
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


def _first_line(error: SQLAlchemyError) -> str:
    message = str(getattr(error, "orig", error))
    return re.sub(r"\s+", " ", message.splitlines()[0] if message else type(error).__name__)
