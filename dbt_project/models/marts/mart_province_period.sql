-- The indicators of form A-1 of a province side by side, for looking up: rows of several periods, statuses, readings
-- and completeness stand in it, so that none of its columns may be added up.
with reporters as (
    select
        place.boundary_reading,
        place.figure_province_key,
        place.period_key,
        place.value_status,
        count(*)::integer as reporters_expected,
        (count(*) filter (where heard.is_reporting_totals))::integer as reporters_reporting
    from {{ ref('int_figure_province') }} as place
    left join {{ ref('int_heard_reporter') }} as heard
        on
            place.province_key = heard.province_key
            and place.period_key = heard.period_key
            and place.value_status = heard.value_status
            and not place.is_silent
    where place.is_silent or heard.is_reporting_totals is not null
    group by place.boundary_reading, place.figure_province_key, place.period_key, place.value_status
),

wide as (
    select
        area.province_key,
        figure.period_key,
        figure.value_status,
        figure.boundary_reading,
        figure.completeness,
        {{ looked_up_columns('figure') }}
    from {{ ref('fct_figure') }} as figure
    inner join {{ ref('dim_area') }} as area on figure.area_key = area.area_key and area.area_level = 'province'
    where figure.sector_code = 'all' and figure.derivation is null
    group by
        area.province_key,
        figure.period_key,
        figure.value_status,
        figure.boundary_reading,
        figure.completeness
)

select
    wide.*,
    province.province_name,
    reporters.reporters_expected,
    reporters.reporters_reporting,
    {{ build_id() }} as build_id
from wide
inner join {{ ref('dim_province') }} as province on wide.province_key = province.province_key
inner join reporters
    on
        wide.province_key = reporters.figure_province_key
        and wide.period_key = reporters.period_key
        and wide.value_status = reporters.value_status
        and wide.boundary_reading = reporters.boundary_reading
