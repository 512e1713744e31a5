-- Cells in the canonical unit of their indicator; the printed value and unit stay beside it.
-- A unit that is not known, or measures another thing, leaves the value unknown: never a wrong number.
with cells as (
    select
        cell.*,
        {{ indicator_key('cell.entity', 'cell.indicator_code') }} as indicator_key,
        indicators.canonical_unit,
        case
            when cell.reading = 'zero' then 0::numeric
            when cell.reading = 'value' and {{ same_measure('exact.canonical_unit', 'indicators.canonical_unit') }}
                then cell.value_printed * exact.factor
            when cell.reading = 'value' and {{ same_measure('alike.canonical_unit', 'indicators.canonical_unit') }}
                then cell.value_printed * alike.factor
        end as canonical_value
    from {{ source('raw', 'submission_value') }} as cell
    left join {{ ref('indicators') }} as indicators
        on cell.indicator_code = indicators.code and cell.entity = indicators.entity
    -- most units are printed as they are known; only others are folded, which costs more than all the rest
    left join {{ ref('units') }} as exact on cell.printed_unit = exact.printed_unit
    left join {{ ref('units') }} as alike
        on
            case when exact.printed_unit is null then {{ unit_key('cell.printed_unit') }} end
            = {{ unit_key('alike.printed_unit') }}
    where {{ of_known_readings('cell.reading_id') }}
)

select
    value_id as claim_id,
    reading_id,
    sheet,
    cell,
    indicator_key,
    sector_code,
    value_column,
    raw_text as printed_value,
    printed_unit,
    coalesce(is_estimate, false) as is_estimate,
    canonical_unit,
    canonical_value::numeric(24, 6) as value,
    case when canonical_value is null then 'unknown' else reading end as value_reading
from cells
