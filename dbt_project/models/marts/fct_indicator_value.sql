-- Claims: who says which value of which indicator, where and when, with the address of the evidence.
-- Press, areas and departments stand side by side; none overwrites another, and only areas are ever added up.
select
    claim.claim_id,
    claim.indicator_key,
    claim.sector_code,
    area.area_key,
    claim.period_key,
    null::date as as_of_date,
    claim.value_status,
    claim.source_key,
    claim.reporter_kind,
    claim.value::numeric(24, 6) as value,
    claim.value::numeric(24, 6) as value_low,
    claim.value::numeric(24, 6) as value_high,
    claim.value_reading,
    'exact' as qualifier,
    claim.canonical_unit,
    claim.printed_value,
    claim.printed_unit,
    'cell' as evidence_kind,
    claim.file_sha256,
    claim.file_name,
    claim.sheet,
    claim.cell,
    null::uuid as article_version_id,
    null as article_url,
    null as evidence_text,
    null::integer as start_offset,
    null::integer as end_offset,
    1::numeric(5, 4) as confidence,
    claim.receipt_id,
    claim.received_at,
    {{ build_id() }} as build_id
from {{ ref('int_submission_claim') }} as claim
inner join {{ ref('dim_area') }} as area
    on
        -- a department speaks of the province it reports for
        coalesce(claim.reporter_area_code, claim.province_code) = area.area_code
        and {{ in_force('area', 'claim.due_before') }}
union all
select
    claim.claim_id,
    claim.indicator_key,
    claim.sector_code,
    area.area_key,
    claim.period_key,
    claim.as_of_date,
    claim.value_status,
    'press:' || claim.source_code as source_key,
    'press' as reporter_kind,
    case when claim.value_low = claim.value_high then claim.value_low end::numeric(24, 6) as value,
    claim.value_low,
    claim.value_high,
    'value' as value_reading,
    claim.qualifier,
    claim.canonical_unit,
    claim.evidence_text as printed_value,
    claim.printed_unit,
    'sentence' as evidence_kind,
    claim.file_sha256,
    null as file_name,
    null as sheet,
    null as cell,
    claim.article_version_id,
    claim.article_url,
    claim.evidence_text,
    claim.start_offset,
    claim.end_offset,
    claim.confidence::numeric(5, 4) as confidence,
    null::uuid as receipt_id,
    claim.received_at,
    {{ build_id() }} as build_id
from {{ ref('int_press_claim') }} as claim
left join {{ ref('dim_area') }} as area
    on claim.area_code = area.area_code and claim.area_valid_from = area.valid_from
