-- What each source says, side by side at the same coordinates: submissions, registers, departments, the press, and
-- documents that set targets. Each with how far it is from the preferred one, and why that one is preferred. Nothing
-- is overwritten and nothing is added. Plans and targets are held against one another, never against what was observed.
with others as (
    select
        'register' as source_kind,
        null as source_key,
        count.indicator_key,
        'all' as sector_code,
        count.area_key,
        count.period_key,
        count.value_status,
        count.value_low,
        count.value_high,
        case when count.value_low = count.value_high then 'exact' else 'between' end as qualifier,
        coalesce(count.registers >= count.registers_expected, false) as is_whole,
        count.registers_expected as reporters_expected,
        count.registers as reporters_reporting,
        'register' as evidence_kind,
        {{ content_id(["'register'", 'count.area_key', 'count.period_key', 'count.indicator_key']) }} as evidence_id,
        count.received_at as stated_at
    from {{ ref('int_register_count') }} as count
    union all
    select
        case claim.reporter_kind when 'agency' then 'department' else 'press' end as source_kind,
        claim.source_key,
        claim.indicator_key,
        claim.sector_code,
        claim.area_key,
        claim.period_key,
        claim.value_status,
        claim.value_low,
        claim.value_high,
        claim.qualifier,
        true as is_whole,
        null::integer as reporters_expected,
        null::integer as reporters_reporting,
        'claim' as evidence_kind,
        claim.claim_id as evidence_id,
        claim.received_at as stated_at
    from {{ ref('fct_indicator_value') }} as claim
    where
        claim.reporter_kind in ('agency', 'press')
        and claim.area_key is not null
        and claim.period_key is not null
        and num_nonnulls(claim.value_low, claim.value_high) > 0
    union all
    select
        'target' as source_kind,
        target.stated_by as source_key,
        target.indicator_key,
        target.sector_code,
        area.area_key,
        target.period_key,
        'target' as value_status,
        target.value_low,
        target.value_high,
        target.qualifier,
        true as is_whole,
        null::integer as reporters_expected,
        null::integer as reporters_reporting,
        'target' as evidence_kind,
        target.target_id as evidence_id,
        target.stated_on::timestamp at time zone 'Asia/Ho_Chi_Minh' as stated_at
    from {{ ref('int_stated_target') }} as target
    inner join {{ ref('dim_area') }} as area
        on target.area_code = area.area_code and {{ in_force('area', 'target.area_named_on') }}
    where
        target.target_kind = 'document'
        and target.measure = 'level'
        and target.replaced_by_target_id is null
        and num_nonnulls(target.value_low, target.value_high) > 0
),

-- below the province a reporter's own cell is enough by itself; it is held against others where there are any
spoken_of_below as (
    select distinct
        others.indicator_key,
        others.sector_code,
        area.area_code as reporter_area_code,
        others.area_key,
        others.period_key,
        case others.value_status when 'target' then 'plan' else others.value_status end as value_status
    from others
    inner join {{ ref('dim_area') }} as area
        on others.area_key = area.area_key and area.area_level not in ('country', 'province')
),

everything as (
    select * from others
    union all
    select
        'submissions' as source_kind,
        null as source_key,
        figure.indicator_key,
        figure.sector_code,
        figure.area_key,
        figure.period_key,
        figure.value_status,
        figure.value as value_low,
        figure.value as value_high,
        'exact' as qualifier,
        figure.reporters_reporting = figure.reporters_expected as is_whole,
        figure.reporters_expected,
        figure.reporters_reporting,
        'figure' as evidence_kind,
        figure.figure_id as evidence_id,
        null::timestamptz as stated_at
    from {{ ref('fct_figure') }} as figure
    where
        figure.boundary_reading = 'as_reported'
        and figure.completeness = 'reported'
        and figure.value is not null
    union all
    select
        'submissions' as source_kind,
        'submission:' || cell.reporter_area_code as source_key,
        cell.indicator_key,
        cell.sector_code,
        spoken_of_below.area_key,
        cell.period_key,
        cell.value_status,
        cell.value as value_low,
        cell.value as value_high,
        'exact' as qualifier,
        true as is_whole,
        1 as reporters_expected,
        1 as reporters_reporting,
        'claim' as evidence_kind,
        cell.claim_id as evidence_id,
        null::timestamptz as stated_at
    from {{ ref('int_reporter_cell') }} as cell
    inner join spoken_of_below
        on
            cell.reporter_area_code = spoken_of_below.reporter_area_code
            and cell.reporter_area_key = spoken_of_below.area_key
            and cell.indicator_key = spoken_of_below.indicator_key
            and cell.sector_code = spoken_of_below.sector_code
            and cell.period_key = spoken_of_below.period_key
            and cell.value_status = spoken_of_below.value_status
    where cell.value is not null and cell.claim_id is not null
),

