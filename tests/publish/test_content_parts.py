"""What a report freezes besides its totals: each part says what the marts say, and every number has its id."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from htx.runtime.postgres import PostgresAddress
from htx.settings import Settings
from ingest.raw.database import connect
from publish.content import Figure, ReportContent, content_from_json, content_to_json, input_hash
from publish.explain import explain
from publish.freeze import freeze
from publish.printed_figures import printed_figure, published_rows
from publish.report.topics import indicators_by_topic
from tests.conftest import copied_warehouse
from tests.publish.half_year_round import CITY_CODE, PERIOD_KEY, PROVINCE_AREA_KEY, Marts, local
from tests.publish.other_sources import COOPERATIVES_A_YEAR_BEFORE, GROUPS_A_YEAR_BEFORE

pytestmark = pytest.mark.integration


@dataclass(frozen=True, slots=True)
class Frozen:
    settings: Settings
    engine: Engine
    content: ReportContent


@pytest.fixture(scope="module")
def frozen(
    postgres: PostgresAddress,
    warehouse_owner: str,
    round_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Frozen]:
    """The city's first half of 2024, frozen once for all tests here, which only look."""
    folder: Path = tmp_path_factory.mktemp("content")
    with copied_warehouse(postgres, warehouse_owner, round_template, folder) as settings:
        publication = freeze(settings, CITY_CODE, PERIOD_KEY, local("2024-05-21 09:00"))
        engine = connect(settings)
        yield Frozen(settings, engine, publication.content)
        engine.dispose()


@pytest.fixture
def content(frozen: Frozen) -> ReportContent:
    return frozen.content


def total(content: ReportContent, indicator_key: str) -> Figure:
    figure = content.figure(indicator_key, content.main_column)
    assert figure is not None
    return figure


def test_sectors_of_the_main_column_make_the_whole(content: ReportContent) -> None:
    of_sectors = {figure.sector_code: figure for figure in content.sector_figures}
    assert of_sectors.keys() == {"agri", "trade_service"}
    assert sum(figure.value or 0 for figure in of_sectors.values()) == total(content, "HTX.coop_total").value
    assert {claim.sheet for claim in of_sectors["agri"].claims} == {"A-2"}
    assert {sector.sector_code for sector in content.sectors} == {"agri", "trade_service", "nonagri"}
    assert all(figure.sector_code == "all" for figure in content.figures)


def test_a_whole_is_not_compared_with_a_part(content: ReportContent) -> None:
    comparison = content.comparison("HTX.coop_total", "year_before")
    assert comparison is not None
    assert comparison.earlier.value == COOPERATIVES_A_YEAR_BEFORE
    assert (comparison.earlier.reporters_reporting, comparison.earlier.reporters_expected) == (22, 22)
    assert not comparison.is_like_for_like
    assert comparison.difference is None
    assert comparison.change_percent is None


def test_the_same_reporters_are_compared(content: ReportContent) -> None:
    groups = total(content, "THT.group_total")
    comparison = content.comparison("THT.group_total", "year_before")
    assert comparison is not None
    assert groups.value is not None
    assert comparison.is_like_for_like
    assert comparison.difference == groups.value - GROUPS_A_YEAR_BEFORE
    assert comparison.change_percent == (100 * (groups.value / GROUPS_A_YEAR_BEFORE - 1)).quantize(Decimal("0.01"))


def test_a_stock_is_held_against_the_last_year_end_and_a_flow_is_not(content: ReportContent) -> None:
    members = content.comparison("HTX.members_total", "previous_period")
    assert members is not None
    assert members.earlier.period_key == "2023"
    assert content.comparison("HTX.members_new", "previous_period") is None
    assert content.comparison("HTX.revenue_avg", "year_before") is None


def test_the_trend_goes_back_oldest_first(content: ReportContent) -> None:
    groups = [figure for figure in content.history if figure.indicator_key == "THT.group_total"]
    assert [figure.period_key for figure in groups] == ["2023-H1", "2023"]
    new = [figure.period_key for figure in content.history if figure.indicator_key == "THT.group_new"]
    assert new == [], "the year's flow is no point between half-years"
    assert {period.period_key for period in content.periods} >= {"2023-H1", "2023", PERIOD_KEY}


