"""Put the parts of a report together."""

from sqlalchemy import Connection

from publish.content import ReportContent
from publish.obligations import owner_obligation
from publish.reading.comparisons import read_gate_notes, read_press_claims, read_targets
from publish.reading.figures import read_figures
from publish.reading.reporters import read_findings, read_reporters
from publish.reading.scope import Scope, find_area, find_form, find_period, form_columns, form_rows, marts_build_id


def read_scope(connection: Connection, area_code: str, period_key: str) -> Scope:
    """The build, area, period and columns; `NotReadyError` says what is lacking."""
    build_id = marts_build_id(connection)
    period = find_period(connection, period_key)
    form = find_form(connection, area_code, period_key)
    return Scope(build_id, find_area(connection, area_code, period), period, form_columns(connection, form, period))


def read_content(connection: Connection, scope: Scope, owner_code: str) -> ReportContent:
    """Everything the report prints, in one transaction of the caller."""
    area, period = scope.area, scope.period
    figures = read_figures(connection, scope)
    reporters = read_reporters(connection, scope)
    return ReportContent(
        area_code=area.area_code,
        area_name=area.name,
        area_short_name=area.short_name,
        period_key=period.period_key,
        period_name=period.name_vi,
        year=period.year,
        duty=owner_obligation(connection, owner_code, area.area_code, period.period_key).duty,
        round_due_before=max((reporter.due_before for reporter in reporters), default=None),
        columns=scope.columns,
        rows=form_rows(connection, find_form(connection, area.area_code, period.period_key)),
        figures=figures,
        reporters=reporters,
        targets=read_targets(connection, scope),
        findings=read_findings(connection, scope),
        gate_notes=read_gate_notes(connection, scope),
        press_claims=read_press_claims(connection, scope, figures),
    )
