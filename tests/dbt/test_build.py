"""A handful of raw rows through dbt on a real PostgreSQL: the marts against figures worked out by hand."""

import re
from collections.abc import Sequence
from decimal import Decimal

import pytest
from sqlalchemy import RowMapping

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.ops import submission_decision
from tests.dbt.candidate import BUILD_ID, Ask, built, dbt, local
from tests.dbt.raw_rows import add_submission, add_target
from tests.dbt.test_project import CONTRACTED

pytestmark = [pytest.mark.integration, pytest.mark.dbt]
COOPERATIVES, OPERATING, NEW, REVENUE = (
    ("HTX", "coop_total"),
    ("HTX", "coop_active"),
    ("HTX", "coop_new"),
    ("HTX", "revenue_avg"),
)
MANAGERS, WITH_DEGREE = ("HTX", "managers_total"), ("HTX", "managers_degree")
UNIONS, UNION_WORKERS = ("LHHTX", "union_total"), ("LHHTX", "workers_total")


@pytest.fixture(scope="module")
def ask(warehouse: Settings) -> Ask:
    """The marts over six submissions and two targets.

    Quận 1, Quận 3 and (late, but taken) Nhà Bè report; Quận 4 has none; Quận 7 is a second too late; Gò Vấp is
    refused. Sixteen reporters are silent.
    """
    engine = connect(warehouse)
    with engine.begin() as connection:
        add_submission(
            connection,
            "760",
            local(5, 15, 9, 12),
            {
                COOPERATIVES: "22", OPERATING: "16", NEW: "12", REVENUE: "1000", MANAGERS: "60", WITH_DEGREE: "15",
                UNIONS: "0", UNION_WORKERS: "",
            },
        )  # fmt: skip
        add_submission(connection, "770", local(5, 14, 8), {COOPERATIVES: "99", OPERATING: "98"})
        add_submission(
            connection,
            "770",
            local(5, 19, 23, 59, 59),
            {
                COOPERATIVES: "66", OPERATING: "…", NEW: "-", REVENUE: "3000", MANAGERS: "40", WITH_DEGREE: "35",
                UNIONS: "2", UNION_WORKERS: "",
            },
        )  # fmt: skip
        add_submission(connection, "773", local(5, 13, 8, 5), {}, is_nil=True)
        add_submission(connection, "778", local(5, 20, 0), {COOPERATIVES: "1000"})
        late = add_submission(connection, "786", local(5, 22, 10, 15), {COOPERATIVES: "7", NEW: "4"})
        decision = {
            "decision_id": content_id(late),
            "receipt_id": late,
            "decision": "take_late",
            "reason": "Đã báo trước bằng điện thoại.",
            "decided_by": "chuyen-vien-tong-hop",
            "decided_at": local(5, 23, 9),
        }
        append(connection, submission_decision, [decision])
        errors = {"E12": "Số đang hoạt động lớn hơn tổng số."}
        add_submission(connection, "764", local(5, 18, 9), {COOPERATIVES: "500"}, outcome="rejected", errors=errors)
        fetched_at = local(6, 3, 8)
        add_target(connection, evidence="thành lập mới 30 HTX", indicator="coop_new", low=30, fetched_at=fetched_at)
        add_target(connection, evidence="663 HTX", indicator="coop_active", low=663, fetched_at=fetched_at)
    engine.dispose()
    return built(warehouse)


def figure(ask: Ask, indicator_key: str, completeness: str = "reported", reading: str = "as_reported") -> RowMapping:
    (row,) = ask(
        """
        select figure.*, area.area_code, area.valid_from
        from fct_figure as figure inner join dim_area as area using (area_key)
        where indicator_key = :indicator_key and completeness = :completeness and boundary_reading = :reading
            and area.area_level = 'province' and sector_code = 'all' and period_key = '2024-H1'
            and value_status = 'actual'
        """,
        indicator_key=indicator_key,
        completeness=completeness,
        reading=reading,
    )
    return row


def submissions(ask: Ask) -> dict[str, RowMapping]:
    rows = ask(
        """
        select submission.*, area.area_code
        from fct_submission as submission inner join dim_area as area on submission.reporter_area_key = area.area_key
        where period_key = '2024-H1'
        """
    )
    return {row["area_code"]: row for row in rows}


def test_every_expected_reporter_has_one_row(ask: Ask) -> None:
    found = submissions(ask)
    assert len(found) == 22
    assert {code: row["status"] for code, row in found.items() if row["status"] != "missing"} == {
        "760": "accepted",
        "770": "accepted",
        "773": "accepted",
        "778": "late_pending",
        "786": "accepted",
        "764": "rejected",
    }
    assert {code for code, row in found.items() if row["is_reported"]} == {"760", "770", "773", "786"}


