"""Faults planted in every mart, over real marts with a little of everything: each is blocked, or reported at least."""

from collections.abc import Iterator

import psycopg
import pytest

from expectations.build import build_gate_swap
from htx.settings import Settings
from ingest.raw.database import connect
from tests.expectations.planted_faults import UNSEEN, columns, systematic_faults
from tests.expectations.planting import Field, Planted, table_of
from tests.expectations.rich_round import load_rich_round, local, publish_figures
from tests.expectations.written_faults import WRITTEN

pytestmark = [pytest.mark.integration, pytest.mark.dbt, pytest.mark.long, pytest.mark.timeout(1500)]

SCHEMA = "marts"
AT_LEAST = 200


@pytest.fixture(scope="module")
def field(warehouse: Settings) -> Iterator[Field]:
    load_rich_round(warehouse)
    report = build_gate_swap(warehouse, local(2026, 5, 25))
    assert report.gate is not None
    assert (report.status, [one.key for one in report.gate.critical_failures]) == ("swapped", [])
    engine = connect(warehouse)
    with engine.begin() as connection:
        publish_figures(connection)
    engine.dispose()
    url = str(warehouse.database_url).replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        yield Field(connection, SCHEMA)


@pytest.fixture(scope="module")
def planted(field: Field, warehouse: Settings) -> list[Planted]:
    url = str(warehouse.database_url).replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        faults = [*systematic_faults(columns(connection, SCHEMA)), *WRITTEN]
    return list(field.plant_all(faults))


def test_untouched_marts_pass(field: Field) -> None:
    assert field.blocking == []


def test_every_fault_is_blocked_or_reported(planted: list[Planted], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print("\n" + table_of(planted))
    wrong = {
        f"{one.fault.name}: {one.fault.kind}" if one.fault in WRITTEN else one.fault.name: one.ending
        for one in planted
        if one.ending != "nothing to spoil" and not one.is_as_expected and one.fault.name not in UNSEEN
    }
    assert wrong == {}
    assert len([one for one in planted if one.is_noticed]) >= AT_LEAST


def test_no_mart_is_left_out(planted: list[Planted], warehouse: Settings) -> None:
    url = str(warehouse.database_url).replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        marts = {column.mart for column in columns(connection, SCHEMA)}
    assert {one.fault.mart for one in planted if one.is_noticed} == marts


def test_each_written_fault_finds_something_to_spoil(planted: list[Planted]) -> None:
    assert [one.fault.name for one in planted if one.fault in WRITTEN and one.ending == "nothing to spoil"] == []
