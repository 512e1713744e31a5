-- Sectors of activity.
select
    code as sector_code,
    name_vi,
    name_en,
    parent_code as parent_sector_code,
    {{ build_id() }} as build_id
from {{ ref('sectors') }}