def test_a_submission_says_its_version_and_its_reasons(ask: Ask) -> None:
    found = submissions(ask)
    assert (found["770"]["versions"], found["770"]["current_version"]) == (2, 2)
    assert found["770"]["is_on_time"] is True
    assert found["773"]["is_nil"] is True
    assert found["778"]["reasons_vi"] == (
        "Nộp lúc 00:00 ngày 20/05/2024, sau hạn (trước ngày 20/05/2024); chờ quyết định nhận."
    )
    assert found["786"]["decision_reason"] == "Đã báo trước bằng điện thoại."
    assert (found["764"]["error_count"], found["764"]["reasons_vi"]) == (1, "Số đang hoạt động lớn hơn tổng số.")


def test_ids_are_those_that_intake_would_make(ask: Ask) -> None:
    assert submissions(ask)["760"]["submission_id"] == content_id("760", "A-1", "2024-H1")
    total = figure(ask, "HTX.coop_total")
    assert total["figure_id"] == content_id(
        "HTX.coop_total", "all", "79", total["valid_from"], "2024-H1", "actual", "as_reported", "reported"
    )


def test_a_sum_holds_only_what_is_taken_and_says_who_is_absent(ask: Ask) -> None:
    total = figure(ask, "HTX.coop_total")
    assert total["value"] == 22 + 66 + 0 + 7
    assert (total["reporters_expected"], total["reporters_reporting"]) == (22, 4)
    assert len(total["absentees"]) == 18
    assert {"Quận 7", "Quận Gò Vấp", "Quận 11"} <= set(total["absentees"])
    assert total["reason"].startswith("4/22 đơn vị có số liệu; thiếu: ")


def test_the_complete_figure_is_empty_while_a_reporter_is_absent(ask: Ask) -> None:
    total = figure(ask, "HTX.coop_total", "complete")
    assert total["value"] is None
    assert total["reason"].startswith("4/22 đơn vị có số liệu")


def test_unknown_is_absent_and_a_dash_is_zero(ask: Ask) -> None:
    operating = figure(ask, "HTX.coop_active")
    assert (operating["value"], operating["reporters_reporting"]) == (16, 2)
    assert "Quận 3" in operating["absentees"]
    new = figure(ask, "HTX.coop_new")
    assert (new["value"], new["reporters_reporting"]) == (12 + 0 + 0 + 4, 4)


def test_a_blank_is_zero_only_where_there_is_nothing_to_count(ask: Ask) -> None:
    workers = figure(ask, "LHHTX.workers_total")
    assert workers["reporters_reporting"] == 2  # Quận 1 has no union, Quận 4 has nothing at all
    assert workers["value"] == 0
    assert "Quận 3" in workers["absentees"]


def test_a_mean_weighs_each_reporter_by_its_cooperatives(ask: Ask) -> None:
    revenue = figure(ask, "HTX.revenue_avg")
    assert revenue["denominator"] == 22 + 66
    assert revenue["numerator"] == (22 * 1000 + 66 * 3000) * 1_000_000
    assert revenue["value"] == 2_500_000_000
    assert revenue["canonical_unit"] == "VND"


def test_a_share_is_derived_from_its_two_sides(ask: Ask) -> None:
    share = figure(ask, "HTX.managers_degree_pct")
    assert (share["numerator"], share["denominator"], share["value"]) == (100 * (15 + 35), 60 + 40, 50)


def test_todays_boundaries_say_which_provinces_did_not_report(ask: Ask) -> None:
    total = figure(ask, "HTX.coop_total", reading="todays_boundaries")
    assert total["value"] == 95
    assert str(total["valid_from"]) == "2025-07-01"
    assert (total["reporters_expected"], total["reporters_reporting"]) == (24, 4)
    assert total["absentees"][:2] == ["Tỉnh Bà Rịa - Vũng Tàu", "Tỉnh Bình Dương"]
    assert "Địa giới hiện nay gồm cả Tỉnh Bà Rịa - Vũng Tàu, Tỉnh Bình Dương: không có số liệu." in total["reason"]


@pytest.mark.parametrize("indicator_key", ["HTX.coop_total", "HTX.revenue_avg", "HTX.managers_degree_pct"])
def test_a_figure_can_be_worked_out_again_from_its_claims(ask: Ask, indicator_key: str) -> None:
    made = figure(ask, indicator_key)
    (again,) = ask(
        """
        select sum(claim.value * bridge.weight) as total
        from bridge_figure_claim as bridge inner join fct_indicator_value as claim using (claim_id)
        where bridge.figure_id = :figure_id and bridge.weight is not null
        """,
        figure_id=made["figure_id"],
    )
    assert again["total"] / (made["denominator"] or Decimal(1)) == made["value"]


