-- Cells of the admitted current versions, each with the period and status its column speaks of.
select
    cell.claim_id,
    version.submission_id,
    version.reporter_area_code,
    version.province_code,
    version.period_key as round_period_key,
    version.due_before,
    cell.indicator_key,
    cell.sector_code,
    form_column.value_status,
    cell.value,
    cell.value_reading,
    cell.canonical_unit,
    cell.printed_value,
    cell.printed_unit,
    cell.sheet,
    cell.cell,
    version.file_sha256,
    version.file_name,
    version.receipt_id,
    version.received_at,
    {{ column_period('left(version.period_key, 4)::integer', 'form_column') }} as period_key
from {{ ref('int_submission_version') }} as version
inner join {{ ref('stg_submission_value') }} as cell on version.reading_id = cell.reading_id
inner join {{ ref('form_columns') }} as form_column
    on
        version.form_code = form_column.form_code
        and version.form_version = form_column.form_version
        and cell.value_column = form_column.value_column
where version.is_current and version.is_admitted
