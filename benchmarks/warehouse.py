"""How long a build takes: against hand-written SQL, for one more round as history grows, and what readers wait.

    python -m benchmarks.warehouse [--rounds 20] [--reporters 3321] [--cooperatives 34000] [--scale 0.05]

Each build is one of `htx build` in a process of its own: cooperatives, dbt, gate, swap. The floor is
`warehouse_floor.sql`, the large marts alone in one session of the same server, without tests. Ratios are of one run.
"""

import argparse
import json
import multiprocessing
import re
import resource
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from sqlalchemy import Connection, text

from benchmarks import cooperative_arrivals
from benchmarks.cooperative_history import History
from benchmarks.throwaway import analyse, throwaway_warehouse
from benchmarks.warehouse_history import Round, arrive, clear_calendar, communes
from expectations.build import build_gate_swap
from expectations.reference import load_reference
from htx.settings import REPOSITORY, Settings
from ingest.raw.database import connect

FLOOR = Path(__file__).with_name("warehouse_floor.sql")
GUIDE = REPOSITORY / "docs" / "marts.md"
ON_TOP_OF = (2, 5, 10, 20)
"""Rounds that stand before the one that is new."""
_ALL_COMMUNES = 3_321
_NOW = datetime(2036, 1, 1, tzinfo=UTC)
_REGISTERS_AT_ONCE = 100
_REGISTERS_BEGIN = datetime(2023, 5, 20, 8, 0, tzinfo=UTC)
_SETTINGS = ("server_version", "shared_buffers", "max_parallel_workers_per_gather", "fsync", "wal_level")


@dataclass(frozen=True, slots=True)
class Built:
    """What one build took; memory is the peak of a process, PostgreSQL's apart."""

    status: str
    seconds: dict[str, float]
    dbt_start_seconds: float
    """Of dbt's time, what it takes to begin and to end: imports, the project, the manifest."""
    cpu_seconds: float
    peak_bytes: int
    peak_bytes_of_dbt: int

    @property
    def schema(self) -> str:
        """Where the marts stand: those that the gate refused are as large as others."""
        return "marts" if self.status == "swapped" else "marts_candidate"

    @property
    def total_seconds(self) -> float:
        return sum(self.seconds.values())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--rounds", type=int, default=20)
    arguments.add_argument("--reporters", type=int, default=_ALL_COMMUNES)
    arguments.add_argument("--cooperatives", type=int, default=34_000)
    arguments.add_argument("--scale", type=float, default=1.0, help="a share of the reporters and cooperatives")
    chosen = arguments.parse_args()
    reporters, cooperatives = (max(round(chosen.scale * n), 3) for n in (chosen.reporters, chosen.cooperatives))
    with throwaway_warehouse(durable=True) as settings:
        print(
            f"{reporters} communes, {chosen.rounds} rounds, {cooperatives if chosen.cooperatives else 0} cooperatives"
        )
        load_reference(settings)
        _clear_calendar(settings)
        if chosen.cooperatives:
            _load_registers(settings, cooperatives)
        built = _grow(settings, reporters, chosen.rounds)
        _print_floor(settings, built)
        _print_questions(settings, built, Round(chosen.rounds).year)
        print("PostgreSQL:", ", ".join(f"{name} {_setting(settings, name)}" for name in _SETTINGS))


def _grow(settings: Settings, reporters: int, rounds: int) -> Built:
    """Build with each new round on top of 2, 5, 10 and 20; return the last build."""
    print(f"{'on top of':>10}{'cells':>10}{'load s':>8}{'build s':>9}{'CPU s':>8}{'our MB':>8}{'dbt MB':>8}  of it, s")
    points = {point for point in ON_TOP_OF if point <= rounds} | {rounds}
    built = None
    cells = 0
    for number in range(rounds + 1):
        began = time.perf_counter()
        cells += _load_round(settings, Round(number), reporters)
        loaded = time.perf_counter() - began
        if number in points:
            analyse(settings)
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
                built = pool.submit(_build, settings, number).result()
            steps = ", ".join(f"{step} {seconds:.1f}" for step, seconds in built.seconds.items())
            print(
                f"{number:10}{cells:10}{loaded:8.1f}{built.total_seconds:9.1f}{built.cpu_seconds:8.1f}"
                f"{built.peak_bytes / 1e6:8.0f}{built.peak_bytes_of_dbt / 1e6:8.0f}  {steps} ({built.status})",
                flush=True,
            )
    assert built is not None
    return built


