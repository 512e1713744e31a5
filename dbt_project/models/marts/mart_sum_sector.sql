-- The state of the newest round by province of today and sector, to be added up at will. The sectors are those of the
-- first level, which do not overlap; neither the total of all nor what is below them stands beside them.
select
    area.province_key,
    figure.sector_code,
    province.province_name,
    figure.period_key,
    {{ summable_columns('figure', ['stock', 'flow', 'mean']) }},
    {{ build_id() }} as build_id
from {{ ref('fct_figure') }} as figure
inner join {{ ref('int_newest_round') }} as newest on figure.period_key = newest.period_key
inner join {{ ref('dim_area') }} as area on figure.area_key = area.area_key and area.area_level = 'province'
inner join {{ ref('dim_province') }} as province on area.province_key = province.province_key
inner join {{ ref('sectors') }} as sector
    on
        figure.sector_code = sector.code
        and sector.parent_code in ('all', 'nonagri')
        and sector.code <> 'nonagri'
where
    figure.value_status = 'actual'
    and figure.boundary_reading = 'todays_boundaries'
    and figure.completeness = 'reported'
    and figure.derivation is null
group by area.province_key, figure.sector_code, province.province_name, figure.period_key
