-- Targets of a province as the press tells them, against the newest actual figure within their period.
-- Half-way, a flow is held against its share of the time, a stock against the way from last year's end.
-- What is only partly reported can show that a target is met; it cannot show that it is missed.
with targets as (
    select
        claim.claim_id,
        claim.indicator_key,
        claim.period_key,
        claim.value_low,
        claim.value_high,
        claim.qualifier,
        area.area_key,
        area.province_key,
        period.year,
        period.starts_on,
        period.ends_on,
        indicator.aggregation,
        indicator.aggregation = 'sum' and indicator.stock_or_flow = 'flow' as is_flow,
        -- a partial sum is a lower bound only where no part can be negative
        indicator.aggregation = 'sum' and indicator.canonical_unit <> 'VND' as is_lower_bound,
        claim.evidence_text ~* '(trở lên|ít nhất|tối thiểu|không dưới|không quá|tối đa)' as is_inclusive
    from {{ ref('int_press_claim') }} as claim
    inner join {{ ref('dim_area') }} as area
        on
            claim.area_code = area.area_code
            and claim.area_valid_from = area.valid_from
            and area.area_level = 'province'
    inner join {{ ref('dim_period') }} as period on claim.period_key = period.period_key
    inner join {{ ref('dim_indicator') }} as indicator on claim.indicator_key = indicator.indicator_key
    where claim.value_status = 'target' and claim.sector_code = 'all'
),

figures as (
    select
        figure.*,
        period.starts_on,
        period.ends_on,
        figure.reporters_reporting = figure.reporters_expected as is_whole
    from {{ ref('fct_figure') }} as figure
    inner join {{ ref('dim_period') }} as period on figure.period_key = period.period_key
    where
        figure.boundary_reading = 'as_reported'
        and figure.value_status = 'actual'
        and figure.sector_code = 'all'
        and figure.value is not null
),

compared as (
    select distinct on (targets.claim_id)
        targets.*,
        figure.figure_id,
        figure.period_key as actual_period_key,
        figure.value as actual,
        figure.reporters_reporting,
        figure.reporters_expected,
        figure.is_whole,
        {{ months_between('targets.starts_on', 'figure.ends_on') }}
        / {{ months_between('targets.starts_on', 'targets.ends_on') }} as elapsed,
        start_figure.value as start_value
    from targets
    left join figures as figure
        on
            targets.indicator_key = figure.indicator_key
            and targets.area_key = figure.area_key
            and targets.starts_on < figure.ends_on
            and targets.ends_on >= figure.ends_on
            and (not targets.is_flow or targets.starts_on = figure.starts_on)
    left join figures as start_figure
        on
            targets.indicator_key = start_figure.indicator_key
            and targets.area_key = start_figure.area_key
            and targets.starts_on - 1 = start_figure.ends_on
            and start_figure.completeness = 'complete'
    order by
        targets.claim_id asc,
        figure.ends_on desc,
        figure.completeness asc,
        start_figure.starts_on asc
),

measured as (
    select
        *,
        case qualifier
            when 'over' then actual > value_low or (is_inclusive and actual = value_low)
            when 'under' then actual < value_high or (is_inclusive and actual = value_high)
            else actual >= coalesce(value_low, value_high)
        end as is_reached,
        -- where the target should stand by now
        case
            when elapsed >= 1 then value_low
            when is_flow then value_low * elapsed
            else start_value + (value_low - start_value) * elapsed
        end as due_by_now
    from compared
),

judged as (
    select
        *,
        case
            when figure_id is null then 'not_evaluable'
            when not is_whole and (qualifier = 'under' or not is_lower_bound) then 'not_evaluable'
            when qualifier = 'under' and not is_reached then 'behind'
            when qualifier = 'under' and elapsed < 1 then 'on_track'
            when is_reached then 'met'
            when elapsed >= 1 and is_whole then 'behind'
            when elapsed < 1 and actual >= due_by_now then 'on_track'
            when is_whole and due_by_now is not null then 'behind'
            else 'not_evaluable'
        end as verdict
    from measured
)

select
    claim_id as target_claim_id,
    indicator_key,
    province_key,
    period_key as target_period_key,
    value_low as target_low,
    value_high as target_high,
    qualifier,
    figure_id as actual_figure_id,
    actual_period_key,
    actual::numeric(24, 6) as actual_value,
    case
        when qualifier <> 'under' and (is_whole or is_lower_bound) then 100 * actual / nullif(value_low, 0)
    end::numeric(24, 6) as progress_percent,
    verdict,
    concat_ws(
        ' ',
        case
            when figure_id is null then 'Chưa có số liệu thực hiện của chỉ tiêu này trong kỳ.'
            when verdict = 'met' then 'Đã đạt mục tiêu.'
            when verdict = 'behind' then 'Chưa đạt mức cần có đến kỳ này.'
            when verdict = 'on_track' then 'Đúng tiến độ đến kỳ này.'
            when not is_whole then 'Chưa đủ báo cáo để kết luận.'
            else 'Chưa có số đủ của đầu kỳ để so tiến độ.'
        end,
        case when not is_whole then 'Số liệu của ' || reporters_reporting || '/' || reporters_expected || ' đơn vị.' end
    ) as reason,
    {{ build_id() }} as build_id
from judged
