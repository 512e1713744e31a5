-- Just-loaded tables have no statistics: only hashing is right whatever the planner takes them for.
{{ config(pre_hook="{{ hash_joins_only() }}") }}

-- One row for each expected reporter and each cell it owes: its value, or that it is absent.
-- Unknown is not zero. A blank is zero only where nothing else is possible: in a nil return, below a part
-- whose whole is zero, for a stock of an entity that the reporter has none of.
with cells as (
    select distinct
        expected.province_key,
        {{ indicator_key('form_row.entity', 'form_row.indicator_code') }} as indicator_key,
        form_row.sector_code,
        expected.period_key,
        expected.value_status
    from {{ ref('int_expected_cell') }} as expected
    inner join {{ ref('form_rows') }} as form_row
        on expected.form_code = form_row.form_code and form_row.indicator_code is not null
    union
    select
        expected.province_key,
        claim.indicator_key,
        claim.sector_code,
        claim.period_key,
        claim.value_status
    from {{ ref('int_submission_claim') }} as claim
    inner join {{ ref('int_expected_cell') }} as expected
        on
            claim.reporter_area_code = expected.reporter_area_code
            and claim.period_key = expected.period_key
            and claim.value_status = expected.value_status
),

reporters as (
    -- a reporter that owes several forms is one reporter
    select
        province_key,
        reporter_area_code,
        max(reporter_area_key) as reporter_area_key,
        max(reporter_name) as reporter_name,
        max(reporter_sort_key) as reporter_sort_key,
        period_key,
        value_status,
        bool_or(is_nil) as is_nil
    from {{ ref('int_expected_cell') }}
    group by province_key, reporter_area_code, period_key, value_status
),

said as (
    -- two values for one cell in one submission contradict each other: neither is taken
    select
        reporter_area_code,
        indicator_key,
        sector_code,
        period_key,
        value_status,
        due_before,
        count(distinct value) as values_said,
        case when count(distinct value) = 1 then min(value) end as value,
        case
            when count(distinct value) = 1
                then (array_agg(claim_id order by value is null, sheet, cell, claim_id))[1]
        end as claim_id
    from {{ ref('int_submission_claim') }}
    where reporter_area_code is not null
    group by reporter_area_code, indicator_key, sector_code, period_key, value_status, due_before
),

newest as (
    select distinct on (reporter_area_code, indicator_key, sector_code, period_key, value_status) *
    from said
    order by
        reporter_area_code asc,
        indicator_key asc,
        sector_code asc,
        period_key asc,
        value_status asc,
        values_said = 0 asc,
        due_before desc
),

grid as (
    select
        cells.province_key,
        cells.indicator_key,
        cells.sector_code,
        cells.period_key,
        cells.value_status,
        expected.reporter_area_code,
        expected.reporter_area_key,
        expected.reporter_name,
        expected.reporter_sort_key,
        expected.is_nil,
        indicator.entity,
        indicator.indicator_code,
        indicator.aggregation,
        indicator.stock_or_flow,
        indicator.weight_indicator_key,
        indicator.parent_indicator_key,
        case indicator.entity
            when 'HTX' then 'HTX.coop_total'
            when 'LHHTX' then 'LHHTX.union_total'
            when 'THT' then 'THT.group_total'
            when 'QTDND' then 'QTDND.coop_total'
        end as whole_indicator_key,
        newest.claim_id,
        coalesce(newest.values_said, 0) > 1 as is_contradicted,
        case
            when newest.value is not null then newest.value
            when expected.is_nil and indicator.aggregation = 'sum' and coalesce(newest.values_said, 0) = 0 then 0
        end as value
    from cells
    inner join reporters as expected
        on
            cells.province_key = expected.province_key
            and cells.period_key = expected.period_key
            and cells.value_status = expected.value_status
    inner join {{ ref('dim_indicator') }} as indicator on cells.indicator_key = indicator.indicator_key
    left join newest
        on
            expected.reporter_area_code = newest.reporter_area_code
            and cells.indicator_key = newest.indicator_key
            and cells.sector_code = newest.sector_code
            and cells.period_key = newest.period_key
            and cells.value_status = newest.value_status
),

