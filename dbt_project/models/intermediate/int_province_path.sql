-- From each province version through its successors to the one of today, step by step.
with recursive path as (
    select
        province_key,
        province_key as step_province_key,
        successor_province_key
    from {{ ref('dim_province') }}
    union all
    select
        path.province_key,
        next_step.province_key as step_province_key,
        next_step.successor_province_key
    from path
    inner join {{ ref('dim_province') }} as next_step on path.successor_province_key = next_step.province_key
)

select
    province_key,
    step_province_key,
    successor_province_key as next_province_key,
    successor_province_key is null as is_today
from path
