-- The marts as the contract between the rooms names them; {schema} is put in by the fixture.
create schema {schema};
create table {schema}.dim_province (
    province_key integer not null, province_code text not null, province_name text not null, short_name text not null,
    kind text not null, valid_from date not null, valid_to date, successor_province_key integer,
    is_current boolean not null, build_id uuid not null
);
create table {schema}.dim_area (
    area_key integer not null, area_code text not null, area_name text not null, short_name text not null,
    area_level text not null, kind text not null, parent_area_key integer, province_key integer,
    valid_from date not null, valid_to date, legal_act text, sort_key text not null, today_area_key integer,
    not_today_reason text, build_id uuid not null
);
create table {schema}.bridge_area_succession (
    event_id text not null, from_area_key integer not null, to_area_key integer, from_level text not null,
    changed_on date not null, change_kind text not null, share numeric(24, 6), legal_act text,
    is_confirmed boolean not null, build_id uuid not null
);
create table {schema}.dim_agency (
    agency_code text not null, name_vi text not null, name_en text not null, province_code text not null,
    successor_agency_code text, valid_from date, valid_to date, build_id uuid not null
);
create table {schema}.dim_obligation (
    obligation_code text not null, obligation_kind text not null, debtor_kind text not null, debtor_area_key integer,
    debtor_agency_code text, creditor_agency_code text not null, form_code text, period_key text not null,
    province_key integer not null, opens_on date, cut_off_on date, due_before date not null, valid_from date not null,
    valid_to date, legal_basis text, is_assumption boolean not null, build_id uuid not null
);
create table {schema}.dim_period (
    period_key text not null, period_kind text not null, year integer not null, half integer,
    starts_on date not null, ends_on date not null, name_vi text not null, name_en text not null,
    build_id uuid not null
);
create table {schema}.dim_indicator (
    indicator_key text not null, indicator_code text not null, entity text not null, name_vi text not null,
    name_en text not null, canonical_unit text not null, stock_or_flow text not null, aggregation text not null,
    weight_indicator_key text, parent_indicator_key text, display_order integer not null, evidence text not null,
    build_id uuid not null
);
create table {schema}.dim_sector (
    sector_code text not null, name_vi text not null, name_en text not null, parent_sector_code text,
    build_id uuid not null
);
create table {schema}.dim_source (
    source_key text not null, source_kind text not null, source_name text not null, province_scope text,
    build_id uuid not null
);
create table {schema}.fct_indicator_value (
    claim_id uuid not null, indicator_key text not null, sector_code text not null, area_key integer not null,
    period_key text, as_of_date date, value_status text not null, source_key text not null, value numeric(24, 6),
    value_low numeric(24, 6), value_high numeric(24, 6), value_reading text not null, qualifier text,
    canonical_unit text not null, printed_value text, printed_unit text, evidence_kind text not null,
    file_sha256 text, file_name text, sheet text, cell text, article_version_id uuid, article_url text,
    evidence_text text, start_offset integer, end_offset integer, confidence numeric(5, 4), receipt_id uuid,
    received_at timestamptz not null, build_id uuid not null, reporter_kind text not null default 'area'
);
create table {schema}.fct_submission (
    submission_id uuid not null, reporter_area_key integer not null, province_key integer not null,
    form_code text not null, period_key text not null, due_before date not null, status text not null,
    is_reported boolean not null, is_nil boolean not null, is_on_time boolean, versions integer not null,
    current_version integer, receipt_id uuid, file_sha256 text, file_name text, first_received_at timestamptz,
    received_at timestamptz, error_count integer not null, warning_count integer not null, reasons_vi text,
    decided_by text, decision_reason text, build_id uuid not null, first_taken_at timestamptz,
    reporter_agency_code text, reporter_kind text not null default 'area'
);
create table {schema}.fct_figure (
    figure_id uuid not null, indicator_key text not null, sector_code text not null, area_key integer not null,
    period_key text not null, value_status text not null, boundary_reading text not null, completeness text not null,
    value numeric(24, 6), numerator numeric(24, 6), denominator numeric(24, 6), canonical_unit text not null,
    reporters_expected integer not null, reporters_reporting integer not null, absentees text[] not null, reason text,
    build_id uuid not null, provinces_expected integer, provinces_reporting integer,
    reporters_carried integer not null default 0, carried_from text[] not null default '{}',
    carried_share_percent numeric(24, 6), derivation text
);
create table {schema}.bridge_figure_part (
    figure_id uuid not null, part_figure_id uuid not null, factor integer not null, build_id uuid not null
);
create table {schema}.bridge_figure_claim (
    figure_id uuid not null, claim_id uuid not null, weight numeric, build_id uuid not null
);
create table {schema}.fct_target_progress (
    target_id uuid not null, target_claim_id uuid, indicator_key text not null, province_key integer not null,
    target_period_key text, target_low numeric(24, 6), target_high numeric(24, 6), qualifier text,
    actual_figure_id uuid, actual_period_key text, actual_value numeric(24, 6), progress_percent numeric(24, 6),
    verdict text not null, reason text, build_id uuid not null, measure text not null default 'level',
    reporters_reporting integer default 3, reporters_expected integer default 5,
    is_in_force boolean not null default true, replaced_by_target_id uuid
);
create table {schema}.fct_finding (
    finding_id uuid not null, submission_id uuid not null, receipt_id uuid not null, rule_code text not null,
    family text not null, severity text not null, sheet text, cell text, value_seen text, sentence_vi text not null,
    mend_vi text not null, is_current boolean not null, build_id uuid not null, about text not null default 'file'
);
create table {schema}.mart_reporting_round (
    province_key integer not null, period_key text not null, reporter_kind text not null, form_code text not null,
    reporters_expected integer not null, reporters_received integer not null, reporters_accepted integer not null,
    reporters_on_time integer not null, reporters_late integer not null, reporters_missing integer not null,
    received_percent numeric(4, 1) not null, accepted_percent numeric(4, 1) not null,
    on_time_percent numeric(4, 1) not null, build_id uuid not null
);
create table {schema}.fct_rule_result (
    rule_result_id uuid not null, grain text not null, rule_code text not null, province_key integer not null,
    area_key integer, submission_id uuid, finding_id uuid, indicator_key text not null, sector_code text not null,
    period_key text not null, value_status text not null, left_value numeric(24, 6), right_value numeric(24, 6),
    difference numeric(24, 6), tolerance numeric(24, 6), outcome text not null, state text, state_since timestamptz,
    state_by text, state_reason text, sentence_vi text not null, sentence_en text not null, build_id uuid not null,
    reporter_agency_code text
);
create table {schema}.mart_province_period (
    province_key integer not null, period_key text not null, boundary_reading text not null, completeness text not null,
    province_name text not null, value_status text not null, reporters_expected integer not null,
    reporters_reporting integer not null, htx_coop_total numeric(24, 6), htx_coop_active numeric(24, 6),
    htx_coop_new numeric(24, 6), htx_revenue_avg numeric(24, 6), build_id uuid not null
);
create table {schema}.fct_narrative (
    narrative_text_id uuid not null, submission_id uuid not null, source_key text not null, reporter_kind text not null,
    area_key integer not null, province_key integer, period_key text not null, topic text not null,
    ordinal integer not null, text text not null, file_sha256 text not null, file_name text not null,
    sheet text not null, address text not null, receipt_id uuid not null, received_at timestamptz not null,
    build_id uuid not null
);
create table {schema}.fct_support_value (
    support_value_id uuid not null, submission_id uuid not null, source_key text not null, reporter_kind text not null,
    area_key integer not null, province_key integer, period_key text not null, value_status text not null,
    policy_code text not null, funding_source text not null, label text not null, value numeric(24, 6),
    value_reading text not null, printed_value text, printed_unit text not null, receipt_id uuid not null,
    build_id uuid not null
);
create table {schema}.fct_submission_change (
    change_id uuid not null, submission_id uuid, receipt_id uuid not null, previous_receipt_id uuid not null,
    ordinal integer not null, sheet text, cell text, change_class text not null, change_kind text not null,
    before_text text, after_text text, build_id uuid not null
);
create table {schema}.fct_department_claim (
    claim_id uuid not null, source_key text not null, province_key integer not null, indicator_key text not null,
    sector_code text not null, period_key text not null, value_status text not null,
    department_value numeric(24, 6), territorial_figure_id uuid, territorial_value numeric(24, 6),
    difference numeric(24, 6), share_percent numeric(24, 6), verdict text not null, build_id uuid not null
);
create table {schema}.fct_press_figure (
    claim_id uuid not null, state text not null, is_claim boolean not null, reasons text[] not null, reason_vi text,
    indicator_key text not null, sector_code text not null, area_key integer, place text, period_key text,
    period_text text, value_status text not null, value_low numeric(24, 6), value_high numeric(24, 6),
    qualifier text not null, canonical_unit text not null, source_key text not null, article_version_id uuid not null,
    article_url text not null, sentence_offset integer not null, sentence_text text not null,
    evidence_text text not null, start_offset integer not null, end_offset integer not null, articles_telling integer not null, confidence numeric(5, 4) not null, threshold numeric(5, 4) not null,
    stated_total numeric(24, 6), sum_of_parts numeric(24, 6), decided_by text, decided_at timestamptz,
    decision_reason text, build_id uuid not null
);
create table {schema}.dim_cooperative (
    cooperative_key bigint not null, cooperative_id uuid not null, tax_code text, cooperative_name text not null,
    area_key integer not null, province_key integer not null, founded_on text, rating text, valid_from date not null,
    valid_to date, is_current boolean not null, build_id uuid not null
);
create table {schema}.fct_cooperative_period (
    cooperative_period_id uuid not null, cooperative_key bigint not null, cooperative_id uuid not null,
    period_key text not null, area_key integer not null, province_key integer not null, members integer,
    submission_id uuid not null, reading_id uuid not null, receipt_id uuid not null, sheet text not null,
    sheet_row integer not null, build_id uuid not null
);
create table {schema}.fct_cooperative_review (
    line_id uuid not null, cooperative_id uuid not null, candidate_id uuid not null, province_key integer not null,
    period_key text not null, confidence numeric(5, 4) not null, build_id uuid not null
);
create table {schema}.fct_reconciliation (
    reconciliation_id uuid not null, coordinates_id uuid not null, indicator_key text not null,
    sector_code text not null, area_key integer not null, period_key text not null, value_status text not null,
    source_kind text not null, sources integer not null, is_first boolean not null, is_preferred boolean not null,
    value numeric(24, 6), value_low numeric(24, 6), value_high numeric(24, 6), preferred_value numeric(24, 6),
    difference numeric(24, 6), verdict text not null, evidence_kind text not null, evidence_id uuid not null,
    build_id uuid not null
);
create table {schema}.fct_preferred_claim (
    preferred_claim_id uuid not null, indicator_key text not null, area_key integer not null, period_key text not null,
    value numeric(24, 6), build_id uuid not null
);
create table {schema}.mart_reporter_period (
    area_key integer not null, province_key integer not null, period_key text not null, value_status text not null,
    htx_coop_total numeric(24, 6), build_id uuid not null
);
create table {schema}.mart_sum_province (
    province_key integer not null, period_key text not null, htx_coop_total numeric, htx_revenue_avg_numerator numeric,
    htx_revenue_avg_denominator numeric, build_id uuid not null
);
create table {schema}.mart_sum_sector (
    province_key integer not null, sector_code text not null, period_key text not null, htx_coop_total numeric,
    build_id uuid not null
);
create table {schema}.mart_sum_reporter (
    area_key integer not null, province_key integer not null, period_key text not null, htx_coop_total numeric,
    build_id uuid not null
);
create table {schema}.mart_sum_province_flow (
    province_key integer not null, period_key text not null, year text not null, htx_coop_new numeric,
    build_id uuid not null
);
