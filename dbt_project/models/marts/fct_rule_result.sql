-- What rules between indicators and over time find: inside a report, and in the totals of a province. Each row has both
-- numbers and a life: open, explained by its reporter, fixed by a later version, waived by an officer. What intake told
-- the reporter already is not told again: the row names that finding.
with figures as (
    select
        figure.indicator_key,
        figure.sector_code,
        figure.period_key,
        figure.value_status,
        figure.value,
        figure.area_key,
        figure.figure_id,
        figure.absentees,
        figure.reporters_expected,
        dense_rank() over (
            order by figure.indicator_key, figure.sector_code, figure.period_key, figure.value_status
        )::integer as cell_number
    from {{ ref('fct_figure') }} as figure
    where figure.boundary_reading = 'as_reported' and figure.completeness = 'reported'
),

cells as (
    select distinct
        cell_number,
        indicator_key,
        sector_code,
        period_key,
        value_status
    from figures
),

known as (
    select
        cell_number,
        value,
        -- sums compare only where the same reporters are in them
        {{ content_id(["'province'", 'area_key']) }} as subject_id,
        figure_id::text as address,
        case when value is not null then array_to_string(absentees, '|') || '|' || reporters_expected end as coverage
    from figures
),

evaluated as (
    {{ evaluated_rules('known', 'cells') | indent(4) }}
),

of_provinces as (
    select
        {{ content_id([
            "'province'", 'evaluated.rule_code', 'area.area_code', 'area.valid_from', 'evaluated.sector_code',
            'evaluated.period_key', 'evaluated.value_status'
        ]) }} as rule_result_id,
        'province' as grain,
        area.province_key,
        area.area_key,
        area.area_code as place_code,
        null::text as reporter_agency_code,
        null::uuid as submission_id,
        null::integer as submission_version,
        true as is_current,
        null::uuid as reading_id,
        null::timestamptz as found_at,
        null::timestamptz as fixed_at,
        null::uuid as receipt_id,
        evaluated.rule_code,
        evaluated.indicator_key,
        evaluated.sector_code,
        evaluated.period_key,
        evaluated.value_status,
        evaluated.left_value,
        evaluated.right_value,
        evaluated.difference,
        evaluated.tolerance,
        evaluated.obstacle,
        evaluated.outcome,
        evaluated.missing_indicators,
        evaluated.addresses
    from evaluated
    inner join {{ ref('dim_area') }} as area
        on
            evaluated.subject_id = {{ content_id(["'province'", 'area.area_key']) }}
            and area.area_level = 'province'
),

of_reporters as (
    select
        {{ content_id([
            "'reporter'", 'result.rule_code', 'result.submission_id', 'result.sector_code', 'result.period_key',
            'result.value_status'
        ]) }} as rule_result_id,
        'reporter' as grain,
        submission.province_key,
        submission.reporter_area_key as area_key,
        result.reporter_code as place_code,
        submission.reporter_agency_code,
        result.submission_id,
        result.version as submission_version,
        result.is_current,
        result.reading_id,
        result.received_at as found_at,
        result.fixed_at,
        result.receipt_id,
        result.rule_code,
        result.indicator_key,
        result.sector_code,
        result.period_key,
        result.value_status,
        result.left_value,
        result.right_value,
        result.difference,
        result.tolerance,
        result.obstacle,
        result.outcome,
        result.missing_indicators,
        result.addresses
    from {{ ref('int_reporter_rule') }} as result
    inner join {{ ref('fct_submission') }} as submission on result.submission_id = submission.submission_id
),

results as (
    select * from of_provinces
    union all
    select * from of_reporters
),

-- the finding that told the reporter the same, at one of the cells
told as (
    select distinct on (results.rule_result_id)
        results.rule_result_id,
        finding.finding_id,
        finding.is_explained,
        finding.explanation,
        finding.explained_by,
        finding.explained_at
    from results
    inner join {{ ref('indicator_rules') }} as rule on results.rule_code = rule.rule_code
    inner join {{ ref('stg_submission_finding') }} as seen
        on
            results.reading_id = seen.reading_id
            and seen.rule_code = any(string_to_array(rule.finding_rule_codes, ','))
            and coalesce(seen.sheet, '') || '!' || coalesce(seen.cell, '') = any(results.addresses)
    inner join {{ ref('fct_finding') }} as finding on seen.finding_id = finding.finding_id
    where results.outcome = 'broken'
    order by results.rule_result_id asc, finding.is_explained desc, finding.finding_id asc
),

-- an officer who took the version with its explanation
taken as (
    select distinct on (receipt_id)
        receipt_id,
        decided_by,
        decided_at,
        reason
    from {{ ref('stg_submission_decision') }}
    where decision = 'accept_explained'
    order by receipt_id asc, decided_at desc, decision_id asc
),

