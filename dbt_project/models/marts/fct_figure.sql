-- Totals of provinces over their reporters, with how much of each is there.
with totals as (
    select
        boundary_reading,
        figure_province_key,
        indicator_key,
        sector_code,
        period_key,
        value_status,
        count(*)::integer as reporters_expected,
        (count(*) filter (where is_reporting))::integer as reporters_reporting,
        coalesce(
            array_agg(reporter_name order by is_silent_province desc, reporter_sort_key asc)
            filter (where not is_reporting),
            '{}'
        ) as absentees,
        string_agg(reporter_name, ', ' order by reporter_sort_key)
        filter (where is_silent_province) as silent_provinces,
        string_agg(reporter_name, ', ' order by reporter_sort_key) filter (where is_weight_missing) as without_weight,
        sum(value) as total,
        sum(numerator) as numerator,
        sum(weight) filter (where numerator is not null) as denominator
    from {{ ref('int_figure_cell') }}
    group by boundary_reading, figure_province_key, indicator_key, sector_code, period_key, value_status
),

valued as (
    select
        totals.*,
        indicator.aggregation,
        indicator.canonical_unit,
        coalesce(weight.name_vi, 'chưa có trong biểu') as weight_name,
        case
            when totals.reporters_reporting = 0 then null
            when indicator.aggregation = 'sum' then totals.total
            when indicator.aggregation = 'weighted_mean' and totals.without_weight is null
                then totals.numerator / nullif(totals.denominator, 0)
        end as reported_value,
        totals.reporters_reporting = totals.reporters_expected as is_whole
    from totals
    inner join {{ ref('dim_indicator') }} as indicator on totals.indicator_key = indicator.indicator_key
    left join {{ ref('dim_indicator') }} as weight on indicator.weight_indicator_key = weight.indicator_key
),

labelled as (
    select
        valued.*,
        completeness.completeness,
        case when completeness.completeness = 'reported' or valued.is_whole then valued.reported_value end as value,
        nullif(concat_ws(
            ' ',
            case
                when valued.aggregation = 'not_additive' then 'Chỉ tiêu không cộng được giữa các địa bàn.'
                when valued.reporters_reporting = 0 then 'Chưa có đơn vị nào có số liệu.'
                when valued.without_weight is not null
                    then
                        'Không tính bình quân: thiếu trọng số (' || valued.weight_name || ') của '
                        || valued.without_weight || '.'
                when valued.reported_value is null then 'Không có gì để bình quân: trọng số bằng 0.'
            end,
            case
                when not valued.is_whole and valued.reporters_reporting > 0
                    then
                        valued.reporters_reporting || '/' || valued.reporters_expected || ' đơn vị có số liệu; thiếu: '
                        || array_to_string(valued.absentees, ', ') || '.'
            end,
            case
                when valued.silent_provinces is not null
                    then 'Địa giới hiện nay gồm cả ' || valued.silent_provinces || ': không có số liệu.'
            end
        ), '') as reason
    from valued
    cross join (values ('complete'), ('reported')) as completeness (completeness)
)

select
    {{ content_id([
        'labelled.indicator_key', 'labelled.sector_code', 'area.area_code', 'area.valid_from', 'labelled.period_key',
        'labelled.value_status', 'labelled.boundary_reading', 'labelled.completeness'
    ]) }} as figure_id,
    labelled.indicator_key,
    labelled.sector_code,
    area.area_key,
    labelled.period_key,
    labelled.value_status,
    labelled.boundary_reading,
    labelled.completeness,
    labelled.value::numeric(24, 6) as value,
    case
        when labelled.aggregation = 'weighted_mean' and labelled.value is not null then labelled.numerator
    end::numeric(24, 6) as numerator,
    case
        when labelled.aggregation = 'weighted_mean' and labelled.value is not null then labelled.denominator
    end::numeric(24, 6) as denominator,
    labelled.canonical_unit,
    labelled.reporters_expected,
    labelled.reporters_reporting,
    labelled.absentees,
    labelled.reason,
    {{ build_id() }} as build_id
from labelled
inner join {{ ref('dim_area') }} as area
    on labelled.figure_province_key = area.province_key and area.area_level = 'province'
