-- What officers last decided by the as-of moment about estimates of a round: switched on rounds, one row each.
with last_decision as (
    select distinct on (area_code, period_key) *
    from {{ source('ops', 'estimate_decision') }}
    where decided_at <= {{ as_of() }}
    order by area_code asc, period_key asc, decided_at desc, decision_id desc
)

select
    decision_id,
    area_code,
    period_key,
    reason,
    decided_by,
    decided_at
from last_decision
where decision = 'on'
