"""The expected reporters of a round: what each handed in, and the numbers it gave."""

from collections import defaultdict

from sqlalchemy import Connection, text

from publish.content import Finding, Reporter, ReporterValue
from publish.reading.scope import Scope

REPORTER_INDICATORS = (
    "HTX.coop_total",
    "HTX.coop_active",
    "HTX.coop_new",
    "HTX.members_total",
    "HTX.workers_total",
    "LHHTX.union_total",
    "THT.group_total",
)
"""The indicators that the report lists reporter by reporter."""

_REPORTERS = text(
    """
    select s.*, a.area_code, a.area_name, a.short_name
    from marts.fct_submission as s
    inner join marts.dim_area as a on s.reporter_area_key = a.area_key
    where s.province_key = :province_key and s.period_key = :period_key
    order by a.sort_key, a.area_code, s.submission_id
    """
)

_VALUES = text(
    """
    select v.area_key, v.indicator_key, v.value, v.value_reading
    from marts.fct_indicator_value as v
    inner join marts.dim_source as s on v.source_key = s.source_key
    inner join marts.dim_area as a on v.area_key = a.area_key
    where s.source_kind = 'submission' and a.province_key = :province_key and v.sector_code = 'all'
        and v.period_key = :period_key and v.value_status = :value_status and v.indicator_key = any(:indicator_keys)
    order by v.area_key, v.indicator_key, v.received_at, v.claim_id
    """
)

_FINDINGS = text(
    """
    select a.area_name, f.rule_code, f.severity, f.sheet, f.cell, f.value_seen, f.sentence_vi, f.mend_vi
    from marts.fct_finding as f
    inner join marts.fct_submission as s on f.submission_id = s.submission_id
    inner join marts.dim_area as a on s.reporter_area_key = a.area_key
    where s.province_key = :province_key and s.period_key = :period_key and f.is_current
        and f.severity in ('error', 'warning')
    order by a.sort_key, f.severity, f.rule_code, f.sheet, f.cell, f.finding_id
    """
)


def read_reporters(connection: Connection, scope: Scope) -> tuple[Reporter, ...]:
    """Every expected reporter of the round, reported or not, in alphabetical order."""
    values = _values(connection, scope)
    parameters = {"province_key": scope.area.province_key, "period_key": scope.period.period_key}
    return tuple(
        Reporter(
            area_code=row.area_code,
            name=row.area_name,
            short_name=row.short_name,
            status=row.status,
            is_nil=bool(row.is_nil),
            is_on_time=row.is_on_time,
            due_before=row.due_before,
            versions=row.versions,
            current_version=row.current_version,
            first_received_at=row.first_received_at,
            received_at=row.received_at,
            file_name=row.file_name,
            error_count=row.error_count or 0,
            warning_count=row.warning_count or 0,
            reasons_vi=row.reasons_vi,
            decided_by=row.decided_by,
            decision_reason=row.decision_reason,
            values=tuple(values.get(row.reporter_area_key, ())),
        )
        for row in connection.execute(_REPORTERS, parameters)
    )


def _values(connection: Connection, scope: Scope) -> dict[int, list[ReporterValue]]:
    values: defaultdict[int, list[ReporterValue]] = defaultdict(list)
    for row in connection.execute(
        _VALUES,
        {
            "province_key": scope.area.province_key,
            "period_key": scope.main_column.period_key,
            "value_status": scope.main_column.value_status,
            "indicator_keys": list(REPORTER_INDICATORS),
        },
    ):
        values[row.area_key].append(ReporterValue(row.indicator_key, row.value, row.value_reading))
    return values


def read_findings(connection: Connection, scope: Scope) -> tuple[Finding, ...]:
    """Errors and warnings in the newest version of each submission of the round."""
    parameters = {"province_key": scope.area.province_key, "period_key": scope.period.period_key}
    return tuple(
        Finding(
            reporter=row.area_name,
            rule_code=row.rule_code,
            severity=row.severity,
            sheet=row.sheet,
            cell=row.cell,
            value_seen=row.value_seen,
            sentence_vi=row.sentence_vi,
            mend_vi=row.mend_vi,
        )
        for row in connection.execute(_FINDINGS, parameters)
    )
