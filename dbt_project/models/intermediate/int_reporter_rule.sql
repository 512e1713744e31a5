-- Rules between indicators inside each version of each report, and what the version was followed by: a contradiction
-- that a later version mends is fixed. Two values for one cell contradict each other already: neither is taken.
with cells as (
    select
        version.reading_id,
        cell.indicator_key,
        cell.sector_code,
        cell.value,
        {{ column_period('left(version.period_key, 4)::integer', 'form_column') }} as period_key,
        case
            when cell.is_estimate and form_column.value_status = 'actual' then 'estimate'
            else form_column.value_status
        end as value_status,
        coalesce(cell.sheet, '') || '!' || coalesce(cell.cell, '') as address
    from {{ ref('int_submission_version') }} as version
    inner join {{ ref('stg_submission_value') }} as cell on version.reading_id = cell.reading_id
    inner join {{ ref('form_columns') }} as form_column
        on
            version.form_code = form_column.form_code
            and version.form_version = form_column.form_version
            and cell.value_column = form_column.value_column
    where version.holds_form
),

known as (
    select
        reading_id as subject_id,
        indicator_key,
        sector_code,
        period_key,
        value_status,
        case when count(distinct value) = 1 then min(value) end as value,
        min(address) as address,
        null::text as coverage
    from cells
    group by reading_id, indicator_key, sector_code, period_key, value_status
),

evaluated as (
    {{ evaluated_rules('known') | indent(4) }}
),

told as (
    select
        version.submission_id,
        version.version,
        version.is_current,
        version.received_at,
        version.receipt_id,
        version.reporter_kind,
        version.reporter_code,
        version.province_code,
        version.due_before,
        version.period_key as round_period_key,
        evaluated.*
    from evaluated
    inner join {{ ref('int_submission_version') }} as version
        on evaluated.subject_id = version.reading_id and version.holds_form
),

-- what the version that counts says, else the last that was broken
chosen as (
    select
        *,
        row_number() over (
            partition by submission_id, rule_code, sector_code, period_key, value_status
            order by
                (is_current and outcome <> 'holds') desc,
                outcome = 'broken' desc,
                version desc
        ) as choice
    from told
),

mended as (
    select
        chosen.submission_id,
        chosen.rule_code,
        chosen.sector_code,
        chosen.period_key,
        chosen.value_status,
        min(later.received_at) as fixed_at
    from chosen
    inner join told as later
        on
            chosen.submission_id = later.submission_id
            and chosen.rule_code = later.rule_code
            and chosen.sector_code = later.sector_code
            and chosen.period_key = later.period_key
            and chosen.value_status = later.value_status
            and chosen.version < later.version
            and later.outcome = 'holds'
    where chosen.choice = 1 and chosen.outcome = 'broken' and not chosen.is_current
    group by chosen.submission_id, chosen.rule_code, chosen.sector_code, chosen.period_key, chosen.value_status
)

select
    chosen.submission_id,
    chosen.version,
    chosen.is_current,
    chosen.received_at,
    chosen.receipt_id,
    chosen.subject_id as reading_id,
    chosen.reporter_kind,
    chosen.reporter_code,
    chosen.province_code,
    chosen.due_before,
    chosen.round_period_key,
    chosen.rule_code,
    chosen.sector_code,
    chosen.period_key,
    chosen.value_status,
    chosen.indicator_key,
    chosen.left_value,
    chosen.right_value,
    chosen.difference,
    chosen.tolerance,
    chosen.obstacle,
    chosen.outcome,
    chosen.missing_indicators,
    chosen.addresses,
    mended.fixed_at
from chosen
left join mended
    on
        chosen.submission_id = mended.submission_id
        and chosen.rule_code = mended.rule_code
        and chosen.sector_code = mended.sector_code
        and chosen.period_key = mended.period_key
        and chosen.value_status = mended.value_status
where
    chosen.choice = 1
    and (
        chosen.outcome = 'broken'
        -- a form that asks and a reporter that left it blank; what no form asks is nothing to complain of
        or (chosen.outcome = 'not_evaluable' and chosen.is_current and chosen.blank_terms > 0)
    )
