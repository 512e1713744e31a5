-- Totals of provinces over their reporters in both readings, with how much of each is there, and what is carried
-- forward for the absent where an officer had them estimated.
with said as (
    select
        province_key,
        indicator_key,
        sector_code,
        period_key,
        value_status,
        count(*) as reporters_expected,
        count(*) filter (where is_reporting) as reporters_reporting,
        sum(value) as total,
        sum(numerator) as numerator,
        sum(weight) filter (where numerator is not null) as denominator
    from {{ ref('int_reporter_cell') }}
    group by province_key, indicator_key, sector_code, period_key, value_status
),

-- one row for each province in a total, with the silent ones once
placed as (
    select
        place.boundary_reading,
        place.figure_province_key,
        place.is_silent,
        place.silent_name,
        place.silent_sort_key,
        said.*
    from said
    inner join {{ ref('int_figure_province') }} as place
        on
            said.province_key = place.province_key
            and said.period_key = place.period_key
            and said.value_status = place.value_status
            and not place.is_silent
    union all
    select distinct
        silent.boundary_reading,
        silent.figure_province_key,
        silent.is_silent,
        silent.silent_name,
        silent.silent_sort_key,
        silent.province_key,
        said.indicator_key,
        said.sector_code,
        said.period_key,
        said.value_status,
        1 as reporters_expected,
        0 as reporters_reporting,
        null::numeric as total,
        null::numeric as numerator,
        null::numeric as denominator
    from said
    inner join {{ ref('int_figure_province') }} as place
        on
            said.province_key = place.province_key
            and said.period_key = place.period_key
            and said.value_status = place.value_status
            and not place.is_silent
    inner join {{ ref('int_figure_province') }} as silent
        on
            place.boundary_reading = silent.boundary_reading
            and place.figure_province_key = silent.figure_province_key
            and place.period_key = silent.period_key
            and place.value_status = silent.value_status
            and silent.is_silent
),

-- those who are named in a total: the absent, and those whose mean has no weight
named as (
    select
        place.boundary_reading,
        place.figure_province_key,
        cell.indicator_key,
        cell.sector_code,
        cell.period_key,
        cell.value_status,
        array_agg(cell.reporter_name order by cell.reporter_sort_key)
        filter (where not cell.is_reporting) as absentees,
        string_agg(cell.reporter_name, ', ' order by cell.reporter_sort_key)
        filter (where cell.is_weight_missing) as without_weight
    from {{ ref('int_reporter_cell') }} as cell
    inner join {{ ref('int_figure_province') }} as place
        on
            cell.province_key = place.province_key
            and cell.period_key = place.period_key
            and cell.value_status = place.value_status
            and not place.is_silent
    where not cell.is_reporting or cell.is_weight_missing
    group by
        place.boundary_reading,
        place.figure_province_key,
        cell.indicator_key,
        cell.sector_code,
        cell.period_key,
        cell.value_status
),

summed as (
    select
        boundary_reading,
        figure_province_key,
        indicator_key,
        sector_code,
        period_key,
        value_status,
        sum(reporters_expected)::integer as reporters_expected,
        sum(reporters_reporting)::integer as reporters_reporting,
        coalesce(array_agg(silent_name order by silent_sort_key) filter (where is_silent), '{}') as silent_names,
        sum(total) as total,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from placed
    group by boundary_reading, figure_province_key, indicator_key, sector_code, period_key, value_status
),

totals as (
    select
        summed.boundary_reading,
        summed.figure_province_key as province_key,
        summed.indicator_key,
        summed.sector_code,
        summed.period_key,
        summed.value_status,
        summed.reporters_expected,
        summed.reporters_reporting,
        summed.silent_names || coalesce(named.absentees, '{}') as absentees,
        nullif(array_to_string(summed.silent_names, ', '), '') as silent_provinces,
        named.without_weight,
        summed.total,
        summed.numerator,
        summed.denominator
    from summed
    left join named
        on
            summed.boundary_reading = named.boundary_reading
            and summed.figure_province_key = named.figure_province_key
            and summed.indicator_key = named.indicator_key
            and summed.sector_code = named.sector_code
            and summed.period_key = named.period_key
            and summed.value_status = named.value_status
),

carried as (
    select
        place.boundary_reading,
        place.figure_province_key as province_key,
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
    from {{ ref('int_reporter_cell') }} as cell
    inner join {{ ref('int_carried_cell') }} as carried
        on
            cell.reporter_area_code = carried.reporter_area_code
            and cell.indicator_key = carried.indicator_key
            and cell.sector_code = carried.sector_code
            and cell.period_key = carried.period_key
            and cell.value_status = carried.value_status
    inner join {{ ref('int_figure_province') }} as place
        on
            cell.province_key = place.province_key
            and cell.period_key = place.period_key
            and cell.value_status = place.value_status
            and not place.is_silent
    group by
        place.boundary_reading,
        place.figure_province_key,
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
