-- The country, provinces, districts and communes through time. A version that outlives a change of its parent hangs
-- on the parent in force on its last day.
with areas as (
    select
        *,
        coalesce(valid_to - 1, '9999-12-31'::date) as last_day
    from {{ ref('stg_area') }}
)

select
    area.area_key,
    area.area_code,
    area.area_name,
    area.short_name,
    area.area_level,
    area.kind,
    parent.area_key as parent_area_key,
    province.province_key,
    area.valid_from,
    area.valid_to,
    area.legal_act,
    area.sort_key,
    today.today_area_key,
    today.not_today_reason,
    {{ build_id() }} as build_id
from areas as area
inner join {{ ref('int_area_today') }} as today on area.area_key = today.area_key
left join areas as parent
    on area.parent_code = parent.area_code and {{ in_force('parent', 'area.last_day') }}
left join {{ ref('dim_province') }} as province
    on area.province_code = province.province_code and {{ in_force('province', 'area.last_day') }}
