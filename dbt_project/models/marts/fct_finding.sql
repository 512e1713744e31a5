-- What was found in every file received, and about its arrival, whether or not it names an expected reporter.
-- A reader sees the rows of the submissions that it may see: {{ ref('fct_submission') }} comes first.
with arrived as (
    select distinct on (reading.reading_id)
        reading.reading_id,
        receipt.receipt_id,
        receipt.received_at
    from {{ ref('stg_submission_reading') }} as reading
    inner join {{ ref('stg_receipt') }} as receipt
        on
            reading.file_sha256 = receipt.file_sha256
            and reading.round_period is not distinct from receipt.round_period
    where reading.is_newest
    order by reading.reading_id, receipt.received_at, receipt.receipt_id
),

versions as (
    select
        reading_id,
        submission_id,
        bool_or(is_current) as is_current
    from {{ ref('int_submission_version') }}
    group by reading_id, submission_id
),

found as (
    select
        finding.finding_id,
        'file' as about,
        versions.submission_id,
        arrived.receipt_id,
        finding.rule_code,
        finding.family,
        finding.severity,
        finding.sheet,
        finding.cell,
        finding.value_seen,
        finding.sentence_vi,
        finding.mend_vi,
        finding.explanation,
        arrived.received_at as told_at,
        coalesce(versions.is_current, false) as is_current
    from {{ ref('stg_submission_finding') }} as finding
    inner join arrived on finding.reading_id = arrived.reading_id
    left join versions on finding.reading_id = versions.reading_id
    union all
    select
        finding.receipt_finding_id as finding_id,
        'arrival' as about,
        versions.submission_id,
        finding.receipt_id,
        finding.rule_code,
        finding.family,
        finding.severity,
        finding.sheet,
        finding.cell,
        finding.value_seen,
        finding.sentence_vi,
        finding.mend_vi,
        null as explanation,
        null::timestamptz as told_at,
        coalesce(versions.is_current, false) as is_current
    from {{ ref('stg_receipt_finding') }} as finding
    left join arrived on finding.receipt_id = arrived.receipt_id
    left join versions on arrived.reading_id = versions.reading_id
),

-- the newest reply that names the rule, at the finding's own place or at none
replies as (
    select distinct on (found.finding_id)
        found.finding_id,
        reply.reply,
        reply.decided_by,
        reply.decided_at
    from found
    inner join {{ ref('stg_submission_reply') }} as reply
        on
            found.receipt_id = reply.receipt_id
            and found.rule_code = reply.rule_code
            and (reply.place is null or reply.place = coalesce(found.sheet, '') || '!' || coalesce(found.cell, ''))
    order by found.finding_id asc, reply.decided_at desc, reply.place asc nulls last
)

select
    found.finding_id,
    found.about,
    found.submission_id,
    found.receipt_id,
    found.rule_code,
    found.family,
    found.severity,
    found.sheet,
    found.cell,
    found.value_seen,
    found.sentence_vi,
    found.mend_vi,
    coalesce(replies.reply, found.explanation) as explanation,
    coalesce(replies.reply, found.explanation) is not null as is_explained,
    -- an explanation of the file is its reporter's own, as old as the file
    replies.decided_by as explained_by,
    case
        when replies.reply is not null then replies.decided_at
        when found.explanation is not null then found.told_at
    end as explained_at,
    found.is_current,
    {{ build_id() }} as build_id
from found
left join replies on found.finding_id = replies.finding_id