def test_todays_boundaries_stand_beside_those_of_then(content: ReportContent) -> None:
    (reading,) = content.other_readings
    assert reading.figure_id == total(content, "HTX.coop_total").figure_id
    assert (reading.today.reporters_reporting, reading.today.reporters_expected) == (19, 24)


def test_an_estimate_stands_beside_the_total_and_names_whom_it_carries(marts: Marts) -> None:
    with marts.connect() as connection:
        connection.execute(
            "insert into marts.fct_figure (figure_id, indicator_key, sector_code, area_key, period_key, value_status,"
            " boundary_reading, completeness, value, canonical_unit, reporters_expected, reporters_reporting,"
            " absentees, carried_from, carried_share_percent, reason, build_id)"
            " select gen_random_uuid(), indicator_key, sector_code, area_key, period_key, value_status,"
            " boundary_reading, 'estimated', value + 40, canonical_unit, reporters_expected, reporters_reporting,"
            " absentees, '{Quận 10 (2023)}', 5, 'Ước theo quyết định', build_id from marts.fct_figure"
            " where indicator_key = 'HTX.coop_total' and period_key = %s and value_status = 'actual'"
            " and completeness = 'reported' and sector_code = 'all' and boundary_reading = 'as_reported'"
            " and area_key = %s",
            (PERIOD_KEY, PROVINCE_AREA_KEY),
        )
    content = freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-05-21 09:00")).content
    estimate = content.estimate("HTX.coop_total", content.main_column)
    reported = total(content, "HTX.coop_total")
    assert estimate is not None
    assert (reported.completeness, estimate.completeness) == ("reported", "estimated")
    assert (estimate.carried_from, estimate.carried_share_percent) == (("Quận 10 (2023)",), Decimal(5))
    assert content.estimate("THT.group_total", content.main_column) is None
    assert estimate.figure_id not in {comparison.figure_id for comparison in content.comparisons}


def test_support_is_summed_by_line_and_source_over_who_stated_it(content: ReportContent) -> None:
    (line,) = content.support_totals
    assert (line.policy_code, line.funding_source) == ("training", "local")
    assert line.value == Decimal(200_000_000)
    assert (line.areas_stating, line.areas_expected) == (2, None)
    assert len(content.support_values) == 3
    assert [policy.policy_code for policy in content.support_policies] == ["training"]


def test_what_reporters_wrote_stands_by_topic_with_its_place(content: ReportContent) -> None:
    assert [(one.topic, one.address) for one in content.narratives] == [
        ("difficulties", "đoạn 41"),
        ("difficulties", "đoạn 41"),
        ("proposals", "đoạn 42"),
    ]
    assert content.narratives[2].text.startswith("Đề nghị Thành phố bổ sung vốn")


def test_contradictions_stand_with_the_reporters_reply_and_mended_ones_do_not(content: ReportContent) -> None:
    states = {result.state: result for result in content.rule_results}
    assert states.keys() == {"open", "explained"}
    assert states["explained"].state_reason == "Hai hợp tác xã mới chuyển về địa bàn."
    assert states["open"].rule_name_vi


def test_sources_that_differ_stand_together_the_preferred_first(content: ReportContent) -> None:
    first, second = content.reconciliations
    assert (first.source_kind, first.is_preferred) == ("submissions", True)
    assert (second.source_kind, second.difference, second.verdict) == (
        "register",
        Decimal(40),
        "differs_while_some_are_absent",
    )
    assert first.evidence_id == total(content, "HTX.coop_total").figure_id


def test_rounds_count_every_reporter_once(content: ReportContent) -> None:
    assert [one.period_key for one in content.rounds] == ["2023", PERIOD_KEY]
    for one in content.rounds:
        assert one.on_time + one.late + one.rejected + one.pending + one.missing == one.expected == 22


def test_reporters_numbers_are_the_claims_of_the_totals(content: ReportContent) -> None:
    stated = [reporter.value("HTX.coop_total") for reporter in content.reporters]
    assert sum(value for value in stated if value is not None) == total(content, "HTX.coop_total").value
    assert sum(value is None for value in stated) == 3


