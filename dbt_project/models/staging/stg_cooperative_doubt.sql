-- Lines that may be a known cooperative and were not taken for it.
select
    line_id,
    candidate_id,
    confidence,
    evidence
from {{ source('ops', 'cooperative_doubt') }}
