-- Totals of the country over its provinces in both readings. A province that nobody spoke for, or that was not asked
-- for the cell, counts as one absent reporter.
{%- set separator = "chr(31)" %}

with cells as (
    select distinct
        boundary_reading,
        indicator_key,
        sector_code,
        period_key,
        value_status
    from {{ ref('int_province_total') }}
),

parts as (
    select
        cells.*,
        total.reporters_expected,
        total.reporters_reporting,
        total.absentees,
        total.without_weight,
        total.total,
        total.numerator,
        total.denominator,
        total.reporters_carried,
        total.carried_from,
        total.carried_total,
        total.carried_numerator,
        total.carried_denominator,
        total.estimate_decision_vi,
        province.province_name,
        area.sort_key,
        total.province_key is null as is_silent
    from cells
    inner join {{ ref('int_speaking_province') }} as speaking
        on
            cells.boundary_reading = speaking.boundary_reading
            and cells.period_key = speaking.period_key
            and cells.value_status = speaking.value_status
    inner join {{ ref('dim_province') }} as province on speaking.province_key = province.province_key
    inner join {{ ref('dim_area') }} as area
        on speaking.province_key = area.province_key and area.area_level = 'province'
    left join {{ ref('int_province_total') }} as total
        on
            cells.boundary_reading = total.boundary_reading
            and cells.indicator_key = total.indicator_key
            and cells.sector_code = total.sector_code
            and cells.period_key = total.period_key
            and cells.value_status = total.value_status
            and speaking.province_key = total.province_key
)

select
    boundary_reading,
    indicator_key,
    sector_code,
    period_key,
    value_status,
    count(*)::integer as provinces_expected,
    (count(*) filter (where reporters_reporting > 0))::integer as provinces_reporting,
    sum(coalesce(reporters_expected, 1))::integer as reporters_expected,
    coalesce(sum(reporters_reporting), 0)::integer as reporters_reporting,
    coalesce(string_to_array(
        string_agg(
            case when is_silent then province_name else array_to_string(absentees, {{ separator }}) end,
            {{ separator }} order by is_silent desc, sort_key asc
        ) filter (where is_silent or cardinality(absentees) > 0),
        {{ separator }}
    ), '{}') as absentees,
    string_agg(province_name, ', ' order by sort_key) filter (where without_weight is not null) as without_weight,
    sum(total) as total,
    sum(numerator) as numerator,
    sum(denominator) as denominator,
    coalesce(sum(reporters_carried), 0)::integer as reporters_carried,
    coalesce(string_to_array(
        string_agg(array_to_string(carried_from, {{ separator }}), {{ separator }} order by sort_key)
        filter (where cardinality(carried_from) > 0),
        {{ separator }}
    ), '{}') as carried_from,
    sum(carried_total) as carried_total,
    sum(carried_numerator) as carried_numerator,
    sum(carried_denominator) as carried_denominator,
    string_agg(province_name || ': ' || estimate_decision_vi, ' ' order by sort_key) as estimate_decision_vi
from parts
group by boundary_reading, indicator_key, sector_code, period_key, value_status
