-- From a figure back to its claims.
with behind as (
    select
        figure.figure_id,
        cell.claim_id,
        cell.weight_claim_id,
        cell.claim_factor
    from {{ ref('fct_figure') }} as figure
    inner join {{ ref('dim_area') }} as area on figure.area_key = area.area_key
    inner join {{ ref('int_figure_cell') }} as cell
        on
            area.province_key = cell.figure_province_key
            and figure.boundary_reading = cell.boundary_reading
            and figure.indicator_key = cell.indicator_key
            and figure.sector_code = cell.sector_code
            and figure.period_key = cell.period_key
            and figure.value_status = cell.value_status
    where figure.value is not null and cell.is_reporting
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
