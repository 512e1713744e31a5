-- The large final tables written by hand, each in one statement, with the keys and indexes that the marts have: claims,
-- submissions, totals of provinces in both readings with what is there of them, the way from a total to its claims, the
-- reporters' wide table, and of the rules those that compare a part with its whole. No tests, no policies, no other
-- tables but one that they share.
set local work_mem = '64MB';
set local maintenance_work_mem = '256MB';
set local enable_nestloop = off;
set local enable_mergejoin = off;
create schema hand;

create table hand.fct_indicator_value as
select
    cell.value_id as claim_id,
    cell.entity || '.' || cell.indicator_code as indicator_key,
    cell.sector_code,
    area.area_key,
    area.province_key,
    left(duty.period_key, 4)::integer + form.period_offset_years
    || case form.period_part when 'year' then '' else '-' || form.period_part end as period_key,
    form.value_status,
    'submission:' || reading.area_code as source_key,
    case cell.reading when 'zero' then 0 when 'value' then cell.value_printed * unit.factor end::numeric(24, 6)
        as value,
    cell.reading as value_reading,
    indicator.canonical_unit,
    cell.raw_text as printed_value,
    cell.printed_unit,
    receipt.file_sha256,
    receipt.file_name,
    cell.sheet,
    cell.cell,
    receipt.receipt_id,
    receipt.received_at,
    null::date as as_of_date,
    'area' as reporter_kind,
    case cell.reading when 'zero' then 0 when 'value' then cell.value_printed * unit.factor end::numeric(24, 6)
        as value_low,
    case cell.reading when 'zero' then 0 when 'value' then cell.value_printed * unit.factor end::numeric(24, 6)
        as value_high,
    'exact' as qualifier,
    'cell' as evidence_kind,
    null::uuid as article_version_id,
    null::text as article_url,
    null::text as evidence_text,
    null::integer as start_offset,
    null::integer as end_offset,
    1::numeric(5, 4) as confidence,
    gen_random_uuid() as build_id
from raw.submission_value as cell
inner join raw.submission_reading as reading using (reading_id)
inner join raw.receipt as receipt on reading.file_sha256 = receipt.file_sha256
inner join reference.obligations as duty
    on reading.area_code = duty.debtor_code and reading.round_period = duty.period_key and duty.form_code = 'A-1'
inner join reference.form_columns as form
    on reading.form_code = form.form_code and cell.value_column = form.value_column
inner join reference.indicators as indicator on cell.indicator_code = indicator.code and cell.entity = indicator.entity
inner join {marts}.dim_area as area
    on
        reading.area_code = area.area_code
        and area.valid_from <= duty.due_before
        and (area.valid_to is null or duty.due_before < area.valid_to)
left join reference.units as unit
    on cell.printed_unit = unit.printed_unit and indicator.canonical_unit = unit.canonical_unit;
alter table hand.fct_indicator_value add primary key (claim_id);
create index on hand.fct_indicator_value (indicator_key, period_key);
create index on hand.fct_indicator_value (area_key);
alter table hand.fct_indicator_value
add foreign key (area_key) references {marts}.dim_area,
add foreign key (indicator_key) references {marts}.dim_indicator,
add foreign key (sector_code) references {marts}.dim_sector,
add foreign key (period_key) references {marts}.dim_period,
add foreign key (source_key) references {marts}.dim_source,
add check (value_status in ('actual', 'estimate', 'plan', 'target')),
add check (value_reading in ('value', 'zero', 'unknown'));

create table hand.fct_submission as
select
    duty.debtor_code,
    duty.period_key,
    duty.due_before,
    receipt.receipt_id,
    receipt.received_at,
    receipt.received_at < duty.due_before::timestamp at time zone 'Asia/Ho_Chi_Minh' as is_on_time,
    reading.outcome
from reference.obligations as duty
left join raw.submission_reading as reading
    on
        duty.debtor_code = reading.area_code
        and duty.period_key = reading.round_period
        and duty.form_code = any(reading.parts)
