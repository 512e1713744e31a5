"""Put the parts of a report together."""

from sqlalchemy import Connection

from publish.content import ReportContent
from publish.obligations import owner_obligation
from publish.reading.boundaries import read_other_readings
from publish.reading.figure_rounds import read_figure_rounds
from publish.reading.figures import read_figures
from publish.reading.gate import read_gate
from publish.reading.history import read_history
from publish.reading.names import indicator_keys, read_indicators, read_periods, read_sectors, sector_codes
from publish.reading.narratives import read_narratives
from publish.reading.press_claims import read_press_claims
from publish.reading.provinces import provinces_as_reporters, read_provinces
from publish.reading.provinces_heard import with_provinces_heard
from publish.reading.reconciliations import read_department_claims, read_reconciliations
from publish.reading.reporters import read_departments, read_findings, read_reporters
from publish.reading.rounds import read_rounds
from publish.reading.rules import read_rule_results
from publish.reading.scope import Scope, find_area, find_form, find_period, form_columns, form_rows, marts_build_id
from publish.reading.support import read_support_policies, read_support_values, support_totals
from publish.reading.targets import read_next_targets, read_targets


def read_scope(connection: Connection, area_code: str, period_key: str) -> Scope:
    """The build, area, period, form and columns; `NotReadyError` says what is lacking."""
    build_id = marts_build_id(connection)
    period = find_period(connection, period_key)
    area = find_area(connection, area_code, period)
    form = find_form(connection, area, period_key)
    return Scope(build_id, area, period, form, form_columns(connection, form, period))


def read_content(connection: Connection, scope: Scope, owner_code: str) -> ReportContent:
    """Everything the report prints, in one transaction of the caller."""
    area, period = scope.area, scope.period
    rows = form_rows(connection, scope.form)
    read = read_figures(connection, scope)
    provinces = read_provinces(connection, scope, "as_reported") if area.is_country else ()
    provinces_today = read_provinces(connection, scope, "todays_boundaries") if area.is_country else ()
    other_readings = read_other_readings(connection, scope, read.of_form)
    rounds_behind = read_figure_rounds(connection, scope, read.of_form, provinces, provinces_today, other_readings)
    figures, sector_figures = rounds_behind.of_figures(read.of_form), read.of_sectors
    reporters = provinces_as_reporters(provinces, scope) if area.is_country else read_reporters(connection, scope, read)
    targets, next_targets = read_targets(connection, scope), read_next_targets(connection, scope)
    support_values = read_support_values(connection, scope)
    reconciliations = read_reconciliations(connection, scope)
    departments = read_department_claims(connection, scope)
    rules = read_rule_results(connection, scope)
    press = read_press_claims(connection, scope, figures)
    spoken_of = (figures, sector_figures, targets, next_targets, reconciliations, departments, rules, press)
    indicators = read_indicators(
        connection, {*(row.indicator_key for row in rows if row.indicator_key), *indicator_keys(*spoken_of)}
    )
    history = read_history(connection, scope, figures, indicators)
    rounds = read_rounds(connection, scope)
    gate = read_gate(connection, scope)
    beside = (*history.figures, *(comparison.earlier for comparison in history.comparisons))
    periods = {
        period.period_key,
        *(column.period_key for column in scope.columns),
        *(figure.period_key for figure in beside),
        *(target.target_period_key for target in (*targets, *next_targets)),
        *(one.period_key for one in rules),
    }
    content = ReportContent(
        area_code=area.area_code,
        area_name=area.name,
        area_short_name=area.short_name,
        area_level=area.level,
        period_key=period.period_key,
        period_name=period.name_vi,
        period_name_en=period.name_en,
        year=period.year,
        duty=owner_obligation(connection, owner_code, area.area_code, period.period_key).duty,
        round_due_before=max((reporter.due_before for reporter in reporters), default=None),
        columns=scope.columns,
        rows=rows,
        indicators=indicators,
        sectors=read_sectors(connection, sector_codes(sector_figures, targets, next_targets, reconciliations, rules)),
        periods=read_periods(connection, periods),
        figures=figures,
        sector_figures=sector_figures,
        history=history.figures,
        comparisons=history.comparisons,
        other_readings=rounds_behind.of_readings(other_readings),
        reporters=reporters,
        departments=read_departments(connection, scope),
        provinces=rounds_behind.of_provinces(provinces),
        provinces_today=rounds_behind.of_provinces(provinces_today),
        rounds=rounds,
        targets=targets,
        next_targets=next_targets,
        support_policies=read_support_policies(connection, support_values),
        support_totals=support_totals(connection, scope, support_values),
        support_values=support_values,
        narratives=read_narratives(connection, scope),
        findings=read_findings(connection, scope),
        rule_results=rules,
        press_claims=press,
        reconciliations=reconciliations,
        department_claims=departments,
        gate_notes=gate.notes,
        gate_suites=gate.suites,
        gate_waivers=gate.waivers,
    )
    return with_provinces_heard(connection, content)
