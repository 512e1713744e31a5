-- The country, provinces and districts through time. A version that outlives a change of its parent hangs
-- on the parent in force on its last day.
with areas as (
    select
        *,
        {{ dimension_key(['area_code', 'valid_from']) }} as area_key,
        coalesce(valid_to - 1, '9999-12-31'::date) as last_day
    from {{ ref('areas') }}
)

select
    area.area_key,
    area.area_code,
    area.area_name,
    area.short_name,
    area.level as area_level,
    area.kind,
    parent.area_key as parent_area_key,
    province.province_key,
    area.valid_from,
    area.valid_to,
    area.legal_act,
    area.sort_key,
    {{ build_id() }} as build_id
from areas as area
left join areas as parent
    on area.parent_code = parent.area_code and {{ in_force('parent', 'area.last_day') }}
left join {{ ref('dim_province') }} as province
    on area.province_code = province.province_code and {{ in_force('province', 'area.last_day') }}
