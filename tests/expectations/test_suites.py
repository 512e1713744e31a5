"""Each expectation is met by a sound candidate, and notices the fault that it was written for."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from expectations.suites import CONTENT_SUITES, Check, Suite
from expectations.suites.check import HasRows, NoSuchRows, Subject
from expectations.suites.plausibility import Range, read_ranges
from htx.settings import Settings
from ingest.raw.database import connect
from tests.expectations.conftest import FIRST_BUILD, SECOND_BUILD, create_sound_candidate, run_file

pytestmark = pytest.mark.integration

SUBJECT = Subject("marts_candidate", FIRST_BUILD)
DECLARED = {f"{suite.name}.{check.name}": (suite, check) for suite in CONTENT_SUITES for check in suite.checks}

PUBLISH = """
insert into ops.publication
values (md5('p')::uuid, '79', '2024-H1', 1, '{build_id}', '2024-06-01', '2024-05-25 08:00+07', 'i', 'c', '{}');
insert into ops.published_figure
select md5('p')::uuid, f.figure_id, f.indicator_key, f.sector_code, f.period_key, f.value_status, f.completeness,
    f.value, f.canonical_unit, 5, 3, null, array_agg(b.claim_id)
from marts_candidate.fct_figure f join marts_candidate.bridge_figure_claim b using (figure_id)
where f.indicator_key = 'HTX.coop_total' and f.boundary_reading = 'as_reported' group by f.figure_id, f.indicator_key,
    f.sector_code, f.period_key, f.value_status, f.completeness, f.value, f.canonical_unit;
"""
COPY_PERIOD = """
insert into marts_candidate.fct_figure
select md5(figure_id::text || '{period}{status}')::uuid, indicator_key, sector_code, area_key, '{period}', '{status}',
    boundary_reading, completeness, value, numerator, denominator, canonical_unit, reporters_expected,
    reporters_reporting, absentees, reason, build_id
