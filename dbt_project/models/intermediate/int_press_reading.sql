-- Figures of the articles that stand, each with the last decision of a person about it, in the coordinates that follow
-- from both, and placed by the names in force when it was written: a name alone is not enough, "Bắc Ninh" is another
-- province before July 2025 than after.
with figures as (
    select
        figure.*,
        article.canonical_url,
        article.source_code,
        article.story_id,
        article.title,
        article.file_sha256,
        article.published_on,
        article.fetched_at,
        article.is_withdrawn,
        span.sentence_start,
        substr(article.content_text, span.sentence_start + 1, span.sentence_end - span.sentence_start) as sentence_text
    from {{ ref('stg_article_figure') }} as figure
    inner join {{ ref('stg_article') }} as article
        on figure.article_version_id = article.article_version_id and article.is_current
    cross join lateral raw.sentence_span(article.content_text, figure.start_offset, figure.end_offset) as span
),

decisions as (
    select distinct on (figure.claim_id)
        figure.claim_id,
        decision.*
    from figures as figure
    inner join {{ ref('stg_press_decision') }} as decision
        on
            figure.reading_id = decision.reading_id
            and (figure.story_id = decision.story_id or figure.canonical_url = decision.canonical_url)
    order by figure.claim_id asc, decision.decided_at desc, decision.decision_id desc
),

decided as (
    select
        figure.claim_id,
        figure.article_version_id,
        figure.story_id,
        figure.canonical_url,
        figure.source_code,
        figure.title,
        figure.file_sha256,
        figure.published_on,
        figure.fetched_at,
        figure.is_withdrawn,
        figure.extractor_version,
        figure.sentence_start,
        figure.sentence_text,
        figure.evidence_text,
        figure.start_offset,
        figure.end_offset,
        figure.confidence,
        figure.rule_trace,
        figure.printed_unit,
        decision.decision,
        decision.decided_by,
        decision.decided_at,
        decision.reason as decision_reason,
        coalesce(decision.indicator_key, figure.indicator_key) as indicator_key,
        coalesce(indicator.canonical_unit, figure.canonical_unit) as canonical_unit,
        coalesce(decision.sector_code, figure.sector_code) as sector_code,
        -- a correction of the value gives its bounds whole: "over" has no upper end
        case when decision.qualifier is null then figure.value_low else decision.value_low end as value_low,
        case when decision.qualifier is null then figure.value_high else decision.value_high end as value_high,
        coalesce(decision.qualifier, figure.qualifier) as qualifier,
        coalesce(decision.value_status, figure.value_status) as value_status,
        coalesce(decision.place, figure.place) as place,
        coalesce(decision.period, figure.period) as period
    from figures as figure
    left join decisions as decision on figure.claim_id = decision.claim_id
    left join {{ ref('indicators') }} as indicator
        on decision.indicator_key = {{ indicator_key('indicator.entity', 'indicator.code') }}
),

-- each name is folded once: figures meet areas by equal keys
places_named as (
    select distinct place
    from decided
    where place is not null
),

places as (
    select
        place,
        {{ fold('place') }} as place_key
    from places_named
),

-- the press names a province or a district; the bare name of a commune says nothing
named_areas as (
    select *
    from {{ ref('stg_area') }}
    where area_level <> 'commune'
),

area_names as (
    select distinct
        area.area_code,
        area.area_level,
        area.valid_from,
        area.valid_to,
        names.place_key
    from named_areas as area
    cross join lateral (
        values
        ({{ fold('area.short_name') }}),
        ({{ fold('area.area_name') }}),
        (lower(area.area_code))
    ) as names (place_key)
),

dated as (
    select
        decided.*,
        case when {{ is_day('decided.period') }} then decided.period::date end as as_of_date,
        case
            when period.period_key is not null or {{ is_span_of_years('decided.period') }} then decided.period
        end as period_key,
        -- nobody writes of boundaries that do not exist yet: the earlier of the two days names the place
        coalesce(
            least(
                case
                    when {{ is_day('decided.period') }} then decided.period::date
                    when period.period_key is not null then period.ends_on
                    when {{ is_span_of_years('decided.period') }}
                        then make_date(right(decided.period, 4)::integer, 12, 31)
                end,
                decided.published_on
            ),
            (decided.fetched_at at time zone 'Asia/Ho_Chi_Minh')::date
        ) as named_on
    from decided
    left join {{ ref('periods') }} as period on decided.period = period.period_key
),

placed as (
    select
        dated.claim_id,
        area.area_code,
        area.valid_from,
        count(*) over (partition by dated.claim_id, area.area_level) as places_of_level,
        row_number() over (
            partition by dated.claim_id
            order by array_position(array['province', 'country', 'district'], area.area_level), area.area_code
        ) as place_order
    from dated
    inner join places as named on dated.place = named.place
    inner join area_names as area
        on named.place_key = area.place_key and {{ in_force('area', 'dated.named_on') }}
)

select
    dated.*,
    coalesce(placed.places_of_level, 0)::integer as places_meant,
    case when placed.places_of_level = 1 then placed.area_code end as area_code,
    case when placed.places_of_level = 1 then placed.valid_from end as area_valid_from
from dated
left join placed on dated.claim_id = placed.claim_id and placed.place_order = 1
