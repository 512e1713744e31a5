"""Departments, registers, support money and narrative through dbt: each at its place, none in a sum of the areas."""

import pytest

from htx.settings import Settings
from ingest.raw.database import connect
from tests.dbt.candidate import Ask, built, local
from tests.dbt.raw_rows import add_parts, add_submission, reading_id_of

pytestmark = [pytest.mark.integration, pytest.mark.dbt]
COOPERATIVES = ("HTX", "coop_total")
FORM = "A-1"


@pytest.fixture(scope="module")
def ask(warehouse: Settings) -> Ask:
    """Two areas and a department report for 2024; one area's register and narrative come a day after its form."""
    engine = connect(warehouse)
    with engine.begin() as connection:
        for area_code, total in (("760", "22"), ("783", "40")):
            add_submission(
                connection, area_code, local(11, 14, 9), {COOPERATIVES: total}, round_period="2024", parts=[FORM]
            )
        add_submission(
            connection, "snnptnt-79", local(11, 15, 9), {COOPERATIVES: "31"}, round_period="2024", parts=[FORM],
            is_department=True,
        )  # fmt: skip
        add_submission(
            connection, "783", local(11, 15, 10), {}, round_period="2024", parts=["A-3", "register", "narrative"]
        )
        add_parts(connection, reading_id_of("783", local(11, 15, 10), "2024"))
    engine.dispose()
    return built(warehouse)


def test_a_department_is_a_claim_of_its_own_and_in_no_sum(ask: Ask) -> None:
    rows = ask("select reporter_kind, source_key, value from fct_indicator_value order by value")
    assert [(row["reporter_kind"], row["source_key"], row["value"]) for row in rows] == [
        ("area", "submission:760", 22),
        ("agency", "submission:snnptnt-79", 31),
        ("area", "submission:783", 40),
    ]
    (total,) = ask(
        """
        select value, reporters_expected, reporters_reporting
        from fct_figure inner join dim_area using (area_key)
        where area_level = 'province' and indicator_key = 'HTX.coop_total'
            and completeness = 'reported' and boundary_reading = 'as_reported'
            and period_key = '2024-H1' and value_status = 'actual'
        """
    )
    assert (total["value"], total["reporters_expected"], total["reporters_reporting"]) == (62, 22, 2)
    (compared,) = ask("select * from fct_department_claim")
    assert (compared["department_value"], compared["territorial_value"], compared["difference"]) == (31, 62, -31)
    assert (compared["share_percent"], compared["verdict"]) == (50, "differs_while_some_are_absent")


def test_departments_have_a_row_of_their_own_for_the_round(ask: Ask) -> None:
    rows = ask(
        """
        select reporter_agency_code, status, is_on_time from fct_submission
        where reporter_kind = 'agency' order by reporter_agency_code
        """
    )
    assert [(row["reporter_agency_code"], row["status"]) for row in rows] == [
        ("qht-79", "missing"),
        ("sct-79", "missing"),
        ("snnptnt-79", "accepted"),
    ]


def test_parts_sent_alone_stand_beside_the_form(ask: Ask) -> None:
    (submission,) = ask(
        """
        select status, versions, is_reported from fct_submission
        inner join dim_area on reporter_area_key = area_key where area_code = '783' and period_key = '2024'
        """
    )
    assert (submission["status"], submission["versions"], submission["is_reported"]) == ("accepted", 1, True)
    paragraphs = ask("select topic, address, source_key from fct_narrative order by ordinal")
    assert [tuple(paragraph.values()) for paragraph in paragraphs] == [
        ("difficulties", "paragraph:12", "submission:783"),
        ("directions", "paragraph:15", "submission:783"),
    ]
    (support,) = ask("select policy_code, funding_source, period_key, value_status, value from fct_support_value")
    assert dict(support) == {
        "policy_code": "training",
        "funding_source": "local",
        "period_key": "2024-H1",
        "value_status": "actual",
        "value": 120_000_000,
    }
    (cooperative,) = ask("select cooperative_name, charter_capital_vnd from intermediate.int_register_row")
    assert dict(cooperative) == {
        "cooperative_name": "HTX Nông nghiệp Phước An",
        "charter_capital_vnd": 1_250_000_000,
    }
