"""Suites judged side by side: the database has more than one core, and a judge waits for its answers."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from time import perf_counter

from sqlalchemy import URL, Connection, create_engine, text

from expectations.great import Pages, Validator
from expectations.judging import Judging, Waivers
from expectations.results import GateResult
from expectations.suites import Suite
from expectations.suites.check import Subject

JUDGES = 2
"""How many judge at once: as many as the cores of the smallest server that a province will have."""
Work = tuple[Subject, Suite]


@dataclass(frozen=True, slots=True)
class JudgedSuite:
    """A suite, a result for each of its expectations in their order, and how long its judge had it."""

    suite: Suite
    results: tuple[GateResult, ...]
    seconds: float


def judge_side_by_side(url: URL, pages: Pages, waivers: Waivers, work: Sequence[Work]) -> list[JudgedSuite]:
    """All suites, in the order in which they were given, whichever judge had them and when.

    ``url`` carries the options of the sessions. The largest suites go first, so that no judge is left alone with one
    at the end.
    """
    engine = create_engine(url, isolation_level="AUTOCOMMIT", pool_size=JUDGES)
    address = url.render_as_string(hide_password=False)
    free: SimpleQueue[Validator] = SimpleQueue()
    for number in range(1, JUDGES + 1):
        free.put(Validator(pages, f"judge {number}", address))
    counted: dict[str, int] = {}

    def judge(piece: Work) -> JudgedSuite:
        subject, suite = piece
        validator, started = free.get(), perf_counter()
        try:
            with engine.connect() as connection:
                found = Judging(connection, validator, subject, waivers, counted).of_suite(suite)
                return JudgedSuite(suite, tuple(found), perf_counter() - started)
        finally:
            free.put(validator)

    try:
        with engine.connect() as connection:
            largest_first = _largest_first(connection, work)
        with ThreadPoolExecutor(JUDGES) as pool:
            judged = dict(zip(largest_first, pool.map(judge, (work[place] for place in largest_first)), strict=True))
    finally:
        engine.dispose()
    return [judged[place] for place in range(len(work))]


def _largest_first(connection: Connection, work: Sequence[Work]) -> list[int]:
    """Places in ``work``, by what the server takes for the rows of the table, for each expectation once."""
    estimated = {
        (row.nspname, row.relname): row.reltuples
        for row in connection.execute(
            text(
                "select n.nspname, c.relname, c.reltuples from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                " where n.nspname = any(:schemas)"
            ),
            {"schemas": [subject.schema for subject, _ in work]},
        )
    }

    def weight(place: int) -> float:
        subject, suite = work[place]
        return float(estimated.get((subject.schema, suite.mart), 0)) * len(suite.checks)

    return sorted(range(len(work)), key=weight, reverse=True)
