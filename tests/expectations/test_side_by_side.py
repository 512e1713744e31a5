"""Several judges at once: each looks at its own table, each query is asked once, and the order is the declared one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, make_url

from expectations.suites.check import Between, Check, HasRows, NoSuchRows, Subject, Suite
from htx.settings import Settings
from tests.expectations.conftest import FIRST_BUILD, NOW

pytestmark = pytest.mark.integration

SUITES = 24
SUBJECT = Subject("judged", FIRST_BUILD)


@pytest.fixture
def url(fresh_warehouse: Settings, engine: Engine) -> Iterator[URL]:
    """A schema of small tables; the odd ones hold what is out of bounds, every third one nothing."""
    with engine.begin() as connection:
        connection.exec_driver_sql("create schema judged")
        connection.exec_driver_sql("create sequence judged.asked")
        for number in range(SUITES):
            connection.exec_driver_sql(f"create table judged.t{number} as select {100 + number % 2 * 50} as value")
            if number % 3 == 0:
                connection.exec_driver_sql(f"delete from judged.t{number}")
    yield make_url(str(fresh_warehouse.database_url))
    with engine.begin() as connection:
        connection.exec_driver_sql("drop schema judged cascade")


def check(name: str, requirement: Between | HasRows | NoSuchRows, applies_to: str | None = None) -> Check:
    return Check(name, "critical", "Sai", "Wrong", requirement, applies_to)


def judged(url: URL, folder: Path, suites: list[Suite]) -> list[tuple[str, list[tuple[str, bool | None]]]]:
    from expectations.great import Pages
    from expectations.side_by_side import judge_side_by_side

    found = judge_side_by_side(url, Pages(NOW, folder), {}, [(SUBJECT, suite) for suite in suites])
    return [(one.suite.name, [(result.expectation, result.is_met) for result in one.results]) for one in found]


def test_each_judge_looks_at_the_table_of_its_suite(url: URL, tmp_path: Path) -> None:
    """`Between` and `HasRows` are judged by the library on the table that its engine holds for the current one."""
    always = "select 1 as one"
    checks = (check("within_bounds", Between("value", 90, 120), always), check("has_rows", HasRows()))
    suites = [Suite(f"suite_{number}", f"t{number}", checks) for number in range(SUITES)]
    expected = [
        (f"suite_{number}", [("within_bounds", number % 2 == 0 or number % 3 == 0), ("has_rows", number % 3 != 0)])
        for number in range(SUITES)
    ]
    assert judged(url, tmp_path, suites) == expected


def test_an_expectation_that_is_met_asks_its_query_once(url: URL, engine: Engine, tmp_path: Path) -> None:
    query = "select 1 from {batch} where nextval('judged.asked') < 0"
    suites = [Suite("once", "t1", (check("asked_once", NoSuchRows(query), "select 1 as one"),))]
    assert judged(url, tmp_path, suites) == [("once", [("asked_once", True)])]
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select last_value from judged.asked").scalar() == 1
