"""When what happens in a run that waits for a person has happened."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from htx.flows import flow_moment, given_now

pytestmark = pytest.mark.integration
DUE = datetime(2024, 5, 28, 2, 0, tzinfo=UTC)
GIVEN = "2024-05-28T09:00:00+07:00"


def context(**conf: str) -> dict[str, object]:
    return {"dag_run": SimpleNamespace(conf=conf, run_after=DUE)}


def test_a_decision_after_days_of_waiting_has_its_own_moment() -> None:
    """A report approved after the deadline must not count as delivered when its draft was made."""
    decided = DUE + timedelta(days=5)
    assert flow_moment(context(area_code="79"), decided) == decided
    assert given_now(context(area_code="79")) == {}


def test_in_a_run_that_was_given_a_moment_time_stands_still() -> None:
    given = context(now=GIVEN)
    assert flow_moment(given, datetime(2026, 11, 22, tzinfo=UTC)) == datetime.fromisoformat(GIVEN)
    assert given_now(given) == {"now": GIVEN}
