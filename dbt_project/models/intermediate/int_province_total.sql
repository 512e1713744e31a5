-- Just-loaded tables have no statistics: only hashing is right whatever the planner takes them for.
{{ config(pre_hook="{{ hash_joins_only() }}") }}

-- Totals of provinces over their reporters in both readings, with how much of each is there, and what is carried
-- forward for the absent where an officer had them estimated.
with totals as (
    select
        boundary_reading,
        figure_province_key as province_key,
        indicator_key,
        sector_code,
        period_key,
        value_status,
        count(*)::integer as reporters_expected,
        (count(*) filter (where is_reporting))::integer as reporters_reporting,
        coalesce(
            array_agg(reporter_name order by is_silent_province desc, reporter_sort_key asc)
            filter (where not is_reporting),
            '{}'
        ) as absentees,
        string_agg(reporter_name, ', ' order by reporter_sort_key)
        filter (where is_silent_province) as silent_provinces,
        string_agg(reporter_name, ', ' order by reporter_sort_key) filter (where is_weight_missing) as without_weight,
        sum(value) as total,
        sum(numerator) as numerator,
        sum(weight) filter (where numerator is not null) as denominator
    from {{ ref('int_figure_cell') }}
    group by boundary_reading, figure_province_key, indicator_key, sector_code, period_key, value_status
),

carried as (
    select
        cell.boundary_reading,
        cell.figure_province_key as province_key,
        cell.indicator_key,
        cell.sector_code,
        cell.period_key,
        cell.value_status,
        count(*)::integer as reporters_carried,
        array_agg(
            carried.reporter_name || ' (' || carried.carried_from_period_key || ')' order by carried.reporter_sort_key
        ) as carried_from,
        sum(carried.value) as total,
        sum(carried.numerator) as numerator,
        sum(carried.weight) filter (where carried.numerator is not null) as denominator
    from {{ ref('int_figure_cell') }} as cell
    inner join {{ ref('int_carried_cell') }} as carried
        on
            cell.reporter_area_code = carried.reporter_area_code
            and cell.indicator_key = carried.indicator_key
            and cell.sector_code = carried.sector_code
            and cell.period_key = carried.period_key
            and cell.value_status = carried.value_status
    where not cell.is_silent_province
    group by
        cell.boundary_reading,
        cell.figure_province_key,
        cell.indicator_key,
        cell.sector_code,
        cell.period_key,
        cell.value_status
),

switched as (
    select
        boundary_reading,
        figure_province_key as province_key,
        period_key,
        string_agg(decision_vi, ' ' order by decision_vi) as decision_vi
    from {{ ref('int_estimated_round') }}
    group by boundary_reading, figure_province_key, period_key
)

select
    totals.*,
    coalesce(carried.reporters_carried, 0) as reporters_carried,
    coalesce(carried.carried_from, '{}') as carried_from,
    carried.total as carried_total,
    carried.numerator as carried_numerator,
    carried.denominator as carried_denominator,
    case when totals.value_status in ('actual', 'estimate') then switched.decision_vi end as estimate_decision_vi
from totals
left join carried
    on
        totals.boundary_reading = carried.boundary_reading
        and totals.province_key = carried.province_key
        and totals.indicator_key = carried.indicator_key
        and totals.sector_code = carried.sector_code
        and totals.period_key = carried.period_key
        and totals.value_status = carried.value_status
left join switched
    on
        totals.boundary_reading = switched.boundary_reading
        and totals.province_key = switched.province_key
        and totals.period_key = switched.period_key
