-- Decisions of officers known at the as-of moment.
select
    decision_id,
    receipt_id,
    decision,
    reason,
    decided_by,
    decided_at
from {{ source('ops', 'submission_decision') }}
where decided_at <= {{ as_of() }}
