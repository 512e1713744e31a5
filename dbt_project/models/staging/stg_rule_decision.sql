-- The last decision about each contradiction known at the as-of moment: it may stand, or is open again.
select distinct on (rule_code, place_code, period_key)
    rule_code,
    place_code,
    period_key,
    decision,
    reason,
    decided_by,
    decided_at
from {{ source('ops', 'rule_decision') }}
where decided_at <= {{ as_of() }}
order by rule_code asc, place_code asc, period_key asc, decided_at desc, decision_id asc
