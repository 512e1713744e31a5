-- The country, provinces, districts and communes through time: two seeds, since few readers of files need the communes.
{%- for seed in ['areas', 'communes'] %}
{% if not loop.first -%} union all {% endif -%}
select
    {{ dimension_key(['area_code', 'valid_from']) }} as area_key,
    area_code,
    area_name,
    short_name,
    level as area_level,
    kind,
    parent_code,
    province_code,
    valid_from,
    valid_to,
    legal_act,
    sort_key
from {{ ref(seed) }}
{%- endfor %}
