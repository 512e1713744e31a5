-- What the rules found in every file received, whether or not it names an expected reporter.
with arrived as (
    select distinct on (reading.reading_id)
        reading.reading_id,
        receipt.receipt_id
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
)

select
    finding.finding_id,
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
    finding.explanation is not null as is_explained,
    coalesce(versions.is_current, false) as is_current,
    {{ build_id() }} as build_id
from {{ ref('stg_submission_finding') }} as finding
inner join arrived on finding.reading_id = arrived.reading_id
left join versions on finding.reading_id = versions.reading_id
