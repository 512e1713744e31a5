-- Arrivals known at the as-of moment.
select
    receipt_id,
    file_sha256,
    round_period,
    file_name,
    received_at
from {{ source('raw', 'receipt') }}
where received_at <= {{ as_of() }}
