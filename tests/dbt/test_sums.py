"""Sums over a generated history of all provinces: every way of adding up gives the same, and every number explains."""

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from expectations.reference import load_reference
from htx.runtime.postgres import PostgresAddress
from htx.settings import REPOSITORY
from ingest.cooperatives.assign import assign_cooperatives
from ingest.raw.database import connect
from publish.explain import explain_figure
from publish.explain_reconciliation import reproduces
from publish.reading.figures import find_figures, find_parts
from publish.reading.reconciliation import find_reconciled
from tests.conftest import copied_warehouse
from tests.dbt.candidate import dbt
from tests.dbt.history import (
    COUNTS,
    DONG_NAI,
    HA_TINH,
    HO_CHI_MINH_CITY,
    NGHE_AN,
    SECTORS,
    THANH_HOA,
    District,
    HistorySettings,
    make_history,
    switch_on,
)
from tests.dbt.properties import properties

pytestmark = [pytest.mark.integration, pytest.mark.dbt]
drawn = hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PERIODS = ("2022", "2023-H1", "2023", "2024-H1")
FLOW = "HTX.coop_new"


@dataclass(frozen=True, slots=True)
class History:
    """The truth of every reporter, and a connection to the marts that were built of it."""

    districts: tuple[District, ...]
    connection: Connection
    today_of: dict[str, str]
    """Code of the province of today by the code then."""

    def ask(self, query: str, **parameters: object) -> Sequence[Any]:
        return self.connection.execute(text(query), parameters).all()

    def total(self, indicator: str, sector: str, period: str, provinces: set[str] | None = None) -> Decimal | None:
        """What the reporters of the provinces (of all) said together; None where nobody said anything."""
        said = [
            district.says[indicator, sector, period]
            for district in self.districts
            if (provinces is None or district.province in provinces) and (indicator, sector, period) in district.says
        ]
        return sum(said, Decimal(0)) if said else None

    def figure(
        self, indicator: str, period: str, area_code: str, completeness: str, *, reading: str = "as_reported"
    ) -> Any:
        (row,) = self.ask(
            """
            select f.* from marts.fct_figure as f inner join marts.dim_area as a using (area_key)
            where f.indicator_key = :indicator and f.period_key = :period and f.sector_code = 'all'
                and f.value_status = 'actual' and f.boundary_reading = :reading and f.completeness = :completeness
                and a.area_code = :area_code and a.area_level in ('province', 'country')
            """,
            indicator=indicator,
            period=period,
            area_code=area_code,
            completeness=completeness,
            reading=reading,
        )
        return row


