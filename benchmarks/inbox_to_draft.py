"""From the last workbook in the inbox to the draft report: through the demo's own stack, and its steps alone."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.throwaway import throwaway_warehouse
from htx.settings import REPOSITORY

AREA_CODE, PERIOD_KEY = "79", "2024-H1"
_BEGINS = "· receive submissions"
_DRAFTED = "publish_report.freeze_and_render: success"


@dataclass(frozen=True, slots=True)
class ChainMeasures:
    """Seconds of each bare step, and of the chain through Airflow; None where it was left out."""

    bare: tuple[tuple[str, float], ...]
    demo_seconds: float | None


def measure(*, with_demo: bool) -> ChainMeasures:
    """The bare steps in one process, then the demo from nothing in a home of its own."""
    return ChainMeasures(tuple(_bare().items()), _demo() if with_demo else None)


def _bare() -> dict[str, float]:
    """The work of the flows without scheduler, workers or tasks; each step pays its imports. No press pages."""
    seconds: dict[str, float] = {}
    with throwaway_warehouse(durable=True) as settings:
        from htx.demo.run import DEMO_NOW
        from ingest.submissions.reference import load_reference
        from samples.make_submissions import make_round

        make_round(settings.inbox_dir, load_reference(settings.seeds_dir))
        with _timed(seconds, "receive"):
            from ingest.submissions.arrivals import settle_arrivals
            from ingest.submissions.decisions import load_inbox_decisions
            from ingest.submissions.intake import new_receipts, read_receipts

            read_receipts(settings, new_receipts(settings), DEMO_NOW)
            load_inbox_decisions(settings)
            settle_arrivals(settings)
        with _timed(seconds, "build, gate, swap"):
            from expectations.build import build_gate_swap

            build_gate_swap(settings, DEMO_NOW)
        with _timed(seconds, "sweep"):
            from publish.chase import sweep

            sweep(settings, DEMO_NOW, lambda *_: b"")
        with _timed(seconds, "freeze, render"):
            from publish.freeze import freeze
            from publish.render import render

            render(settings, freeze(settings, AREA_CODE, PERIOD_KEY, DEMO_NOW).publication_id)
    return seconds


def _demo() -> float:
    """Watched from outside, by what it prints: it looks at its flows about every second."""
    home = Path(tempfile.mkdtemp(prefix="htx-bench-demo-"))
    moments: dict[str, float] = {}
    try:
        demo = subprocess.Popen(
            [sys.executable, "-u", "-m", "htx.cli", "demo", "--stop"],
            cwd=REPOSITORY,
            env={**os.environ, "HTX_HOME": str(home)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert demo.stdout is not None
        for line in demo.stdout:
            for mark in (_BEGINS, _DRAFTED):
                if mark in line:
                    moments.setdefault(mark, time.perf_counter())
        if demo.wait() != 0 or len(moments) < 2:
            raise RuntimeError(f"the demo did not get to a draft: run it with HTX_HOME={home} make demo")
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return moments[_DRAFTED] - moments[_BEGINS]


@contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    seconds[name] = time.perf_counter() - began


def show(found: ChainMeasures) -> None:
    """The steps, their sum, and the chain against it."""
    total = sum(seconds for _, seconds in found.bare)
    steps = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in found.bare)
    print(f"from the inbox to the draft, steps alone: {steps}; {total:.1f} s in all")
    if found.demo_seconds is not None:
        print(
            f"  through the demo's stack {found.demo_seconds:.1f} s: {found.demo_seconds / total:.2f} times", flush=True
        )
