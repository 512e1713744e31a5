{#- Rules between indicators, evaluated over a relation of known values: one row a rule, subject, sector and period.

    `known` names a relation with subject_id, cell_number, value, address (of the evidence) and coverage (which reporters a
    sum is of); `cells` one that says of each cell_number its indicator_key, sector_code, period_key and value_status.
    Plans are judged by rules within one period alone. A rule is looked at where one of its sides is known; where another
    term is missing, or sums are not of the same reporters, it is not evaluable. Only rows for which `shown` holds come
    out.

    Each value is led to the rules that it stands in, and each rule adds up what came to it; where values go is worked
    out once for each cell, so that millions of values are joined on one number. Which terms came is kept as bits. -#}
{% macro evaluated_rules(known, cells, shown="true") -%}
    with terms as materialized (
        select
            term.rule_code,
            term.side,
            term.sign,
            term.period,
            term.reads,
            term.required,
            {{ indicator_key('term.entity', 'term.indicator_code') }} as indicator_key,
            rule.period_part,
            dense_rank() over (order by term.rule_code)::integer as rule_number,
            1::bigint << (
                row_number() over (
                    partition by term.rule_code
                    order by term.side, term.entity, term.indicator_code, term.period, term.reads
                )::integer - 1
            ) as term_bit,
            bool_and(term.period = 'same') over (partition by term.rule_code) as is_within_a_period,
            bool_or(term.reads = 'estimate') over (partition by term.rule_code) as reads_estimates
        from {{ ref('indicator_rule_terms') }} as term
        inner join {{ ref('indicator_rules') }} as rule on term.rule_code = rule.rule_code
    ),

    rules as materialized (
        select
            terms.rule_number,
            terms.rule_code,
            count(*) as terms,
            coalesce(bit_or(terms.term_bit) filter (where terms.required), 0) as required_bits,
            min(terms.indicator_key) filter (where terms.side = 'left') as left_indicator_key
        from terms
        group by terms.rule_number, terms.rule_code
    ),

    -- the periods and statuses in which a value stands in a rule: its own (null), or those of the year it is of
    uses as materialized (
        select
            terms.*,
            case when terms.reads = 'sectors' then 'sectors' else 'same' end as reads_kind,
            case when terms.reads in ('actual', 'estimate') then terms.reads end as only_status,
            status.value_status as rule_status,
            part.suffix as rule_period_part,
            case terms.period when 'year_before' then 1 else 0 end as years_later
        from terms
        left join (values ('actual'), ('estimate'), ('plan'), ('target')) as status (value_status)
            on
                terms.reads in ('actual', 'estimate')
                and (
                    status.value_status = 'actual'
                    or terms.is_within_a_period
                    or (status.value_status = 'estimate' and not terms.reads_estimates)
                )
        left join (values (''), ('-H1'), ('-H2')) as part (suffix)
            on
                terms.period in ('year', 'year_before')
                and (terms.period_part is null or part.suffix = '-' || terms.period_part)
    ),

    -- the sectors of the first level together; closed where "other" is one of them, else they may leave something over
    sector_cells as (
        select
            cell.cell_number,
            cell.sector_code,
            cell.indicator_key,
            cell.period_key,
            cell.value_status,
            dense_rank() over (order by cell.indicator_key, cell.period_key, cell.value_status)::integer as sum_number
        from {{ cells }} as cell
        inner join {{ ref('sectors') }} as sector on cell.sector_code = sector.code
        where sector.parent_code in ('all', 'nonagri') and sector.code <> 'nonagri'
    ),

    sums_of_sectors as (
        select
            value.subject_id,
            sector_cells.sum_number,
            case when count(value.value) = count(*) then sum(value.value) end as value,
            bool_or(sector_cells.sector_code = 'other') as is_closed,
            case when min(value.coverage) = max(value.coverage) then min(value.coverage) end as coverage
        from {{ known }} as value
        inner join sector_cells on value.cell_number = sector_cells.cell_number
        group by value.subject_id, sector_cells.sum_number
    ),

    places as (
        select
            cell_number,
            indicator_key,
            sector_code,
            period_key,
            value_status,
            'same' as reads_kind
        from {{ cells }}
        union all
        select distinct
            sum_number as cell_number,
            indicator_key,
            'all' as sector_code,
            period_key,
            value_status,
            'sectors' as reads_kind
        from sector_cells
    ),

    -- where the value of a cell goes: the rule, in one sector, period and status
    ways as materialized (
        select
            way.*,
            dense_rank() over (order by way.rule_number, way.sector_code, way.period_key, way.value_status)::integer
            as case_number
        from (
            select
                place.cell_number,
                place.reads_kind,
                use.rule_number,
                place.sector_code,
                case
                    when use.rule_period_part is null then place.period_key
                    else (left(place.period_key, 4)::integer + use.years_later)::text || use.rule_period_part
                end as period_key,
                coalesce(use.rule_status, place.value_status) as value_status,
                use.side,
                use.sign,
                use.term_bit,
                -- a rule is looked at for values of its own period; without parts nothing is compared with their whole
                use.period = 'same'
                and use.only_status is null
                and (
                    place.value_status = 'actual'
                    or use.is_within_a_period
                    or (place.value_status = 'estimate' and not use.reads_estimates)
                )
                and (use.reads = 'sectors' or use.rule_code not like 'sectors\_sum%') as is_anchor
            from places as place
            inner join uses as use on place.indicator_key = use.indicator_key and place.reads_kind = use.reads_kind
            where
                (use.only_status is null or place.value_status = use.only_status)
                and (use.rule_period_part is null or length(place.period_key) = 4)
                and (
                    use.period_part is null
                    or use.rule_period_part is not null
                    or right(place.period_key, 2) = use.period_part
                )
        ) as way
    ),

    cases as materialized (
        select distinct
            case_number,
            rule_number,
            sector_code,
            period_key,
            value_status
        from ways
    ),

    led as (
        select
            value.subject_id,
            way.case_number,
            way.side,
            way.sign * value.value as value,
            way.term_bit,
            value.coverage,
            true as is_closed,
            way.is_anchor and value.value is not null as is_anchor
        from {{ known }} as value
        inner join ways as way on value.cell_number = way.cell_number and way.reads_kind = 'same'
        union all
        select
            value.subject_id,
            way.case_number,
            way.side,
            way.sign * value.value as value,
            way.term_bit,
            value.coverage,
            value.is_closed,
            way.is_anchor and value.value is not null as is_anchor
        from sums_of_sectors as value
        inner join ways as way on value.sum_number = way.cell_number and way.reads_kind = 'sectors'
    ),

    sides as (
        select
            subject_id,
            case_number,
            sum(value) filter (where side = 'left') as left_value,
            sum(value) filter (where side = 'right') as right_value,
            bit_or(term_bit) as told_bits,
            coalesce(bit_or(term_bit) filter (where value is not null), 0) as known_bits,
            count(coverage) as covered,
            min(coverage) as first_coverage,
            max(coverage) as last_coverage,
            bool_and(is_closed) as is_closed
        from led
        group by subject_id, case_number
        having bool_or(is_anchor)
    ),

    weighed as (
        select
            side.*,
            cases.sector_code,
            cases.period_key,
            cases.value_status,
            rules.rule_number,
            rules.rule_code,
            rules.left_indicator_key,
            rules.required_bits & ~side.known_bits <> 0 as is_missing,
            coalesce(
                side.first_coverage <> side.last_coverage or (side.covered > 0 and side.covered < rules.terms), false
            ) as is_of_others,
            bit_count((side.told_bits & ~side.known_bits)::bit(64)) as blank_terms,
            greatest(rule.tolerance_absolute, abs(side.right_value) * rule.tolerance_percent / 100) as tolerance,
            case
                when rule.comparison = 'at_most' or not side.is_closed then side.left_value - side.right_value
                else abs(side.left_value - side.right_value)
            end as excess
        from sides as side
        inner join cases on side.case_number = cases.case_number
        inner join rules on cases.rule_number = rules.rule_number
        inner join {{ ref('indicator_rules') }} as rule on rules.rule_code = rule.rule_code
    ),

    judged as materialized (
        select every.*
        from (
            select
                weighed.*,
                case
                    when weighed.is_missing or weighed.is_of_others then 'not_evaluable'
                    when weighed.excess > weighed.tolerance then 'broken'
                    else 'holds'
                end as outcome
            from weighed
        ) as every
        where {{ shown }}
    ),

    -- first which cells, then their values: a subject has many values, and few are asked for
    looked_at as materialized (
        select
            judged.subject_id,
            judged.case_number,
            way.cell_number
        from judged
        inner join ways as way on judged.case_number = way.case_number and way.reads_kind = 'same'
    ),

    evidence as (
        select
            looked_at.subject_id,
            looked_at.case_number,
            array_agg(distinct value.address) as addresses
        from looked_at
        inner join {{ known }} as value
            on looked_at.subject_id = value.subject_id and looked_at.cell_number = value.cell_number
        where value.address is not null
        group by looked_at.subject_id, looked_at.case_number
    ),

    missing as (
        select
            known.rule_number,
            known.known_bits,
            array_agg(terms.indicator_key order by terms.side, terms.indicator_key) as indicators
        from (select distinct rule_number, known_bits from judged) as known
        inner join terms on known.rule_number = terms.rule_number and terms.term_bit & known.known_bits = 0
        group by known.rule_number, known.known_bits
    )

    select
        judged.rule_code,
        judged.subject_id,
        judged.sector_code,
        judged.period_key,
        judged.value_status,
        judged.left_indicator_key as indicator_key,
        case when not judged.is_missing then judged.left_value end::numeric(24, 6) as left_value,
        case when not judged.is_missing then judged.right_value end::numeric(24, 6) as right_value,
        case when not judged.is_missing then judged.left_value - judged.right_value end::numeric(24, 6) as difference,
        missing.indicators as missing_indicators,
        judged.blank_terms,
        coalesce(evidence.addresses, '{}') as addresses,
        judged.tolerance::numeric(24, 6) as tolerance,
        case
            when judged.is_missing then 'a_side_is_missing'
            when judged.is_of_others then 'other_reporters'
        end as obstacle,
        judged.outcome
    from judged
    left join evidence on judged.subject_id = evidence.subject_id and judged.case_number = evidence.case_number
    left join missing on judged.rule_number = missing.rule_number and judged.known_bits = missing.known_bits
{%- endmacro %}
