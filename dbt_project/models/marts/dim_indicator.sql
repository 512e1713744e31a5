-- Indicators, keyed by entity and code. A weight or parent is sought in the indicator's own entity, then
-- among the cooperatives (credit funds are counted inside the number of cooperatives).
with indicators as (
    select
        *,
        {{ indicator_key('entity', 'code') }} as indicator_key
    from {{ ref('indicators') }}
)

select
    indicator.indicator_key,
    indicator.code as indicator_code,
    indicator.entity,
    indicator.name_vi,
    indicator.name_en,
    indicator.canonical_unit,
    indicator.stock_or_flow,
    indicator.aggregation,
    weight.indicator_key as weight_indicator_key,
    coalesce(own_parent.indicator_key, cooperative_parent.indicator_key) as parent_indicator_key,
    indicator.display_order,
    indicator.evidence,
    {{ build_id() }} as build_id
from indicators as indicator
left join indicators as weight
    on indicator.weight_code = weight.code and indicator.entity = weight.entity
left join indicators as own_parent
    on
        indicator.parent_code = own_parent.code
        and indicator.entity = own_parent.entity
        and indicator.code <> own_parent.code
left join indicators as cooperative_parent
    on
        indicator.parent_code = cooperative_parent.code
        and cooperative_parent.entity = 'HTX'
        and indicator.entity <> 'HTX'
