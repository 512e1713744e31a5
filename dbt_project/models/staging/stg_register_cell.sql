-- Fields of registers; money in VND, persons as they are. A unit that is not known leaves the number unknown.
with cells as (
    select
        cell.*,
        case
            when cell.reading = 'zero' then 0::numeric
            when cell.reading = 'value' and cell.field in ('charter_capital', 'revenue', 'profit')
                then cell.number_printed * units.factor
            when cell.reading = 'value' then cell.number_printed
        end as number
    from {{ source('raw', 'register_cell') }} as cell
    left join {{ ref('units') }} as units
        on {{ unit_key('cell.printed_unit') }} = {{ unit_key('units.printed_unit') }} and units.canonical_unit = 'VND'
    where {{ of_known_readings('cell.reading_id') }}
)

select
    register_cell_id,
    reading_id,
    sheet,
    row_number as sheet_row,
    field,
    cell,
    raw_text as printed_value,
    printed_unit,
    text_value,
    number::numeric(24, 6) as number_value,
    is_second_copy
from cells
