"""How long it takes until a report is out: the gate against its own SQL, all provinces in all formats, the whole chain.

    python -m benchmarks.publication [--scale 0.05] [--rounds 2] [--without-demo]

The gate is compared with the same expectations as plain SQL in one session of the same server; the import of Great
Expectations stands apart. The reports are those of all 34 provinces of a generated country. The chain is the demo's:
from the workbooks in the inbox to the draft, through Airflow, and its steps alone. Ratios are of one run.
"""

import argparse
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from typing import ParamSpec, TypeVar

from sqlalchemy import text

from benchmarks import gate_floor, inbox_to_draft, provincial_reports
from benchmarks.throwaway import analyse, throwaway_warehouse
from benchmarks.warehouse_history import Round, arrive, clear_calendar, communes
from expectations.build import BuildReport, build_gate_swap
from expectations.reference import load_reference
from expectations.schemas import CANDIDATE_SCHEMA, MARTS_SCHEMA
from htx.settings import Settings
from ingest.raw.database import connect

_P = ParamSpec("_P")
_R = TypeVar("_R")
ALL_COMMUNES = 3_321
NOW = datetime(2036, 1, 1, tzinfo=UTC)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--scale", type=float, default=1.0, help="a share of the country's 3,321 communes")
    arguments.add_argument("--rounds", type=int, default=2, help="rounds in the warehouse, the newest a half-year")
    arguments.add_argument("--without-demo", action="store_true", help="leave out the chain through Airflow")
    chosen = arguments.parse_args()
    reporters = max(round(chosen.scale * ALL_COMMUNES), 34)
    with throwaway_warehouse(durable=True) as settings:
        newest = _fill(settings, reporters, chosen.rounds + chosen.rounds % 2)
        built = _apart(build_gate_swap, settings, NOW)
        print(f"{reporters} communes, rounds up to {newest.period_key}: {built.status}; {built.detail}", flush=True)
        if built.status == "refused":
            _take_anyway(settings, built)
        gate_floor.show(_apart(gate_floor.measure, settings, MARTS_SCHEMA, NOW))
        provincial_reports.show(_apart(provincial_reports.measure, settings, newest.period_key, NOW))
    inbox_to_draft.show(inbox_to_draft.measure(with_demo=not chosen.without_demo))


def _fill(settings: Settings, reporters: int, rounds: int) -> Round:
    """An even number of rounds, so that the newest is a half-year; what is owed for it stands in the calendar."""
    load_reference(settings)
    engine = connect(settings)
    some = communes(settings.seeds_dir, reporters)
    with engine.begin() as connection:
        clear_calendar(connection)
        for number in range(rounds):
            arrive(connection, settings.seeds_dir, Round(number), some)
        provincial_reports.owe(connection, settings.owner_agency, Round(rounds - 1))
    engine.dispose()
    analyse(settings)
    return Round(rounds - 1)


def _take_anyway(settings: Settings, built: BuildReport) -> None:
    """Made-up figures that the gate refuses are as many as others: say why, and measure on."""
    for result in built.gate.critical_failures if built.gate else ():
        print(f"  {result.suite}.{result.expectation}: {result.unexpected_count}, such as {str(result.observed)[:300]}")
    engine = connect(settings)
    with engine.begin() as connection:
        connection.execute(text(f"drop schema if exists {MARTS_SCHEMA} cascade"))
        connection.execute(text(f"alter schema {CANDIDATE_SCHEMA} rename to {MARTS_SCHEMA}"))
    engine.dispose()


def _apart(measure: Callable[_P, _R], *arguments: _P.args, **named: _P.kwargs) -> _R:
    """In a process of its own, so that nothing is imported before it is counted."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure, *arguments, **named).result()


if __name__ == "__main__":
    main()