from marts_candidate.fct_figure where period_key = '2024-H1';
"""
MANY_DOUBTS = (
    "insert into fct_cooperative_review select md5('dòng' || n)::uuid, cooperative_id, candidate_id, province_key,"
    " period_key, confidence, build_id from fct_cooperative_review, generate_series(1, 11) as n"
)

FAULTS = [
    ("dim_province.thirty_four_provinces_today", "update dim_province set is_current = false where province_key = 1"),
    ("dim_province.sixty_three_provinces_before_the_merger", "delete from dim_province where province_key = 40"),
    (
        "dim_province.former_provinces_have_a_successor",
        "update dim_province set successor_province_key = null where province_key = 79",
    ),
    ("dim_area.districts_before_the_two_tier_map", "delete from dim_area where area_code = '895'"),
    ("dim_area.no_district_outlives_its_tier", "update dim_area set valid_to = null where area_code = '895'"),
    (
        "dim_area.provinces_agree_with_dim_province",
        "update dim_area set valid_to = '2025-06-30' where area_key = 10079",
    ),
    ("dim_area.communes_before_and_after_the_reform", "delete from dim_area where area_key = 110035"),
    (
        "dim_area.communes_before_and_after_the_reform",
        "update dim_area set valid_from = '2025-07-02' where area_key = 203321",
    ),
    ("dim_area.an_area_of_today_or_a_reason", "update dim_area set not_today_reason = null where area_key = 760"),
    ("dim_area.an_area_of_today_or_a_reason", "update dim_area set today_area_key = 10079 where area_key = 10040"),
    ("dim_area.an_area_of_today_or_a_reason", "update dim_area set today_area_key = 200002 where area_key = 200001"),
    (
        "bridge_area_succession.every_area_that_ended_is_told_of",
        "update bridge_area_succession set is_confirmed = false where from_area_key = 760",
    ),
    (
        "bridge_area_succession.every_former_province_went_whole_into_one",
        "update bridge_area_succession set to_area_key = 10001 where from_area_key = 10040",
    ),
    (
        "bridge_area_succession.only_whole_transfers_have_a_share",
        "update bridge_area_succession set change_kind = 'split' where from_area_key = 100001",
    ),
    (
        "bridge_area_succession.only_whole_transfers_have_a_share",
        "update bridge_area_succession set share = 0.4 where from_area_key = 100001",
    ),
    (
        "bridge_area_succession.only_whole_transfers_have_a_share",
        "update bridge_area_succession set to_area_key = 11079 where change_kind = 'dissolved'",
    ),
    (
        "bridge_area_succession.what_is_not_confirmed_is_not_applied",
        "update bridge_area_succession set to_area_key = 10001 where not is_confirmed",
    ),
    ("dim_obligation.every_obligation_of_the_calendar", "delete from dim_obligation where debtor_area_key = 760"),
    (
        "dim_obligation.a_debtor_that_exists_on_the_due_day",
        "update dim_obligation set due_before = '2025-11-20' where debtor_area_key = 760",
    ),
    ("dim_obligation.a_debtor_that_exists_on_the_due_day", "delete from dim_agency"),
    (
        "dim_period.half_years_and_years_span_their_months",
        "update dim_period set ends_on = '2024-12-30' where period_key = '2024-H2'",
    ),
    (
        "dim_indicator.an_average_of_money_or_share_is_not_summed",
        "update dim_indicator set aggregation = 'sum' where indicator_code = 'revenue_avg'",
    ),
    ("dim_source.every_expected_reporter_is_a_source", "delete from dim_source where source_key = 'submission:771'"),
    (
        "fct_submission.one_row_per_expected_reporter_and_round",
        "delete from fct_submission where status = 'missing'",
    ),
    (
        "fct_submission.one_row_per_expected_reporter_and_round",
        "insert into reference.obligations values ('reporter_round', '773', 'A-1', '2024-H1')",
    ),
    (
        "fct_submission.only_admitted_submissions_count_as_reported",
        "update fct_submission set is_reported = true where status = 'rejected'",
    ),
    (
        "fct_submission.missing_exactly_where_nothing_arrived",
        "update fct_submission set status = 'missing' where status = 'rejected'",
    ),
    (
        "fct_submission.on_time_means_before_midnight_of_the_due_day",
        "update fct_submission set is_on_time = true where reporter_area_key = 770",
    ),
    (
        "fct_submission.late_ones_count_only_by_a_decision",
        "update fct_submission set decided_by = null where reporter_area_key = 770",
    ),
    (
        "fct_submission.a_refusal_has_findings_and_a_reason",
        "update fct_submission set reasons_vi = ' ' where status = 'rejected'",
    ),
    (
        "fct_submission.a_nil_return_reports_no_cooperatives",
        "update fct_indicator_value set value = 4 where source_key = 'submission:772'",
    ),
    (
        "fct_finding.findings_agree_with_the_counts_of_their_submission",
        "update fct_submission set error_count = 2 where status = 'rejected'",
    ),
    (
        "fct_finding.sentences_are_filled_in",
        "update fct_finding set sentence_vi = 'Ô {cell} để trống.' where severity = 'warning'",
    ),
    ("fct_indicator_value.every_claim_has_its_address", "update fct_indicator_value set cell = null where cell = 'F8'"),
    (
        "fct_indicator_value.every_claim_has_its_address",
        "update fct_indicator_value set start_offset = null where evidence_kind = 'sentence'",
    ),
    (
        "fct_indicator_value.sentences_stand_in_their_article",
        "update fct_indicator_value set start_offset = start_offset + 1 where evidence_kind = 'sentence'",
    ),
    (
        "fct_indicator_value.unknown_is_not_zero",
        "update fct_indicator_value set value = 0 where value_reading = 'unknown'",
    ),
    ("fct_indicator_value.value_within_its_bounds", "update fct_indicator_value set value_low = 50 where value = 40"),
    (
        "fct_indicator_value.percent_between_0_and_100",
        "update fct_indicator_value set value = 550, value_high = 550 where canonical_unit = 'percent'",
    ),
    (
        "fct_indicator_value.confidence_between_0_and_1",
        "update fct_indicator_value set confidence = 1.5 where value = 55",
    ),
    (
        "fct_indicator_value.counts_are_whole_and_not_negative",
        "update fct_indicator_value set value = 2.5 where value = 2",
    ),
    (
        "fct_press_figure.claims_are_exactly_those_that_are_let_in",
        "update fct_press_figure set state = 'waiting', is_claim = false, reasons = '{implausible}'",
    ),
    (
        "fct_press_figure.claims_are_exactly_those_that_are_let_in",
        "update fct_indicator_value set value = 56, value_high = 56 where canonical_unit = 'percent'",
    ),
    (
        "fct_press_figure.values_are_those_of_the_sentence",
        "update fct_press_figure set value_low = 5.5, value_high = 5.5 where value_low = 55",
    ),
    (
        "fct_press_figure.doubtful_figures_enter_by_a_person_alone",
        "update fct_press_figure set reasons = '{place_ambiguous}' where value_low = 55",
    ),
    (
        "fct_press_figure.doubtful_figures_enter_by_a_person_alone",
        "update fct_press_figure set confidence = 0.4 where value_low = 55",
    ),
    (
        "fct_press_figure.doubtful_figures_enter_by_a_person_alone",
        "update fct_press_figure set state = 'accepted', decided_by = 'Nguyễn Thị Lan' where value_low = 55",
    ),
    (
        "fct_press_figure.evidence_stands_in_its_sentence",
        "update fct_press_figure set sentence_text = 'Năm 2024, thành phố phấn đấu có' where value_low = 60",
    ),
    (
        "fct_press_figure.a_story_says_a_thing_once",
        "update fct_press_figure"
        " set indicator_key = 'HTX.coop_total', value_low = 60, value_high = null, qualifier = 'over'",
    ),
    (
        "fct_press_figure.only_levels_and_never_in_a_sum",
        "insert into bridge_figure_claim select figure_id, claim_id, 1, f.build_id"
        " from fct_press_figure p cross join fct_figure f where f.value = 65",
    ),
    (
        "fct_press_figure.parts_of_a_sentence_sum_to_its_total",
        "update fct_press_figure set stated_total = 60, sum_of_parts = 64 where value_low = 60",
    ),
    ("fct_figure.recomputed_from_its_claims", "update fct_figure set value = 66 where value = 65"),
    (
        "fct_figure.recomputed_from_its_claims",
        "update fct_figure set value = 1500000001 where indicator_key = 'HTX.revenue_avg' and value is not null",
    ),
    ("fct_figure.recomputed_from_its_claims", "delete from bridge_figure_claim where weight = 40"),
    ("fct_figure.complete_means_everyone_reported", "update fct_figure set value = 65 where completeness = 'complete'"),
    ("fct_figure.reporters_and_absentees_add_up", "update fct_figure set absentees = array['Quận 10']"),
    ("fct_figure.reporters_and_absentees_add_up", "update fct_figure set reporters_reporting = 7, absentees = '{}'"),
    ("fct_figure.no_value_says_why", "update fct_figure set reason = null where completeness = 'complete'"),
    ("fct_figure.averages_have_their_weight", "update fct_figure set denominator = null"),
    (
        "fct_figure.both_boundary_readings_give_the_same_totals",
        "update fct_figure set value = 64 where value = 65 and boundary_reading = 'todays_boundaries'",
    ),
    (
        "fct_figure.percent_between_0_and_100",
        "update fct_figure set canonical_unit = 'percent', value = 104 where indicator_key = 'HTX.revenue_avg'",
    ),
    (
        "fct_figure.an_estimate_carries_stocks_and_says_whose",
        "update fct_figure set completeness = 'estimated', reporters_carried = 1, carried_from = '{Quận 10 (2023)}'"
        " where indicator_key = 'HTX.coop_new' and completeness = 'reported'",
    ),
    (
        "fct_figure.a_second_half_is_the_year_less_the_first",
        "update fct_figure set derivation = 'year_minus_first_half' where value = 65",
    ),
    (
        "fct_figure.the_country_says_how_many_provinces_it_holds",
        "update dim_area set area_level = 'country' where area_key = 11079",
    ),
    (
        "bridge_figure_part.parts_are_of_the_same_cell",
        "update fct_figure set sector_code = 'agri' where value = 65 and boundary_reading = 'as_reported'",
    ),
    (
        "bridge_figure_part.no_area_is_counted_twice",
        "insert into bridge_figure_part select whole.figure_id, part.figure_id, 1, whole.build_id"
        " from fct_figure whole join fct_figure part using (boundary_reading)"
        " where whole.value = 65 and part.value = 3 and boundary_reading = 'as_reported';"
        " insert into bridge_figure_part select whole.figure_id, part.figure_id, 1, whole.build_id"
        " from fct_figure whole join fct_figure part using (boundary_reading)"
        " where whole.value = 65 and part.value = 2900 and boundary_reading = 'as_reported'",
    ),
    (
        "bridge_figure_claim.no_claim_is_counted_twice",
        "update fct_indicator_value set area_key = 760 where area_key = 770",
    ),
    (
        "bridge_figure_claim.only_admitted_submissions_are_summed",
        "update fct_submission set is_reported = false where reporter_area_key = 760",
    ),
    (
        "bridge_figure_claim.only_admitted_submissions_are_summed",
        "update fct_indicator_value set reporter_kind = 'agency' where area_key = 760",
    ),
    (
        "mart_reporting_round.rates_are_those_of_the_expected_reporters",
        "update mart_reporting_round set reporters_accepted = 2, reporters_late = 0",
    ),
    (
        "mart_reporting_round.rates_are_those_of_the_expected_reporters",
        "update mart_reporting_round set accepted_percent = 102",
    ),
    ("fct_rule_result.a_verdict_has_both_numbers", "update fct_rule_result set right_value = null"),
    ("fct_rule_result.a_verdict_has_both_numbers", "update fct_rule_result set difference = 1"),
    ("fct_rule_result.what_is_broken_has_a_life", "update fct_rule_result set state = null"),
    ("fct_rule_result.what_is_broken_has_a_life", "update fct_rule_result set state_reason = null"),
    ("fct_rule_result.sentences_are_whole", "update fct_rule_result set sentence_vi = '.'"),
    (
        "fct_rule_result.totals_of_provinces_agree_with_each_other",
        "update fct_rule_result set outcome = 'broken', state = 'open' where grain = 'province'",
    ),
    (
        "fct_reconciliation.each_value_is_that_of_its_evidence",
        "update fct_reconciliation set value = 64 where source_kind = 'submissions'",
    ),
    ("fct_reconciliation.at_most_one_is_preferred", "update fct_reconciliation set is_preferred = true"),
    (
        "fct_reconciliation.the_press_never_goes_before_a_submission",
        "update fct_reconciliation set is_first = not is_first, is_preferred = not is_preferred",
    ),
    ("fct_reconciliation.differences_are_those_of_the_two_values", "update fct_reconciliation set difference = 2"),
    (
        "fct_reconciliation.sources_agree_within_their_tolerance",
        "update fct_reconciliation set value = 95, difference = 30, verdict = 'differs' where source_kind = 'press'",
    ),
    (
        "fct_preferred_claim.one_value_a_cell_and_it_is_the_preferred_one",
        "update fct_reconciliation set value_status = 'estimate'",
    ),
    (
        "mart_reporter_period.reporters_add_up_to_their_province",
        "delete from mart_reporter_period where area_key = 760",
    ),
    (
        "mart_sum_province.sums_are_the_figures_of_the_province",
        "update mart_sum_province set htx_revenue_avg_denominator = 65",
    ),
    (
        "mart_sum_province.one_period",
        "insert into mart_sum_province select province_key, '2023', 1, 1, 1, build_id from mart_sum_province",
    ),
    ("mart_sum_sector.sums_are_the_figures_of_the_sector", "update mart_sum_sector set htx_coop_total = 20"),
    ("mart_sum_sector.sectors_do_not_overlap", "update mart_sum_sector set sector_code = 'all'"),
    (
        "mart_sum_reporter.reporters_add_up_to_the_figures_of_the_province",
        "insert into mart_sum_reporter select * from mart_sum_reporter where area_key = 760",
    ),
    (
        "mart_sum_province_flow.spans_of_time_do_not_overlap",
        "insert into mart_sum_province_flow select province_key, '2024', '2024', 5, build_id"
        " from mart_sum_province_flow",
    ),
    ("fct_target_progress.no_verdict_without_an_actual", "update fct_target_progress set actual_value = null"),
    ("fct_target_progress.met_means_reached", "update fct_target_progress set target_low = 70"),
    ("fct_target_progress.met_means_reached", "update fct_target_progress set target_low = 65"),
    ("fct_target_progress.some_reporters_miss_no_target", "update fct_target_progress set verdict = 'behind'"),
    ("fct_target_progress.an_amended_target_names_its_amendment", "update fct_target_progress set is_in_force = false"),
    ("fct_target_progress.actuals_are_figures", "update fct_target_progress set actual_value = 64"),
    ("fct_target_progress.progress_plausible", "update fct_target_progress set progress_percent = 10833"),
    ("fct_narrative.texts_stand_as_they_were_written", "update fct_narrative set text = 'Không có khó khăn.'"),
    (
        "fct_narrative.nothing_of_a_refused_file_is_printed",
        "update fct_submission set status = 'rejected' where reporter_area_key = 760",
    ),
    ("fct_support_value.amounts_are_the_printed_ones_in_vnd", "update fct_support_value set value = value * 1000"),
    (
        "fct_support_value.sources_sum_to_at_most_all",
        "update fct_support_value set value = 1 where funding_source = 'all'",
    ),
    (
        "fct_submission_change.a_change_is_against_an_earlier_arrival",
        "update fct_submission_change set previous_receipt_id = receipt_id",
    ),
    (
        "fct_department_claim.departments_are_never_added",
        "insert into bridge_figure_claim select territorial_figure_id, claim_id, 1, build_id from fct_department_claim",
    ),
    (
        "fct_department_claim.differences_are_those_of_the_two_values",
        "update fct_department_claim set difference = 0",
    ),
    (
        "fct_department_claim.departments_agree_with_the_areas",
        "update fct_department_claim set verdict = 'differs', share_percent = 140",
    ),
    ("dim_cooperative.a_tax_code_is_one_cooperative", "update dim_cooperative set tax_code = '0305001230'"),
    ("dim_cooperative.tax_codes_have_their_check_digit", "update dim_cooperative set tax_code = '0305001239'"),
    ("dim_cooperative.versions_follow_one_another", "update dim_cooperative set is_current = false"),
    ("dim_cooperative.rated_after_a_year_at_the_earliest", "update dim_cooperative set founded_on = '2024-01-31'"),
    ("fct_cooperative_period.figures_are_those_of_the_register", "update fct_cooperative_period set members = 13"),
    (
        "fct_cooperative_period.a_cooperative_stands_once_in_a_round",
        "update fct_cooperative_period set cooperative_id = md5('htx5')::uuid",
    ),
    (
        "fct_cooperative_period.nothing_of_a_refused_file_is_counted",
        "update fct_submission set status = 'rejected' where reporter_area_key = 760",
    ),
    ("fct_cooperative_period.at_least_five_members", "update fct_cooperative_period set members = 4"),
    (
        "fct_cooperative_review.what_is_one_is_no_doubt",
        "update fct_cooperative_review set candidate_id = cooperative_id",
    ),
    ("fct_cooperative_review.few_are_doubtful", MANY_DOUBTS),
    (
        "cross_indicator.published_figures_can_be_made_again",
        PUBLISH + "update fct_figure set value = 66 where value = 65",
    ),
    (
        "cross_indicator.published_figures_still_stand",
        PUBLISH + "update fct_figure set value = 25 where value = 65;"
        " delete from bridge_figure_claim b using fct_indicator_value v where b.claim_id = v.claim_id and v.value = 40",
    ),
]


@pytest.fixture(scope="module")
def sound(warehouse: Settings) -> Iterator[Connection]:
    """A connection to a warehouse with a sound candidate; each test rolls its fault back."""
    engine = connect(warehouse)
    with engine.begin() as connection:
        run_file(connection, "raw_rows.sql")
        create_sound_candidate(connection, FIRST_BUILD)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def failing(connection: Connection, suite: Suite, check: Check) -> int:
    query = check.failing_rows()
    assert query is not None
    return len(connection.execute(text(SUBJECT.sql(suite.mart, query))).all())


def judged(connection: Connection, suite: Suite, check: Check) -> int:
    query = check.judged_rows()
    assert query is not None
    return len(connection.execute(text(SUBJECT.sql(suite.mart, query))).all())


@pytest.mark.parametrize("key", [key for key, (_, check) in DECLARED.items() if check.failing_rows()])
def test_a_sound_candidate_meets_it(sound: Connection, key: str) -> None:
    assert failing(sound, *DECLARED[key]) == 0


@pytest.mark.parametrize(("key", "fault"), FAULTS)
def test_it_notices_the_fault_it_was_written_for(sound: Connection, key: str, fault: str) -> None:
    suite, check = DECLARED[key]
    with sound.begin_nested() as savepoint:
        sound.exec_driver_sql("set local search_path = marts_candidate")
        sound.exec_driver_sql(fault.replace("{build_id}", str(FIRST_BUILD)))
        assert failing(sound, suite, check) > 0
        assert judged(sound, suite, check) > 0, "a fault in rows that are not judged would pass unseen"
        savepoint.rollback()


@pytest.mark.parametrize("suite", [suite for suite in CONTENT_SUITES if suite.name == suite.mart], ids=lambda s: s.name)
def test_a_row_of_another_build_is_noticed_in_every_mart(sound: Connection, suite: Suite) -> None:
    check = next(check for check in suite.checks if check.name == "rows_of_this_build")
    with sound.begin_nested() as savepoint:
        sound.exec_driver_sql(f"update marts_candidate.{suite.mart} set build_id = '{SECOND_BUILD}'")
        assert failing(sound, suite, check) > 0
        savepoint.rollback()


def test_every_expectation_but_the_common_ones_has_a_fault_of_its_own() -> None:
    ranges = {key for key in DECLARED if key.startswith(("plausible_claims.", "plausible_figures."))}
    common = {key for key, (_, check) in DECLARED.items() if check.name in ("rows_of_this_build", "has_rows")}
    assert set(DECLARED) - ranges - common == {key for key, _ in FAULTS}


@pytest.mark.parametrize("one", read_ranges(), ids=lambda one: one.name)
def test_each_range_of_the_seed_notices_what_is_beyond_it(sound: Connection, one: Range) -> None:
    suite = "plausible_figures" if one.per_indicator_code else "plausible_claims"
    level = f"and area_level = '{one.area_level}'" if one.area_level in ("district", "province") else ""
    with sound.begin_nested() as savepoint:
        sound.exec_driver_sql("set local search_path = marts_candidate")
        if one.area_level in ("country", "commune"):
            sound.exec_driver_sql(f"update dim_area set area_level = '{one.area_level}'")
        if one.per_indicator_code:
            sound.exec_driver_sql(
                "update fct_figure set indicator_key ="
                f" case when value = 65 then '{one.entity}.{one.per_indicator_code}'"
                f" else '{one.indicator_key}' end, value = case when value = 65 then 1 else {one.high} + 1 end"
                " where value in (65, 2900)"
            )
        else:
            sound.exec_driver_sql(
                f"update fct_indicator_value set indicator_key = '{one.indicator_key}', value = {one.high} + 1,"
                f" sector_code = '{one.sector_code}' where claim_id = (select claim_id from fct_indicator_value"
                f" join dim_area using (area_key) where value_reading = 'value' {level} order by value limit 1)"
            )
        assert failing(sound, *DECLARED[f"{suite}.{one.name}"]) > 0
        savepoint.rollback()


def test_a_total_of_a_province_is_held_against_its_scale(sound: Connection) -> None:
    with sound.begin_nested() as savepoint:
        sound.exec_driver_sql("set local search_path = marts_candidate")
        sound.exec_driver_sql("update fct_figure set value = 6500 where value = 65")
        assert failing(sound, *DECLARED["plausible_figures.htx_coop_total_province_plausible"]) > 0
        savepoint.rollback()


def test_every_mart_of_the_contract_has_a_suite(sound: Connection) -> None:
    marts = set(sound.scalars(text("select tablename from pg_tables where schemaname = 'marts_candidate'")))
    assert {suite.mart for suite in CONTENT_SUITES} == marts


@pytest.mark.parametrize("key", DECLARED)
def test_what_is_declared_can_be_printed(key: str) -> None:
    _, check = DECLARED[key]
    assert not check.sentence_vi.endswith(".")
    assert not check.sentence_en.endswith(".")
    assert re.search(r"[À-ỹ]", check.sentence_vi), "the sentence of the report is Vietnamese"
    assert isinstance(check.requirement, HasRows) or "{batch}" in str(check.failing_rows())
    assert not isinstance(check.requirement, NoSuchRows) or "order by random" not in check.requirement.query
