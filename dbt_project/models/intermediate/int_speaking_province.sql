-- The provinces whose totals make the country's in both readings, none counted twice, and those that are silent.
with totals as (
    select distinct
        province_key,
        period_key,
        value_status
    from {{ ref('int_province_total') }}
    where boundary_reading = 'todays_boundaries'
),

chosen as (
    select
        province_key,
        period_key,
        value_status,
        today_province_key
    from {{ ref('int_counted_province') }}
    where is_counted
),

rounds as (
    select distinct
        chosen.period_key,
        chosen.value_status,
        period.ends_on
    from chosen
    inner join {{ ref('dim_period') }} as period on chosen.period_key = period.period_key
),

-- what is known of the land is told by its first provinces: every later one is made of whole ones
first_province as (
    select province.province_key
    from {{ ref('dim_province') }} as province
    where
        province.province_key not in (
            select before.successor_province_key
            from {{ ref('dim_province') }} as before
            where before.successor_province_key is not null
        )
),

land as (
    select
        first_province.province_key as first_province_key,
        path.step_province_key
    from first_province
    inner join {{ ref('int_province_path') }} as path on first_province.province_key = path.province_key
),

land_of_round as (
    select
        rounds.period_key,
        rounds.value_status,
        first_province.province_key as first_province_key,
        coalesce(min(step.province_key), first_province.province_key) as province_at_the_end,
        bool_or(chosen.province_key is not null) as is_spoken_for
    from rounds
    cross join first_province
    inner join land on first_province.province_key = land.first_province_key
    left join {{ ref('dim_province') }} as step
        on land.step_province_key = step.province_key and {{ in_force('step', 'rounds.ends_on') }}
    left join chosen
        on
            land.step_province_key = chosen.province_key
            and rounds.period_key = chosen.period_key
            and rounds.value_status = chosen.value_status
    group by rounds.period_key, rounds.value_status, first_province.province_key
),

heard as (
    select distinct
        period_key,
        value_status,
        province_at_the_end
    from land_of_round
    where is_spoken_for
),

silent_then as (
    select distinct
        silent.period_key,
        silent.value_status,
        -- a province merged since is silent as a whole, or in the parts that nobody spoke for
        case when heard.province_at_the_end is null then silent.province_at_the_end else silent.first_province_key end
            as province_key
    from land_of_round as silent
    left join heard
        on
            silent.period_key = heard.period_key
            and silent.value_status = heard.value_status
            and silent.province_at_the_end = heard.province_at_the_end
    where not silent.is_spoken_for
)

select
    'as_reported' as boundary_reading,
    period_key,
    value_status,
    province_key,
    today_province_key,
    false as is_silent
from chosen
union all
select
    'as_reported' as boundary_reading,
    period_key,
    value_status,
    province_key,
    null::integer as today_province_key,
    true as is_silent
from silent_then
union all
select
    'todays_boundaries' as boundary_reading,
    rounds.period_key,
    rounds.value_status,
    province.province_key,
    province.province_key as today_province_key,
    totals.province_key is null as is_silent
from rounds
inner join {{ ref('dim_province') }} as province on province.is_current
left join totals
    on
        rounds.period_key = totals.period_key
        and rounds.value_status = totals.value_status
        and province.province_key = totals.province_key