def test_every_claim_keeps_its_address_and_its_print(ask: Ask) -> None:
    (revenue,) = ask(
        """
        select claim.* from fct_indicator_value as claim inner join dim_area as area using (area_key)
        where indicator_key = 'HTX.revenue_avg' and area_code = '760'
        """
    )
    assert (revenue["printed_value"], revenue["printed_unit"], revenue["value"]) == (
        "1000",
        "triệu đồng/năm",
        1_000_000_000,
    )
    assert (revenue["sheet"], revenue["cell"], revenue["file_name"]) == ("Phụ lục 1", "E13", "760_6T2024.xlsx")
    assert revenue["source_key"] == "submission:760"


def test_refused_late_and_replaced_values_are_no_claims(ask: Ask) -> None:
    rows = ask("select value from fct_indicator_value where indicator_key = 'HTX.coop_total' order by value")
    assert [row["value"] for row in rows] == [7, 22, 66]


def test_press_stands_beside_the_submissions_and_in_no_sum(ask: Ask) -> None:
    rows = ask(
        """
        select claim.value, claim.evidence_text, area.area_code, area.valid_to
        from fct_indicator_value as claim inner join dim_area as area using (area_key)
        where evidence_kind = 'sentence' order by claim.value
        """
    )
    assert [(row["value"], row["evidence_text"]) for row in rows] == [
        (30, "thành lập mới 30 HTX"),
        (663, "663 HTX"),
    ]
    assert {(row["area_code"], str(row["valid_to"])) for row in rows} == {("79", "2025-07-01")}
    assert not ask(
        """
        select 1 from bridge_figure_claim as bridge inner join fct_indicator_value as claim using (claim_id)
        where claim.evidence_kind = 'sentence'
        """
    )


def test_a_partial_sum_can_show_that_a_target_is_on_track_but_not_that_it_is_missed(ask: Ask) -> None:
    progress = ask("select * from fct_target_progress where target_kind = 'press'")
    verdicts = {row["indicator_key"]: row for row in progress}
    new = verdicts["HTX.coop_new"]
    assert (new["actual_value"], new["verdict"]) == (16, "on_track")
    assert new["actual_figure_id"] == figure(ask, "HTX.coop_new")["figure_id"]
    operating = verdicts["HTX.coop_active"]
    assert (operating["actual_value"], operating["verdict"]) == (16, "not_evaluable")
    assert operating["reason"] == "Chưa đủ báo cáo để kết luận. Số liệu của 2/22 đơn vị."


def test_the_wide_view_says_the_same_as_the_figures(ask: Ask) -> None:
    (wide,) = ask(
        """
        select mart.* from mart_province_period as mart inner join dim_province using (province_key)
        where province_code = '79' and period_key = '2024-H1' and value_status = 'actual'
            and boundary_reading = 'as_reported' and completeness = 'reported'
        """
    )
    assert (wide["reporters_expected"], wide["reporters_reporting"]) == (22, 4)
    assert wide["htx_coop_total"] == 95
    assert wide["htx_revenue_avg"] == 2_500_000_000
    assert wide["tht_group_total"] == 0  # a nil return; nobody else gave the cell


def test_findings_of_every_version_name_their_submission(ask: Ask) -> None:
    (finding,) = ask("select * from fct_finding")
    assert (finding["cell"], finding["severity"], finding["is_current"]) == ("E12", "error", True)
    assert finding["submission_id"] == submissions(ask)["764"]["submission_id"]


def test_the_unit_tests_of_the_models_pass(ask: Ask, warehouse: Settings) -> None:
    finished = dbt(warehouse, "test", "--resource-type", "unit_test")
    assert finished.returncode == 0, finished.stdout
    passed = re.search(r"PASS=(\d+) WARN=0 ERROR=0 SKIP=0", finished.stdout)
    assert passed
    assert int(passed[1]) >= 25


def test_every_mart_carries_the_build_a_primary_key_and_a_contract(ask: Ask) -> None:
    marts = [row["table_name"] for row in ask(_MARTS)]
    assert set(marts) == CONTRACTED
    for mart in marts:
        if ask(f"select 1 from {mart} limit 1"):
            assert [row["build_id"] for row in ask(f"select distinct build_id from {mart}")] == [BUILD_ID], mart
    assert _names(ask(_PRIMARY_KEYS)) == marts


_MARTS = """
    select table_name from information_schema.tables
    where table_schema = 'marts_candidate' and table_type = 'BASE TABLE' order by table_name
"""
_PRIMARY_KEYS = """
    select table_name from information_schema.table_constraints
    where table_schema = 'marts_candidate' and constraint_type = 'PRIMARY KEY' order by table_name
"""


def _names(rows: Sequence[RowMapping]) -> list[str]:
    return [row["table_name"] for row in rows]
