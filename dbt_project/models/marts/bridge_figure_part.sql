-- Figures that are made of figures: a complete total is the reported one, today's province is made of those that
-- reported, the country of its provinces, an estimate of what was reported, a second half of the year and the first.
with figures as (
    select
        figure.figure_id,
        figure.indicator_key,
        figure.sector_code,
        figure.area_key,
        figure.period_key,
        figure.value_status,
        figure.boundary_reading,
        figure.completeness,
        figure.derivation,
        area.area_level,
        area.province_key
    from {{ ref('fct_figure') }} as figure
    inner join {{ ref('dim_area') }} as area on figure.area_key = area.area_key
    where figure.value is not null
),

-- one column for what all parts of a figure share with it
placed as (
    select
        *,
        {{ content_id(['indicator_key', 'sector_code', 'period_key', 'value_status']) }} as cell_id
    from figures
    where derivation is null
),

pairs as (
    -- all have reported: what is complete is what was reported
    select
        whole.figure_id,
        reported.figure_id as part_figure_id,
        1 as factor
    from placed as whole
    inner join placed as reported
        on
            whole.cell_id = reported.cell_id
            and whole.area_key = reported.area_key
            and whole.boundary_reading = reported.boundary_reading
    where whole.completeness = 'complete' and reported.completeness = 'reported'
    union all
    -- an estimate as reported is what was reported; what is carried are claims of its own
    select
        estimate.figure_id,
        reported.figure_id as part_figure_id,
        1 as factor
    from placed as estimate
    inner join placed as reported on estimate.cell_id = reported.cell_id and estimate.area_key = reported.area_key
    where
        estimate.completeness = 'estimated'
        and estimate.area_level = 'province'
        and estimate.boundary_reading = 'as_reported'
        and reported.completeness = 'reported'
        and reported.boundary_reading = 'as_reported'
    union all
    -- the country in either reading: its provinces, estimated where they are
    select
        country.figure_id,
        (array_agg(part.figure_id order by part.completeness))[1] as part_figure_id,
        1 as factor
    from placed as country
    inner join {{ ref('int_speaking_province') }} as speaking
        on
            country.period_key = speaking.period_key
            and country.value_status = speaking.value_status
            and country.boundary_reading = speaking.boundary_reading
    inner join placed as part
        on
            country.cell_id = part.cell_id
            and country.boundary_reading = part.boundary_reading
            and speaking.province_key = part.province_key
            and part.completeness in ('reported', country.completeness)
    where country.area_level = 'country' and country.completeness <> 'complete' and part.completeness <> 'complete'
    group by country.figure_id, speaking.province_key
    union all
    -- a province of today: those that reported, as they were
    select
        today.figure_id,
        (array_agg(part.figure_id order by part.completeness))[1] as part_figure_id,
        1 as factor
    from placed as today
    inner join {{ ref('int_speaking_province') }} as speaking
        on
            today.period_key = speaking.period_key
            and today.value_status = speaking.value_status
            and today.province_key = speaking.today_province_key
            and speaking.boundary_reading = 'as_reported'
    inner join placed as part
        on
            today.cell_id = part.cell_id
            and speaking.province_key = part.province_key
            and part.boundary_reading = 'as_reported'
            and part.completeness in ('reported', today.completeness)
    where
        today.area_level = 'province'
        and today.boundary_reading = 'todays_boundaries'
        and today.completeness <> 'complete'
        and part.completeness <> 'complete'
    group by today.figure_id, speaking.province_key
    union all
    select
        half.figure_id,
        part.figure_id as part_figure_id,
        case when part.period_key = left(half.period_key, 4) then 1 else -1 end as factor
    from figures as half
    inner join figures as part
        on
            half.indicator_key = part.indicator_key
            and half.sector_code = part.sector_code
            and half.area_key = part.area_key
            and half.value_status = part.value_status
            and half.boundary_reading = part.boundary_reading
            and half.completeness = part.completeness
    where
        half.derivation = 'year_minus_first_half'
        and part.period_key in (left(half.period_key, 4), left(half.period_key, 4) || '-H1')
)

select
    figure_id,
    part_figure_id,
    factor,
    {{ build_id() }} as build_id
from pairs
