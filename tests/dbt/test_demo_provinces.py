"""What the demo reads of the provinces of the articles, on the sample round."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection

from htx.demo import provinces
from htx.settings import Settings
from ingest.raw.database import connect
from tests.dbt.test_sample_round import truth

pytestmark = [pytest.mark.integration, pytest.mark.dbt]
CITY = "TP.HCM"


@pytest.fixture(scope="module")
def marts(sample_marts: Settings) -> Iterator[Connection]:
    engine = connect(sample_marts)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def of(rows: list[dict[str, Any]], place: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["place"] == place]


def test_each_province_of_the_press_has_one_reading_of_then_and_of_today(marts: Connection) -> None:
    rows = provinces.readings(marts)
    assert len({row["place"] for row in rows}) == len(rows)
    (city,) = of(rows, CITY)
    total = truth()["HTX.coop_total", "2024-H1", "actual"].total
    assert (city["period"], city["source_kind"], city["value"], city["value_today"]) == (
        "2024-H1", "submissions", total, total,
    )  # fmt: skip
    assert (city["reporters_reporting"], city["reporters_expected"]) == (20, 22)
    assert (city["reporting_today"], city["expected_today"]) == (20, 24)
    (press,) = of(rows, "Hà Tĩnh")
    assert (press["source_kind"], press["value"], press["value_today"]) == ("press", Decimal(975), None)


def test_what_contradicts_the_preferred_source_comes_first(marts: Connection) -> None:
    city = of(provinces.reconciliation(marts), CITY)
    assert city[0]["verdict"] not in ("agrees", "only_source", "preferred")
    press = next(row for row in city if row["source_kind"] == "press")
    assert (press["value_low"], press["preferred_kind"], press["verdict"]) == (Decimal(663), "target", "agrees")
    assert press["difference"] == 0
    assert {row["verdict"] for row in of(provinces.reconciliation(marts), "Hà Tĩnh")} == {"only_source"}


def test_targets_of_documents_stand_beside_their_actuals(marts: Connection) -> None:
    rows = provinces.targets(marts)
    assert [row["verdict"] for row in of(rows, "Hà Tĩnh")] == [None], "without a document it is named all the same"
    active = next(row for row in of(rows, CITY) if row["target_low"] == 663)
    assert (active["actual_period_key"], active["reporters_reporting"], active["reporters_expected"]) == (
        "2024-H1", 20, 22,
    )  # fmt: skip
    assert active["actual_value"] == truth()["HTX.coop_active", "2024-H1", "actual"].total
