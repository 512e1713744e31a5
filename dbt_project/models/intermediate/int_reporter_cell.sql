-- One row for each expected reporter and each cell it owes: its value, or that it is absent; means with their weights,
-- and shares that follow from their two sides.

-- shares that the form does not print but whose two sides it does: 100 × part / whole
with share_cells as materialized (
    select
        printed.province_key,
        share.indicator_key,
        part.cell_number as part_cell_number,
        whole.cell_number as whole_cell_number
    from {{ ref('dim_indicator') }} as share
    inner join {{ ref('int_cell') }} as part
        on
            share.entity = part.entity
            and share.indicator_code = part.indicator_code || '_pct'
            and part.aggregation = 'sum'
    inner join {{ ref('int_cell') }} as whole
        on
            share.weight_indicator_key = whole.indicator_key
            and part.sector_code = whole.sector_code
            and part.period_key = whole.period_key
            and part.value_status = whole.value_status
    inner join {{ ref('int_province_cell') }} as printed on part.cell_number = printed.cell_number
    left join {{ ref('int_cell') }} as share_cell
        on
            share.indicator_key = share_cell.indicator_key
            and part.sector_code = share_cell.sector_code
            and part.period_key = share_cell.period_key
            and part.value_status = share_cell.value_status
    left join {{ ref('int_province_cell') }} as printed_share
        on printed.province_key = printed_share.province_key and share_cell.cell_number = printed_share.cell_number
    where share.aggregation = 'weighted_mean' and printed_share.cell_number is null
),

-- what is the weight of a mean, or the whole of a share
bases as materialized (
    select known.*
    from {{ ref('int_known_cell') }} as known
    where
        known.cell_number in (
            select related.weight_cell_number
            from {{ ref('int_cell') }} as related
            where related.weight_cell_number is not null
            union
            select share_cells.whole_cell_number
            from share_cells
        )
),

parts as materialized (
    select
        known.*,
        share_cells.indicator_key,
        share_cells.whole_cell_number
    from {{ ref('int_known_cell') }} as known
    inner join {{ ref('int_owing_reporter') }} as reporter on known.reporter_number = reporter.reporter_number
    inner join share_cells
        on reporter.province_key = share_cells.province_key and known.cell_number = share_cells.part_cell_number
),

valued as (
    select
        known.reporter_number,
        known.cell_number,
        related.indicator_key,
        related.aggregation,
        known.known_value as value,
        known.known_value * weight.known_value as numerator,
        weight.known_value as weight,
        -- a mean over nothing is left out of the mean, and is not absent either
        known.known_value is not null or coalesce(weight.known_value = 0, false) as is_reporting,
        known.claim_id,
        weight.claim_id as weight_claim_id,
        case related.aggregation when 'sum' then 1 when 'weighted_mean' then weight.known_value end as claim_factor
    from {{ ref('int_known_cell') }} as known
    inner join {{ ref('int_cell') }} as related on known.cell_number = related.cell_number
    left join bases as weight
        on known.reporter_number = weight.reporter_number and related.weight_cell_number = weight.cell_number
    union all
    select
        part.reporter_number,
        part.cell_number,
        part.indicator_key,
        'share' as aggregation,
        100 * part.known_value / nullif(whole.known_value, 0) as value,
        case when whole.known_value <> 0 or part.known_value = 0 then 100 * part.known_value end as numerator,
        case
            when part.known_value = 0 or (part.known_value is not null and whole.known_value <> 0)
                then whole.known_value
        end as weight,
        -- a part of nothing contradicts itself, and no share follows from it
        part.known_value is not null
        and whole.known_value is not null
        and (whole.known_value <> 0 or part.known_value = 0) as is_reporting,
        part.claim_id,
        whole.claim_id as weight_claim_id,
        100 as claim_factor
    from parts as part
    inner join bases as whole
        on part.reporter_number = whole.reporter_number and part.whole_cell_number = whole.cell_number
)

select
    reporter.province_key,
    valued.indicator_key,
    cell.sector_code,
    cell.period_key,
    cell.value_status,
    reporter.reporter_area_code,
    reporter.reporter_area_key,
    reporter.reporter_name,
    reporter.reporter_sort_key,
    valued.is_reporting or (reporter.is_nil and valued.aggregation not in ('sum', 'share')) as is_reporting,
    valued.value::numeric(24, 6) as value,
    valued.numerator::numeric(24, 6) as numerator,
    valued.weight::numeric(24, 6) as weight,
    valued.aggregation = 'weighted_mean' and valued.value is not null and valued.weight is null as is_weight_missing,
    valued.claim_id,
    valued.weight_claim_id,
    valued.claim_factor
from valued
inner join {{ ref('int_cell') }} as cell on valued.cell_number = cell.cell_number
inner join {{ ref('int_owing_reporter') }} as reporter on valued.reporter_number = reporter.reporter_number
