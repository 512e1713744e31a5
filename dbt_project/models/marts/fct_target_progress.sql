-- Every target of a province – of documents, of the press, of the plan columns of submissions – against the newest
-- actual figure within its period. Half-way, a flow is held against its share of the time, a stock against the way from
-- last year's end, a growth against the same months of last year. What is only partly reported can show that a target
-- is met; it cannot show that it is missed.
with stated as (
    select
        target.*,
        area.area_key,
        area.province_key,
        null::uuid as target_figure_id,
        true as is_whole_target
    from {{ ref('int_stated_target') }} as target
    inner join {{ ref('dim_area') }} as area
        on
            target.area_code = area.area_code
            and area.area_level = 'province'
            and {{ in_force('area', 'target.area_named_on') }}
),

targets_of_all_kinds as (
    select
        target_id,
        target_kind,
        target_code,
        target_claim_id,
        target_figure_id,
        stated_by,
        document_number,
        document_title,
        version,
        stated_on,
        replaced_by_target_id,
        is_confirmed,
        is_whole_target,
        indicator_key,
        canonical_unit,
        sector_code,
        area_key,
        province_key,
        period_key,
        measure,
        value_low,
        value_high,
        qualifier,
        note_vi
    from stated
    union all
    select
        plan.figure_id as target_id,
        'plan' as target_kind,
        null as target_code,
        null::uuid as target_claim_id,
        plan.figure_id as target_figure_id,
        plan.reporters_reporting || '/' || plan.reporters_expected as stated_by,
        null as document_number,
        null as document_title,
        null::integer as version,
        null::date as stated_on,
        null::uuid as replaced_by_target_id,
        true as is_confirmed,
        plan.reporters_reporting = plan.reporters_expected as is_whole_target,
        plan.indicator_key,
        plan.canonical_unit,
        plan.sector_code,
        plan.area_key,
        area.province_key,
        plan.period_key,
        'level' as measure,
        plan.value as value_low,
        plan.value as value_high,
        'exact' as qualifier,
        null as note_vi
    from {{ ref('fct_figure') }} as plan
    inner join {{ ref('dim_area') }} as area on plan.area_key = area.area_key and area.area_level = 'province'
    where
        plan.value_status = 'plan'
        and plan.boundary_reading = 'as_reported'
        and plan.completeness = 'reported'
        and plan.value is not null
),

targets as (
    select
        target.*,
        indicator.name_vi,
        indicator.name_en,
        period.name_vi as period_name_vi,
        period.name_en as period_name_en,
        period.starts_on,
        period.ends_on,
        indicator.aggregation = 'sum' and indicator.stock_or_flow = 'flow' as is_flow,
        -- a partial sum is a lower bound only where no part can be negative
        indicator.aggregation = 'sum' and indicator.canonical_unit <> 'VND' as is_lower_bound,
        -- half a year's average of money says nothing about the year's
        indicator.aggregation = 'weighted_mean' and indicator.stock_or_flow = 'flow'
        and indicator.canonical_unit <> 'percent' as is_mean_of_flow,
        -- fewer may be what is wanted, or more: only a bound says which
        target.qualifier in ('exact', 'about', 'between')
        and target.indicator_key ~ '(dissolv|inactive|weak|notconverted|not_rated)' as is_without_direction,
        -- the growth of an amount is that of its total: stated, or the average times what it is an average of
        case
            when target.indicator_key like '%\_growth\_pct'
                then
                    array[
                        regexp_replace(target.indicator_key, '_growth_pct$', '_total'),
                        regexp_replace(target.indicator_key, '_growth_pct$', '_avg')
                    ]
            else array[target.indicator_key]
        end as measured_by
    from targets_of_all_kinds as target
    inner join {{ ref('dim_indicator') }} as indicator on target.indicator_key = indicator.indicator_key
    inner join {{ ref('dim_period') }} as period on target.period_key = period.period_key
),

actual_figures as (
    select
        figure_id,
        indicator_key,
        sector_code,
        area_key,
        period_key,
        completeness,
        value,
        numerator,
        reporters_reporting,
        reporters_expected,
        reporters_reporting = reporters_expected as is_whole
    from {{ ref('fct_figure') }}
    where
        boundary_reading = 'as_reported'
        and value_status = 'actual'
        and completeness <> 'estimated'
        and value is not null
),