lived as (
    select
        results.*,
        told.finding_id,
        case
            when results.outcome <> 'broken' then null
            when results.fixed_at is not null then 'fixed'
            when decided.decision = 'waive' then 'waived'
            when told.is_explained then 'explained'
            when taken.receipt_id is not null and coalesce(decided.decision, '') <> 'reopen' then 'waived'
            else 'open'
        end as state,
        coalesce(
            results.fixed_at,
            case when decided.decision = 'waive' then decided.decided_at end,
            case when told.is_explained then told.explained_at end,
            case when coalesce(decided.decision, '') <> 'reopen' then taken.decided_at end,
            decided.decided_at,
            results.found_at
        ) as state_since,
        case
            when results.fixed_at is not null then results.place_code
            when decided.decision = 'waive' then decided.decided_by
            when told.is_explained then coalesce(told.explained_by, results.place_code)
            else coalesce(decided.decided_by, taken.decided_by)
        end as state_by,
        case
            when results.fixed_at is not null then null
            when decided.decision = 'waive' then decided.reason
            when told.is_explained then told.explanation
            else coalesce(decided.reason, taken.reason)
        end as state_reason
    from results
    left join told on results.rule_result_id = told.rule_result_id
    left join taken on results.receipt_id = taken.receipt_id
    left join {{ ref('stg_rule_decision') }} as decided
        on
            results.rule_code = decided.rule_code
            and results.place_code = decided.place_code
            and results.period_key = decided.period_key
),

missing as (
    select
        lived.rule_result_id,
        string_agg(indicator.name_vi, ', ' order by indicator.display_order) as names_vi,
        string_agg(indicator.name_en, ', ' order by indicator.display_order) as names_en
    from lived
    cross join lateral unnest(lived.missing_indicators) as absent (indicator_key)
    inner join {{ ref('dim_indicator') }} as indicator on absent.indicator_key = indicator.indicator_key
    where lived.outcome = 'not_evaluable'
    group by lived.rule_result_id
)

select
    lived.rule_result_id,
    lived.grain,
    lived.rule_code,
    lived.province_key,
    lived.area_key,
    lived.reporter_agency_code,
    lived.submission_id,
    lived.submission_version,
    lived.finding_id,
    lived.indicator_key,
    lived.sector_code,
    lived.period_key,
    lived.value_status,
    indicator.canonical_unit,
    lived.left_value::numeric(24, 6) as left_value,
    lived.right_value::numeric(24, 6) as right_value,
    lived.difference::numeric(24, 6) as difference,
    lived.tolerance::numeric(24, 6) as tolerance,
    lived.addresses,
    lived.outcome,
    lived.state,
    case when lived.state is not null then lived.state_since end as state_since,
    case when lived.state is not null then lived.state_by end as state_by,
    case when lived.state is not null then lived.state_reason end as state_reason,
    concat(
        rule.name_vi,
        case lived.outcome
            when 'holds' then ': đúng, '
            when 'broken' then ': không đúng, '
            else ': chưa xét được, '
        end,
        case
            when lived.obstacle = 'a_side_is_missing' then 'thiếu ' || coalesce(missing.names_vi, 'số liệu')
            when lived.obstacle = 'other_reporters' then 'hai vế không cùng các đơn vị báo cáo'
            else
                {{ vietnamese_quantity('lived.left_value', 'indicator.canonical_unit') }} || ' so với '
                || {{ vietnamese_quantity('lived.right_value', 'indicator.canonical_unit') }}
                || case
                    when lived.outcome = 'broken'
                        then
                            ' (chênh ' || {{ vietnamese_number('lived.difference') }}
                            || ', cho phép ' || {{ vietnamese_number('lived.tolerance') }} || ')'
                    else ''
                end
        end,
        '.'
    ) as sentence_vi,
    concat(
        rule.name_en,
        case lived.outcome
            when 'holds' then ': holds, '
            when 'broken' then ': does not hold, '
            else ': cannot be judged, '
        end,
        case
            when lived.obstacle = 'a_side_is_missing' then 'missing: ' || coalesce(missing.names_en, 'a side')
            when lived.obstacle = 'other_reporters' then 'the two sides are of different reporters'
            else
                {{ english_quantity('lived.left_value', 'indicator.canonical_unit') }} || ' against '
                || {{ english_quantity('lived.right_value', 'indicator.canonical_unit') }}
                || case
                    when lived.outcome = 'broken'
                        then
                            ' (difference ' || {{ english_number('lived.difference') }}
                            || ', allowed ' || {{ english_number('lived.tolerance') }} || ')'
                    else ''
                end
        end,
        '.'
    ) as sentence_en,
    {{ build_id() }} as build_id
from lived
inner join {{ ref('indicator_rules') }} as rule on lived.rule_code = rule.rule_code
inner join {{ ref('dim_indicator') }} as indicator on lived.indicator_key = indicator.indicator_key
left join missing on lived.rule_result_id = missing.rule_result_id
