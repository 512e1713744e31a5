-- Versions of articles fetched by the as-of moment; the newest of each address is current.
select
    article_version_id,
    canonical_url,
    source_code,
    title,
    file_sha256,
    published_on,
    fetched_at,
    row_number() over (
        partition by canonical_url
        order by fetched_at desc, article_version_id asc
    ) = 1 as is_current
from {{ source('raw', 'article') }}
where fetched_at <= {{ as_of() }}