-- "rated fair or better" where the reporters give the grades: both grades over those that operate, all of them whole
shares_by_grades as (
    select
        null::uuid as figure_id,
        share.indicator_key,
        excellent.sector_code,
        excellent.area_key,
        excellent.period_key,
        'complete' as completeness,
        100 * (excellent.value + fair.value) / nullif(whole.value, 0) as value,
        null::numeric as numerator,
        whole.reporters_reporting,
        whole.reporters_expected,
        true as is_whole,
        array[excellent.figure_id, fair.figure_id, whole.figure_id] as figure_ids
    from {{ ref('dim_indicator') }} as share
    inner join actual_figures as whole
        on share.weight_indicator_key = whole.indicator_key and whole.completeness = 'complete'
    inner join actual_figures as excellent
        on
            whole.sector_code = excellent.sector_code
            and whole.area_key = excellent.area_key
            and whole.period_key = excellent.period_key
            and whole.completeness = excellent.completeness
            and excellent.indicator_key = 'HTX.coop_rated_excellent'
    inner join actual_figures as fair
        on
            whole.sector_code = fair.sector_code
            and whole.area_key = fair.area_key
            and whole.period_key = fair.period_key
            and whole.completeness = fair.completeness
            and fair.indicator_key = 'HTX.coop_rated_fair'
    where share.indicator_key = 'HTX.coop_rated_good_pct' and whole.value > 0
),

figures as (
    select
        figure.*,
        period.starts_on,
        period.ends_on,
        period.name_vi as period_name_vi,
        period.name_en as period_name_en
    from (
        select
            *,
            array[figure_id] as figure_ids
        from actual_figures
        union all
        select * from shares_by_grades
    ) as figure
    inner join {{ ref('dim_period') }} as period on figure.period_key = period.period_key
),

compared as (
    select distinct on (targets.target_id)
        targets.*,
        figure.figure_id,
        figure.figure_ids,
        figure.period_key as actual_period_key,
        figure.period_name_vi as actual_period_name_vi,
        figure.period_name_en as actual_period_name_en,
        figure.reporters_reporting,
        figure.reporters_expected,
        figure.is_whole,
        before.figure_id as compared_figure_id,
        {{ months_between('targets.starts_on', 'figure.ends_on') }}
        / {{ months_between('targets.starts_on', 'targets.ends_on') }} as elapsed,
        case
            when targets.measure <> 'level' and figure.indicator_key <> targets.indicator_key
                then coalesce(figure.numerator, figure.value)
            else figure.value
        end as amount,
        case
            when targets.measure <> 'level' and figure.indicator_key <> targets.indicator_key
                then coalesce(before.numerator, before.value)
            else before.value
        end as compared_amount
    from targets
    left join figures as figure
        on
            figure.indicator_key = any(targets.measured_by)
            and targets.sector_code = figure.sector_code
            and targets.area_key = figure.area_key
            and targets.starts_on < figure.ends_on
            and targets.ends_on >= figure.ends_on
            and (
                not (targets.is_flow or targets.measure = 'change_percent')
                or targets.starts_on = figure.starts_on
            )
    -- a growth is one on the same months of the year before, all else on the end of the year before
    left join figures as before
        on
            figure.indicator_key = before.indicator_key
            and figure.sector_code = before.sector_code
            and figure.area_key = before.area_key
            and before.completeness = 'complete'
            and case targets.measure
                when 'change_percent'
                    then
                        before.starts_on = (figure.starts_on - interval '1 year')::date
                        and before.ends_on = (figure.ends_on - interval '1 year')::date
                else targets.starts_on - 1 = before.ends_on
            end
    order by
        targets.target_id asc,
        figure.ends_on desc nulls last,
        before.figure_id is null asc,
        array_position(targets.measured_by, figure.indicator_key) asc,
        figure.completeness asc,
        figure.figure_id is null asc,
        before.starts_on asc
),

