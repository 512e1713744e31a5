-- For each expected reporter and each cell it owes, what is known of it.
-- Unknown is not zero. A blank is zero only where nothing else is possible: in a nil return, below a part
-- whose whole is zero, for a stock of an entity that the reporter has none of.
with owed as (
    select distinct
        owed_number,
        province_key,
        period_key,
        value_status
    from {{ ref('int_owing_reporter') }}
),

cells as (
    select
        owed.owed_number,
        cell.cell_number,
        cell.aggregation,
        cell.stock_or_flow,
        cell.parent_cell_number,
        cell.whole_cell_number
    from {{ ref('int_province_cell') }} as asked
    inner join {{ ref('int_cell') }} as cell on asked.cell_number = cell.cell_number
    inner join owed
        on
            asked.province_key = owed.province_key
            and cell.period_key = owed.period_key
            and cell.value_status = owed.value_status
)

select
    expected.reporter_number,
    cells.cell_number,
    case when newest.due_before < expected.nil_due_before then null else newest.claim_id end as claim_id,
    case
        when newest.due_before < expected.nil_due_before then case cells.aggregation when 'sum' then 0 end
        when newest.value is not null then newest.value
        when coalesce(newest.is_contradicted, false) or cells.aggregation <> 'sum' then null
        when expected.is_nil then 0
        when parent.cell_number is not null then 0
        when whole.cell_number is not null and cells.stock_or_flow <> 'flow' then 0
    end::numeric(24, 6) as known_value
from cells
inner join {{ ref('int_owing_reporter') }} as expected on cells.owed_number = expected.owed_number
left join {{ ref('int_said_cell') }} as newest
    on expected.reporter_area_code = newest.reporter_area_code and cells.cell_number = newest.cell_number
left join {{ ref('int_said_cell') }} as parent
    on
        expected.reporter_area_code = parent.reporter_area_code
        and cells.parent_cell_number = parent.cell_number
        and parent.value = 0
left join {{ ref('int_said_cell') }} as whole
    on
        expected.reporter_area_code = whole.reporter_area_code
        and cells.whole_cell_number = whole.cell_number
        and whole.value = 0
