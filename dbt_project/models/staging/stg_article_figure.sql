-- Figures of the newest extractor version of each article version, in canonical units.
-- Kinds that no mart sums (changes, shares, percent of plan, figures of one cooperative) stay in raw.
with figures as (
    select
        figure.*,
        {{ indicator_key('figure.entity', 'figure.indicator_code') }} as indicator_key,
        {{ press_reading_id('figure') }} as reading_id,
        indicators.canonical_unit,
        rank() over (
            partition by figure.article_version_id
            order by
                {{ version_numbers('figure.extractor_version') }} desc nulls last,
                figure.extractor_version desc
        ) = 1 as is_newest_extraction
    from {{ source('raw', 'article_figure') }} as figure
    left join {{ ref('indicators') }} as indicators
        on figure.indicator_code = indicators.code and figure.entity = indicators.entity
)

select
    claim_id,
    article_version_id,
    extractor_version,
    reading_id,
    indicator_key,
    canonical_unit,
    sector_code,
    {{ press_value('value_low', 'unit') }} as value_low,
    {{ press_value('value_high', 'unit') }} as value_high,
    unit as printed_unit,
    qualifier,
    value_status,
    place,
    period,
    evidence as evidence_text,
    start_offset,
    end_offset,
    confidence,
    rule_trace
from figures
where is_newest_extraction and kind = 'figure'