measured as (
    select
        *,
        case measure
            when 'change' then amount - compared_amount
            when 'change_percent' then 100 * (amount / nullif(compared_amount, 0) - 1)
            else amount
        end as actual,
        -- where the target should stand by now
        case
            when is_mean_of_flow and elapsed < 1 then null
            when elapsed >= 1 or measure = 'change_percent' then value_low
            when is_flow or measure = 'change' then value_low * elapsed
            else compared_amount + (value_low - compared_amount) * elapsed
        end as due_by_now
    from compared
),

hindered as (
    select
        *,
        case qualifier
            when 'over' then actual > value_low
            when 'under' then actual < coalesce(value_high, value_low)
            when 'at_most' then actual <= coalesce(value_high, value_low)
            else actual >= coalesce(value_low, value_high)
        end as is_reached,
        case
            when num_nonnulls(value_low, value_high) = 0 then 'target_unknown'
            when cardinality(figure_ids) is null then 'no_actual'
            when is_without_direction then 'no_direction'
            when measure = 'change_percent' and actual is null then 'no_year_before'
            when measure = 'change' and actual is null then 'no_start'
            when not is_whole_target then 'partial_plan'
            when not is_whole and (qualifier in ('under', 'at_most') or not is_lower_bound or measure <> 'level')
                then 'partial'
            when is_mean_of_flow and elapsed < 1 and measure = 'level' then 'half_a_mean'
        end as obstacle
    from measured
),

judged as (
    select
        *,
        case
            when obstacle is not null then 'not_evaluable'
            when qualifier in ('under', 'at_most') and not is_reached then 'behind'
            when elapsed < 1 and is_reached and (qualifier in ('under', 'at_most') or measure = 'change_percent')
                then 'on_track'
            when is_reached then 'met'
            -- "about" leaves room that nobody has measured
            when elapsed >= 1 and is_whole and qualifier = 'about' and actual >= 0.95 * value_low then 'not_evaluable'
            when elapsed >= 1 and is_whole then 'behind'
            when elapsed < 1 and actual >= due_by_now then 'on_track'
            when is_whole and due_by_now is not null then 'behind'
            else 'not_evaluable'
        end as verdict,
        case
            when value_low = value_high or num_nonnulls(value_low, value_high) < 2 or actual is null then null
            when actual > value_high and (is_whole or is_lower_bound) then 'above'
            when not is_whole then null
            when actual < value_low then 'below'
            when actual <= value_high then 'within'
        end as range_position
    from hindered
),

worded as (
    select
        *,
        concat_ws(
            ' ',
            case
                when obstacle = 'target_unknown' then 'Không rõ đơn vị tính của mục tiêu.'
                when obstacle = 'no_actual' then 'Chưa có số liệu thực hiện của chỉ tiêu này trong kỳ.'
                when obstacle = 'no_direction' then 'Không rõ nhiều hơn hay ít hơn mới là đạt.'
                when obstacle = 'no_year_before' then 'Chưa có số đủ của cùng kỳ năm trước để tính mức tăng.'
                when obstacle = 'partial_plan' then 'Kế hoạch chưa đủ đơn vị, chưa so được.'
                when obstacle = 'half_a_mean' then 'Số bình quân của nửa năm không so được với mục tiêu cả năm.'
                when verdict = 'met' and range_position = 'above' then 'Đã đạt, vượt khoảng mục tiêu.'
                when verdict = 'met' then 'Đã đạt mục tiêu.'
                when verdict = 'behind' then 'Chưa đạt mức cần có đến kỳ này.'
                when verdict = 'on_track' then 'Đúng tiến độ đến kỳ này.'
                when not is_whole then 'Chưa đủ báo cáo để kết luận.'
                when qualifier = 'about' and elapsed >= 1
                    then 'Thấp hơn mục tiêu “khoảng” không quá 5 %: cần người kết luận.'
                else 'Chưa có số đủ của đầu kỳ để so tiến độ.'
            end,
            case
                when not is_whole then 'Số liệu của ' || reporters_reporting || '/' || reporters_expected || ' đơn vị.'
            end,
            case when not is_confirmed then 'Chưa đối chiếu với văn bản gốc.' end,
            case when replaced_by_target_id is not null then 'Mục tiêu này đã được điều chỉnh.' end
        ) as reason,
        concat_ws(
            ' ',
            case
                when obstacle = 'target_unknown' then 'The unit of the target is not known.'
                when obstacle = 'no_actual' then 'There is no actual of this indicator in the period yet.'
                when obstacle = 'no_direction' then 'It does not say whether more or fewer is wanted.'
                when obstacle = 'no_year_before' then 'There is no complete figure of the same months of last year.'
                when obstacle = 'partial_plan' then 'The plan is not complete and cannot be compared.'
                when obstacle = 'half_a_mean'
                    then 'An average over half a year cannot be held against the year''s target.'
                when verdict = 'met' and range_position = 'above' then 'Met, beyond the range.'
                when verdict = 'met' then 'Met.'
                when verdict = 'behind' then 'Behind what is due by now.'
                when verdict = 'on_track' then 'On track.'
                when not is_whole then 'Too few reports to say.'
                when qualifier = 'about' and elapsed >= 1 then 'Within 5 % below an "about": a person has to decide.'
                else 'There is no complete figure of the start of the period.'
            end,
            case
                when not is_whole
                    then 'The actual is of ' || reporters_reporting || ' of ' || reporters_expected || ' reporters.'
            end,
            case when not is_confirmed then 'Not compared with the document itself.' end,
            case when replaced_by_target_id is not null then 'This target was amended.' end
        ) as reason_en
    from judged
)

