-- An expected reporter in a period and status, numbered; one that owes several forms is one. All that owe the same, for
-- they are of one province in one period and status, share a number.
select
    row_number() over (
        order by province_key, reporter_area_code, period_key, value_status
    )::integer as reporter_number,
    dense_rank() over (order by province_key, period_key, value_status)::integer as owed_number,
    province_key,
    reporter_area_code,
    max(reporter_area_key) as reporter_area_key,
    max(reporter_name) as reporter_name,
    max(reporter_sort_key) as reporter_sort_key,
    period_key,
    value_status,
    bool_or(is_nil) as is_nil,
    max(nil_due_before) as nil_due_before
from {{ ref('int_expected_cell') }}
group by province_key, reporter_area_code, period_key, value_status
