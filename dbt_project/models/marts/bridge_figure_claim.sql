-- From a figure to its own claims: of the total of a province's reporters as they reported, and of an estimate what is
-- carried forward for the absent. All other figures are made of figures: bridge_figure_part leads from them to these.
with figures as (
    select
        figure.figure_id,
        figure.indicator_key,
        figure.sector_code,
        figure.period_key,
        figure.value_status,
        figure.completeness,
        area.province_key
    from {{ ref('fct_figure') }} as figure
    inner join {{ ref('dim_area') }} as area on figure.area_key = area.area_key and area.area_level = 'province'
    where
        figure.boundary_reading = 'as_reported'
        and figure.completeness in ('reported', 'estimated')
        and figure.value is not null
        and figure.derivation is null
),

behind as (
    select
        figures.figure_id,
        cell.claim_id,
        cell.weight_claim_id,
        cell.claim_factor
    from {{ ref('int_reporter_cell') }} as cell
    inner join figures
        on
            cell.province_key = figures.province_key
            and cell.indicator_key = figures.indicator_key
            and cell.sector_code = figures.sector_code
            and cell.period_key = figures.period_key
            and cell.value_status = figures.value_status
            and figures.completeness = 'reported'
    where cell.is_reporting
    union all
    select
        figures.figure_id,
        carried.claim_id,
        carried.weight_claim_id,
        carried.claim_factor
    from {{ ref('int_carried_cell') }} as carried
    inner join {{ ref('int_reporter_cell') }} as cell
        on
            carried.reporter_area_code = cell.reporter_area_code
            and carried.indicator_key = cell.indicator_key
            and carried.sector_code = cell.sector_code
            and carried.period_key = cell.period_key
            and carried.value_status = cell.value_status
    inner join figures
        on
            cell.province_key = figures.province_key
            and cell.indicator_key = figures.indicator_key
            and cell.sector_code = figures.sector_code
            and cell.period_key = figures.period_key
            and cell.value_status = figures.value_status
            and figures.completeness = 'estimated'
)

select
    figure_id,
    claim_id,
    claim_factor::numeric(24, 6) as weight,
    {{ build_id() }} as build_id
from behind
where claim_id is not null
union all
select
    figure_id,
    weight_claim_id as claim_id,
    null::numeric(24, 6) as weight,
    {{ build_id() }} as build_id
from behind
where weight_claim_id is not null
