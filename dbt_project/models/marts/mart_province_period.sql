-- The indicators of form A-1 side by side, for BI and the report.
{%- set indicators = [
    'HTX.coop_total',
    'HTX.coop_active',
    'HTX.coop_new',
    'HTX.coop_dissolved',
    'HTX.coop_effective',
    'HTX.coop_hightech',
    'HTX.coop_value_chain',
    'HTX.members_total',
    'HTX.members_new',
    'HTX.workers_total',
    'HTX.workers_new',
    'HTX.workers_who_are_members',
    'HTX.managers_total',
    'HTX.managers_vocational',
    'HTX.managers_degree',
    'HTX.revenue_avg',
    'HTX.revenue_from_members_avg',
    'HTX.profit_avg',
    'HTX.worker_income_avg',
    'LHHTX.union_total',
    'LHHTX.union_new',
    'LHHTX.union_dissolved',
    'LHHTX.union_member_coops',
    'LHHTX.workers_total',
    'LHHTX.revenue_avg',
    'LHHTX.profit_avg',
    'THT.group_total',
    'THT.group_new',
    'THT.group_dissolved',
    'THT.group_registered',
    'THT.members_total',
    'THT.members_new',
    'THT.revenue_avg',
    'THT.profit_avg'
] %}

with reporters as (
    select
        boundary_reading,
        figure_province_key,
        period_key,
        value_status,
        count(distinct reporter_area_code)::integer as reporters_expected,
        (count(distinct reporter_area_code) filter (where is_reporting))::integer as reporters_reporting
    from {{ ref('int_figure_cell') }}
    where sector_code = 'all'
    group by boundary_reading, figure_province_key, period_key, value_status
),

wide as (
    select
        area.province_key,
        figure.period_key,
        figure.value_status,
        figure.boundary_reading,
        {% for indicator in indicators %}
            max(figure.value) filter (where figure.indicator_key = '{{ indicator }}')
                as {{ indicator | lower | replace('.', '_') }},
        {% endfor %}
        figure.completeness
    from {{ ref('fct_figure') }} as figure
    inner join {{ ref('dim_area') }} as area on figure.area_key = area.area_key
    where figure.sector_code = 'all'
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
