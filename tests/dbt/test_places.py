"""The marts over a small history with the reform of 2025: districts before, communes after, both readings."""

import io
from collections.abc import Iterator
from decimal import Decimal

import openpyxl
import pytest
from sqlalchemy import RowMapping

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.submissions.identity import IDENTITY_SHEET
from ingest.submissions.intake import receive_inbox
from ingest.submissions.reference import load_reference
from ingest.submissions.template import build_template
from tests.dbt.candidate import Ask, built
from tests.dbt.raw_rows import add_submission
from tests.dbt.small_history import AFTER, BEFORE, BETWEEN, UNWEIGHED, Report, SmallHistory, copied_project

pytestmark = [pytest.mark.integration, pytest.mark.dbt]
COOPERATIVES, REVENUE = "HTX.coop_total", "HTX.revenue_avg"
REUSED = {
    "15": ("Tỉnh Yên Bái", "Tỉnh Lào Cai"),
    "24": ("Tỉnh Bắc Giang", "Tỉnh Bắc Ninh"),
    "44": ("Tỉnh Quảng Bình", "Tỉnh Quảng Trị"),
    "52": ("Tỉnh Bình Định", "Tỉnh Gia Lai"),
    "80": ("Tỉnh Long An", "Tỉnh Tây Ninh"),
    "82": ("Tỉnh Tiền Giang", "Tỉnh Đồng Tháp"),
    "91": ("Tỉnh Kiên Giang", "Tỉnh An Giang"),
}
MILLION = 1_000_000


@pytest.fixture(scope="module")
def history() -> SmallHistory:
    return SmallHistory()


@pytest.fixture(scope="module")
def ask(warehouse: Settings, history: SmallHistory) -> Ask:
    """The marts over the history; one commune hands in a workbook, which is read, the others' rows are put there."""
    settings = copied_project(warehouse, history)
    by_workbook = workbook_sender(history)
    engine = connect(settings)
    with engine.begin() as connection:
        for report in history.reports:
            if report is not by_workbook:
                cells = {("HTX", "revenue_avg"): str(report.revenue_per_cooperative)}
                if report.cooperatives is not None:
                    cells["HTX", "coop_total"] = str(report.cooperatives)
                add_submission(
                    connection, report.reporter_code, report.received_at, cells, round_period=report.period_key
                )
    engine.dispose()
    hand_in(settings, by_workbook)
    return built(settings)


def workbook_sender(history: SmallHistory) -> Report:
    """The first commune of TP.HCM in 2026: phường Tân Định."""
    return next(one for one in history.reports if one.province_code == "79" and one.period_key == AFTER)


def hand_in(settings: Settings, report: Report) -> None:
    """A workbook without the template's hidden sheet: the reader goes by the letterhead."""
    values = {
        ("HTX", "coop_total", "actual_h1"): report.cooperatives,
        ("HTX", "revenue_avg", "actual_h1"): report.revenue_per_cooperative,
    }
    reference = load_reference(settings.seeds_dir)
    template = build_template("A-1", report.reporter_code, report.period_key, reference, values)
    book = openpyxl.load_workbook(io.BytesIO(template))
    del book[IDENTITY_SHEET]
    folder = settings.inbox_dir / report.period_key
    folder.mkdir(parents=True)
    book.save(folder / "bao cao 6 thang.xlsx")
    (folder / "manifest.csv").write_text(
        "file_name,area_code,sender,channel,received_at,note\n"
        f"bao cao 6 thang.xlsx,,phuong@tphcm.example,email,{report.received_at.isoformat()},\n",
        encoding="utf-8",
    )
    receive_inbox(settings, report.received_at)


def figures(ask: Ask, indicator: str, period: str, reading: str, completeness: str = "complete") -> list[RowMapping]:
    return list(
        ask(
            """
            select area.area_code, area.area_name, area.area_level, area.valid_from, area.valid_to, figure.*
            from fct_figure as figure inner join dim_area as area using (area_key)
            where indicator_key = :indicator and period_key = :period and boundary_reading = :reading
                and completeness = :completeness and sector_code = 'all' and value_status = 'actual'
            """,
            indicator=indicator,
            period=period,
            reading=reading,
            completeness=completeness,
        )
    )


def provinces(rows: list[RowMapping]) -> dict[str, RowMapping]:
    return {row["area_code"]: row for row in rows if row["area_level"] == "province"}


def said(history: SmallHistory, period: str) -> Iterator[Report]:
    return (report for report in history.reports if report.period_key == period)


