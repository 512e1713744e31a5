-- Rules between indicators inside each version of each report, and what the version was followed by: a contradiction
-- that a later version mends is fixed. Two values for one cell contradict each other already: neither is taken.
with rounds as materialized (
    select
        form_code,
        form_version,
        period_key,
        row_number() over (order by form_code, form_version, period_key)::integer as round_number
    from {{ ref('int_submission_version') }}
    where holds_form
    group by form_code, form_version, period_key
),

readings as materialized (
    select distinct
        version.reading_id,
        rounds.round_number
    from {{ ref('int_submission_version') }} as version
    inner join rounds
        on
            version.form_code = rounds.form_code
            and version.form_version = rounds.form_version
            and version.period_key = rounds.period_key
    where version.holds_form
),

-- what a value column speaks of in a round; an estimate in the column of the actual is an estimate
columns_of_round as (
    select
        rounds.round_number,
        form_column.value_column,
        estimated.is_estimate,
        {{ column_period('left(rounds.period_key, 4)::integer', 'form_column') }} as period_key,
        case
            when estimated.is_estimate and form_column.value_status = 'actual' then 'estimate'
            else form_column.value_status
        end as value_status
    from rounds
    inner join {{ ref('form_columns') }} as form_column
        on rounds.form_code = form_column.form_code and rounds.form_version = form_column.form_version
    cross join (values (false), (true)) as estimated (is_estimate)
),

columns_numbered as materialized (
    select
        *,
        dense_rank() over (order by period_key, value_status)::integer as column_number
    from columns_of_round
),

rows_numbered as materialized (
    select
        indicator_key,
        sector_code,
        row_number() over (order by indicator_key, sector_code)::integer as row_number
    from {{ ref('stg_submission_value') }}
    group by indicator_key, sector_code
),

-- every place that a value may stand in, numbered by its row and column
cells as materialized (
    select distinct
        100000 * rows_numbered.row_number + columns_numbered.column_number as cell_number,
        rows_numbered.indicator_key,
        rows_numbered.sector_code,
        columns_numbered.period_key,
        columns_numbered.value_status
    from rows_numbered
    cross join columns_numbered
),

known as materialized (
    select
        value.reading_id as subject_id,
        100000 * rows_numbered.row_number + columns_numbered.column_number as cell_number,
        case when min(value.value) = max(value.value) then min(value.value) end as value,
        min(coalesce(value.sheet, '') || '!' || coalesce(value.cell, '')) as address,
        null::text as coverage
    from {{ ref('stg_submission_value') }} as value
    inner join readings on value.reading_id = readings.reading_id
    inner join columns_numbered
        on
            readings.round_number = columns_numbered.round_number
            and value.value_column = columns_numbered.value_column
            and coalesce(value.is_estimate, false) = columns_numbered.is_estimate
    inner join rows_numbered
        on value.indicator_key = rows_numbered.indicator_key and value.sector_code = rows_numbered.sector_code
    group by value.reading_id, rows_numbered.row_number, columns_numbered.column_number
),

-- only where a report was sent again it matters what held
sent_again as (
    select version.reading_id
    from {{ ref('int_submission_version') }} as version
    where
        version.holds_form
        and version.submission_id in (
            select other.submission_id
            from {{ ref('int_submission_version') }} as other
            where other.holds_form
            group by other.submission_id
            having count(*) > 1
        )
),

evaluated as (
    {{ evaluated_rules(
        'known',
        'cells',
        "every.outcome = 'broken' or (every.outcome = 'not_evaluable' and every.blank_terms > 0) "
        ~ "or every.subject_id in (select sent_again.reading_id from sent_again)"
    ) | indent(4) }}
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
