-- Rows of forms that any file ever filled in: which indicator, in which sector.
select distinct
    {{ indicator_key('cell.entity', 'cell.indicator_code') }} as indicator_key,
    cell.sector_code
from {{ source('raw', 'submission_value') }} as cell