left join raw.receipt as receipt on reading.file_sha256 = receipt.file_sha256
where duty.obligation_kind = 'reporter_round';
alter table hand.fct_submission add primary key (debtor_code, period_key);

create unlogged table hand.standing as
select distinct on (area_key, indicator_key, sector_code, period_key, value_status) *
from hand.fct_indicator_value
order by area_key, indicator_key, sector_code, period_key, value_status, received_at desc;
analyze hand.standing;

create table hand.fct_figure as
select
    gen_random_uuid() as figure_id,
    claim.indicator_key,
    claim.sector_code,
    claim.province_key,
    claim.period_key,
    claim.value_status,
    case
        when indicator.aggregation = 'sum' then sum(claim.value)
        else sum(claim.value * weight.value) / nullif(sum(weight.value) filter (where claim.value is not null), 0)
    end as value,
    sum(claim.value * weight.value) as numerator,
    sum(weight.value) filter (where claim.value is not null) as denominator,
    count(claim.value) as reporters_reporting,
    reading.boundary_reading
from hand.standing as claim
cross join (values ('as_reported'), ('todays_boundaries')) as reading (boundary_reading)
inner join {marts}.dim_indicator as indicator on claim.indicator_key = indicator.indicator_key
left join hand.standing as weight
    on
        indicator.weight_indicator_key = weight.indicator_key
        and claim.area_key = weight.area_key
        and claim.sector_code = weight.sector_code
        and claim.period_key = weight.period_key
        and claim.value_status = weight.value_status
group by
    claim.indicator_key, claim.sector_code, claim.province_key, claim.period_key, claim.value_status,
    indicator.aggregation, reading.boundary_reading;
alter table hand.fct_figure add primary key (figure_id);
create index on hand.fct_figure (indicator_key, period_key);
create index on hand.fct_figure (province_key);

create table hand.bridge_figure_claim as
select figure.figure_id, claim.claim_id
from hand.fct_figure as figure
inner join hand.standing as claim using (indicator_key, sector_code, province_key, period_key, value_status)
where claim.value is not null and figure.boundary_reading = 'as_reported';
alter table hand.bridge_figure_claim add primary key (figure_id, claim_id);
create index on hand.bridge_figure_claim (claim_id);
alter table hand.bridge_figure_claim
add foreign key (figure_id) references hand.fct_figure,
add foreign key (claim_id) references hand.fct_indicator_value;

create table hand.mart_reporter_period as
select
    area_key,
    province_key,
    period_key,
    value_status,
    {columns}
from hand.standing
where sector_code = 'all'
group by area_key, province_key, period_key, value_status;
alter table hand.mart_reporter_period add primary key (area_key, province_key, period_key, value_status);

create table hand.fct_rule_result as
select
    gen_random_uuid() as rule_result_id,
    part.area_key,
    rule.part_key,
    part.period_key,
    part.value_status,
    part.value as left_value,
    whole.value as right_value,
    array[part.sheet || '!' || part.cell, whole.sheet || '!' || whole.cell] as addresses
from (
    select
        least_term.entity || '.' || least_term.indicator_code as part_key,
        whole_term.entity || '.' || whole_term.indicator_code as whole_key
    from reference.indicator_rules as declared
    inner join reference.indicator_rule_terms as least_term
        on declared.rule_code = least_term.rule_code and least_term.side = 'left'
    inner join reference.indicator_rule_terms as whole_term
        on declared.rule_code = whole_term.rule_code and whole_term.side = 'right'
    where declared.comparison = 'at_most' and whole_term.period = 'same'
) as rule
inner join hand.standing as part on rule.part_key = part.indicator_key
inner join hand.standing as whole
    on
        rule.whole_key = whole.indicator_key
        and part.area_key = whole.area_key
        and part.sector_code = whole.sector_code
        and part.period_key = whole.period_key
        and part.value_status = whole.value_status
where part.value > whole.value or part.value is null or whole.value is null;
alter table hand.fct_rule_result add primary key (rule_result_id);
create index on hand.fct_rule_result (area_key);
drop table hand.standing;
