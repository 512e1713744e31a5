-- Cooperatives counted one by one in the registers of a round, for each area that sent one and for its province. Those
-- that have ceased are no longer there; where a status is not given, how many operate is known between two bounds.
with counted as (
    select
        version.area_key,
        version.province_key,
        period.period_key,
        period.source_key,
        count(*) filter (where period.status is distinct from 'ceased') as existing,
        count(*) filter (where period.status = 'active') as active,
        count(*) filter (where period.status is null) as without_status,
        max(period.received_at) as received_at
    from {{ ref('int_cooperative_period') }} as period
    inner join {{ ref('int_cooperative_version') }} as version
        on period.cooperative_id = version.cooperative_id and period.period_key = version.period_key
    group by version.area_key, version.province_key, period.period_key, period.source_key
),

expected as (
    select
        province_key,
        period_key,
        count(distinct reporter_area_code)::integer as reporters_expected
    from {{ ref('int_expected_cell') }}
    group by province_key, period_key
),

counts as (
    select
        area_key,
        period_key,
        sum(existing) as existing,
        sum(active) as active,
        sum(without_status) as without_status,
        count(distinct source_key)::integer as registers,
        1 as registers_expected,
        max(received_at) as received_at
    from counted
    group by area_key, period_key
    union all
    select
        area.area_key,
        counted.period_key,
        sum(counted.existing) as existing,
        sum(counted.active) as active,
        sum(counted.without_status) as without_status,
        count(distinct counted.area_key)::integer as registers,
        max(expected.reporters_expected) as registers_expected,
        max(counted.received_at) as received_at
    from counted
    inner join {{ ref('dim_area') }} as area
        on
            counted.province_key = area.province_key
            and area.area_level = 'province'
            and counted.area_key <> area.area_key
    left join expected
        on counted.province_key = expected.province_key and counted.period_key = expected.period_key
    group by area.area_key, counted.period_key
)

select
    counts.area_key,
    counts.period_key,
    -- the main column of the round: what is there at half-year, what is expected at the end of the year
    case when period.period_kind = 'year' then 'estimate' else 'actual' end as value_status,
    measured.indicator_key,
    measured.value_low::numeric(24, 6) as value_low,
    measured.value_high::numeric(24, 6) as value_high,
    counts.registers,
    counts.registers_expected,
    counts.received_at
from counts
inner join {{ ref('dim_period') }} as period on counts.period_key = period.period_key
cross join lateral (
    values
    ('HTX.coop_total', counts.existing, counts.existing),
    ('HTX.coop_active', counts.active, counts.active + counts.without_status)
) as measured (indicator_key, value_low, value_high)
