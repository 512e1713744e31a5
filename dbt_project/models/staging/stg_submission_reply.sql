-- What reporters replied to findings, as officers noted it: a line "[rule@sheet!cell] text" of a decision's reason.
with lines as (
    select
        decision.receipt_id,
        decision.decided_at,
        decision.decided_by,
        regexp_match(line.text, '^\[([a-z0-9_]+)(?:@(.*))?\] (.+)$') as parts
    from {{ ref('stg_submission_decision') }} as decision
    cross join lateral regexp_split_to_table(decision.reason, e'\n') as line (text)
    where decision.decision = 'accept_explained'
)

select
    receipt_id,
    decided_at,
    decided_by,
    parts[1] as rule_code,
    parts[2] as place,
    parts[3] as reply
from lines
where parts is not null
