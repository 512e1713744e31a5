-- A cooperative in a round, with its size class and the rules in force then. A class is known where every larger one is
-- ruled out and its own thresholds are met; what half a year earned can reach a threshold of a year, never miss it.
with recursive sector_lines as (
    select
        code as sector_code,
        code as of_sector
    from {{ ref('sectors') }}
    union all
    select
        line.sector_code,
        sector.parent_code
    from sector_lines as line
    inner join {{ ref('sectors') }} as sector on line.of_sector = sector.code
    where sector.parent_code is not null
),

chosen as (
    select *
    from {{ ref('int_cooperative_row') }}
    where nth_row = 1
),

judged as (
    select
        chosen.cooperative_id,
        chosen.period_key,
        rule.rule_version,
        rule.size_class,
        rule.class_rank,
        chosen.members >= rule.members_at_least
        and (
            (rule.revenue_vnd_at_least is null and rule.capital_vnd_at_least is null)
            or case
                when chosen.period_kind = 'year' or chosen.revenue_vnd >= rule.revenue_vnd_at_least
                    then chosen.revenue_vnd
            end >= rule.revenue_vnd_at_least
            or chosen.charter_capital_vnd >= rule.capital_vnd_at_least
        ) as is_reached
    from chosen
    inner join sector_lines as line on chosen.sector_code = line.sector_code
    inner join {{ ref('size_class_rules') }} as rule
        on line.of_sector = rule.sector_code and {{ in_force('rule', 'chosen.ends_on') }}
),

sized as (
    -- the largest class that is not ruled out; where its own thresholds cannot be judged the class is unknown
    select distinct on (cooperative_id, period_key)
        cooperative_id,
        period_key,
        rule_version,
        case when is_reached then size_class end as size_class
    from judged
    where is_reached is not false
    order by cooperative_id asc, period_key asc, class_rank desc
)

select
    chosen.cooperative_id,
    chosen.line_id,
    chosen.reading_id,
    chosen.method,
    chosen.confidence,
    chosen.name_key,
    chosen.ends_on,
    chosen.period_kind,
    chosen.rows_in_round,
    chosen.submission_id,
    chosen.reporter_kind,
    chosen.reporter_code,
    chosen.source_key,
    chosen.province_code,
    chosen.period_key,
    chosen.due_before,
    chosen.receipt_id,
    chosen.received_at,
    chosen.file_sha256,
    chosen.file_name,
    chosen.sheet,
    chosen.sheet_row,
    chosen.cooperative_name,
    chosen.address,
    chosen.sector_code,
    chosen.founded_on,
    chosen.status,
    chosen.rating,
    chosen.charter_capital_vnd,
    chosen.revenue_vnd,
    chosen.profit_vnd,
    chosen.members,
    chosen.workers,
    sized.size_class,
    case when sized.size_class is not null then sized.rule_version end as size_rule_version,
    case
        when sized.size_class is not null then null
        when sized.rule_version is not null then 'figures_missing'
        when chosen.sector_code is null then 'sector_unknown'
        else 'no_thresholds_known'
    end as size_unknown_reason,
    case when chosen.rating is not null then rating_rule.rule_version end as rating_rule_version
from chosen
left join sized
    on chosen.cooperative_id = sized.cooperative_id and chosen.period_key = sized.period_key
left join {{ ref('rating_rules') }} as rating_rule on {{ in_force('rating_rule', 'chosen.ends_on') }}
