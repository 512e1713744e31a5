-- Cells of the admitted current versions, each with the period and status its column speaks of. A department's are
-- claims of its own: `reporter_area_code` is null, and no sum takes them.
with cells as (
    select
        cell.*,
        case
            when cell.indicator_key like 'KTTT.support\_budget%' then 'A-3'
            when cell.sector_code <> 'all' then 'A-2'
            else 'A-1'
        end as part
    from {{ ref('stg_submission_value') }} as cell
)

select
    cell.claim_id,
    version.submission_id,
    version.reporter_kind,
    version.reporter_code,
    case when version.reporter_kind = 'area' then version.reporter_code end as reporter_area_code,
    version.source_key,
    version.province_code,
    version.period_key as round_period_key,
    version.due_before,
    cell.indicator_key,
    cell.sector_code,
    {{ column_status('cell.is_estimate', 'form_column') }} as value_status,
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
from {{ ref('int_part_version') }} as version
inner join cells as cell
    on
        version.reading_id = cell.reading_id
        -- the totals of a file of sectors alone are all it says of the form
        and version.part = case
            when cell.part = 'A-1' and not 'A-1' = any(string_to_array(version.parts, ',')) then 'A-2'
            else cell.part
        end
inner join {{ ref('form_columns') }} as form_column
    on
        version.form_code = form_column.form_code
        and version.form_version = form_column.form_version
        and cell.value_column = form_column.value_column
