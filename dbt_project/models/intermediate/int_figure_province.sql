-- Whose cells make a province's total in both readings: in the boundaries of the report its own reporters', in today's
-- those of the provinces it is made of. A province that was merged in but has no reporters in the calendar is absent
-- as a whole, and says so.
with chosen as (
    select
        period_key,
        value_status,
        province_key,
        today_province_key as figure_province_key
    from {{ ref('int_counted_province') }}
    where is_counted
),

silent as (
    select distinct
        chosen.figure_province_key,
        chosen.period_key,
        chosen.value_status,
        sibling.province_key,
        sibling.province_code,
        sibling.province_name,
        sibling.valid_from
    from chosen
    inner join {{ ref('int_province_path') }} as path on chosen.province_key = path.province_key
    inner join {{ ref('dim_province') }} as sibling
        on path.next_province_key = sibling.successor_province_key and path.step_province_key <> sibling.province_key
    where
        not exists (
            select 1
            from chosen as other
            inner join {{ ref('int_province_path') }} as other_path on other.province_key = other_path.province_key
            where
                other_path.step_province_key = sibling.province_key
                and other.period_key = chosen.period_key
                and other.value_status = chosen.value_status
        )
)

select distinct
    'as_reported' as boundary_reading,
    province_key as figure_province_key,
    period_key,
    value_status,
    province_key,
    false as is_silent,
    null::text as silent_name,
    null::text as silent_sort_key
from {{ ref('int_heard_reporter') }}
union all
select
    'todays_boundaries' as boundary_reading,
    figure_province_key,
    period_key,
    value_status,
    province_key,
    false as is_silent,
    null::text as silent_name,
    null::text as silent_sort_key
from chosen
union all
select
    'todays_boundaries' as boundary_reading,
    silent.figure_province_key,
    silent.period_key,
    silent.value_status,
    silent.province_key,
    true as is_silent,
    silent.province_name as silent_name,
    area.sort_key as silent_sort_key
from silent
inner join {{ ref('stg_area') }} as area
    on silent.province_code = area.area_code and silent.valid_from = area.valid_from
