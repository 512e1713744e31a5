"""Contradictions between indicators and over time, with what their reporters or officers said of them."""

from sqlalchemy import Connection, text

from publish.content import RuleResult
from publish.reading.rows import record
from publish.reading.scope import Scope

_RULES = text(
    """
    select r.*, rule.name_vi as rule_name_vi, rule.name_en as rule_name_en,
        case r.grain when 'reporter' then coalesce(agency.name_vi, a.area_name) end as reporter
    from marts.fct_rule_result as r
    inner join marts.dim_indicator as i on r.indicator_key = i.indicator_key
    left join marts.dim_area as a on r.area_key = a.area_key
    left join marts.dim_agency as agency on r.reporter_agency_code = agency.agency_code
    left join marts.fct_submission as s on r.submission_id = s.submission_id
    inner join reference.indicator_rules as rule on r.rule_code = rule.rule_code
    where r.province_key = :province_key and r.outcome = 'broken' and r.state in ('open', 'explained', 'waived')
        and (s.period_key = :period_key or r.grain = 'province' and (r.period_key, r.value_status) in (
            select * from unnest(cast(:period_keys as text[]), cast(:value_statuses as text[]))
        ))
    order by r.grain, a.sort_key, reporter, i.display_order, r.rule_code, r.sector_code, r.period_key, r.value_status,
        r.rule_result_id
    """
)


def read_rule_results(connection: Connection, scope: Scope) -> tuple[RuleResult, ...]:
    """What stands broken in the reports of the round and in the totals that the report prints; mended ones left out."""
    parameters = {
        "province_key": scope.area.province_key,
        "period_key": scope.period.period_key,
        **scope.column_parameters(),
    }
    return tuple(record(RuleResult, row) for row in connection.execute(_RULES, parameters))
