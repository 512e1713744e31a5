-- Support money (form A-3) by policy line and funding source, of the version that counts.
select
    cell.support_value_id,
    version.submission_id,
    version.source_key,
    version.reporter_kind,
    area.area_key,
    area.province_key,
    {{ column_period('left(version.period_key, 4)::integer', 'form_column') }} as period_key,
    form_column.value_status,
    cell.policy_code,
    cell.funding_source,
    cell.label,
    cell.value,
    cell.value_reading,
    cell.printed_value,
    cell.printed_unit,
    version.file_sha256,
    version.file_name,
    cell.sheet,
    cell.cell,
    version.receipt_id,
    version.received_at,
    {{ build_id() }} as build_id
from {{ ref('int_part_version') }} as version
inner join {{ ref('stg_support_value') }} as cell on version.reading_id = cell.reading_id
inner join {{ ref('form_columns') }} as form_column
    on
        version.form_code = form_column.form_code
        and version.form_version = form_column.form_version
        and cell.value_column = form_column.value_column
inner join {{ ref('dim_area') }} as area
    on
        area.area_code
        = case version.reporter_kind when 'area' then version.reporter_code else version.province_code end
        and {{ in_force('area', 'version.due_before') }}
where version.part = 'A-3'
