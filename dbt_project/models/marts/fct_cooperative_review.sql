-- Pairs that a person should look at: a line that may be another cooperative than the one it was taken for.
with candidates as (
    -- what was given as one id is by now the cooperative of its first line
    select distinct on (given_id)
        given_id,
        cooperative_id
    from {{ ref('stg_cooperative_line') }}
    order by given_id asc, is_first desc, line_id asc
),

newest_names as (
    select distinct on (cooperative_id)
        cooperative_id,
        cooperative_name,
        tax_code
    from {{ ref('dim_cooperative') }}
    where is_current
    order by cooperative_id
)

select distinct on (doubt.line_id, candidate.cooperative_id)
    doubt.line_id,
    own.cooperative_id,
    candidate.cooperative_id as candidate_id,
    own.cooperative_name as line_name,
    newest_names.cooperative_name as candidate_name,
    newest_names.tax_code as candidate_tax_code,
    period.area_key,
    period.province_key,
    own.period_key,
    doubt.confidence::numeric(5, 4) as confidence,
    doubt.evidence,
    own.file_sha256,
    own.file_name,
    own.sheet,
    own.sheet_row,
    {{ build_id() }} as build_id
from {{ ref('stg_cooperative_doubt') }} as doubt
inner join {{ ref('int_cooperative_row') }} as own on doubt.line_id = own.line_id
inner join {{ ref('int_cooperative_version') }} as period
    on own.cooperative_id = period.cooperative_id and own.period_key = period.period_key
inner join candidates as candidate on doubt.candidate_id = candidate.given_id
inner join newest_names on candidate.cooperative_id = newest_names.cooperative_id
left join {{ ref('cooperative_decisions') }} as decision
    on
        doubt.line_id = decision.left_id
        and decision.right_id in (doubt.candidate_id, candidate.cooperative_id)
        and decision.decision = 'different'
        and {{ local_midnight('decision.decided_on') }} <= {{ as_of() }}
where own.cooperative_id <> candidate.cooperative_id and decision.decision_id is null
order by doubt.line_id asc, candidate.cooperative_id asc, doubt.confidence desc
