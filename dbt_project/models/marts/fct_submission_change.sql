-- What a corrected version of a submission changed, cell by cell.
-- A reader sees the rows of the submissions that it may see: {{ ref('fct_submission') }} comes first.
with versions as (
    select distinct
        receipt_id,
        submission_id
    from {{ ref('int_submission_version') }}
)

select
    change.change_id,
    versions.submission_id,
    change.receipt_id,
    change.previous_receipt_id,
    change.ordinal,
    change.sheet,
    change.cell,
    change.change_class,
    change.change_kind,
    change.before_text,
    change.after_text,
    change.indicator_key,
    change.sector_code,
    change.value_column,
    {{ build_id() }} as build_id
from {{ ref('stg_submission_change') }} as change
left join versions on change.receipt_id = versions.receipt_id
