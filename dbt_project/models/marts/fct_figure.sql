-- Totals of provinces and of the country, each with how much of it is there: `complete` is null unless all reported,
-- `reported` sums those who did, `estimated` (where an officer switched it on) carries the last stocks of the absent.
-- Reports count flows from 1 January on; a second half follows as year less first half, where both are whole.
with totals as (
    select
        total.*,
        area.area_key,
        area.area_code,
        area.valid_from as area_valid_from,
        null::integer as provinces_expected,
        null::integer as provinces_reporting
    from {{ ref('int_province_total') }} as total
    inner join {{ ref('dim_area') }} as area
        on total.province_key = area.province_key and area.area_level = 'province'
    union all
    select
        total.boundary_reading,
        null::integer as province_key,
        total.indicator_key,
        total.sector_code,
        total.period_key,
        total.value_status,
        total.reporters_expected,
        total.reporters_reporting,
        total.absentees,
        null as silent_provinces,
        total.without_weight,
        total.total,
        total.numerator,
        total.denominator,
        total.reporters_carried,
        total.carried_from,
        total.carried_total,
        total.carried_numerator,
        total.carried_denominator,
        total.estimate_decision_vi,
        area.area_key,
        area.area_code,
        area.valid_from as area_valid_from,
        total.provinces_expected,
        total.provinces_reporting
    from {{ ref('int_country_total') }} as total
    inner join {{ ref('dim_period') }} as period on total.period_key = period.period_key
    inner join {{ ref('dim_area') }} as area
        on area.area_level = 'country' and {{ in_force('area', 'period.ends_on') }}
),

judged as (
    select
        totals.*,
        indicator.aggregation,
        indicator.stock_or_flow,
        indicator.canonical_unit,
        coalesce(weight.name_vi, 'chưa có trong biểu') as weight_name,
        totals.reporters_reporting = totals.reporters_expected as is_whole,
        totals.reporters_reporting + totals.reporters_carried = totals.reporters_expected as is_whole_with_carried,
        indicator.aggregation = 'weighted_mean' and totals.without_weight is null as is_mean
    from totals
    inner join {{ ref('dim_indicator') }} as indicator on totals.indicator_key = indicator.indicator_key
    left join {{ ref('dim_indicator') }} as weight on indicator.weight_indicator_key = weight.indicator_key
),

stated as (
    select
        judged.*,
        completeness.completeness,
        completeness.completeness = 'estimated' as is_estimate,
        case completeness.completeness
            when 'complete' then judged.is_whole
            when 'reported' then judged.reporters_reporting > 0
            else judged.is_whole_with_carried
        end as is_stated
    from judged
    cross join (values ('complete'), ('reported'), ('estimated')) as completeness (completeness)
    where completeness.completeness <> 'estimated' or judged.estimate_decision_vi is not null
),

summed as (
    select
        stated.*,
        case
            when not stated.is_stated then null
            when stated.aggregation = 'sum'
                then
                    coalesce(stated.total, 0)
                    + case when stated.is_estimate then coalesce(stated.carried_total, 0) else 0 end
        end as sum_value,
        case
            when stated.is_stated and stated.is_mean
                then
                    coalesce(stated.numerator, 0)
                    + case when stated.is_estimate then coalesce(stated.carried_numerator, 0) else 0 end
        end as mean_numerator,
        case
            when stated.is_stated and stated.is_mean
                then
                    coalesce(stated.denominator, 0)
                    + case when stated.is_estimate then coalesce(stated.carried_denominator, 0) else 0 end
        end as mean_denominator
    from stated
),

valued as (
    select
        summed.*,
        -- a quotient has as many decimals as its sides, and would be rounded twice on its way to six
        coalesce(
            summed.sum_value, summed.mean_numerator::numeric(50, 18) / nullif(summed.mean_denominator, 0)
        )::numeric(24, 6) as value
    from summed
),

