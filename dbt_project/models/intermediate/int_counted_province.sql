-- Which of the provinces that speak of a period make the total of a province of today, and so of the country: never
-- two that share land. The map of the period's last day goes first; those of a later map, who restate the past, and
-- those of an earlier one, who foresaw it, count where nobody of that map has been heard.
with spoken as (
    select
        province_key,
        period_key,
        value_status,
        bool_or(is_reporting) as is_heard
    from {{ ref('int_heard_reporter') }}
    group by province_key, period_key, value_status
),

placed as (
    select
        spoken.*,
        path.step_province_key as today_province_key,
        -- days from the period's last day to a map that began later, or back to one that ended; 0 is the map then
        case
            when {{ in_force('province', 'period.ends_on') }} then 0
            when province.valid_from > period.ends_on then province.valid_from - period.ends_on
            else province.valid_to - period.ends_on - 1
        end as map_distance_days
    from spoken
    inner join {{ ref('int_province_path') }} as path on spoken.province_key = path.province_key and path.is_today
    inner join {{ ref('dim_province') }} as province on spoken.province_key = province.province_key
    inner join {{ ref('dim_period') }} as period on spoken.period_key = period.period_key
),

counted_map as (
    select distinct on (today_province_key, period_key, value_status)
        today_province_key,
        period_key,
        value_status,
        map_distance_days
    from placed
    order by
        today_province_key asc,
        period_key asc,
        value_status asc,
        is_heard desc,
        map_distance_days = 0 desc,
        map_distance_days > 0 desc,
        abs(map_distance_days) asc
)

select
    placed.province_key,
    placed.period_key,
    placed.value_status,
    placed.today_province_key,
    placed.map_distance_days = counted_map.map_distance_days as is_counted
from placed
inner join counted_map
    on
        placed.today_province_key = counted_map.today_province_key
        and placed.period_key = counted_map.period_key
        and placed.value_status = counted_map.value_status
