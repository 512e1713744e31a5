"""The gate against the same expectations as plain SQL: one session, one count of failing rows for each."""

import time
import uuid
from dataclasses import dataclass
from datetime import datetime

import psycopg

from htx.settings import Settings


@dataclass(frozen=True, slots=True)
class GateMeasures:
    """Seconds of the gate, of what is ours to pay once, and of the floor."""

    expectations: int
    claims: int
    import_seconds: float
    gate_seconds: float
    """All of it: judging, details of what failed, Data Docs; the import is part of it."""
    data_docs_seconds: float
    cpu_seconds: float
    floor_seconds: float
    slowest: tuple[tuple[str, float], ...]


def measure(settings: Settings, schema: str, now: datetime) -> GateMeasures:
    """Judge the marts of a schema with the gate, then ask the same in plain SQL."""
    from expectations.gate import preview

    began, cpu = time.perf_counter(), time.process_time()
    report = preview(settings, now, schema)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
    by_suite = dict(report.seconds_by_suite)
    imported = by_suite.pop("import of Great Expectations")
    docs = by_suite.pop("Data Docs")
    slowest = tuple(sorted(by_suite.items(), key=lambda pair: -pair[1])[:5])
    floor, claims = _floor(settings, schema, report.build_id)
    return GateMeasures(len(report.results), claims, imported, seconds, docs, cpu_seconds, floor, slowest)


def _floor(settings: Settings, schema: str, build_id: uuid.UUID) -> tuple[float, int]:
    """Seconds of all expectations in one session with the gate's options, and the rows of the largest mart."""
    from expectations.gate import SESSION_OPTIONS
    from expectations.suites import ALL_SUITES
    from expectations.suites.check import Subject
    from expectations.suites.raw import RAW_SCHEMA, RAW_SUITES

    asked = [
        subject.sql(suite.mart, check.failing_rows() or "select 1 from {batch} having count(*) = 0")
        for subject, suites in (
            (Subject(RAW_SCHEMA, build_id), RAW_SUITES),
            (Subject(schema, build_id), ALL_SUITES),
        )
        for suite in suites
        for check in suite.checks
    ]
    url = str(settings.database_url).replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True, options=SESSION_OPTIONS) as connection:
        began = time.perf_counter()
        for query in asked:
            connection.execute(f"select count(*) from ({query}) failing".encode()).fetchone()  # noqa: S608
        seconds = time.perf_counter() - began
        rows = connection.execute(f"select count(*) from {schema}.fct_indicator_value".encode()).fetchone()  # noqa: S608
    return seconds, int(rows[0]) if rows else 0


def show(found: GateMeasures) -> None:
    """One paragraph."""
    gate = found.gate_seconds - found.import_seconds
    print(
        f"gate: {found.expectations} expectations on {found.claims} claims in {gate:.1f} s "
        f"(CPU of ours {found.cpu_seconds:.1f} s with the import), Data Docs {found.data_docs_seconds:.1f} s of it; "
        f"import of Great Expectations {found.import_seconds:.1f} s apart"
    )
    print(f"  the same as plain SQL in one session {found.floor_seconds:.1f} s: {gate / found.floor_seconds:.2f} times")
    print(f"  without Data Docs {(gate - found.data_docs_seconds) / found.floor_seconds:.2f} times")
    print("  slowest suites: " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in found.slowest), flush=True)