filled as (
    select
        grid.*,
        coalesce(grid.value, case
            when grid.is_contradicted or grid.aggregation <> 'sum' then null
            when parent.value = 0 then 0
            when whole.value = 0 and grid.stock_or_flow <> 'flow' then 0
        end) as known_value
    from grid
    left join grid as parent
        on
            grid.province_key = parent.province_key
            and grid.reporter_area_code = parent.reporter_area_code
            and grid.parent_indicator_key = parent.indicator_key
            and grid.sector_code = parent.sector_code
            and grid.period_key = parent.period_key
            and grid.value_status = parent.value_status
    left join grid as whole
        on
            grid.province_key = whole.province_key
            and grid.reporter_area_code = whole.reporter_area_code
            and grid.whole_indicator_key = whole.indicator_key
            and grid.sector_code = whole.sector_code
            and grid.period_key = whole.period_key
            and grid.value_status = whole.value_status
),

weighted as (
    select
        filled.*,
        weight.known_value as weight,
        weight.claim_id as weight_claim_id
    from filled
    left join filled as weight
        on
            filled.aggregation = 'weighted_mean'
            and filled.province_key = weight.province_key
            and filled.reporter_area_code = weight.reporter_area_code
            and filled.weight_indicator_key = weight.indicator_key
            and filled.sector_code = weight.sector_code
            and filled.period_key = weight.period_key
            and filled.value_status = weight.value_status
),

-- shares that the form does not print but whose two sides it does: 100 × part / whole
shares as (
    select
        part.*,
        share.indicator_key as share_indicator_key,
        whole.known_value as whole_value,
        whole.claim_id as whole_claim_id
    from {{ ref('dim_indicator') }} as share
    inner join filled as part
        on
            share.entity = part.entity
            and share.indicator_code = part.indicator_code || '_pct'
            and part.aggregation = 'sum'
    inner join filled as whole
        on
            share.weight_indicator_key = whole.indicator_key
            and part.province_key = whole.province_key
            and part.reporter_area_code = whole.reporter_area_code
            and part.sector_code = whole.sector_code
            and part.period_key = whole.period_key
            and part.value_status = whole.value_status
    left join cells
        on
            share.indicator_key = cells.indicator_key
            and part.province_key = cells.province_key
            and part.sector_code = cells.sector_code
            and part.period_key = cells.period_key
            and part.value_status = cells.value_status
    where share.aggregation = 'weighted_mean' and cells.indicator_key is null
)

select
    province_key,
    indicator_key,
    sector_code,
    period_key,
    value_status,
    reporter_area_code,
    reporter_area_key,
    reporter_name,
    reporter_sort_key,
    -- a mean over nothing is left out of the mean, and is not absent either
    known_value is not null or coalesce(weight = 0, false) or (is_nil and aggregation <> 'sum') as is_reporting,
    known_value::numeric(24, 6) as value,
    (known_value * weight)::numeric(24, 6) as numerator,
    weight::numeric(24, 6) as weight,
    aggregation = 'weighted_mean' and known_value is not null and weight is null as is_weight_missing,
    claim_id,
    weight_claim_id,
    case aggregation when 'sum' then 1 when 'weighted_mean' then weight end as claim_factor
from weighted
union all
select
    province_key,
    share_indicator_key as indicator_key,
    sector_code,
    period_key,
    value_status,
    reporter_area_code,
    reporter_area_key,
    reporter_name,
    reporter_sort_key,
    -- a part of nothing contradicts itself, and no share follows from it
    known_value is not null and whole_value is not null and (whole_value <> 0 or known_value = 0) as is_reporting,
    (100 * known_value / nullif(whole_value, 0))::numeric(24, 6) as value,
    case when whole_value <> 0 or known_value = 0 then 100 * known_value end::numeric(24, 6) as numerator,
    case when known_value = 0 or (known_value is not null and whole_value <> 0) then whole_value end::numeric(
        24, 6
    ) as weight,
    false as is_weight_missing,
    claim_id,
    whole_claim_id as weight_claim_id,
    100 as claim_factor
from shares
