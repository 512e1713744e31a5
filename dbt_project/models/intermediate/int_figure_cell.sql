-- The reporters' cells in both readings: in the boundaries of the report, and in today's.
-- A province that was merged in but has no reporters in the calendar is absent as a whole, and says so.
with chosen as (
    select
        period_key,
        value_status,
        province_key,
        today_province_key as figure_province_key
    from {{ ref('int_counted_province') }}
    where is_counted
),

silent as (
    select distinct
        chosen.figure_province_key,
        chosen.period_key,
        chosen.value_status,
        sibling.province_code,
        sibling.province_name,
        sibling.valid_from
    from chosen
    inner join {{ ref('int_province_path') }} as path on chosen.province_key = path.province_key
    inner join {{ ref('dim_province') }} as sibling
        on path.next_province_key = sibling.successor_province_key and path.step_province_key <> sibling.province_key
    where
        not exists (
            select 1
            from chosen as other
            inner join {{ ref('int_province_path') }} as other_path on other.province_key = other_path.province_key
            where
                other_path.step_province_key = sibling.province_key
                and other.period_key = chosen.period_key
                and other.value_status = chosen.value_status
        )
)

select
    'as_reported' as boundary_reading,
    cell.province_key as figure_province_key,
    cell.indicator_key,
    cell.sector_code,
    cell.period_key,
    cell.value_status,
    cell.reporter_area_code,
    cell.reporter_name,
    cell.reporter_sort_key,
    cell.is_reporting,
    cell.value,
    cell.numerator,
    cell.weight,
    cell.is_weight_missing,
    cell.claim_id,
    cell.weight_claim_id,
    cell.claim_factor,
    false as is_silent_province
from {{ ref('int_reporter_cell') }} as cell
union all
select
    'todays_boundaries' as boundary_reading,
    chosen.figure_province_key,
    cell.indicator_key,
    cell.sector_code,
    cell.period_key,
    cell.value_status,
    cell.reporter_area_code,
    cell.reporter_name,
    cell.reporter_sort_key,
    cell.is_reporting,
    cell.value,
    cell.numerator,
    cell.weight,
    cell.is_weight_missing,
    cell.claim_id,
    cell.weight_claim_id,
    cell.claim_factor,
    false as is_silent_province
from {{ ref('int_reporter_cell') }} as cell
inner join chosen
    on
        cell.province_key = chosen.province_key
        and cell.period_key = chosen.period_key
        and cell.value_status = chosen.value_status
union all
select distinct
    'todays_boundaries' as boundary_reading,
    silent.figure_province_key,
    cell.indicator_key,
    cell.sector_code,
    cell.period_key,
    cell.value_status,
    silent.province_code as reporter_area_code,
    silent.province_name as reporter_name,
    area.sort_key as reporter_sort_key,
    false as is_reporting,
    null::numeric(24, 6) as value,
    null::numeric(24, 6) as numerator,
    null::numeric(24, 6) as weight,
    false as is_weight_missing,
    null::uuid as claim_id,
    null::uuid as weight_claim_id,
    null::numeric as claim_factor,
    true as is_silent_province
from silent
inner join chosen
    on
        silent.figure_province_key = chosen.figure_province_key
        and silent.period_key = chosen.period_key
        and silent.value_status = chosen.value_status
inner join {{ ref('int_reporter_cell') }} as cell
    on
        chosen.province_key = cell.province_key
        and chosen.period_key = cell.period_key
        and chosen.value_status = cell.value_status
inner join {{ ref('stg_area') }} as area
    on silent.province_code = area.area_code and silent.valid_from = area.valid_from
