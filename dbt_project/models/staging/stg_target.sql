-- Targets of documents known at the as-of moment, in canonical units. An amendment replaces single targets: what it
-- replaced stays, with the newest that took its place.
with known as (
    select *
    from {{ ref('targets') }}
    where {{ local_midnight('in_force_from') }} <= {{ as_of() }}
),

replacing as (
    select distinct on (replaces_target_code)
        replaces_target_code,
        target_code
    from known
    where replaces_target_code is not null
    order by replaces_target_code asc, in_force_from desc, version desc, target_code asc
)

select
    known.target_code,
    known.document_code,
    known.issuing_body,
    known.document_number,
    known.document_title,
    known.version,
    known.issued_on,
    known.in_force_from,
    known.confirmed as is_confirmed,
    known.note_vi,
    known.section,
    known.sector_code,
    known.area_code,
    known.period_key,
    known.qualifier,
    known.measure,
    known.unit as printed_unit,
    {{ content_id(["'target'", 'known.target_code']) }} as target_id,
    case
        when replacing.target_code is not null then {{ content_id(["'target'", 'replacing.target_code']) }}
    end as replaced_by_target_id,
    {{ indicator_key('known.entity', 'known.indicator_code') }} as indicator_key,
    -- a change in percent is one of an amount of money or of a count too
    case
        when known.measure = 'change_percent' then 'percent'
        else indicators.canonical_unit
    end as canonical_unit,
    -- a unit that is not known, or measures another thing, leaves the target unknown
    (known.value_low * converted.factor)::numeric(24, 6) as value_low,
    (known.value_high * converted.factor)::numeric(24, 6) as value_high
from known
left join replacing on known.target_code = replacing.replaces_target_code
left join {{ ref('indicators') }} as indicators
    on known.indicator_code = indicators.code and known.entity = indicators.entity
left join {{ ref('units') }} as converted
    on
        {{ unit_key('known.unit') }} = {{ unit_key('converted.printed_unit') }}
        and case known.measure
            when 'change_percent' then converted.canonical_unit = 'percent'
            else {{ same_measure('converted.canonical_unit', 'indicators.canonical_unit') }}
        end