@pytest.fixture(scope="module")
def history(
    postgres: PostgresAddress,
    warehouse_owner: str,
    warehouse_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[History]:
    folder = tmp_path_factory.mktemp("history")
    with copied_warehouse(postgres, warehouse_owner, warehouse_template, folder) as plain:
        settings = HistorySettings(home=plain.home, database_url=plain.database_url, _env_file=None)
        engine = connect(settings)
        with engine.begin() as connection:
            districts = make_history(settings, connection)
        switch_on(settings)
        assign_cooperatives(settings)
        load_reference(settings)
        finished = dbt(settings, "run")
        assert finished.returncode == 0, finished.stdout[-4000:]
        with engine.begin() as connection:
            connection.execute(text("alter schema marts_candidate rename to marts"))
        with engine.connect() as connection:
            rows = connection.execute(text(_TODAY)).all()
            yield History(districts, connection, {row.province_code: row.today_code for row in rows})
        engine.dispose()


_TODAY = """
    select old.province_code, new.province_code as today_code
    from marts.dim_province as old
    inner join intermediate.int_province_path as path on old.province_key = path.province_key and path.is_today
    inner join marts.dim_province as new on path.step_province_key = new.province_key
    where old.valid_from <= '2024-05-20' and (old.valid_to is null or old.valid_to > '2024-05-20')
"""


# --- the three totals ---------------------------------------------------------------------------------------------


def test_provinces_hold_what_their_reporters_said(history: History) -> None:
    rows = history.ask(
        """
        select a.area_code, f.indicator_key, f.sector_code, f.period_key, f.value
        from marts.fct_figure as f inner join marts.dim_area as a using (area_key)
        where a.area_level = 'province' and f.boundary_reading = 'as_reported' and f.completeness = 'reported'
            and f.value_status = 'actual' and f.indicator_key = any(:counts)
        """,
        counts=[f"HTX.{code}" for code in COUNTS],
    )
    found = {(row.area_code, row.indicator_key, row.sector_code, row.period_key): row.value for row in rows}
    provinces = {district.province for district in history.districts}
    assert len(provinces) == 63
    for province in provinces:
        for code in COUNTS:
            for sector in SECTORS:
                for period in PERIODS:
                    key = (province, f"HTX.{code}", sector, period)
                    assert found[key] == history.total(f"HTX.{code}", sector, period, {province}), key


def test_the_country_is_complete_where_every_province_is(history: History) -> None:
    for reading, provinces in (("as_reported", 63), ("todays_boundaries", 34)):
        # Thanh Hóa has a district that never says anything
        found = history.figure("HTX.coop_total", "2023-H1", "VN", "complete", reading=reading)
        assert found.value is None
        reported = history.figure("HTX.coop_total", "2023-H1", "VN", "reported", reading=reading)
        assert reported.value == history.total("HTX.coop_total", "all", "2023-H1")
        assert (reported.provinces_expected, reported.provinces_reporting) == (provinces, provinces)
        assert (reported.reporters_expected, reported.reporters_reporting) == (127, 126)
        assert reported.reason == f"{provinces}/{provinces} tỉnh, thành phố và 126/127 đơn vị có số liệu."


def test_an_absent_reporter_never_raises_the_complete_total(history: History) -> None:
    for period in PERIODS:
        whole = history.figure("HTX.coop_total", period, HA_TINH, "complete")
        lacking = history.figure("HTX.coop_total", period, THANH_HOA, "complete")
        assert whole.value == history.total("HTX.coop_total", "all", period, {HA_TINH})
        assert lacking.value is None
        assert history.figure("HTX.coop_total", period, THANH_HOA, "reported").value == whole.value


def test_the_order_of_arrival_does_not_matter(history: History) -> None:
    rows = history.ask(
        """
        select f.indicator_key, f.sector_code, f.period_key, f.completeness, f.boundary_reading,
            count(distinct (f.value, f.numerator, f.denominator)) as values_found, count(*) as areas
        from marts.fct_figure as f inner join marts.dim_area as a using (area_key)
        where a.area_code in (:one, :other) and f.value_status = 'actual'
        group by f.indicator_key, f.sector_code, f.period_key, f.completeness, f.boundary_reading
        """,
        one=HA_TINH,
        other=NGHE_AN,
    )
    assert len(rows) > 60
    assert {(row.values_found, row.areas) for row in rows} == {(1, 2)}


def test_an_estimate_carries_the_last_stock_of_the_absent_and_no_flow(history: History) -> None:
    absent = [district for district in history.districts if district.province == HO_CHI_MINH_CITY][1]
    reported = history.figure("HTX.coop_total", "2024-H1", HO_CHI_MINH_CITY, "reported")
    estimated = history.figure("HTX.coop_total", "2024-H1", HO_CHI_MINH_CITY, "estimated")
    carried = absent.says["HTX.coop_total", "all", "2023-H1"]
    assert estimated.value == reported.value + carried
    assert estimated.carried_share_percent == round(100 * carried / estimated.value, 6)
    assert [name.rpartition(" ")[2] for name in estimated.carried_from] == ["(2023-H1)"]
    assert "Trần Thị Bình: Một quận xin lùi hạn." in estimated.reason
    flow = history.figure(FLOW, "2024-H1", HO_CHI_MINH_CITY, "estimated")
    assert flow.value is None
    assert "Số phát sinh không chuyển từ kỳ trước sang." in flow.reason


def test_nobody_is_estimated_where_no_officer_said_so(history: History) -> None:
    rows = history.ask(
        """
        select distinct a.area_code, f.period_key
        from marts.fct_figure as f inner join marts.dim_area as a using (area_key)
        where f.completeness = 'estimated' and a.area_level = 'province'
        """
    )
    assert {tuple(row) for row in rows} == {(HO_CHI_MINH_CITY, "2024-H1")}


def test_a_second_half_follows_where_year_and_first_half_are_whole(history: History) -> None:
    half = history.figure(FLOW, "2023-H2", HA_TINH, "complete")
    year, first = (history.total(FLOW, "all", period, {HA_TINH}) for period in ("2023", "2023-H1"))
    assert year is not None
    assert first is not None
    assert (half.value, half.derivation) == (year - first, "year_minus_first_half")
    of_the_absent = "select 1 from marts.fct_figure join marts.dim_area using (area_key) where period_key = '2023-H2'"
    assert not history.ask(f"{of_the_absent} and area_code = :code", code=DONG_NAI)


@drawn
@given(data=st.data())
def test_a_mean_lies_between_its_parts(history: History, data: st.DataObject) -> None:
    province = data.draw(st.sampled_from(sorted(history.today_of)))
    period = data.draw(st.sampled_from(PERIODS))
    key = data.draw(st.sampled_from(["HTX.revenue_avg", "HTX.profit_avg"]))
    said = [
        district.says[key, "all", period] * 1_000_000
        for district in history.districts
        if district.province == province and (key, "all", period) in district.says
    ]
    found = history.figure(key, period, province, "reported")
    assert min(said) <= found.value <= max(said)
    assert found.denominator == history.total("HTX.coop_total", "all", period, {province})


# --- adding up by hand --------------------------------------------------------------------------------------------


MARTS = {
    model["name"]: model
    for model in properties("models", "models/marts")
    if model["config"].get("meta", {}).get("use") == "sum"
}
"""The marts whose use is to be summed, with their columns."""


def measures(mart: str) -> list[str]:
    return [column["name"] for column in MARTS[mart]["columns"] if column["data_type"] == "numeric"]


def dimensions(mart: str) -> list[str]:
    return [column["name"] for column in MARTS[mart]["columns"] if column["data_type"] in ("integer", "text")]


def test_nothing_in_a_mart_to_add_up_is_a_number_that_may_not_be_added() -> None:
    assert set(MARTS) == {"mart_sum_province", "mart_sum_sector", "mart_sum_reporter", "mart_sum_province_flow"}
    for mart, model in MARTS.items():
        types = {column["data_type"] for column in model["columns"]}
        assert types == {"integer", "text", "numeric", "uuid"}
        keys = {column["name"] for column in model["columns"] if column["data_type"] == "integer"}
        assert all(key.endswith("_key") for key in keys), f"{mart}: whole numbers are keys, never measures"
        assert not any(name.endswith(("_avg", "_pct")) for name in measures(mart))


@pytest.mark.parametrize("mart", MARTS)
def test_summing_every_column_by_every_dimension_finds_no_wrong_total(history: History, mart: str) -> None:
    names = dimensions(mart)
    for by in [(), *((name,) for name in names), tuple(names)]:
        sums = ", ".join(f"sum({name}) as {name}" for name in measures(mart))
        chosen = ", ".join(by)
        query = f"select {chosen + ', ' if by else ''}{sums} from marts.{mart}"
        for row in history.ask(query + (f" group by {chosen}" if by else "")):
            group = {dimension: getattr(row, dimension) for dimension in by}
            inside = [district for district in history.districts if in_group(history, district, group)]
            for name in measures(mart):
                assert getattr(row, name) == true_sum(history, mart, name, group, inside), (mart, name, group)


def true_sum(
    history: History, mart: str, column: str, group: dict[str, object], districts: list[District]
) -> Decimal | None:
    """What a sum must say, from the reporters' own words, without the marts."""
    entity, _, rest = column.partition("_")
    code, side = rest, ""
    for ending in ("_numerator", "_denominator"):
        if rest.endswith(ending):
            code, side = rest.removesuffix(ending), ending
    sectors = [str(group["sector_code"])] if "sector_code" in group else ["all"]
    if mart == "mart_sum_sector" and "sector_code" not in group:
        sectors = list(SECTORS[1:])
    periods = ["2024-H1"]
    if mart == "mart_sum_province_flow":
        return true_flow(history, f"{entity.upper()}.{code}", districts, group)
    said = [
        told
        for district in districts
        for sector in sectors
        for period in periods
        if (told := of_side(district, f"{entity.upper()}.{code}", sector, period, side)) is not None
    ]
    return sum(said, Decimal(0)) if said else None


def of_side(district: District, key: str, sector: str, period: str, side: str) -> Decimal | None:
    value = district.says.get((key, sector, period))
    if value is None or not side:
        return value
    weight = district.says["HTX.coop_total", sector, period]
    return weight if side == "_denominator" else value * 1_000_000 * weight


def true_flow(history: History, key: str, districts: list[District], group: dict[str, object]) -> Decimal | None:
    """2022 as a year, 2023 in halves where the province of today is whole, else as a year, 2024 its first half."""
    total: Decimal | None = None
    for district in districts:
        today = history.today_of[district.province]
        together = {one for one, code in history.today_of.items() if code == today}
        is_whole = not together & {HO_CHI_MINH_CITY, DONG_NAI, THANH_HOA}
        halves = {"2023-H1": ["2023-H1"], "2023-H2": ["2023", "-2023-H1"]} if is_whole else {"2023": ["2023"]}
        for span, terms in {"2022": ["2022"], **halves, "2024-H1": ["2024-H1"]}.items():
            if group.get("period_key", span) != span or group.get("year", span[:4]) != span[:4]:
                continue
            for term in terms:
                said = district.says.get((key, "all", term.lstrip("-")))
                if said is not None:
                    total = (total or Decimal(0)) + (-said if term.startswith("-") else said)
    return total


def in_group(history: History, district: District, group: dict[str, object]) -> bool:
    """Whether a reporter lies in a group of rows, by the names and keys of the mart."""
    own = _own_keys(history)[district.code]
    return all(own.get(name, value) == value for name, value in group.items() if name != "sector_code")


_KEYS: dict[int, dict[str, dict[str, object]]] = {}


def _own_keys(history: History) -> dict[str, dict[str, object]]:
    """The dimensions of each reporter: its own key and name, and those of its province of today."""
    if id(history) not in _KEYS:
        rows = history.ask(
            """
            select a.area_code, a.area_key, a.area_name as reporter_name, p.province_code, p.valid_from
            from marts.dim_area as a inner join marts.dim_province as p using (province_key)
            where a.area_level = 'district' and a.valid_from <= '2024-05-20' and a.valid_to > '2024-05-20'
            """
        )
        today = {
            row.province_code: row
            for row in history.ask(
                "select province_code, province_key, province_name from marts.dim_province where is_current"
            )
        }
        _KEYS[id(history)] = {
            row.area_code: {
                "area_key": row.area_key,
                "reporter_name": row.reporter_name,
                "province_key": today[history.today_of[row.province_code]].province_key,
                "province_name": today[history.today_of[row.province_code]].province_name,
            }
            for row in rows
            if row.province_code in history.today_of
        }
    return _KEYS[id(history)]


@drawn
@given(data=st.data())
def test_any_path_of_grouping_gives_the_same_total(history: History, data: st.DataObject) -> None:
    """Reporters, provinces of then or of today, sectors: in any order of steps the sum stays the same."""
    code = data.draw(st.sampled_from(["coop_total", "coop_active", "members_total"]))
    chosen = set(data.draw(st.lists(st.sampled_from(sorted(set(history.today_of.values()))), min_size=1)))
    former = {code for code, today in history.today_of.items() if today in chosen}
    expected = history.total(f"HTX.{code}", "all", "2024-H1", former)
    by_province = history.ask(
        f"select sum(htx_{code}) from marts.mart_sum_province join marts.dim_province using (province_key)"
        " where province_code = any(:chosen)",
        chosen=sorted(chosen),
    )
    by_reporter = history.ask(
        f"select sum(s) from (select province_key, sum(htx_{code}) as s from marts.mart_sum_reporter"
        " group by province_key) as x join marts.dim_province using (province_key) where province_code = any(:chosen)",
        chosen=sorted(chosen),
    )
    by_sector = history.ask(
        f"select sum(htx_{code}) from marts.mart_sum_sector join marts.dim_province using (province_key)"
        " where province_code = any(:chosen)",
        chosen=sorted(chosen),
    )
    then = history.ask(
        """
        select sum(f.value) from marts.fct_figure as f inner join marts.dim_area as a using (area_key)
        where a.area_level = 'province' and a.area_code = any(:former) and f.indicator_key = :key
            and f.sector_code = 'all' and f.period_key = '2024-H1' and f.value_status = 'actual'
            and f.boundary_reading = 'as_reported' and f.completeness = 'reported'
        """,
        former=sorted(former),
        key=f"HTX.{code}",
    )
    assert by_province[0][0] == by_reporter[0][0] == by_sector[0][0] == then[0][0] == expected


# --- the way back -------------------------------------------------------------------------------------------------


def test_every_figure_explains_and_its_arithmetic_gives_its_value(history: History) -> None:
    ids: list[uuid.UUID] = [row.figure_id for row in history.ask("select figure_id from marts.fct_figure")]
    figures = find_figures(history.connection, ids)
    assert len(figures) == len(ids) > 20_000
    kinds = set()
    for figure in figures:
        explanation = explain_figure(figure)
        assert explanation.reproduces, explanation.text
        assert figure.value is not None or figure.reason
        kinds.add((figure.completeness, figure.value is not None))
    assert kinds == {(kind, known) for kind in ("complete", "reported", "estimated") for known in (True, False)}


def test_a_total_of_the_country_shows_its_provinces(history: History) -> None:
    found = history.figure("HTX.coop_total", "2024-H1", "VN", "reported")
    parts = find_parts(history.connection, found.figure_id)
    assert len(parts) == 63
    assert sum(part.value or 0 for part in parts) == found.value


def test_the_query_of_the_guide_leads_to_the_cells(history: History) -> None:
    (query,) = re.findall(r"```sql\n(.*?)```", (REPOSITORY / "docs" / "sums.md").read_text(encoding="utf-8"), re.DOTALL)
    found = history.figure("HTX.coop_total", "2024-H1", "VN", "reported", reading="todays_boundaries")
    cells = history.ask(query.replace("'…'", f"'{found.figure_id}'"))
    assert len(cells) == found.reporters_reporting == 124
    assert sum(cell.value * cell.factor for cell in cells) == found.value


def test_every_reconciliation_and_preferred_claim_explains(history: History) -> None:
    ids = history.ask(
        """
        select reconciliation_id from marts.fct_reconciliation where sources > 1
        union all
        (select preferred_claim_id from marts.fct_preferred_claim order by preferred_claim_id limit 150)
        """
    )
    assert len(ids) > 150
    for (asked,) in ids:
        found = find_reconciled(history.connection, asked)
        assert found is not None
        assert reproduces(found), found


# --- sources against one another ----------------------------------------------------------------------------------


def test_sources_stand_side_by_side_and_the_submissions_go_first(history: History) -> None:
    rows = history.ask(
        """
        select r.source_kind, r.is_preferred, r.value, r.value_low, r.value_high, r.difference, r.verdict, a.area_level,
            r.indicator_key
        from marts.fct_reconciliation as r inner join marts.dim_area as a using (area_key)
        where r.sources > 1 and r.period_key = '2024-H1' order by a.area_level, r.indicator_key, r.precedence
        """
    )
    found = {(row.area_level, row.indicator_key, row.source_kind): row for row in rows}
    total = history.total("HTX.coop_total", "all", "2024-H1", {HA_TINH})
    press = found["province", "HTX.coop_total", "press"]
    assert total is not None
    assert (press.value, press.difference, press.verdict) == (975, 975 - total, "differs")
    register = found["district", "HTX.coop_total", "register"]
    assert (register.value, register.verdict) == (4, "differs")
    active = found["district", "HTX.coop_active", "register"]
    assert (active.value, active.value_low, active.value_high) == (None, 2, 3)
    country = found["country", "HTX.coop_total", "press"]
    assert (country.value, country.verdict) == (None, "differs_while_some_are_absent")
    assert all(row.source_kind == "submissions" for row in rows if row.is_preferred)


def test_a_department_is_held_against_the_areas(history: History) -> None:
    (row,) = history.ask("select * from marts.fct_reconciliation where source_kind = 'department'")
    areas = history.total("HTX.coop_total", "agri", "2024-H1", {HO_CHI_MINH_CITY})
    assert areas is not None
    assert (row.value, row.difference) == (90, 90 - areas)
    assert row.verdict == "differs_while_some_are_absent"
