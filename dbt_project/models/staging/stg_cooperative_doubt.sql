-- Lines that may be a known cooperative and were not taken for it.
select
    line_id,
    candidate_id,
    confidence,
    evidence
from {{ source('ops', 'cooperative_doubt') }}
where line_id in (select known.line_id from {{ ref('stg_cooperative_line') }} as known)