def _clear_calendar(settings: Settings) -> None:
    engine = connect(settings)
    with engine.begin() as connection:
        clear_calendar(connection)
    engine.dispose()


def _load_round(settings: Settings, one: Round, reporters: int) -> int:
    engine = connect(settings)
    with engine.begin() as connection:
        cells = arrive(connection, settings.seeds_dir, one, communes(settings.seeds_dir, reporters))
    engine.dispose()
    return cells


def _load_registers(settings: Settings, count: int) -> None:
    for number, (_, registers) in enumerate(History(settings.seeds_dir, count).rounds()):
        for first in range(0, len(registers), _REGISTERS_AT_ONCE):
            some = [[one.line for one in lines] for lines in registers[first : first + _REGISTERS_AT_ONCE]]
            moment = _REGISTERS_BEGIN + timedelta(days=182 * number, seconds=first)
            cooperative_arrivals.arrive(settings, moment, some)


def _build(settings: Settings, number: int) -> Built:
    report = build_gate_swap(settings, _NOW + timedelta(minutes=number))
    ours, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    run = json.loads((settings.home / "dbt" / "target" / "run_results.json").read_text(encoding="utf-8"))
    return Built(
        status=report.status if report.gate is None or report.gate.is_passed else f"{report.status}: {report.detail}",
        seconds=dict(report.seconds),
        dbt_start_seconds=report.seconds["dbt"] - run["elapsed_time"],
        cpu_seconds=sum(one.ru_utime + one.ru_stime for one in (ours, children)),
        peak_bytes=ours.ru_maxrss * 1024,
        peak_bytes_of_dbt=children.ru_maxrss * 1024,
    )


def _print_floor(settings: Settings, built: Built) -> None:
    engine = connect(settings)
    began = time.perf_counter()
    with engine.begin() as connection:
        connection.exec_driver_sql(_floor(connection, built.schema))
    floor = time.perf_counter() - began
    models = built.seconds["dbt"] - built.dbt_start_seconds
    print(
        f"floor {floor:.1f} s; models {models:.1f} s, dbt's start {built.dbt_start_seconds:.1f} s: {models / floor:.2f}"
    )
    with engine.connect() as connection:
        for mart in ("fct_indicator_value", "fct_submission"):
            schemas = ("hand", built.schema)
            counts = [connection.scalar(text(f"select count(*) from {schema}.{mart}")) for schema in schemas]  # noqa: S608
            print(f"  {mart}: {counts[0]} rows by hand, {counts[1]} in the mart")
    engine.dispose()


def _floor(connection: Connection, marts: str) -> str:
    """The statements, with a column for each indicator of the reporters' wide table."""
    keys = connection.scalars(text(f"select indicator_key from {marts}.dim_indicator order by display_order"))  # noqa: S608
    columns = (f"max(value) filter (where indicator_key = '{key}') as \"{key}\"" for key in keys)
    sql = FLOOR.read_text(encoding="utf-8")
    return sql.replace("{marts}", marts).replace("{columns}", ",\n    ".join(columns))


def questions(guide: str, year: int) -> Iterator[tuple[str, str]]:
    """The queries of the analyst's guide about a year of the history, each after the line that asks."""
    for asked, query in re.findall(r"([^\n]+)\n\n```sql\n(.*?)```", guide, re.DOTALL):
        yield asked, query.replace("2024", str(year))


def _print_questions(settings: Settings, built: Built, year: int) -> None:
    url = str(settings.database_url).replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        for asked, query in questions(GUIDE.read_text(encoding="utf-8"), year):
            took = []
            for _ in range(3):
                began = time.perf_counter()
                rows = connection.execute(query.replace("marts.", f"{built.schema}.").encode()).fetchall()
                took.append(time.perf_counter() - began)
            print(f"{1000 * statistics.median(took):8.0f} ms {len(rows):7} rows  {asked[:80]}")


def _setting(settings: Settings, name: str) -> str:
    with psycopg.connect(str(settings.database_url).replace("+psycopg", "")) as connection:
        return str(connection.execute("select current_setting(%s)", [name]).fetchone()[0])  # type: ignore[index]


if __name__ == "__main__":
    main()
