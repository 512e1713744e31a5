"""Small histories that hypothesis draws: what becomes one province today, over three rounds.

The rounds are the half-year, the year, and the half-year after it. The draw is the same in every run. A history prints
itself as Python: put into `PINNED` it is built in every run.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

COUNTS = ("coop_total", "coop_active", "members_total", "coop_new")
"""Three stocks and a flow."""
MEAN = "revenue_avg"
"""Over the cooperatives of `coop_total`."""
INDICATORS = (*COUNTS, MEAN)
COLUMNS = ("actual_previous_year", "actual_h1", "estimate_year")
MOST_REPORTERS = 2
"""Of a province."""

Said = tuple[str, str, int | None]
"""Column, indicator, number; None is a cell in which "…" stands."""


@dataclass(frozen=True)
class Sent:
    """A workbook: its cells, or that there is nothing to report. A cell that is not here was left blank."""

    cells: tuple[Said, ...] = ()
    is_nil: bool = False


@dataclass(frozen=True)
class ReporterHistory:
    """What a reporter sent in the three rounds; None where nothing came."""

    sent: tuple[Sent | None, Sent | None, Sent | None]


@dataclass(frozen=True)
class ProvinceHistory:
    """A province of before July 2025; it has estimates switched on in those of the four periods of the block."""

    reporters: tuple[ReporterHistory, ...]
    estimated: tuple[int, ...] = ()


@dataclass(frozen=True)
class Example:
    """Provinces that are one today; one of them without a history has no reporter in the calendar."""

    provinces: tuple[ProvinceHistory, ...]


PINNED: tuple[Example, ...] = ()
"""Examples that are built whatever is drawn, in the first block."""

_numbers = st.none() | st.just(0) | st.integers(0, 400)
_cells = st.lists(
    st.tuples(st.sampled_from(COLUMNS), st.sampled_from(INDICATORS), _numbers),
    max_size=len(COLUMNS) * len(INDICATORS),
    unique_by=lambda cell: cell[:2],
)
_whole_cells = st.tuples(
    *(st.tuples(st.just(column), st.just(code), st.integers(0, 400)) for column in COLUMNS for code in INDICATORS)
)
_sent = st.builds(Sent, (_cells.map(tuple) | _whole_cells))


def _consistent(sent: tuple[Sent | None, Sent | None, Sent | None]) -> ReporterHistory:
    """Who stated numbers in the half-year does not say at the year's end that there is nothing to report."""
    half, year, after = sent
    if half is not None and not half.is_nil and year is not None and year.is_nil:
        year = None
    return ReporterHistory((half, year, after))


def _several(one: st.SearchStrategy[Any], counts: Sequence[int]) -> st.SearchStrategy[tuple[Any, ...]]:
    """As many as one of the counts says: hypothesis by itself likes few."""
    return st.sampled_from(counts).flatmap(lambda count: st.tuples(*(one,) * count))


_round = st.none() | _sent | st.just(Sent(is_nil=True)) | _sent
_reporter = st.tuples(_round, _round, _round).map(_consistent)
_whole_reporter = st.builds(ReporterHistory, st.tuples(*(st.builds(Sent, _whole_cells),) * 3))
_estimated = st.lists(st.integers(0, 3), max_size=4, unique=True).map(tuple)
_province = st.builds(ProvinceHistory, _several(_reporter, (1, 2, 2)), _estimated)
_whole_province = st.builds(ProvinceHistory, st.tuples(_whole_reporter), st.just(()))
histories = st.builds(Example, _several(_province, (1, 2, 3, 3)))
whole_histories = st.builds(Example, st.tuples(*(_whole_province,) * 3))


def drawn_apart(count: int, whole_count: int) -> tuple[list[Example], list[Example]]:
    """So many histories and whole ones, drawn in a process that has loaded nothing else.

    Hypothesis mixes constants of every module of ours that is loaded into what it draws; here they are always the same.
    """
    draw = f"drawn(histories, {count}, of_each=2), drawn(whole_histories, {whole_count})"
    script = "import pickle, sys; from tests.dbt.drawn_histories import *; "
    process = subprocess.run(
        [sys.executable, "-c", f"{script}sys.stdout.buffer.write(pickle.dumps(({draw})))"],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONHASHSEED": "0"},
        stdout=subprocess.PIPE,
        check=True,
    )
    found: tuple[list[Example], list[Example]] = pickle.loads(process.stdout)
    return found


def drawn(strategy: st.SearchStrategy[Example], count: int, *, of_each: int = 1) -> list[Example]:
    """The same examples in every run: a build is too slow to be repeated for each, so there is nothing to shrink.

    Examples drawn one after the other are often alike: one `of_each` so many is taken.
    """
    found: list[Example] = []

    @hypothesis_settings(
        max_examples=count * of_each,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(example=strategy)
    def collect(example: Example) -> None:
        found.append(example)

    collect()
    return [found[place * of_each % len(found)] for place in range(count)]
