-- Decisions of persons about press figures known at the as-of moment, each with the reading that it is about: the same
-- reading by a newer extractor, in a copy or in a later version of the page, is decided with it.
select
    decision.decision_id,
    {{ press_reading_id('figure') }} as reading_id,
    article.canonical_url,
    article.story_id,
    decision.decision,
    {{ indicator_key('decision.entity', 'decision.indicator_code') }} as indicator_key,
    decision.sector_code,
    decision.value_low,
    decision.value_high,
    decision.qualifier,
    decision.value_status,
    decision.place,
    decision.period,
    decision.reason,
    decision.decided_by,
    decision.decided_at
from {{ source('ops', 'press_decision') }} as decision
inner join {{ source('raw', 'article_figure') }} as figure on decision.claim_id = figure.claim_id
inner join {{ ref('stg_article') }} as article on figure.article_version_id = article.article_version_id
where decision.decided_at <= {{ as_of() }}
