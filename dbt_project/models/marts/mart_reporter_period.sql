-- The indicators of form A-1 of each reporter side by side, what counts of its submissions, with its province as it was
-- and the one of today: for looking up. Rows of several periods and statuses stand in it.
with wide as (
    select
        cell.reporter_area_key as area_key,
        cell.province_key,
        cell.period_key,
        cell.value_status,
        max(cell.reporter_name) as reporter_name,
        bool_or(cell.is_reporting) as is_reporting,
        {{ looked_up_columns('cell', 'weight') }}
    from {{ ref('int_reporter_cell') }} as cell
    where cell.sector_code = 'all'
    group by cell.reporter_area_key, cell.province_key, cell.period_key, cell.value_status
)

select
    wide.*,
    path.step_province_key as today_province_key,
    {{ build_id() }} as build_id
from wide
inner join {{ ref('int_province_path') }} as path on wide.province_key = path.province_key and path.is_today
