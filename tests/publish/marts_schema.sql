create schema reference;
create schema marts;
create table reference.indicator_rules (rule_code text, name_vi text, name_en text);
create table reference.support_policies (
    policy_code text, name_vi text, name_en text, legal_basis text, policy_order int);
create table reference.obligations (
    obligation_code text, obligation_kind text, debtor_kind text, debtor_code text, creditor_agency_code text,
    form_code text, period_key text, area_code text, opens_on date, cut_off_on date, due_before date,
    valid_from date, valid_to date, legal_basis text, is_assumption boolean);
create table reference.agencies (agency_code text, name_vi text, name_en text, valid_from date, valid_to date);
create table reference.units (printed_unit text, canonical_unit text, factor numeric);
create table reference.form_rows (
    form_code text, form_version text, row_order int, outline text, label_vi text, label_en text,
    indicator_code text, entity text, sector_code text, printed_unit text, required boolean);
create table reference.form_columns (
    form_code text, form_version text, column_order int, value_column text, label_vi text, label_en text,
    value_status text, period_offset_years int, period_part text);
create table marts.dim_area (
    area_key int, area_code text, area_name text, short_name text, area_level text, kind text, parent_area_key int,
    province_key int, valid_from date, valid_to date, legal_act text, sort_key text, build_id uuid not null);
create table marts.dim_period (
    period_key text, period_kind text, year int, half int, starts_on date, ends_on date, name_vi text, name_en text,
    build_id uuid not null);
create table marts.dim_indicator (
    indicator_key text, indicator_code text, entity text, name_vi text, name_en text, canonical_unit text,
    stock_or_flow text, aggregation text, weight_indicator_key text, parent_indicator_key text, display_order int,
    evidence text, build_id uuid not null);
create table marts.dim_sector (
    sector_code text, name_vi text, name_en text, parent_sector_code text, build_id uuid not null);
create table marts.dim_agency (
    agency_code text, name_vi text, name_en text, province_code text, build_id uuid not null);
create table marts.dim_province (
    province_key int, province_code text, province_name text, successor_province_key int, build_id uuid not null);
create table marts.dim_source (
    source_key text, source_kind text, source_name text, province_scope text, build_id uuid not null);
create table marts.fct_indicator_value (
    claim_id uuid, indicator_key text, sector_code text, area_key int, period_key text, as_of_date date,
    value_status text, source_key text, value numeric(24, 6), value_low numeric(24, 6), value_high numeric(24, 6),
    value_reading text, qualifier text, canonical_unit text, printed_value text, printed_unit text,
    evidence_kind text, file_sha256 text, file_name text, sheet text, cell text, article_version_id uuid,
    article_url text, evidence_text text, start_offset int, end_offset int, confidence numeric(5, 4),
    receipt_id uuid, received_at timestamptz, build_id uuid not null);
create table marts.fct_submission (
    submission_id uuid, reporter_kind text, reporter_area_key int, reporter_agency_code text, province_key int,
    form_code text, period_key text, due_before date,
    status text, is_reported boolean, is_nil boolean, is_on_time boolean, versions int, current_version int,
    receipt_id uuid, file_sha256 text, file_name text, first_received_at timestamptz, received_at timestamptz,
    error_count int, warning_count int, reasons_vi text, decided_by text, decision_reason text,
    build_id uuid not null);
create table marts.fct_figure (
    figure_id uuid, indicator_key text, sector_code text, area_key int, period_key text, value_status text,
    boundary_reading text, completeness text, value numeric(24, 6), numerator numeric, denominator numeric,
    canonical_unit text, reporters_expected int, reporters_reporting int, absentees text[],
    provinces_expected int, provinces_reporting int,
    carried_from text[], carried_share_percent numeric(24, 6), derivation text, reason text, build_id uuid not null);
create table marts.bridge_figure_claim (figure_id uuid, claim_id uuid, weight numeric, build_id uuid not null);
create table marts.bridge_figure_part (
    figure_id uuid, part_figure_id uuid, factor int, build_id uuid not null);
create table marts.fct_target_progress (
    target_id uuid, target_kind text, target_code text, target_claim_id uuid, target_figure_id uuid, stated_by text,
    document_title text, document_number text, version int, stated_on date, is_in_force boolean,
    is_confirmed boolean, indicator_key text, sector_code text, province_key int, target_period_key text,
    measure text, canonical_unit text, target_low numeric(24, 6), target_high numeric(24, 6), qualifier text,
    actual_figure_id uuid, actual_figure_ids uuid[], actual_period_key text, actual_amount numeric(24, 6),
    actual_value numeric(24, 6), compared_figure_id uuid, compared_amount numeric(24, 6),
    expected_by_now numeric(24, 6), reporters_reporting int, reporters_expected int, progress_percent numeric,
    range_position text, verdict text, reason text, sentence_vi text, sentence_en text, build_id uuid not null);
create table marts.fct_finding (
    finding_id uuid, submission_id uuid, receipt_id uuid, rule_code text, family text, severity text, sheet text,
    cell text, value_seen text, sentence_vi text, mend_vi text, explanation text, is_current boolean, build_id uuid not null);
create table marts.fct_rule_result (
    rule_result_id uuid, grain text, rule_code text, province_key int, area_key int, reporter_agency_code text,
    submission_id uuid, indicator_key text, sector_code text, period_key text, value_status text, canonical_unit text,
    left_value numeric(24, 6), right_value numeric(24, 6), difference numeric(24, 6), tolerance numeric(24, 6),
    addresses text[], outcome text, state text, state_by text, state_reason text, sentence_vi text, sentence_en text,
    build_id uuid not null);
create table marts.fct_reconciliation (
    reconciliation_id uuid, coordinates_id uuid, indicator_key text, sector_code text, area_key int, period_key text,
    value_status text, stated_as text, source_kind text, source_key text, sources int, precedence int,
    is_first boolean, is_preferred boolean, value numeric(24, 6), value_low numeric(24, 6), value_high numeric(24, 6),
    qualifier text, reporters_expected int, reporters_reporting int, preferred_source_kind text,
    preferred_value numeric(24, 6), difference numeric(24, 6), share_percent numeric(24, 6), tolerance_percent numeric,
    verdict text, why_vi text, why_en text, evidence_kind text, evidence_id uuid, build_id uuid not null);
create table marts.fct_department_claim (
    claim_id uuid, source_key text, province_key int, indicator_key text, sector_code text, period_key text,
    value_status text, department_value numeric(24, 6), territorial_figure_id uuid,
    territorial_value numeric(24, 6), reporters_expected int, reporters_reporting int, difference numeric(24, 6),
    share_percent numeric(24, 6), verdict text, build_id uuid not null);
create table marts.fct_narrative (
    narrative_text_id uuid, submission_id uuid, reporter_kind text, area_key int, province_key int, period_key text,
    topic text, ordinal int, text text, file_sha256 text, file_name text, sheet text, address text,
    build_id uuid not null);
create table marts.fct_support_value (
    support_value_id uuid, submission_id uuid, reporter_kind text, area_key int, province_key int, period_key text,
    value_status text, policy_code text, funding_source text, label text, value numeric(24, 6), value_reading text,
    printed_value text, printed_unit text, file_sha256 text, file_name text, sheet text, cell text,
    build_id uuid not null);
create table marts.mart_reporting_round (
    province_key int, period_key text, reporter_kind text, form_code text, due_before date, reporters_expected int,
    reporters_received int, reporters_accepted int, reporters_on_time int, reporters_late int, reporters_nil int,
    reporters_rejected int, reporters_pending int, reporters_missing int, build_id uuid not null);