ranked as (
    select
        everything.*,
        precedence.status_group,
        precedence.precedence,
        precedence.tolerance_percent,
        precedence.why_vi,
        precedence.why_en,
        -- what was planned is one coordinate, whoever calls it plan or target
        case precedence.status_group when 'planned' then 'plan' else everything.value_status end as compared_status,
        case
            when everything.qualifier = 'exact' and everything.value_low = everything.value_high
                then everything.value_low
        end as value
    from everything
    inner join {{ ref('source_precedence') }} as precedence
        on
            everything.source_kind = precedence.source_kind
            and everything.is_whole = precedence.is_whole
            and precedence.status_group
            = case when everything.value_status in ('plan', 'target') then 'planned' else 'observed' end
),

ordered as (
    select
        ranked.*,
        {{ content_id([
            'ranked.indicator_key', 'ranked.sector_code', 'ranked.area_key', 'ranked.period_key',
            'ranked.compared_status'
        ]) }} as coordinates_id
    from ranked
),

-- the first by precedence; of equals a number goes before a bound, the newest before older ones
placed as (
    select
        ordered.*,
        count(*) over (partition by ordered.coordinates_id)::integer as sources,
        row_number() over (
            partition by ordered.coordinates_id
            order by
                ordered.precedence asc,
                ordered.value is null asc,
                ordered.stated_at desc nulls last,
                ordered.evidence_id asc
        ) = 1 as is_first
    from ordered
),

firsts as (
    select
        coordinates_id,
        precedence,
        value,
        value_low,
        value_high,
        qualifier,
        is_whole,
        evidence_id,
        source_kind,
        tolerance_percent
    from placed
    where is_first
),

-- sources of one standing that say different numbers leave it open which is right
contested as (
    select distinct firsts.coordinates_id
    from firsts
    inner join placed as equal
        on
            firsts.coordinates_id = equal.coordinates_id
            and firsts.precedence = equal.precedence
            and firsts.evidence_id <> equal.evidence_id
    where abs(equal.value - firsts.value) > abs(firsts.value) * firsts.tolerance_percent / 100
),

compared as (
    select
        placed.*,
        contested.coordinates_id is not null as is_contested,
        placed.is_first and contested.coordinates_id is null as is_preferred,
        case when contested.coordinates_id is null then firsts.value end as preferred_value,
        case when contested.coordinates_id is null then firsts.source_kind end as preferred_source_kind,
        firsts.is_whole as is_preferred_whole,
        placed.qualifier = firsts.qualifier
        and coalesce(placed.value_low = firsts.value_low, num_nonnulls(placed.value_low, firsts.value_low) = 0)
        and coalesce(placed.value_high = firsts.value_high, num_nonnulls(placed.value_high, firsts.value_high) = 0)
            as says_the_same
    from placed
    inner join firsts on placed.coordinates_id = firsts.coordinates_id
    left join contested on placed.coordinates_id = contested.coordinates_id
),

measured as (
    select
        compared.*,
        compared.value - compared.preferred_value as difference,
        abs(compared.preferred_value) * compared.tolerance_percent / 100 as tolerance
    from compared
)

select
    {{ content_id(['coordinates_id', 'source_kind', 'evidence_id']) }} as reconciliation_id,
    coordinates_id,
    indicator_key,
    sector_code,
    area_key,
    period_key,
    compared_status as value_status,
    value_status as stated_as,
    source_kind,
    source_key,
    sources,
    precedence,
    is_first,
    is_preferred,
    value::numeric(24, 6) as value,
    value_low::numeric(24, 6) as value_low,
    value_high::numeric(24, 6) as value_high,
    qualifier,
    is_whole,
    reporters_expected,
    reporters_reporting,
    preferred_source_kind,
    preferred_value::numeric(24, 6) as preferred_value,
    difference::numeric(24, 6) as difference,
    (100 * value / nullif(preferred_value, 0))::numeric(24, 6) as share_percent,
    tolerance_percent,
    case
        when is_preferred and sources = 1 then 'only_source'
        when is_preferred then 'preferred'
        when is_contested then 'contested'
        -- the same bound or range, such as a plan's "10-15" in the press
        when preferred_value is null and says_the_same then 'agrees'
        when preferred_value is null then 'not_comparable'
        when value is not null and abs(difference) <= tolerance then 'agrees'
        -- a bound or a range: whether the preferred value lies within it
        when
            value is null
            and coalesce(preferred_value >= value_low - tolerance, true)
            and coalesce(preferred_value <= value_high + tolerance, true)
            then 'agrees'
        when not is_whole or not is_preferred_whole then 'differs_while_some_are_absent'
        else 'differs'
    end as verdict,
    why_vi,
    why_en,
    evidence_kind,
    evidence_id,
    {{ build_id() }} as build_id
from measured
