-- The cooperative that each line of each register is: as given, and where persons decided, as they did by then.
select
    line.reading_id,
    line.sheet,
    line.row_number as sheet_row,
    line.line_id,
    coalesce(ruling.cooperative_id, line.cooperative_id) as cooperative_id,
    line.cooperative_id as given_id,
    line.method = 'new' as is_first,
    case when ruling.cooperative_id is null then line.method else 'decision' end as method,
    case when ruling.cooperative_id is null then line.confidence else 1 end as confidence,
    line.evidence,
    line.name_key,
    line.founded_on as founded_printed,
    case when line.trusts_tax_code then substr(regexp_replace(line.tax_code, '[^0-9]', '', 'g'), 1, 10) end as tax_code
from {{ source('ops', 'cooperative_line') }} as line
left join lateral (
    select decided.cooperative_id
    from {{ source('ops', 'cooperative_ruling') }} as decided
    where line.line_id = decided.line_id and {{ local_midnight('decided.in_force_from') }} <= {{ as_of() }}
    order by decided.in_force_from desc
    limit 1
) as ruling on true
where line.received_at <= {{ as_of() }}
