-- Each thing that a story says, once, and what becomes of it: it is taken as a claim, waits for a person, or was
-- decided by one. Of readings equal in every coordinate and value within one story (a text and its syndicated copies)
-- the one published first stands for all.
with threshold as (
    select threshold
    from {{ ref('press_thresholds') }}
    -- the one in force at the as-of moment; before there was any, the first
    order by {{ local_midnight('set_on') }} <= {{ as_of() }} desc, abs(set_on - ({{ as_of() }})::date) asc
    limit 1
),

flags as (
    select
        flagged.claim_id,
        min(total.stated_total) as stated_total,
        min(total.sum_of_parts) as sum_of_parts
    from {{ ref('int_press_sum') }} as total
    cross join lateral unnest(total.part_claim_ids || total.total_claim_id) as flagged (claim_id)
    group by flagged.claim_id
),

judged as (
    select
        reading.*,
        threshold.threshold,
        -- parts that do not sum are marked by the extractor, else found here
        coalesce(mark.stated_total, flags.stated_total) as stated_total,
        coalesce(mark.sum_of_parts, flags.sum_of_parts) as sum_of_parts,
        mark.implausibility,
        mark.suggestion,
        array_remove(array[
            case when reading.confidence < threshold.threshold then 'low_confidence' end,
            case when mark.implausibility is not null then 'implausible' end,
            case when reading.places_meant = 0 then 'place_unknown' end,
            case when reading.places_meant > 1 then 'place_ambiguous' end,
            case when reading.is_withdrawn then 'article_withdrawn' end
        ], null) as reasons,
        {{ content_id([
            'reading.story_id', 'reading.indicator_key', 'reading.sector_code',
            "coalesce(reading.area_code || reading.area_valid_from, " ~ fold('reading.place') ~ ")",
            'reading.period', 'reading.value_status', 'reading.value_low', 'reading.value_high', 'reading.qualifier'
        ]) }} as saying_id
    from {{ ref('int_press_reading') }} as reading
    cross join threshold
    left join flags on reading.claim_id = flags.claim_id
    left join lateral (
        select
            min(step) filter (where step like 'plausibility:%') as implausibility,
            min(substr(step, length('suggested:') + 1)) filter (where step like 'suggested:%') as suggestion,
            min(substring(step from '^parts:(\S+) of \S+$')::numeric) as sum_of_parts,
            min(substring(step from '^parts:\S+ of (\S+)$')::numeric) as stated_total
        from jsonb_array_elements_text(reading.rule_trace) as step
    ) as mark on true
),

settled as (
    select
        *,
        case
            when decision = 'reject' then 'rejected'
            when decision = 'correct' then 'corrected'
            when decision = 'accept' then 'accepted'
            when cardinality(reasons) > 0 then 'waiting'
            else 'taken'
        end as state
    from judged
),

told as (
    select
        saying_id,
        count(distinct canonical_url)::integer as articles_telling
    from settled
    group by saying_id
)

select distinct on (settled.saying_id)
    settled.claim_id,
    settled.article_version_id,
    settled.canonical_url,
    settled.source_code,
    settled.title,
    settled.file_sha256,
    settled.published_on,
    settled.fetched_at,
    settled.extractor_version,
    settled.sentence_start,
    settled.sentence_text,
    settled.evidence_text,
    settled.start_offset,
    settled.end_offset,
    settled.confidence,
    settled.threshold,
    settled.implausibility,
    settled.suggestion,
    settled.reasons,
    settled.indicator_key,
    settled.canonical_unit,
    settled.printed_unit,
    settled.sector_code,
    settled.value_low,
    settled.value_high,
    settled.qualifier,
    settled.value_status,
    settled.place,
    settled.places_meant,
    settled.area_code,
    settled.area_valid_from,
    settled.period,
    settled.period_key,
    settled.as_of_date,
    settled.stated_total,
    settled.sum_of_parts,
    settled.state,
    settled.decided_by,
    settled.decided_at,
    settled.decision_reason,
    told.articles_telling,
    settled.state in ('taken', 'accepted', 'corrected') as is_claim
from settled
inner join told on settled.saying_id = told.saying_id
order by
    settled.saying_id asc,
    settled.state in ('taken', 'accepted', 'corrected') desc,
    settled.state = 'waiting' desc,
    settled.published_on asc nulls last,
    settled.fetched_at asc,
    settled.article_version_id asc,
    settled.start_offset asc
