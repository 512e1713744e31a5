"""The expected reporters of a round: what each handed in, and the numbers it gave."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, text

from publish.content import Finding, Reporter, ReporterValue
from publish.reading.figures import Figures
from publish.reading.rows import record
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
    select s.*, a.area_code, a.area_name as name, a.short_name
    from marts.fct_submission as s
    inner join marts.dim_area as a on s.reporter_area_key = a.area_key
    where s.province_key = :province_key and s.period_key = :period_key
    order by a.sort_key, a.area_code, s.submission_id
    """
)

_DEPARTMENTS = text(
    """
    select s.*, agency.agency_code as area_code, agency.name_vi as name, agency.name_vi as short_name
    from marts.fct_submission as s
    inner join marts.dim_agency as agency on s.reporter_agency_code = agency.agency_code
    where s.province_key = :province_key and s.period_key = :period_key
    order by agency.name_vi, s.submission_id
    """
)

_FINDINGS = text(
    """
    select coalesce(agency.name_vi, a.area_name) as reporter, f.rule_code, f.severity, f.sheet, f.cell, f.value_seen,
        f.sentence_vi, f.mend_vi, f.explanation
    from marts.fct_finding as f
    inner join marts.fct_submission as s on f.submission_id = s.submission_id
    left join marts.dim_area as a on s.reporter_area_key = a.area_key
    left join marts.dim_agency as agency on s.reporter_agency_code = agency.agency_code
    where s.province_key = :province_key and s.period_key = :period_key and f.is_current
        and f.severity in ('error', 'warning')
    order by a.sort_key, agency.name_vi, f.severity, f.rule_code, f.sheet, f.cell, f.finding_id
    """
)


def read_reporters(connection: Connection, scope: Scope, figures: Figures) -> tuple[Reporter, ...]:
    """Every expected area of the round, reported or not, in alphabetical order, with what counts of it."""
    values = _values(scope, figures)
    return tuple(
        _reporter(row, values.get(row.reporter_area_key, ()))
        for row in connection.execute(_REPORTERS, _round_parameters(scope))
    )


def read_departments(connection: Connection, scope: Scope) -> tuple[Reporter, ...]:
    """Every department that owes the form of the round beside the areas; its values are no part of any total."""
    return tuple(_reporter(row, ()) for row in connection.execute(_DEPARTMENTS, _round_parameters(scope)))


def _round_parameters(scope: Scope) -> dict[str, object]:
    return {"province_key": scope.area.province_key, "period_key": scope.period.period_key}


def _reporter(row: Row[Any], values: Iterable[ReporterValue]) -> Reporter:
    return record(
        Reporter,
        row,
        is_nil=bool(row.is_nil),
        error_count=row.error_count or 0,
        warning_count=row.warning_count or 0,
        values=tuple(values),
    )


def _values(scope: Scope, figures: Figures) -> dict[int, list[ReporterValue]]:
    """The claims behind the totals of the main column, by the area that they speak of."""
    main = (scope.main_column.period_key, scope.main_column.value_status)
    values: defaultdict[int, list[ReporterValue]] = defaultdict(list)
    for figure in figures.of_form:
        claims = figures.claims.by_figure.get(figure.figure_id)
        is_listed = figure.indicator_key in REPORTER_INDICATORS and (figure.period_key, figure.value_status) == main
        if claims is None or not is_listed or figure.completeness == "estimated":
            continue
        for place, claim in zip(claims.places, claims, strict=True):
            area_key = figures.claims.area_keys[claims.evidence.documents_of[place]]
            if area_key is not None:
                values[area_key].append(ReporterValue(figure.indicator_key, claim.value, claim.value_reading))
    return values


def read_findings(connection: Connection, scope: Scope) -> tuple[Finding, ...]:
    """Errors and warnings in the newest version of each submission of the round, with the reporter's explanation."""
    return tuple(record(Finding, row) for row in connection.execute(_FINDINGS, _round_parameters(scope)))
