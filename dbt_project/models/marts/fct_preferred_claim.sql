-- One value for each indicator, sector, province (or the country) and period, of what was actually so: from the source
-- that goes before the others there. Where sources of one standing contradict each other none is taken.
select
    source.coordinates_id as preferred_claim_id,
    area.area_level,
    source.indicator_key,
    source.sector_code,
    source.area_key,
    source.period_key,
    source.source_kind,
    source.source_key,
    case when source.is_preferred then source.value end::numeric(24, 6) as value,
    case when source.is_preferred then source.value_low end::numeric(24, 6) as value_low,
    case when source.is_preferred then source.value_high end::numeric(24, 6) as value_high,
    source.qualifier,
    indicator.canonical_unit,
    source.is_whole,
    source.reporters_expected,
    source.reporters_reporting,
    source.sources,
    case
        when not source.is_preferred then 'Các nguồn cùng hạng nói khác nhau: không chọn nguồn nào.'
        else source.why_vi || '.'
    end as why_vi,
    case
        when not source.is_preferred then 'Sources of one standing contradict each other: none is taken.'
        else source.why_en || '.'
    end as why_en,
    source.evidence_kind,
    source.evidence_id,
    {{ build_id() }} as build_id
from {{ ref('fct_reconciliation') }} as source
inner join {{ ref('dim_area') }} as area
    on source.area_key = area.area_key and area.area_level in ('country', 'province')
inner join {{ ref('dim_indicator') }} as indicator on source.indicator_key = indicator.indicator_key
where source.is_first and source.value_status = 'actual'
