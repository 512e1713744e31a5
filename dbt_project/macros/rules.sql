{#- Rules between indicators, evaluated over a relation of known values: one row a rule, subject, sector and period.

    `known` names a relation with subject_id, indicator_key, sector_code, period_key, value_status, value, address (of
    the evidence) and coverage (which reporters a sum is of). Plans are judged by rules within one period alone. A rule is
    looked at where one of its
    sides is known; where another term is missing, or sums are not of the same reporters, it is not evaluable. -#}
{% macro evaluated_rules(known) -%}
    with terms as (
        select
            term.*,
            {{ indicator_key('term.entity', 'term.indicator_code') }} as indicator_key,
            rule.period_part,
            bool_and(term.period = 'same') over (partition by term.rule_code) as is_within_a_period,
            bool_or(term.reads = 'estimate') over (partition by term.rule_code) as reads_estimates
        from {{ ref('indicator_rule_terms') }} as term
        inner join {{ ref('indicator_rules') }} as rule on term.rule_code = rule.rule_code
    ),

    -- the sectors of the first level together; closed where "other" is one of them, else they may leave something over
    sums_of_sectors as (
        select
            value.subject_id,
            value.indicator_key,
            value.period_key,
            value.value_status,
            case when count(value.value) = count(*) then sum(value.value) end as value,
            bool_or(value.sector_code = 'other') as is_closed,
            case when count(distinct value.coverage) <= 1 then min(value.coverage) end as coverage
        from {{ known }} as value
        inner join {{ ref('sectors') }} as sector on value.sector_code = sector.code
        where sector.parent_code in ('all', 'nonagri') and sector.code <> 'nonagri'
        group by value.subject_id, value.indicator_key, value.period_key, value.value_status
    ),

    readings as (
        select
            subject_id,
            indicator_key,
            sector_code,
            period_key,
            value_status,
            'same' as reads,
            value,
            address,
            coverage,
            true as is_closed
        from {{ known }}
        union all
        select
            subject_id,
            indicator_key,
            'all' as sector_code,
            period_key,
            value_status,
            'sectors' as reads,
            value,
            null as address,
            coverage,
            is_closed
        from sums_of_sectors
    ),

    anchors as (
        select distinct
            term.rule_code,
            reading.subject_id,
            reading.sector_code,
            reading.period_key,
            reading.value_status
        from terms as term
        inner join readings as reading
            on
                term.indicator_key = reading.indicator_key
                and term.reads = reading.reads
                and reading.value is not null
                and (
                    reading.value_status = 'actual'
                    or term.is_within_a_period
                    or (reading.value_status = 'estimate' and not term.reads_estimates)
                )
                and (term.period_part is null or right(reading.period_key, 2) = term.period_part)
        where
            term.period = 'same'
            -- without the parts there is nothing to compare the whole with
            and (term.reads = 'sectors' or term.rule_code not like 'sectors\_sum%')
    ),

    placed as (
        select
            anchor.*,
            term.side,
            term.indicator_key,
            term.sign,
            term.reads,
            term.required,
            case term.period
                when 'year_before' then (left(anchor.period_key, 4)::integer - 1)::text
                when 'year' then left(anchor.period_key, 4)
                else anchor.period_key
            end as term_period_key,
            case when term.reads in ('actual', 'estimate') then term.reads else anchor.value_status end as term_status,
            case when term.reads = 'sectors' then 'sectors' else 'same' end as term_reads
        from anchors as anchor
        inner join terms as term on anchor.rule_code = term.rule_code
    ),

    sides as (
        select
            placed.rule_code,
            placed.subject_id,
            placed.sector_code,
            placed.period_key,
            placed.value_status,
            sum(placed.sign * reading.value) filter (where placed.side = 'left') as left_value,
            sum(placed.sign * reading.value) filter (where placed.side = 'right') as right_value,
            count(*) filter (where placed.required and reading.value is null) as missing_terms,
            count(*) filter (where reading.subject_id is not null and reading.value is null) as blank_terms,
            array_agg(placed.indicator_key order by placed.side, placed.indicator_key)
            filter (where reading.value is null) as missing_indicators,
            array_remove(array_agg(distinct reading.address), null) as addresses,
            count(distinct reading.coverage) > 1
            or (bool_or(reading.coverage is null) and bool_or(reading.coverage is not null)) as is_of_others,
            coalesce(bool_and(reading.is_closed), true) as is_closed,
            min(placed.indicator_key) filter (where placed.side = 'left') as left_indicator_key
        from placed
        left join readings as reading
            on
                placed.subject_id = reading.subject_id
                and placed.indicator_key = reading.indicator_key
                and placed.sector_code = reading.sector_code
                and placed.term_period_key = reading.period_key
                and placed.term_status = reading.value_status
                and placed.term_reads = reading.reads
        group by placed.rule_code, placed.subject_id, placed.sector_code, placed.period_key, placed.value_status
    )

    select
        side.rule_code,
        side.subject_id,
        side.sector_code,
        side.period_key,
        side.value_status,
        side.left_indicator_key as indicator_key,
        case when side.missing_terms = 0 then side.left_value end::numeric(24, 6) as left_value,
        case when side.missing_terms = 0 then side.right_value end::numeric(24, 6) as right_value,
        case when side.missing_terms = 0 then side.left_value - side.right_value end::numeric(24, 6) as difference,
        side.missing_indicators,
        side.blank_terms,
        side.addresses,
        greatest(rule.tolerance_absolute, abs(side.right_value) * rule.tolerance_percent / 100)::numeric(24, 6)
        as tolerance,
        case
            when side.missing_terms > 0 then 'a_side_is_missing'
            when side.is_of_others then 'other_reporters'
        end as obstacle,
        case
            when side.missing_terms > 0 or side.is_of_others then 'not_evaluable'
            when
                case
                    when rule.comparison = 'at_most' or not side.is_closed then side.left_value - side.right_value
                    else abs(side.left_value - side.right_value)
                end
                > greatest(rule.tolerance_absolute, abs(side.right_value) * rule.tolerance_percent / 100)
                then 'broken'
            else 'holds'
        end as outcome
    from sides as side
    inner join {{ ref('indicator_rules') }} as rule on side.rule_code = rule.rule_code
{%- endmacro %}
