-- One row a cooperative of the registers that count; a field whose column is absent is null.
select
    version.submission_id,
    version.reporter_kind,
    version.reporter_code,
    version.source_key,
    version.province_code,
    version.period_key,
    version.due_before,
    version.receipt_id,
    version.received_at,
    version.file_sha256,
    version.file_name,
    cell.sheet,
    cell.sheet_row,
    cell.is_second_copy,
    {% for field in ['name', 'tax_code', 'address', 'sector', 'founded_on', 'status', 'chairperson', 'rating'] -%}
        max(cell.text_value) filter (where cell.field = '{{ field }}')
            as {{ {'name': 'cooperative_name', 'sector': 'sector_code'}.get(field, field) }},
    {% endfor -%}
    {% for field in ['charter_capital', 'revenue', 'profit'] -%}
        max(cell.number_value) filter (where cell.field = '{{ field }}')::numeric(24, 6) as {{ field }}_vnd,
    {% endfor -%}
    max(cell.number_value) filter (where cell.field = 'members')::integer as members,
    max(cell.number_value) filter (where cell.field = 'workers')::integer as workers
from {{ ref('int_part_version') }} as version
inner join {{ ref('stg_register_cell') }} as cell on version.reading_id = cell.reading_id
where version.part = 'register'
group by
    version.submission_id,
    version.reporter_kind,
    version.reporter_code,
    version.source_key,
    version.province_code,
    version.period_key,
    version.due_before,
    version.receipt_id,
    version.received_at,
    version.file_sha256,
    version.file_name,
    cell.sheet,
    cell.sheet_row,
    cell.is_second_copy
