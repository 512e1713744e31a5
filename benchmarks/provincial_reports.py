"""The reports of all provinces in every format, one after the other on one core."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from benchmarks.warehouse_history import Round
from htx.settings import Settings

_OWE = """
    insert into reference.obligations (
        obligation_code, obligation_kind, debtor_kind, debtor_code, creditor_agency_code, form_code, period_key,
        area_code, opens_on, due_before, valid_from, legal_basis, is_assumption
    )
    select
        concat_ws(':', 'owner', p.code, cast(:period as text)), 'owner_report', 'agency', cast(:owner as text),
        cast(:owner as text), 'A-1', cast(:period as text),
        p.code, cast(:due as date) - 30, cast(:due as date) + 12, cast(:due as date) - 60, 'Giả định để đo', true
    from unnest(cast(:provinces as text[])) as p (code)
"""


@dataclass(slots=True)
class StepMeasure:
    """Seconds of one step over all provinces."""

    name: str
    seconds: list[float]
    cpu_seconds: float = 0.0
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class ReportMeasures:
    """What the reports took, by step; imports apart."""

    provinces: int
    import_seconds: float
    steps: tuple[StepMeasure, ...]


def owe(connection: Connection, owner: str, one: Round) -> None:
    """The owner owes a report for every province of today."""
    named = {"owner": owner, "period": one.period_key, "due": one.due_before, "provinces": _provinces()}
    connection.execute(text(_OWE), named)


def measure(settings: Settings, period_key: str, now: datetime) -> ReportMeasures:
    """Freeze, lay out and write the report of every province."""
    began = time.perf_counter()
    from publish.formats import WRITERS, Draft
    from publish.freeze import freeze

    imported = time.perf_counter() - began
    steps = {name: StepMeasure(name, []) for name in ("freeze", "document", *WRITERS)}
    for place, code in enumerate(_provinces()):
        with _timed(steps["freeze"]):
            publication = freeze(settings, code, period_key, now + timedelta(seconds=place))
        draft = Draft(publication, "vi")
        with _timed(steps["document"]):
            assert draft.document.blocks
        for kind, write in WRITERS.items():
            with _timed(steps[kind]):
                steps[kind].size_bytes += len(write(draft))
    return ReportMeasures(len(_provinces()), imported, tuple(steps.values()))


@contextmanager
def _timed(step: StepMeasure) -> Iterator[None]:
    began, cpu = time.perf_counter(), time.process_time()
    yield
    step.seconds.append(time.perf_counter() - began)
    step.cpu_seconds += time.process_time() - cpu


def _provinces() -> list[str]:
    from publish.report.charts import province_tiles

    return list(province_tiles())


def show(found: ReportMeasures) -> None:
    """A line for each step, and the sum for a report."""
    print(f"reports of {found.provinces} provinces on one core; imports {found.import_seconds:.1f} s apart")
    print(f"{'':>10}{'mean s':>9}{'CPU s':>9}{'longest s':>11}{'mean kB':>10}")
    for step in found.steps:
        mean, size = sum(step.seconds) / found.provinces, step.size_bytes / found.provinces / 1000
        print(
            f"{step.name:>10}{mean:9.3f}{step.cpu_seconds / found.provinces:9.3f}{max(step.seconds):11.3f}{size:10.0f}"
        )
    made = [step for step in found.steps if step.name != "freeze"]
    seconds = sum(sum(step.seconds) for step in made) / found.provinces
    cpu = sum(step.cpu_seconds for step in made) / found.provinces
    print(f"  a report in three formats: {seconds:.2f} s, CPU {cpu:.2f} s; freezing it apart", flush=True)
