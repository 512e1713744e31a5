-- The rows of the registers that count, each with its cooperative. Of several rows of one cooperative in one round the
-- first listing of the area's own register goes before a second copy and before a department's.
select
    register.submission_id,
    register.reporter_kind,
    register.reporter_code,
    register.source_key,
    register.province_code,
    register.period_key,
    register.due_before,
    register.receipt_id,
    register.received_at,
    register.file_sha256,
    register.file_name,
    register.sheet,
    register.sheet_row,
    register.is_second_copy,
    register.cooperative_name,
    register.address,
    register.sector_code,
    register.founded_on,
    register.status,
    register.rating,
    register.charter_capital_vnd,
    register.revenue_vnd,
    register.profit_vnd,
    register.members,
    register.workers,
    version.reading_id,
    line.line_id,
    line.cooperative_id,
    line.method,
    line.confidence,
    line.name_key,
    line.tax_code as trusted_tax_code,
    period.ends_on,
    period.period_kind,
    row_number() over (
        partition by line.cooperative_id, register.period_key
        order by
            register.is_second_copy asc,
            register.reporter_kind = 'agency' asc,
            register.received_at desc,
            register.reporter_code asc,
            register.sheet asc,
            register.sheet_row asc
    ) as nth_row,
    count(*) over (partition by line.cooperative_id, register.period_key)::integer as rows_in_round
from {{ ref('int_register_row') }} as register
inner join {{ ref('int_part_version') }} as version
    on register.submission_id = version.submission_id and version.part = 'register'
inner join {{ ref('stg_cooperative_line') }} as line
    on
        version.reading_id = line.reading_id
        and register.sheet = line.sheet
        and register.sheet_row = line.sheet_row
inner join {{ ref('periods') }} as period on register.period_key = period.period_key
