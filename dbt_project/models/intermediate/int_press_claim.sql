-- Figures of the press that count as claims: sure enough, or taken by a person.
select
    claim_id,
    indicator_key,
    sector_code,
    area_code,
    area_valid_from,
    period_key,
    as_of_date,
    value_status,
    source_code,
    value_low,
    value_high,
    qualifier,
    canonical_unit,
    printed_unit,
    file_sha256,
    article_version_id,
    canonical_url as article_url,
    evidence_text,
    start_offset,
    end_offset,
    confidence,
    fetched_at as received_at
from {{ ref('int_press_figure') }}
where is_claim