def test_then_63_provinces_report_each_what_its_district_says(ask: Ask, history: SmallHistory) -> None:
    found = provinces(figures(ask, COOPERATIVES, BEFORE, "as_reported"))
    assert len(found) == 63
    assert {code: row["value"] for code, row in found.items()} == {
        report.province_code: report.cooperatives for report in said(history, BEFORE)
    }


def test_34_provinces_of_today_add_up_their_predecessors(ask: Ask, history: SmallHistory) -> None:
    expected: dict[str, Decimal] = {}
    incomplete = set()
    for report in said(history, BEFORE):
        today = history.today_of(report.province_code)
        if report.cooperatives is None:
            incomplete.add(today)
        else:
            expected[today] = expected.get(today, Decimal()) + report.cooperatives
    found = provinces(figures(ask, COOPERATIVES, BEFORE, "todays_boundaries"))
    assert len(found) == 34
    assert incomplete == {"24"}
    assert {code: row["value"] for code, row in found.items() if code not in incomplete} == {
        code: value for code, value in expected.items() if code not in incomplete
    }
    assert found["24"]["value"] is None, "Bắc Ninh of today is incomplete: a predecessor did not say"
    assert found["24"]["absentees"] == ["Thành phố Bắc Ninh"]


def test_averages_are_based_anew_with_their_weights(ask: Ask, history: SmallHistory) -> None:
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for report in said(history, BEFORE):
        if report.cooperatives is not None:
            money, weight = sums.get(history.today_of(report.province_code), (Decimal(), Decimal()))
            money += report.cooperatives * report.revenue_per_cooperative * MILLION
            sums[history.today_of(report.province_code)] = money, weight + report.cooperatives
    found = provinces(figures(ask, REVENUE, BEFORE, "todays_boundaries", "reported"))
    assert len(found) == 34
    for code, row in found.items():
        if code != "24":
            money, weight = sums[code]
            assert (row["numerator"], row["denominator"]) == (money, weight)
            assert abs(row["value"] - money / weight) < Decimal("0.000001")


def test_an_average_whose_weight_nobody_gave_is_refused_in_every_boundary(ask: Ask) -> None:
    then = provinces(figures(ask, REVENUE, BEFORE, "as_reported", "reported"))
    today = provinces(figures(ask, REVENUE, BEFORE, "todays_boundaries", "reported"))
    for row in (then["27"], today["24"]):
        assert row["value"] is None
        assert "thiếu trọng số" in row["reason"]
        assert "Thành phố Bắc Ninh" in row["reason"]
    assert then["24"]["value"] is not None, "Bắc Giang, which bore the code then, said its own"


@pytest.mark.parametrize(("code", "names"), REUSED.items(), ids=[old for old, _ in REUSED.values()])
def test_figures_under_the_old_and_the_new_owner_of_a_code_never_mix(
    ask: Ask, history: SmallHistory, code: str, names: tuple[str, str]
) -> None:
    before = provinces(figures(ask, COOPERATIVES, BEFORE, "as_reported"))[code]
    after = provinces(figures(ask, COOPERATIVES, AFTER, "as_reported"))[code]
    of_owner = [report.cooperatives for report in said(history, BEFORE) if report.province_code == code]
    of_communes = [report.cooperatives for report in said(history, AFTER) if report.province_code == code]
    assert (before["area_name"], after["area_name"]) == names
    assert before["area_key"] != after["area_key"]
    assert [before["value"]] == of_owner
    assert after["value"] == sum(value for value in of_communes if value is not None)
    predecessors = {
        report.province_code for report in said(history, BEFORE) if history.today_of(report.province_code) == code
    }
    assert code in predecessors
    assert len(predecessors) == 2


@pytest.mark.parametrize("indicator", [COOPERATIVES, REVENUE])
@pytest.mark.parametrize("period", [BEFORE, AFTER])
def test_both_readings_give_the_same_national_totals(ask: Ask, indicator: str, period: str) -> None:
    for completeness in ("complete", "reported"):
        then, today = (
            [row for row in figures(ask, indicator, period, reading, completeness) if row["area_level"] == "country"]
            for reading in ("as_reported", "todays_boundaries")
        )
        columns = ("value", "numerator", "denominator", "reporters_expected", "reporters_reporting")
        assert [{name: row[name] for name in columns} for row in then] == [
            {name: row[name] for name in columns} for row in today
        ]
        assert len(then) == 1


def test_the_national_total_is_the_sum_of_what_was_said(ask: Ask, history: SmallHistory) -> None:
    for period in (BEFORE, AFTER):
        values = [report.cooperatives for report in said(history, period) if report.cooperatives is not None]
        (row,) = (
            row
            for row in figures(ask, COOPERATIVES, period, "todays_boundaries", "reported")
            if row["area_level"] == "country"
        )
        assert row["value"] == sum(values)
        assert row["reporters_reporting"] == len(values)


