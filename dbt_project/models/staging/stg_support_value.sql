-- Support money (form A-3) in VND. A unit that is not known leaves the value unknown: never a wrong number.
with cells as (
    select
        cell.*,
        case
            when cell.reading = 'zero' then 0::numeric
            when cell.reading = 'value' then cell.value_printed * units.factor
        end as value_vnd
    from {{ source('raw', 'support_value') }} as cell
    left join {{ ref('units') }} as units
        on {{ unit_key('cell.printed_unit') }} = {{ unit_key('units.printed_unit') }} and units.canonical_unit = 'VND'
    where {{ of_known_readings('cell.reading_id') }}
)

select
    support_value_id,
    reading_id,
    policy_code,
    funding_source,
    value_column,
    label,
    sheet,
    cell,
    raw_text as printed_value,
    printed_unit,
    value_vnd::numeric(24, 6) as value,
    case when value_vnd is null then 'unknown' else reading end as value_reading
from cells
