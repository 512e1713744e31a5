-- Figures of current articles at or over the confidence threshold, placed by the names in force when they
-- were written: a name alone is not enough, "Bắc Ninh" is another province before July 2025 than after.
with claims as (
    select
        figure.*,
        article.canonical_url,
        article.source_code,
        article.file_sha256,
        article.fetched_at,
        case when figure.period ~ '^\d{4}-\d{2}-\d{2}$' then figure.period::date end as as_of_date,
        case
            when figure.period ~ '^\d{4}-\d{2}-\d{2}$' then figure.period::date
            when period.period_key is not null then period.ends_on
            when figure.period ~ '^\d{4}\.\.\d{4}$' then make_date(right(figure.period, 4)::integer, 12, 31)
        end as speaks_of,
        case
            when period.period_key is not null or figure.period ~ '^\d{4}\.\.\d{4}$' then figure.period
        end as period_key,
        article.published_on
    from {{ ref('stg_article_figure') }} as figure
    inner join {{ ref('stg_article') }} as article
        on figure.article_version_id = article.article_version_id and article.is_current
    left join {{ ref('periods') }} as period on figure.period = period.period_key
    where figure.confidence >= {{ var('press_confidence_threshold') }}::numeric
),

dated as (
    -- nobody writes of boundaries that do not exist yet: the earlier of the two days names the place
    select
        *,
        coalesce(
            least(speaks_of, published_on),
            (fetched_at at time zone 'Asia/Ho_Chi_Minh')::date
        ) as named_on
    from claims
),

placed as (
    select
        dated.claim_id,
        area.area_code,
        area.valid_from,
        count(*) over (partition by dated.claim_id, area.level) as places_of_level,
        row_number() over (
            partition by dated.claim_id
            order by array_position(array['province', 'country', 'district'], area.level), area.area_code
        ) as place_order
    from dated
    inner join {{ ref('areas') }} as area
        on
            {{ fold('dated.place') }} in ({{ fold('area.short_name') }}, {{ fold('area.area_name') }})
            and {{ in_force('area', 'dated.named_on') }}
)

select
    dated.claim_id,
    dated.indicator_key,
    dated.sector_code,
    placed.area_code,
    placed.valid_from as area_valid_from,
    dated.period_key,
    dated.as_of_date,
    dated.value_status,
    dated.source_code,
    dated.value_low,
    dated.value_high,
    dated.qualifier,
    dated.canonical_unit,
    dated.printed_unit,
    dated.file_sha256,
    dated.article_version_id,
    dated.canonical_url as article_url,
    dated.evidence_text,
    dated.start_offset,
    dated.end_offset,
    dated.confidence,
    dated.fetched_at as received_at
from dated
left join placed
    on dated.claim_id = placed.claim_id and placed.place_order = 1 and placed.places_of_level = 1