select
    worded.target_id,
    worded.target_kind,
    worded.target_code,
    worded.target_claim_id,
    worded.target_figure_id,
    case worded.target_kind
        when 'press' then source.source_name
        when 'plan' then 'Kế hoạch trong biểu của ' || worded.stated_by || ' đơn vị'
        else worded.stated_by
    end as stated_by,
    worded.document_title,
    worded.document_number,
    worded.version,
    worded.stated_on,
    worded.replaced_by_target_id is null as is_in_force,
    worded.replaced_by_target_id,
    worded.is_confirmed,
    worded.indicator_key,
    worded.sector_code,
    worded.province_key,
    worded.period_key as target_period_key,
    worded.measure,
    worded.canonical_unit,
    worded.value_low as target_low,
    worded.value_high as target_high,
    worded.qualifier,
    worded.figure_id as actual_figure_id,
    worded.figure_ids as actual_figure_ids,
    worded.actual_period_key,
    worded.amount::numeric(24, 6) as actual_amount,
    worded.actual::numeric(24, 6) as actual_value,
    worded.compared_figure_id,
    worded.compared_amount::numeric(24, 6) as compared_amount,
    worded.due_by_now::numeric(24, 6) as expected_by_now,
    worded.reporters_reporting,
    worded.reporters_expected,
    case
        when
            worded.measure = 'level' and worded.qualifier not in ('under', 'at_most')
            and (worded.is_whole or worded.is_lower_bound)
            then 100 * worded.actual / nullif(worded.value_low, 0)
    end::numeric(24, 6) as progress_percent,
    worded.range_position,
    worded.verdict,
    worded.reason,
    concat(
        worded.name_vi,
        ': mục tiêu ',
        {{ vietnamese_target('worded.value_low', 'worded.value_high', 'worded.qualifier', 'worded.canonical_unit') }},
        ' (', worded.period_name_vi, '); ',
        case
            when worded.actual is null then 'chưa có số thực hiện so được'
            else
                'thực hiện ' || {{ vietnamese_quantity('worded.actual', 'worded.canonical_unit') }}
                || ' (' || worded.actual_period_name_vi || ')'
        end,
        '. ', worded.reason
    ) as sentence_vi,
    concat(
        worded.name_en,
        ': target ',
        {{ english_target('worded.value_low', 'worded.value_high', 'worded.qualifier', 'worded.canonical_unit') }},
        ' (', worded.period_name_en, '); ',
        case
            when worded.actual is null then 'no actual to compare yet'
            else
                'actual ' || {{ english_quantity('worded.actual', 'worded.canonical_unit') }}
                || ' (' || worded.actual_period_name_en || ')'
        end,
        '. ', worded.reason_en
    ) as sentence_en,
    {{ build_id() }} as build_id
from worded
left join {{ ref('dim_source') }} as source on worded.stated_by = source.source_key
