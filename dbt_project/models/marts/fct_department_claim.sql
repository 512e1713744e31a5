-- Each figure of a department beside the total of the areas at the same coordinates: compared, never added.
-- The total is what the areas that reported sum up to; where some are absent, the difference says so.
with claims as (
    select
        claim.*,
        area.province_key
    from {{ ref('fct_indicator_value') }} as claim
    inner join {{ ref('dim_area') }} as area on claim.area_key = area.area_key
    where claim.reporter_kind = 'agency'
),

totals as (
    select
        figure.*,
        area.province_key
    from {{ ref('fct_figure') }} as figure
    inner join {{ ref('dim_area') }} as area on figure.area_key = area.area_key
    where figure.boundary_reading = 'as_reported' and figure.completeness = 'reported'
)

select
    claims.claim_id,
    claims.source_key,
    claims.province_key,
    claims.indicator_key,
    claims.sector_code,
    claims.period_key,
    claims.value_status,
    claims.value::numeric(24, 6) as department_value,
    totals.figure_id as territorial_figure_id,
    totals.value::numeric(24, 6) as territorial_value,
    totals.reporters_expected,
    totals.reporters_reporting,
    (claims.value - totals.value)::numeric(24, 6) as difference,
    (100 * claims.value / nullif(totals.value, 0))::numeric(24, 6) as share_percent,
    case
        when claims.value is null then 'department_unknown'
        when totals.value is null then 'no_territorial_total'
        when claims.value = totals.value then 'equal'
        when totals.reporters_reporting < totals.reporters_expected then 'differs_while_some_are_absent'
        else 'differs'
    end as verdict,
    {{ build_id() }} as build_id
from claims
left join totals
    on
        claims.province_key = totals.province_key
        and claims.indicator_key = totals.indicator_key
        and claims.sector_code = totals.sector_code
        and claims.period_key = totals.period_key
        and claims.value_status = totals.value_status
