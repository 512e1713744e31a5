-- Targets that somebody states for a province, each as it is said: those of documents, and those that the press tells.
-- They stand side by side; a document and an article about it are two rows.
select
    target_id,
    'document' as target_kind,
    target_code,
    null::uuid as target_claim_id,
    issuing_body as stated_by,
    document_number,
    document_title,
    version,
    coalesce(issued_on, in_force_from) as stated_on,
    replaced_by_target_id,
    is_confirmed,
    indicator_key,
    canonical_unit,
    sector_code,
    area_code,
    in_force_from as area_named_on,
    period_key,
    measure,
    value_low,
    value_high,
    qualifier,
    note_vi
from {{ ref('stg_target') }}
union all
select
    claim.claim_id as target_id,
    'press' as target_kind,
    null as target_code,
    claim.claim_id as target_claim_id,
    'press:' || claim.source_code as stated_by,
    null as document_number,
    null as document_title,
    null::integer as version,
    null::date as stated_on,
    null::uuid as replaced_by_target_id,
    true as is_confirmed,
    claim.indicator_key,
    claim.canonical_unit,
    claim.sector_code,
    claim.area_code,
    claim.area_valid_from as area_named_on,
    claim.period_key,
    case
        when claim.indicator_key like '%\_growth\_pct' then 'change_percent'
        when claim.indicator_key like '%\_change' then 'change'
        else 'level'
    end as measure,
    claim.value_low,
    claim.value_high,
    -- "từ 30 trở lên" is reached at 30, "trên 30" is not
    case
        when claim.evidence_text !~* '(trở lên|ít nhất|tối thiểu|không dưới|không quá|tối đa)' then claim.qualifier
        when claim.qualifier = 'over' then 'at_least'
        when claim.qualifier = 'under' then 'at_most'
        else claim.qualifier
    end as qualifier,
    null as note_vi
from {{ ref('int_press_claim') }} as claim
where claim.value_status = 'target'
