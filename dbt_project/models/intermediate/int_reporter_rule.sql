-- Rules between indicators inside each version of each report, and what the version was followed by: a contradiction
-- that a later version mends is fixed. Two values for one cell contradict each other already: neither is taken.
with cells as materialized (
    select distinct
        cell_number,
        indicator_key,
        sector_code,
        period_key,
        value_status
    from {{ ref('int_round_cell') }}
),

-- few, but to look for them among millions is dear: keys alone, then their values
repeated as materialized (
    select
        reading_number,
        cell_number
    from {{ ref('int_reading_value') }}
    group by reading_number, cell_number
    having count(*) > 1
),

known as not materialized (
    select
        value.reading_number as subject_id,
        value.cell_number,
        value.value,
        value.address,
        null::text as coverage
    from {{ ref('int_reading_value') }} as value
    where (value.reading_number, value.cell_number) not in (
        select
            repeated.reading_number,
            repeated.cell_number
        from repeated
    )
    union all
    select
        value.reading_number as subject_id,
        value.cell_number,
        case when min(value.value) = max(value.value) then min(value.value) end as value,
        min(value.address) as address,
        null::text as coverage
    from {{ ref('int_reading_value') }} as value
    inner join repeated
        on value.reading_number = repeated.reading_number and value.cell_number = repeated.cell_number
    group by value.reading_number, value.cell_number
),

-- only where a report was sent again it matters what held
sent_again as (
    select reading.reading_number
    from {{ ref('int_submission_version') }} as version
    inner join {{ ref('int_numbered_reading') }} as reading on version.reading_id = reading.reading_id
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
        ~ "or every.subject_id in (select sent_again.reading_number from sent_again)"
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
        version.reading_id,
        evaluated.*
    from evaluated
    inner join {{ ref('int_numbered_reading') }} as reading on evaluated.subject_id = reading.reading_number
    inner join {{ ref('int_submission_version') }} as version
        on reading.reading_id = version.reading_id and version.holds_form
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
    chosen.reading_id,
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
