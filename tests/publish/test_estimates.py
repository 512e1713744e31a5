"""The officer's switch for estimates: kept for good, said once, of provinces as they were at the end of the period."""

from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.database import connect
from publish.errors import NotReadyError
from publish.estimates import Decision, Switched, switch_estimates

pytestmark = pytest.mark.integration


def switch(settings: Settings, decision: Decision, hour: int = 9, **changed: str) -> Switched:
    words = {"area_code": "79", "period_key": "2024-H1", "reason": "Quận 11 xin lùi hạn", "decided_by": "Trần Thị Bình"}
    decided_at = datetime(2024, 5, 23, hour, tzinfo=LOCAL_ZONE)
    return switch_estimates(settings, decision, decided_at=decided_at, **(words | changed))


def test_a_decision_is_kept_and_said_again_adds_nothing(warehouse: Settings) -> None:
    assert switch(warehouse, "on").is_new
    assert not switch(warehouse, "on", hour=10).is_new
    assert switch(warehouse, "off", hour=11).is_new
    assert switch(warehouse, "on", hour=12).is_new, "switched off in between, it is a decision anew"
    engine = connect(warehouse)
    with engine.connect() as connection:
        rows = connection.execute(text("select decision from ops.estimate_decision order by decided_at")).all()
        assert [row.decision for row in rows] == ["on", "off", "on"]
        with pytest.raises(DBAPIError, match="append"):
            connection.execute(text("update ops.estimate_decision set reason = 'khác'"))
    engine.dispose()


@pytest.mark.parametrize(
    ("area_code", "period_key", "told"),
    [
        ("74", "2025", "no province had the code 74 on 31/12/2025"),
        ("79", "2024-H3", "unknown period 2024-H3"),
        ("760", "2024-H1", "no province had the code 760"),
    ],
)
def test_only_a_province_of_that_time_can_be_estimated(
    warehouse: Settings, area_code: str, period_key: str, told: str
) -> None:
    with pytest.raises(NotReadyError, match=told):
        switch(warehouse, "on", area_code=area_code, period_key=period_key)


def test_a_decision_needs_a_name_and_a_reason(warehouse: Settings) -> None:
    with pytest.raises(ValueError, match="reason and a name"):
        switch(warehouse, "on", reason=" ")
