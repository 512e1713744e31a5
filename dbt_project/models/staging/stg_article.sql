-- Versions of articles fetched by the as-of moment, the one that stands at each address, and the story of each.
-- A page that goes back to an earlier text adds no version: the last visit that saw a text says which one stands.
with versions as (
    select *
    from {{ source('raw', 'article') }}
    where fetched_at <= {{ as_of() }}
),

visits as (
    select
        visit.url,
        visit.fetched_at,
        visit.article_version_id,
        article.canonical_url,
        -- the page was there and held no article of ours, or the server says that it is gone; an outage says nothing
        visit.outcome in ('set_aside', 'no_text') or visit.http_status in (404, 410) as is_without_article
    from {{ source('raw', 'fetch') }} as visit
    left join versions as article on visit.article_version_id = article.article_version_id
    where visit.fetched_at <= {{ as_of() }}
),

sightings as (
    select
        article_version_id,
        canonical_url,
        fetched_at as seen_at
    from versions
    union all
    select
        article_version_id,
        canonical_url,
        fetched_at as seen_at
    from visits
    where canonical_url is not null
),

standing as (
    select distinct on (canonical_url) article_version_id
    from sightings
    order by canonical_url asc, seen_at desc, article_version_id asc
),

-- an article may be reached by several addresses; it is withdrawn where none of them shows it any more
addresses as (
    select distinct
        canonical_url,
        url
    from visits
    where canonical_url is not null
),

last_looks as (
    select distinct on (address.canonical_url, address.url)
        address.canonical_url,
        visit.is_without_article
    from addresses as address
    inner join visits as visit on address.url = visit.url
    where visit.canonical_url is not null or visit.is_without_article
    order by address.canonical_url asc, address.url asc, visit.fetched_at desc, visit.is_without_article asc
),

withdrawn as (
    select canonical_url
    from last_looks
    group by canonical_url
    having bool_and(is_without_article)
)

select
    article.article_version_id,
    article.canonical_url,
    article.source_code,
    article.title,
    article.file_sha256,
    article.published_on,
    article.fetched_at,
    article.content_text,
    coalesce(copy.of_article_version_id, article.article_version_id) as story_id,
    standing.article_version_id is not null as is_current,
    withdrawn.canonical_url is not null as is_withdrawn
from versions as article
left join standing on article.article_version_id = standing.article_version_id
left join withdrawn on article.canonical_url = withdrawn.canonical_url
left join {{ source('raw', 'article_copy') }} as copy on article.article_version_id = copy.article_version_id
