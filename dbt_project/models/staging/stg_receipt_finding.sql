-- What was found about an arrival and not about its bytes: its sender, its signed copy.
select
    receipt_finding_id,
    receipt_id,
    rule_code,
    family,
    severity,
    sheet,
    cell,
    value_seen,
    sentence_vi,
    mend_vi
from {{ source('raw', 'receipt_finding') }}
where receipt_id in (select known.receipt_id from {{ ref('stg_receipt') }} as known)
