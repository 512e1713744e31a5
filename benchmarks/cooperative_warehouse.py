"""How long each new round takes through the database, on top of the rounds before, and in how much memory.

    python -m benchmarks.cooperative_warehouse [--count 34000]

Every round's registers are put into `raw`, then `assign_cooperatives` runs in a process of its own.
"""

import argparse
import multiprocessing
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta

from benchmarks.cooperative_arrivals import arrive
from benchmarks.cooperative_history import History
from benchmarks.cooperatives import SEEDS
from benchmarks.throwaway import analyse, throwaway_warehouse
from htx.settings import Settings
from ingest.cooperatives.assign import assign_cooperatives

BEGIN = datetime(2023, 5, 20, 8, 0, tzinfo=UTC)
_REGISTERS_AT_ONCE = 100


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--count", type=int, default=34_000)
    arguments.add_argument("--districts", type=int)
    chosen = arguments.parse_args()
    with throwaway_warehouse(durable=False) as settings:
        history = History(SEEDS, chosen.count, districts=chosen.districts)
        print(f"{'round':10}{'lines':>9}{'new':>9}{'doubts':>9}{'s':>8}{'CPU s':>8}{'peak MB':>9}")
        for number, (period_key, registers) in enumerate(history.rounds()):
            for first in range(0, len(registers), _REGISTERS_AT_ONCE):
                some = [[one.line for one in lines] for lines in registers[first : first + _REGISTERS_AT_ONCE]]
                arrive(settings, BEGIN + timedelta(days=182 * number, seconds=first), some)
            analyse(settings)
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
                lines, new, doubts, seconds, cpu_seconds, peak_bytes = pool.submit(_timed, settings).result()
            print(
                f"{period_key:10}{lines:9}{new:9}{doubts:9}{seconds:8.1f}{cpu_seconds:8.1f}{peak_bytes / 1e6:9.0f}",
                flush=True,
            )


def _timed(settings: Settings) -> tuple[int, int, int, float, float, int]:
    began = time.perf_counter()
    assigned = assign_cooperatives(settings)
    seconds = time.perf_counter() - began
    peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return assigned.lines, assigned.new_cooperatives, assigned.doubts, seconds, time.process_time(), peak_bytes


if __name__ == "__main__":
    main()
