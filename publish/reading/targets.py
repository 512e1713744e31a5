"""Targets of documents, of the press and of the plan columns: those of the period, and those of the next."""

from collections.abc import Collection

from sqlalchemy import Connection, text

from publish.content import Target
from publish.reading.rows import record
from publish.reading.scope import Scope

_TARGETS = text(
    """
    select t.target_id, t.target_kind, t.target_claim_id, t.target_figure_id, t.indicator_key, t.sector_code,
        i.name_vi as indicator_name, t.canonical_unit, t.target_period_key, t.measure, t.target_low, t.target_high,
        t.qualifier, t.actual_figure_id, t.actual_figure_ids, t.actual_period_key, t.actual_amount, t.actual_value,
        t.compared_figure_id, t.compared_amount, t.expected_by_now, t.reporters_reporting, t.reporters_expected,
        t.progress_percent, t.range_position, t.verdict, t.reason, t.sentence_vi, t.sentence_en,
        t.stated_by as source_name, t.document_title, t.document_number, t.version as document_version, t.stated_on,
        t.is_confirmed, t.is_in_force, v.article_url, v.evidence_text
    from marts.fct_target_progress as t
    inner join marts.dim_indicator as i on t.indicator_key = i.indicator_key
    inner join marts.dim_period as p on t.target_period_key = p.period_key
    left join marts.fct_indicator_value as v on t.target_claim_id = v.claim_id
    where t.province_key = :province_key
        and (t.target_period_key = any(:period_keys) or p.period_kind = 'span' and p.starts_on <= :ends_on
            and p.ends_on >= :ends_on and :takes_spans)
        and (t.sector_code = 'all' or t.target_kind <> 'plan')
    order by i.display_order, t.indicator_key, t.sector_code, t.target_period_key,
        array_position(array['document', 'press', 'plan'], t.target_kind), t.stated_on, t.target_id
    """
)


def read_targets(connection: Connection, scope: Scope) -> tuple[Target, ...]:
    """Targets for the period itself, its year, or a span of years that it lies in."""
    return _read(connection, scope, {scope.period.period_key, str(scope.period.year)}, takes_spans=True)


def read_next_targets(connection: Connection, scope: Scope) -> tuple[Target, ...]:
    """Targets for the periods that follow: the second half after the first, and the next year."""
    year, half = scope.period.year, scope.period.half
    following = {str(year + 1), f"{year + 1}-H1"} | ({f"{year}-H2"} if half == 1 else set())
    return _read(connection, scope, following, takes_spans=False)


def _read(
    connection: Connection, scope: Scope, period_keys: Collection[str], *, takes_spans: bool
) -> tuple[Target, ...]:
    parameters = {
        "province_key": scope.area.province_key,
        "period_keys": sorted(period_keys),
        "ends_on": scope.period.ends_on,
        "takes_spans": takes_spans,
    }
    return tuple(record(Target, row) for row in connection.execute(_TARGETS, parameters))
