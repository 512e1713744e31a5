-- What happened, by province of today and span of time, to be added up at will, over time too: of a year stand either
-- its two halves, or the year as a whole, or the first half alone, never two that overlap.
with flows as (
    select
        area.province_key,
        figure.indicator_key,
        figure.period_key,
        period.year,
        figure.value,
        period.period_kind = 'year' as is_year,
        coalesce(period.half, 0) as half
    from {{ ref('fct_figure') }} as figure
    inner join {{ ref('dim_period') }} as period
        on figure.period_key = period.period_key and period.period_kind in ('year', 'half_year')
    inner join {{ ref('dim_area') }} as area on figure.area_key = area.area_key and area.area_level = 'province'
    inner join {{ ref('dim_indicator') }} as indicator
        on
            figure.indicator_key = indicator.indicator_key
            and indicator.stock_or_flow = 'flow'
            and indicator.aggregation = 'sum'
    where
        figure.sector_code = 'all'
        and figure.value_status = 'actual'
        and figure.boundary_reading = 'todays_boundaries'
        and figure.completeness = case when figure.derivation is null then 'reported' else 'complete' end
        and figure.value is not null
),

known as (
    select
        province_key,
        indicator_key,
        year,
        bool_or(half = 2) as has_second_half,
        bool_or(is_year) as has_year
    from flows
    group by province_key, indicator_key, year
),

disjoint as (
    select flows.*
    from flows
    inner join known
        on
            flows.province_key = known.province_key
            and flows.indicator_key = known.indicator_key
            and flows.year = known.year
    where
        case
            when known.has_second_half then not flows.is_year
            when known.has_year then flows.is_year
            else true
        end
)

select
    disjoint.province_key,
    province.province_name,
    disjoint.period_key,
    disjoint.year::text as year,
    {{ summable_columns('disjoint', ['flow']) }},
    {{ build_id() }} as build_id
from disjoint
inner join {{ ref('dim_province') }} as province on disjoint.province_key = province.province_key
group by disjoint.province_key, province.province_name, disjoint.period_key, disjoint.year
