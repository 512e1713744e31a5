-- Provinces through time; what is not confirmed is not applied.
with versions as (
    select
        *,
        {{ dimension_key(['province_code', 'valid_from']) }} as province_key
    from {{ ref('provinces') }}
    where confirmed
)

select
    province.province_key,
    province.province_code,
    province.province_name,
    province.short_name,
    province.kind,
    province.valid_from,
    province.valid_to,
    successor.province_key as successor_province_key,
    province.valid_to is null as is_current,
    {{ build_id() }} as build_id
from versions as province
left join versions as successor
    on province.successor_code = successor.province_code and province.valid_to = successor.valid_from
