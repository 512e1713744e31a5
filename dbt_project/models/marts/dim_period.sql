-- Calendar periods, and the spans of years that articles and targets speak of ("giai đoạn 2017–2020").
with spans as (
    select
        period as period_key,
        left(period, 4)::integer as first_year,
        right(period, 4)::integer as last_year
    from (
        select period from {{ ref('stg_article_figure') }}
        union
        select period_key as period from {{ ref('stg_target') }}
    ) as spoken_of
    where {{ is_span_of_years('period') }}
)

select
    period_key,
    period_kind,
    year,
    half,
    starts_on,
    ends_on,
    name_vi,
    name_en,
    {{ build_id() }} as build_id
from {{ ref('periods') }}
union all
select
    period_key,
    'span' as period_kind,
    last_year as year,
    null::integer as half,
    make_date(first_year, 1, 1) as starts_on,
    make_date(last_year, 12, 31) as ends_on,
    'Giai đoạn ' || first_year || '–' || last_year as name_vi,
    first_year || '–' || last_year as name_en,
    {{ build_id() }} as build_id
from spans
