-- Every version that an expected reporter, an area or a department, handed in for a round, with what counts of it.
-- A file that holds other parts alone (sectors, a register, support money) is no version of the form owed: it decides
-- neither whether the form has come nor when, and `int_part_version` takes its figures beside it.
-- A file sent again right after itself is no new version. Late is decided by the arrival alone, strictly
-- before 00:00 in Viet Nam of the due day; an officer's decision takes what is late or explained.
with expected as (
    select
        {{ content_id(['debtor_code', 'form_code', 'period_key']) }} as submission_id,
        case when debtor_kind = 'agency' then 'agency' else 'area' end as reporter_kind,
        debtor_code as reporter_code,
        area_code as province_code,
        form_code,
        period_key,
        due_before
    from {{ ref('obligations') }}
    where obligation_kind = 'reporter_round'
),

matched as (
    -- an arrival answers one obligation: the form it is, else the form it holds, else the first that is owed
    select
        expected.submission_id,
        expected.reporter_kind,
        expected.reporter_code,
        expected.province_code,
        expected.form_code,
        expected.period_key,
        expected.due_before,
        receipt.receipt_id,
        receipt.file_sha256,
        receipt.file_name,
        receipt.received_at,
        reading.reading_id,
        reading.form_version,
        reading.is_nil_return,
        reading.outcome,
        reading.period as printed_period,
        coalesce(reading.parts, expected.form_code) as parts,
        coalesce(expected.form_code = any(string_to_array(reading.parts, ',')), true) as holds_form,
        row_number() over (
            partition by receipt.receipt_id
            order by
                reading.form_code is distinct from expected.form_code,
                coalesce(expected.form_code = any(string_to_array(reading.parts, ',')), false) desc,
                expected.form_code
        ) as nth_best
    from {{ ref('stg_receipt') }} as receipt
    inner join {{ ref('stg_submission_reading') }} as reading
        on
            receipt.file_sha256 = reading.file_sha256
            and receipt.round_period is not distinct from reading.round_period
            and reading.is_newest
    inner join expected
        on
            coalesce(reading.agency_code, reading.area_code) = expected.reporter_code
            and (reading.agency_code is not null) = (expected.reporter_kind = 'agency')
            and coalesce(receipt.round_period, reading.period) = expected.period_key
),

arrivals as (
    select
        *,
        lag(file_sha256) over (
            partition by submission_id, parts
            order by received_at, receipt_id
        ) as file_before
    from matched
    where nth_best = 1
),

decisions as (
    select
        arrivals.submission_id,
        arrivals.file_sha256,
        bool_or(decision.decision = 'accept_explained') as is_explained,
        (array_agg(decision.decided_by order by decision.decided_at desc, decision.decision_id asc))[1] as decided_by,
        (array_agg(decision.reason order by decision.decided_at desc, decision.decision_id asc))[1] as decision_reason
    from {{ ref('stg_submission_decision') }} as decision
    inner join arrivals on decision.receipt_id = arrivals.receipt_id
    group by arrivals.submission_id, arrivals.file_sha256
),

judged as (
    select
        arrivals.*,
        decisions.decided_by,
        decisions.decision_reason,
        row_number() over (
            partition by arrivals.submission_id, arrivals.holds_form
            order by arrivals.received_at, arrivals.receipt_id
        )::integer as version,
        arrivals.received_at < {{ local_midnight('arrivals.due_before') }} as is_on_time,
        -- an explanation can mend a refused form, not a form of another period
        arrivals.outcome <> 'rejected'
        or (coalesce(decisions.is_explained, false) and arrivals.printed_period = arrivals.period_key) as is_usable,
        decisions.decided_by is not null as is_decided
    from arrivals
    left join decisions
        on arrivals.submission_id = decisions.submission_id and arrivals.file_sha256 = decisions.file_sha256
    where arrivals.file_sha256 is distinct from arrivals.file_before
)

select
    submission_id,
    version,
    holds_form,
    parts,
    reporter_kind,
    reporter_code,
    case when reporter_kind = 'area' then reporter_code end as reporter_area_code,
    'submission:' || reporter_code as source_key,
    province_code,
    form_code,
    form_version,
    period_key,
    due_before,
    receipt_id,
    file_sha256,
    file_name,
    received_at,
    reading_id,
    is_nil_return,
    is_on_time,
    decided_by,
    decision_reason,
    is_usable and (is_on_time or is_decided) as is_admitted,
    case
        when not is_usable then 'rejected'
        when not (is_on_time or is_decided) then 'late_pending'
        when outcome = 'accepted' then 'accepted'
        else 'accepted_with_warnings'
    end as status,
    holds_form and row_number() over (
        partition by submission_id, holds_form
        order by is_usable and (is_on_time or is_decided) desc, is_usable desc, version desc
    ) = 1 as is_current
from judged