labelled as (
    select
        valued.*,
        nullif(concat_ws(
            ' ',
            case
                when valued.aggregation = 'not_additive' then 'Chỉ tiêu không cộng được giữa các địa bàn.'
                when valued.reporters_reporting = 0 and valued.value is null then 'Chưa có đơn vị nào có số liệu.'
                when valued.without_weight is not null
                    then
                        'Không tính bình quân: thiếu trọng số (' || valued.weight_name || ') của '
                        || valued.without_weight || '.'
                when valued.is_stated and valued.value is null
                    then 'Không có gì để bình quân: trọng số bằng 0.'
            end,
            case when valued.is_estimate then valued.estimate_decision_vi end,
            case
                when valued.is_estimate and valued.value is not null and valued.reporters_carried > 0
                    then
                        'Chuyển từ kỳ trước sang ' || valued.reporters_carried || ' đơn vị: '
                        || array_to_string(valued.carried_from, ', ') || '.'
                when valued.is_estimate and not valued.is_stated and valued.stock_or_flow <> 'stock'
                    then 'Số phát sinh không chuyển từ kỳ trước sang.'
                when valued.is_estimate and not valued.is_stated
                    then 'Không ước: có đơn vị vắng mặt chưa từng có số liệu.'
            end,
            case
                when not valued.is_whole and valued.reporters_reporting > 0 and valued.provinces_expected is null
                    then
                        valued.reporters_reporting || '/' || valued.reporters_expected || ' đơn vị có số liệu; thiếu: '
                        || array_to_string(valued.absentees, ', ') || '.'
                when not valued.is_whole and valued.reporters_reporting > 0
                    then
                        valued.provinces_reporting || '/' || valued.provinces_expected || ' tỉnh, thành phố và '
                        || valued.reporters_reporting || '/' || valued.reporters_expected || ' đơn vị có số liệu.'
            end,
            case
                when valued.silent_provinces is not null
                    then 'Địa giới hiện nay gồm cả ' || valued.silent_provinces || ': không có số liệu.'
            end
        ), '') as reason
    from valued
),

figures as (
    select
        indicator_key,
        sector_code,
        area_key,
        area_code,
        area_valid_from,
        period_key,
        value_status,
        boundary_reading,
        completeness,
        value,
        case when aggregation = 'weighted_mean' and value is not null then mean_numerator end as numerator,
        case when aggregation = 'weighted_mean' and value is not null then mean_denominator end as denominator,
        canonical_unit,
        reporters_expected,
        reporters_reporting,
        absentees,
        provinces_expected,
        provinces_reporting,
        case when is_estimate and value is not null then reporters_carried else 0 end as reporters_carried,
        case when is_estimate and value is not null then carried_from else '{}' end as carried_from,
        case
            when not is_estimate or value is null then null
            when aggregation = 'sum' then 100 * coalesce(carried_total, 0) / nullif(value, 0)
            else 100 * coalesce(carried_denominator, 0) / mean_denominator
        end as carried_share_percent,
        null as derivation,
        reason
    from labelled
),

second_halves as (
    select
        year.indicator_key,
        year.sector_code,
        year.area_key,
        year.area_code,
        year.area_valid_from,
        year.period_key || '-H2' as period_key,
        year.value_status,
        year.boundary_reading,
        year.completeness,
        case when year.value >= half.value then year.value - half.value end as value,
        null::numeric as numerator,
        null::numeric as denominator,
        year.canonical_unit,
        year.reporters_expected,
        year.reporters_reporting,
        year.absentees,
        year.provinces_expected,
        year.provinces_reporting,
        0 as reporters_carried,
        '{}'::text[] as carried_from,
        null::numeric as carried_share_percent,
        'year_minus_first_half' as derivation,
        case
            when year.value >= half.value then 'Suy ra: số cả năm trừ số 6 tháng đầu năm.'
            else 'Không suy ra được: số 6 tháng đầu năm lớn hơn số cả năm.'
        end as reason
    from figures as year
    inner join figures as half
        on
            year.indicator_key = half.indicator_key
            and year.sector_code = half.sector_code
            and year.area_key = half.area_key
            and year.value_status = half.value_status
            and year.boundary_reading = half.boundary_reading
            and year.completeness = half.completeness
            and year.period_key || '-H1' = half.period_key
    inner join {{ ref('dim_indicator') }} as indicator
        on
            year.indicator_key = indicator.indicator_key
            and indicator.aggregation = 'sum'
            and indicator.stock_or_flow = 'flow'
    left join figures as itself
        on
            year.indicator_key = itself.indicator_key
            and year.sector_code = itself.sector_code
            and year.area_key = itself.area_key
            and year.value_status = itself.value_status
            and year.boundary_reading = itself.boundary_reading
            and year.completeness = itself.completeness
            and year.period_key || '-H2' = itself.period_key
    where
        year.value_status = 'actual'
        and year.completeness = 'complete'
        and year.value is not null
        and half.value is not null
        and itself.area_key is null
),

everything as (
    select * from figures
    union all
    select * from second_halves
)

select
    {{ content_id([
        'indicator_key', 'sector_code', 'area_code', 'area_valid_from', 'period_key', 'value_status',
        'boundary_reading', 'completeness'
    ]) }} as figure_id,
    indicator_key,
    sector_code,
    area_key,
    period_key,
    value_status,
    boundary_reading,
    completeness,
    value::numeric(24, 6) as value,
    numerator::numeric(38, 6) as numerator,
    denominator::numeric(24, 6) as denominator,
    canonical_unit,
    reporters_expected,
    reporters_reporting,
    absentees,
    provinces_expected,
    provinces_reporting,
    reporters_carried,
    carried_from,
    carried_share_percent::numeric(24, 6) as carried_share_percent,
    derivation,
    reason,
    {{ build_id() }} as build_id
from everything
