"""An officer lets a contradiction stand: a row, once, and only about what is broken."""

import pytest
from sqlalchemy import Engine, text

from expectations.rule_decisions import decide_on_rule
from htx.settings import Settings
from tests.expectations.conftest import FIRST_BUILD, NOW, begin_build, create_marts, run_file

pytestmark = pytest.mark.integration

RULE = "htx_coop_active_at_most_htx_coop_total"


@pytest.fixture
def with_marts(fresh_warehouse: Settings, engine: Engine) -> Settings:
    """Marts in which the report of area 769 breaks the rule, and the province does not."""
    with engine.begin() as connection:
        run_file(connection, "raw_rows.sql")
        begin_build(connection, FIRST_BUILD)
        create_marts(connection, "marts")
        run_file(connection, "marts_rows.sql", schema="marts", build_id=FIRST_BUILD)
    return fresh_warehouse


def decide(settings: Settings, place: str, reason: str = "Số liệu lịch sử.") -> object:
    return decide_on_rule(
        settings,
        RULE,
        place,
        "2024-H1",
        decision="waive",
        reason=reason,
        decided_by="Trần Thị Bình",
        decided_at=NOW,
    )


def test_a_decision_is_kept_once(with_marts: Settings, engine: Engine) -> None:
    assert decide(with_marts, "769") == decide(with_marts, "769")
    with engine.connect() as connection:
        kept = connection.execute(text("select rule_code, place_code, decision, reason from ops.rule_decision")).all()
    assert [tuple(row) for row in kept] == [(RULE, "769", "waive", "Số liệu lịch sử.")]


def test_what_holds_needs_no_decision(with_marts: Settings) -> None:
    with pytest.raises(ValueError, match="is not broken at 79 in 2024-H1"):
        decide(with_marts, "79")


def test_a_decision_says_why(with_marts: Settings) -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        decide(with_marts, "769", reason=" ")
