"""The anchor of what tests fill by hand.

The marts of the publication tests have the columns of the real ones, and the simulation of the calendar judges
versions as the real build does.
"""

import re
from collections import defaultdict
from datetime import date

import pytest

from htx.settings import Settings
from tests.dbt.candidate import asking
from tests.publish.half_year_round import SCHEMA
from tests.publish.simulation.calendar_rows import PROVINCES, Reporter, Round
from tests.publish.simulation.facts import facts_of
from tests.publish.simulation.people import Arrival

pytestmark = [pytest.mark.integration, pytest.mark.dbt]
_TABLE = re.compile(r"create table marts\.(\w+) \((.*?)\);", re.DOTALL)
_COLUMN = re.compile(r"(?:^|,)\s*(\w+)\s+(?:int|text|date|uuid|numeric|boolean|timestamptz|jsonb)")


def test_every_column_that_tests_fill_by_hand_is_one_of_the_real_marts(sample_marts: Settings) -> None:
    real: defaultdict[str, set[str]] = defaultdict(set)
    for row in asking(sample_marts, "marts")(
        "select table_name, column_name from information_schema.columns where table_schema = 'marts'"
    ):
        real[row["table_name"]].add(row["column_name"])
    filled = {name: set(_COLUMN.findall(columns)) for name, columns in _TABLE.findall(SCHEMA)}
    assert len(filled) > 8
    assert {name: columns - real[name] for name, columns in filled.items() if columns - real[name]} == {}


def test_the_simulation_judges_versions_as_the_real_build_does(sample_marts: Settings) -> None:
    ask = asking(sample_marts, "marts")
    versions = ask(
        """
        select version.reporter_area_code, version.version, version.received_at, version.is_nil_return, reading.outcome,
            version.decided_by is not null as is_decided
        from intermediate.int_submission_version as version
        inner join raw.submission_reading as reading on version.reading_id = reading.reading_id
        where version.reporter_kind = 'area' and version.period_key = '2024-H1' and version.holds_form
        order by version.reporter_area_code, version.version
        """
    )
    arrivals = [
        Arrival(
            place=("79", "2024-H1"),
            area_code=row["reporter_area_code"],
            number=row["version"],
            received_at=row["received_at"],
            verdict=row["outcome"],
            is_nil=row["is_nil_return"],
            coop_total=0,
            sender=None,
            taken_late_at=row["received_at"] if row["is_decided"] else None,
        )
        for row in versions
    ]
    real = {
        row["area_code"]: (row["status"], row["versions"], row["current_version"], row["is_reported"])
        for row in ask(
            "select area_code, status, versions, current_version, is_reported from fct_submission"
            " inner join dim_area on reporter_area_key = area_key where period_key = '2024-H1' and form_code = 'A-1'"
        )
    }
    reporters = tuple(Reporter(code, code, code, code) for code in sorted(real))
    one = Round(PROVINCES[0], "2024-H1", date(2024, 5, 1), date(2024, 5, 20), date(2024, 6, 1), reporters)
    latest = max(arrival.received_at for arrival in arrivals)
    simulated = {
        fact.reporter.area_code: (
            fact.status,
            fact.versions,
            None if fact.current is None else fact.current.number,
            fact.counts,
        )
        for fact in facts_of(one, arrivals, latest).reporters
    }
    explained = {row["reporter_area_code"] for row in versions if row["is_decided"] and row["outcome"] == "rejected"}
    assert {code: told for code, told in simulated.items() if code not in explained} == {
        code: told for code, told in real.items() if code not in explained
    }
    assert len({status for status, *_ in real.values()}) >= 4, "a round with every kind of reporter"
