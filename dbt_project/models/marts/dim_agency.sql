-- The agencies that owe or receive reports, each in its time.
select
    agency_code,
    name_vi,
    name_en,
    province_code,
    successor_code as successor_agency_code,
    valid_from,
    valid_to,
    {{ build_id() }} as build_id
from {{ ref('agencies') }}