def test_districts_and_communes_make_one_series_of_a_province(ask: Ask, history: SmallHistory) -> None:
    (city,) = ask(
        "select area_key from dim_area where area_code = '79' and valid_to is null and area_level = 'province'"
    )
    series = {
        period: row["value"]
        for period in (BEFORE, AFTER)
        for row in figures(ask, COOPERATIVES, period, "todays_boundaries")
        if row["area_key"] == city["area_key"]
    }
    parts = {
        BEFORE: [one.cooperatives for one in said(history, BEFORE) if one.province_code in {"79", "74", "77"}],
        AFTER: [one.cooperatives for one in said(history, AFTER) if one.province_code == "79"],
    }
    assert series == {period: sum(value for value in values if value) for period, values in parts.items()}


def test_dong_nai_of_three_maps_is_one_series_and_counted_once(ask: Ask, history: SmallHistory) -> None:
    for round_of, period in ((BEFORE, BEFORE), (BETWEEN, "2025-H1"), (AFTER, AFTER)):
        (row,) = (
            row
            for row in figures(ask, COOPERATIVES, period, "todays_boundaries")
            if row["area_name"] == "Thành phố Đồng Nai"
        )
        of_parts = [one.cooperatives for one in said(history, round_of) if one.province_code in {"75", "70"}]
        assert row["value"] == sum(value for value in of_parts if value)


def test_a_country_of_which_one_province_spoke_is_never_whole(ask: Ask, history: SmallHistory) -> None:
    spoken = sum(one.cooperatives for one in said(history, BETWEEN) if one.cooperatives)
    for reading in ("as_reported", "todays_boundaries"):
        values = {
            completeness: row["value"]
            for completeness in ("complete", "reported")
            for row in figures(ask, COOPERATIVES, "2025-H1", reading, completeness)
            if row["area_level"] == "country"
        }
        assert values == {"complete": None, "reported": spoken}


def test_a_commune_is_recognised_by_its_letterhead_and_counts(ask: Ask, history: SmallHistory) -> None:
    sender = workbook_sender(history)
    (row,) = ask(
        """
        select submission.status, submission.file_name, area.area_code, area.area_level, area.valid_from
        from fct_submission as submission inner join dim_area as area on reporter_area_key = area_key
        where file_name = 'bao cao 6 thang.xlsx'
        """
    )
    assert (row["area_code"], row["area_level"]) == (sender.reporter_code, "commune")
    assert row["valid_from"].isoformat() == "2025-07-01"
    assert row["status"].startswith("accepted")


def test_every_commune_and_district_is_a_reporter_on_its_due_day(ask: Ask) -> None:
    rows = ask(
        """
        select period_key, area_level, count(*) as reporters, bool_and(is_reported) as all_reported
        from fct_submission inner join dim_area on reporter_area_key = area_key group by 1, 2 order by 1
        """
    )
    assert [tuple(row.values()) for row in rows] == [
        (BEFORE, "district", 63, True),
        (BETWEEN, "commune", 2, True),
        (AFTER, "commune", 68, True),
    ]


def test_what_became_of_a_reporter_is_told_or_why_not(ask: Ask) -> None:
    rows = ask(
        "select today.area_name as today, area.not_today_reason from dim_area as area"
        " left join dim_area as today on area.today_area_key = today.area_key"
        " where area.area_code in (:unweighed, '755') and area.valid_to = '2025-07-01' order by 1",
        unweighed=UNWEIGHED,
    )
    assert rows[0]["today"] == "Đặc khu Côn Đảo"
    assert rows[1]["today"] is None
    assert rows[1]["not_today_reason"].startswith("Cấp huyện kết thúc hoạt động từ ngày 01/07/2025")


def test_the_successions_of_the_reform_are_counted(ask: Ask) -> None:
    rows = ask(
        """
        select from_level, count(distinct from_area_key) as olds, count(distinct to_area_key) as news,
            count(distinct from_area_key) filter (where share = 1) as whole
        from bridge_area_succession where is_confirmed and changed_on = '2025-07-01' group by 1 order by 1
        """
    )
    assert [tuple(row.values()) for row in rows] == [
        ("commune", 10_035, 3_316, 9_564),
        ("district", 696, 5, 5),
        ("province", 52, 23, 52),
    ]
    assert not ask("select 1 from bridge_area_succession where share <> 1")
    assert [row["changed_on"].isoformat() for row in ask(
        "select changed_on from bridge_area_succession where not is_confirmed and to_area_key is null order by 1"
    )] == ["2026-09-01", "2026-09-20"]  # fmt: skip
