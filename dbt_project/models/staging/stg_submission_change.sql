-- What corrected versions changed, of arrivals known at the as-of moment.
select
    change.change_id,
    change.receipt_id,
    change.previous_receipt_id,
    change.ordinal,
    change.sheet,
    change.cell,
    change.change_class,
    change.change_kind,
    change.before_text,
    change.after_text,
    {{ indicator_key('change.entity', 'change.indicator_code') }} as indicator_key,
    change.sector_code,
    change.value_column
from {{ source('raw', 'submission_change') }} as change
inner join {{ ref('stg_receipt') }} as receipt on change.receipt_id = receipt.receipt_id
