"""Faults written by hand: several rows at once, consistent among themselves, the way a wrong model would make them."""

from tests.expectations.planted_faults import Fault

_TOTAL = (
    "(select f.figure_id from {marts}.fct_figure f join {marts}.bridge_figure_claim b using (figure_id)"
    " where f.value > 100 and f.indicator_key = 'HTX.coop_total' order by f.figure_id limit 1)"
)
_REPORTER = "(select area_key from {marts}.mart_reporter_period where is_reporting order by area_key limit 1)"

WRITTEN: tuple[Fault, ...] = (
    Fault(
        "every total is one too high",
        "fct_figure",
        "wrong sum",
        "update {marts}.fct_figure set value = value + 1 where value is not null and derivation is null",
    ),
    Fault(
        "a reporter is lost from every total",
        "bridge_figure_claim",
        "lost reporter",
        "delete from {marts}.bridge_figure_claim where claim_id in"
        f" (select claim_id from {{marts}}.fct_indicator_value where area_key = {_REPORTER})",
    ),
    Fault(
        "a reporter is lost from the calendar",
        "fct_submission",
        "lost reporter",
        "delete from {marts}.fct_submission where status = 'missing'",
    ),
    Fault(
        "the claims of a reporter stand twice in their totals",
        "bridge_figure_claim",
        "double version",
        "insert into {marts}.bridge_figure_claim select f.figure_id, b.claim_id, b.weight, b.build_id"
        " from {marts}.bridge_figure_claim b join {marts}.fct_figure f on f.value is not null"
        f" and f.figure_id = {_TOTAL} where b.figure_id <> f.figure_id limit 5",
    ),
    Fault(
        "money of a thousandth",
        "fct_indicator_value",
        "unit slip",
        "update {marts}.fct_indicator_value set value = value / 1000, value_low = value_low / 1000,"
        " value_high = value_high / 1000 where canonical_unit = 'VND' and evidence_kind = 'cell'",
    ),
    Fault(
        "money a million times too large, in claims and totals alike",
        "fct_indicator_value",
        "unit slip",
        "update {marts}.fct_indicator_value set value = value * 1000000, value_low = value_low * 1000000,"
        " value_high = value_high * 1000000 where canonical_unit = 'VND' and evidence_kind = 'cell' and value < 1e10",
    ),
    Fault(
        "two provinces have each other's code",
        "dim_province",
        "swapped province code",
        "update {marts}.dim_province p set province_code = case province_code when '79' then '46' else '79' end"
        " where province_code in ('79', '46')",
    ),
    Fault(
        "two areas have each other's province",
        "dim_area",
        "swapped province code",
        "update {marts}.dim_area a set province_key = (select o.province_key from {marts}.dim_area o"
        " where o.area_level = 'district' and o.province_key <> a.province_key limit 1)"
        " where a.area_level = 'district' and a.area_code = '760'",
    ),
    Fault(
        "averages are summed",
        "fct_figure",
        "average summed",
        "update {marts}.fct_figure f set value = numerator where numerator is not null",
    ),
    Fault(
        "the press stands before submissions",
        "fct_reconciliation",
        "press over submission",
        "update {marts}.fct_reconciliation set is_first = (source_kind = 'press'),"
        " is_preferred = (source_kind = 'press') where coordinates_id in (select coordinates_id"
        " from {marts}.fct_reconciliation where source_kind = 'press' intersect"
        " select coordinates_id from {marts}.fct_reconciliation where source_kind = 'submissions')",
    ),
    Fault(
        "a figure of the press is let into a total",
        "bridge_figure_claim",
        "press over submission",
        "insert into {marts}.bridge_figure_claim select f.figure_id, v.claim_id, 1, f.build_id"
        f" from {{marts}}.fct_figure f cross join {{marts}}.fct_indicator_value v where f.figure_id = {_TOTAL}"
        " and v.evidence_kind = 'sentence' limit 1",
    ),
    Fault(
        "what is unknown is zero",
        "fct_indicator_value",
        "null as zero",
        "update {marts}.fct_indicator_value set value = 0, value_low = 0, value_high = 0, value_reading = 'zero'"
        " where value is null and evidence_kind = 'cell'",
    ),
    Fault(
        "absent reporters have a zero in the wide mart",
        "mart_reporter_period",
        "null as zero",
        "update {marts}.mart_reporter_period set htx_coop_total = 0 where not is_reporting",
    ),
    Fault(
        "late ones are on time",
        "fct_submission",
        "late marked on time",
        "update {marts}.fct_submission set is_on_time = true where is_on_time is false",
    ),
    Fault(
        "the day due is a day later",
        "fct_submission",
        "late marked on time",
        "update {marts}.fct_submission set due_before = due_before + 1, is_on_time = received_at <"
        " (due_before + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'",
    ),
    Fault(
        "plans are actuals",
        "fct_indicator_value",
        "plan as actual",
        "update {marts}.fct_indicator_value set value_status = 'actual' where value_status = 'plan'",
    ),
    Fault(
        "a planned total is an actual one",
        "fct_figure",
        "plan as actual",
        "update {marts}.fct_figure set value_status = 'actual' where figure_id ="
        " (select figure_id from {marts}.fct_figure where value_status = 'plan' and value is not null limit 1)",
    ),
    Fault(
        "a total has no claims",
        "bridge_figure_claim",
        "figure without claim",
        f"delete from {{marts}}.bridge_figure_claim where figure_id = {_TOTAL}",
    ),
    Fault(
        "a total is made up",
        "fct_figure",
        "figure without claim",
        "update {marts}.fct_figure set value = 5 where figure_id = (select f.figure_id from {marts}.fct_figure f"
        " where f.value is null and f.completeness = 'reported' and f.numerator is null limit 1)",
    ),
    Fault(
        "all claims of a receipt are of another one",
        "fct_indicator_value",
        "claim of a superseded version",
        "update {marts}.fct_indicator_value v set receipt_id = r.receipt_id, file_sha256 = r.file_sha256,"
        " file_name = r.file_name, received_at = r.received_at from raw.receipt r where r.receipt_id <> v.receipt_id"
        f" and v.area_key = {_REPORTER} and r.received_at = (select min(received_at) from raw.receipt)",
    ),
    Fault(
        "coverage of 22 of 22",
        "fct_figure",
        "wrong coverage",
        "update {marts}.fct_figure set reporters_reporting = reporters_expected, absentees = '{}'"
        " where reporters_reporting < reporters_expected",
    ),
    Fault(
        "a reported total is called complete",
        "fct_figure",
        "wrong coverage",
        "update {marts}.fct_figure c set value = r.value from {marts}.fct_figure r where c.completeness = 'complete'"
        " and r.completeness = 'reported' and r.reporters_reporting < r.reporters_expected and (c.indicator_key,"
        " c.sector_code, c.area_key, c.period_key, c.value_status, c.boundary_reading) = (r.indicator_key,"
        " r.sector_code, r.area_key, r.period_key, r.value_status, r.boundary_reading)",
    ),
    Fault(
        "a reported total is called estimated",
        "fct_figure",
        "estimated without switch",
        "update {marts}.fct_figure set completeness = 'estimated' where completeness = 'reported' and value is not null"
        " and period_key = '2024-H1'",
    ),
    Fault(
        "the readings of the map are mixed up",
        "fct_figure",
        "boundary reading mixed up",
        "update {marts}.fct_figure set boundary_reading = case boundary_reading when 'as_reported'"
        " then 'todays_boundaries' else 'as_reported' end where value is not null",
    ),
    Fault(
        "the readings of the map are mixed up in the pivot",
        "mart_province_period",
        "boundary reading mixed up",
        "update {marts}.mart_province_period set boundary_reading = case boundary_reading when 'as_reported'"
        " then 'todays_boundaries' else 'as_reported' end",
    ),
    Fault(
        "a mart is of yesterday's build",
        "mart_sum_reporter",
        "build of another",
        "update {marts}.mart_sum_reporter set build_id = md5('yesterday')::uuid",
    ),
    Fault(
        "a whole round is gone from the pivot",
        "mart_province_period",
        "missing partition",
        "delete from {marts}.mart_province_period where period_key = '2024-H1'",
    ),
    Fault(
        "a whole round is gone from the rounds",
        "mart_reporting_round",
        "missing partition",
        "delete from {marts}.mart_reporting_round where period_key = '2024-H1'",
    ),
    Fault(
        "a mart is empty",
        "fct_target_progress",
        "missing partition",
        "delete from {marts}.fct_target_progress",
    ),
    Fault(
        "the marts do not know a report that came before they were built",
        "fct_submission",
        "stale mart",
        "update {marts}.fct_submission set status = 'missing', is_received = false, is_reported = false, versions = 0,"
        " current_version = null, receipt_id = null, file_sha256 = null, file_name = null, first_received_at = null,"
        " first_taken_at = null, received_at = null, is_on_time = null where obligation_code ="
        " (select obligation_code from {marts}.fct_submission where is_reported order by 1 limit 1)",
    ),
    Fault(
        "a share beyond one hundred percent",
        "mart_reporting_round",
        "share beyond one",
        "update {marts}.mart_reporting_round set accepted_percent = 104",
    ),
    Fault(
        "a part of an area goes over as more than the whole",
        "bridge_area_succession",
        "share beyond one",
        "update {marts}.bridge_area_succession set share = 1.2 where share = 1",
    ),
    Fault(
        "contradictions are let stand although nobody did",
        "fct_rule_result",
        "waived flag",
        "update {marts}.fct_rule_result set state = 'waived', state_by = 'x', state_reason = 'x',"
        " state_since = coalesce(state_since, now()) where state = 'open'",
    ),
    Fault(
        "row security is off",
        "fct_indicator_value",
        "row security",
        "alter table {marts}.fct_indicator_value disable row level security",
    ),
    Fault(
        "the policy of a mart is missing",
        "fct_submission",
        "row security",
        "drop policy rows_of_the_readers_provinces on {marts}.fct_submission",
    ),
    Fault(
        "rows lie in a province of somebody else",
        "mart_reporter_period",
        "row security",
        "update {marts}.mart_reporter_period m set province_key = (select p.province_key from {marts}.dim_province p"
        " where p.province_key <> m.province_key and p.province_code = '01' limit 1)",
    ),
    Fault(
        "published figures have moved far",
        "fct_figure",
        "drift",
        "update {marts}.fct_figure set value = value * 2, numerator = numerator * 2 where value > 0",
    ),
    Fault(
        "published figures have lost their value",
        "fct_figure",
        "drift",
        "update {marts}.fct_figure set value = null, numerator = null, denominator = null, reason = 'Không rõ.'"
        " where figure_id in (select figure_id from ops.published_figure)",
    ),
)
