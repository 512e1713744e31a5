-- What a province's total is made of: what its forms ask, and what one of its reporters says unasked.
select distinct
    owed.province_key,
    cell.cell_number
from (
    select distinct
        province_key,
        form_code,
        period_key,
        value_status
    from {{ ref('int_expected_cell') }}
) as owed
inner join {{ ref('form_rows') }} as form_row
    on owed.form_code = form_row.form_code and form_row.indicator_code is not null
inner join {{ ref('int_cell') }} as cell
    on
        {{ indicator_key('form_row.entity', 'form_row.indicator_code') }} = cell.indicator_key
        and form_row.sector_code = cell.sector_code
        and owed.period_key = cell.period_key
        and owed.value_status = cell.value_status
union
select distinct
    expected.province_key,
    said.cell_number
from {{ ref('int_said_cell') }} as said
inner join {{ ref('int_cell') }} as cell on said.cell_number = cell.cell_number and not cell.is_asked_of_all
inner join {{ ref('int_expected_cell') }} as expected
    on
        said.reporter_area_code = expected.reporter_area_code
        and cell.period_key = expected.period_key
        and cell.value_status = expected.value_status
