-- Whether an expected reporter is heard of a period at all, and in the totals over all sectors.
select
    province_key,
    reporter_area_code,
    period_key,
    value_status,
    bool_or(is_reporting) as is_reporting,
    bool_or(is_reporting) filter (where sector_code = 'all') as is_reporting_totals
from {{ ref('int_reporter_cell') }}
group by province_key, reporter_area_code, period_key, value_status