def test_names_are_there_in_both_languages(content: ReportContent) -> None:
    keys = {row.indicator_key for row in content.rows if row.indicator_key}
    named = {indicator.indicator_key: indicator for indicator in content.indicators}
    assert keys <= named.keys()
    assert all(indicator.name_vi and indicator.name_en for indicator in named.values())
    assert all(column.label_en for column in content.columns)


def test_every_indicator_of_the_form_has_one_topic(content: ReportContent) -> None:
    declared = [key for keys in indicators_by_topic().values() for key in keys]
    assert len(declared) == len(set(declared))
    assert {row.indicator_key for row in content.rows if row.indicator_key} <= set(declared)


def test_every_number_set_beside_the_report_is_published(frozen: Frozen) -> None:
    rows = {row["figure_id"]: row for row in published_rows(uuid4(), frozen.content)}
    printed = {figure.figure_id for figure in (*frozen.content.figures, *frozen.content.sector_figures)}
    printed |= {figure.figure_id for figure in frozen.content.history}
    printed |= {reading.today.figure_id for reading in frozen.content.other_readings}
    printed |= {line.figure_id for line in frozen.content.support_totals}
    assert printed <= rows.keys()
    with frozen.engine.connect() as connection:
        kept = set(connection.scalars(text("select figure_id from ops.published_figure")))
    assert kept == rows.keys()


def test_a_sum_of_support_is_explained_by_its_cells(frozen: Frozen) -> None:
    (line,) = frozen.content.support_totals
    found = explain(frozen.settings, line.figure_id)
    assert found.reproduces
    assert [claim.cell for claim in found.figure.claims if claim.value is not None] == ["D8", "D8"]
    assert printed_figure(frozen.content, frozen.content.history[0].figure_id) is not None


def test_a_report_of_the_country_is_made_of_its_provinces(frozen: Frozen) -> None:
    national = frozen.settings.model_copy(update={"owner_agency": "lmhtx-vn"})
    country = freeze(national, "VN", PERIOD_KEY, local("2024-06-10 09:00")).content
    assert (country.area_level, country.duty.creditor_name) == ("country", "Bộ Kế hoạch và Đầu tư")
    whole = total(country, "HTX.coop_total")
    assert whole.claims == ()
    (city,) = country.provinces
    of_city = city.value("HTX.coop_total")
    assert of_city is not None
    assert of_city.figure_id == total(frozen.content, "HTX.coop_total").figure_id
    assert (city.reporters_accepted, city.reporters_expected) == (19, 22)
    assert [(reporter.area_code, reporter.status) for reporter in country.reporters] == [("79", "accepted")]
    (today,) = country.provinces_today
    assert (today.reporters_accepted, today.reporters_expected) == (19, 22)
    assert country.targets == ()
    assert country.round_due_before == local("2024-05-20 00:00").date()


def test_what_is_stored_is_read_back_the_same(content: ReportContent) -> None:
    again = content_from_json(content_to_json(content))
    assert again == content
    assert input_hash(again) == input_hash(content)


def test_a_publication_of_before_is_still_read(content: ReportContent) -> None:
    """Then each figure held its claims whole, and the parts of today were not there."""
    stored = content_to_json(content)
    known = ("area_code", "area_name", "area_short_name", "period_key", "period_name", "year", "duty")
    parts = ("round_due_before", "columns", "rows", "reporters", "targets", "findings", "gate_notes", "press_claims")
    whole = [whole_figure(figure) for figure in content.figures]
    of_before = {name: stored[name] for name in (*known, *parts)} | {"figures": whole}
    read = content_from_json(of_before)
    assert [tuple(figure.claims) for figure in read.figures] == [tuple(figure.claims) for figure in content.figures]
    assert read.sector_figures == ()
    assert read.comparisons == ()


def whole_figure(figure: Figure) -> dict[str, object]:
    """A figure as it was stored with its claims inside."""
    names = [name for name in Figure.__slots__ if name not in {"claims", "carried_from", "carried_share_percent"}]
    claims = [{name: getattr(claim, name) for name in type(claim).__slots__} for claim in figure.claims]
    return {name: getattr(figure, name) for name in names} | {"claims": claims}
