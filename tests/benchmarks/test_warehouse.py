"""The benchmark of the warehouse: its made-up rounds fit raw, its floor makes the marts' rows, its questions run."""

import re
import subprocess
import sys

import pytest
from sqlalchemy import text

from benchmarks.warehouse import GUIDE, questions
from benchmarks.warehouse_history import Round, arrive, clear_calendar, communes
from expectations.reference import load_reference
from htx.settings import REPOSITORY, Settings
from ingest.raw.database import connect


def test_rounds_follow_each_other_every_half_year() -> None:
    assert [Round(number).period_key for number in range(4)] == ["2025", "2026-H1", "2026", "2027-H1"]


def test_the_guide_of_analysts_asks_ten_questions_and_more() -> None:
    asked = list(questions(GUIDE.read_text(encoding="utf-8"), 2031))
    assert len(asked) >= 10
    assert not [query for _, query in asked if "2024" in query]


@pytest.mark.integration
def test_a_made_up_round_is_owed_and_sent(fresh_warehouse: Settings) -> None:
    load_reference(fresh_warehouse)
    engine = connect(fresh_warehouse)
    with engine.begin() as connection:
        clear_calendar(connection)
        cells = arrive(connection, fresh_warehouse.seeds_dir, Round(1), communes(fresh_warehouse.seeds_dir, 50))
        count = {
            name: connection.scalar(text(f"select count(*) from {name}"))
            for name in ("raw.receipt", "raw.submission_reading", "raw.submission_value")
        }
        rounds = "select count(*) from reference.obligations where obligation_kind = 'reporter_round'"
        owed = connection.scalar(text(f"{rounds} and period_key = '2026-H1'"))
    engine.dispose()
    assert owed == 50
    assert 40 < count["raw.receipt"] == count["raw.submission_reading"] < 50, "some are silent"
    assert count["raw.submission_value"] == cells == 3 * 34 * count["raw.receipt"]


@pytest.mark.long
@pytest.mark.integration
@pytest.mark.dbt
def test_a_tiny_history_is_measured() -> None:
    tiny = ("--rounds", "1", "--reporters", "40", "--cooperatives", "200", "--scale", "1")
    finished = subprocess.run(
        [sys.executable, "-m", "benchmarks.warehouse", *tiny],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert "(swapped)" in finished.stdout
    compared = re.findall(r"(\w+): (\d+) rows by hand, (\d+) in the mart", finished.stdout)
    assert [mart for mart, by_hand, built in compared if by_hand == built] == [mart for mart, *_ in compared]
    assert finished.stdout.count(" ms ") >= 10
