-- The country, provinces, districts and communes through time: two seeds, since few readers of files need the communes.
with areas as (
    select * from {{ ref('areas') }}
    union all
    select * from {{ ref('communes') }}
)

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
from areas
