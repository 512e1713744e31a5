-- The state of the newest round by reporter, to be added up at will: one period, one status, one level.
with cells as (
    select
        cell.reporter_area_key as area_key,
        path.step_province_key as province_key,
        cell.reporter_name,
        cell.period_key,
        cell.indicator_key,
        cell.value,
        cell.numerator,
        case when cell.numerator is not null then cell.weight end as denominator
    from {{ ref('int_reporter_cell') }} as cell
    inner join {{ ref('int_newest_round') }} as newest on cell.period_key = newest.period_key
    inner join {{ ref('int_speaking_province') }} as speaking
        on
            cell.province_key = speaking.province_key
            and cell.period_key = speaking.period_key
            and cell.value_status = speaking.value_status
            and speaking.boundary_reading = 'as_reported'
            and not speaking.is_silent
    inner join {{ ref('int_province_path') }} as path on cell.province_key = path.province_key and path.is_today
    where cell.sector_code = 'all' and cell.value_status = 'actual'
),

-- a mean whose weight is missing somewhere would look whole without it: it is left out for the whole province
without_weight as (
    select distinct
        path.step_province_key as province_key,
        cell.indicator_key
    from {{ ref('int_reporter_cell') }} as cell
    inner join {{ ref('int_newest_round') }} as newest on cell.period_key = newest.period_key
    inner join {{ ref('int_province_path') }} as path on cell.province_key = path.province_key and path.is_today
    where cell.is_weight_missing and cell.sector_code = 'all' and cell.value_status = 'actual'
),

summable as (
    select cells.*
    from cells
    left join without_weight
        on cells.province_key = without_weight.province_key and cells.indicator_key = without_weight.indicator_key
    where without_weight.province_key is null
)

select
    summable.area_key,
    summable.province_key,
    summable.reporter_name,
    summable.period_key,
    {{ summable_columns('summable', ['stock', 'flow', 'mean']) }},
    {{ build_id() }} as build_id
from summable
group by summable.area_key, summable.province_key, summable.reporter_name, summable.period_key
