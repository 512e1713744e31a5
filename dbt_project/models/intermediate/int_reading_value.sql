-- Every value of every version of a report as rules compare it: which reading, which cell, and where it stands.
select
    reading.reading_number,
    cell.cell_number,
    value.value,
    coalesce(value.sheet, '') || '!' || coalesce(value.cell, '') as address
from {{ ref('stg_submission_value') }} as value
inner join {{ ref('int_numbered_reading') }} as reading on value.reading_id = reading.reading_id
-- of the round of its reading alone: asked the other way about, each value goes to the cells of all rounds first
left join {{ ref('int_round_cell') }} as cell
    on
        reading.round_number = cell.round_number
        and value.value_column = cell.value_column
        and coalesce(value.is_estimate, false) = cell.is_estimate
        and value.indicator_key = cell.indicator_key
        and value.sector_code = cell.sector_code
where coalesce(cell.cell_number, 0) > 0
