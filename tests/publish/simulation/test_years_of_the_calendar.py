"""Years of the calendar on a fake clock, with outages and with people as they are.

Late only where people were, reminders exact, nothing twice, nothing lost. Other seeds and more provinces by hand:
`python -m tests.publish.simulation --seed 7 --years 10 --provinces 2`.
"""

from collections import Counter

import pytest

from htx.runtime.postgres import PostgresAddress
from htx.settings import Settings
from tests.publish.simulation.calendar_rows import PROVINCES
from tests.publish.simulation.checks import Report, check
from tests.publish.simulation.drive import Simulation


def simulated(settings: Settings, address: PostgresAddress, *, seed: int, years: int, provinces: int) -> Report:
    simulation = Simulation(
        settings,
        address,
        seed=seed,
        years=years,
        provinces=PROVINCES[:provinces],
        dying_share=0.1 if years == 1 else 0.04,
        rendered_share=0.0 if years == 1 else 0.02,
    )
    try:
        simulation.run()
        report = check(simulation)
    finally:
        simulation.close()
    print(f"seed {seed}: {report.summary}")  # what a failure shows
    return report


def at_least(numbers: Counter[str], **wanted: int) -> bool:
    """Whether the years were eventful enough to tell anything."""
    return all(numbers[name.replace("_", " ")] >= count for name, count in wanted.items())


@pytest.mark.integration
def test_a_year_of_one_province_keeps_the_laws(fresh_warehouse: Settings, postgres: PostgresAddress) -> None:
    report = simulated(fresh_warehouse, postgres, seed=4, years=1, provinces=1)
    assert report.complaints == []
    assert at_least(report.numbers, errata=1, reminder=5, mails=10, calls_that_died=3)


@pytest.mark.long
@pytest.mark.integration
@pytest.mark.timeout(3600)
def test_ten_years_of_a_province_keep_the_laws(fresh_warehouse: Settings, postgres: PostgresAddress) -> None:
    report = simulated(fresh_warehouse, postgres, seed=24, years=10, provinces=1)
    assert report.complaints == []
    assert at_least(report.numbers, errata=40, reminder=150, escalation=5, mails=300)
    assert at_least(report.numbers, calls_that_died=30, undeliverable=1, reports_in_time=10)
