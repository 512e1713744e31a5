"""What the marts say of the provinces that the press speaks of: both readings, reconciliation, targets."""

from typing import Any

from sqlalchemy import Connection, text

_PLACES = """
    with place as (
        select distinct area.short_name as place, province.province_key, area.area_key
        from marts.fct_press_figure as figure
        join marts.dim_area as area using (area_key)
        join marts.dim_province as province using (province_key)
        where figure.is_claim and area.area_level = 'province'
    )
"""
_READINGS = f"""
    {_PLACES}
    select distinct on (place.place) place.place, claim.period_key as period, claim.source_kind, claim.value,
        claim.reporters_reporting, claim.reporters_expected, today.value as value_today,
        today.reporters_reporting as reporting_today, today.reporters_expected as expected_today
    from place
    join marts.dim_area as area using (area_key)
    left join marts.fct_preferred_claim as claim
        on claim.area_key = place.area_key and claim.indicator_key = 'HTX.coop_total' and claim.sector_code = 'all'
    left join marts.dim_period as period on period.period_key = claim.period_key
    left join marts.fct_figure as today
        on today.area_key = area.today_area_key and today.indicator_key = claim.indicator_key
            and today.sector_code = claim.sector_code and today.period_key = claim.period_key
            and today.value_status = 'actual' and today.boundary_reading = 'todays_boundaries'
            and today.completeness = 'reported'
    order by place.place, period.ends_on desc nulls last
"""  # noqa: S608
_RECONCILIATION = f"""
    {_PLACES}
    select place.place, indicator.name_vi as indicator, indicator.canonical_unit, other.period_key as period,
        other.source_kind, other.value_low, other.value_high, other.qualifier, first.source_kind as preferred_kind,
        first.value_low as preferred_low, first.value_high as preferred_high, first.qualifier as preferred_qualifier,
        other.difference, other.verdict
    from place
    join marts.fct_reconciliation as other using (area_key)
    join marts.dim_indicator as indicator using (indicator_key)
    left join marts.fct_reconciliation as first
        on first.coordinates_id = other.coordinates_id and first.is_preferred
    where other.verdict <> 'preferred' and (other.sources > 1 or other.source_kind = 'press')
    order by place.place, other.sources = 1, other.verdict = 'agrees', indicator.display_order, other.period_key,
        other.precedence, other.reconciliation_id
"""  # noqa: S608
_TARGETS = f"""
    {_PLACES}
    select place.place, progress.target_period_key as period, indicator.name_vi as indicator, indicator.canonical_unit,
        progress.target_low, progress.target_high, progress.qualifier, progress.actual_value,
        progress.actual_period_key, progress.reporters_reporting, progress.reporters_expected, progress.verdict,
        progress.sentence_vi
    from (select distinct place, province_key from place) as place
    left join marts.fct_target_progress as progress
        on progress.province_key = place.province_key and progress.target_kind = 'document' and progress.is_in_force
    left join marts.dim_indicator as indicator using (indicator_key)
    order by place.place, progress.actual_value is null, progress.target_period_key, indicator.display_order
"""  # noqa: S608


def readings(connection: Connection) -> list[dict[str, Any]]:
    """A row a province: its newest preferred number of cooperatives, as reported then and in today's boundaries.

    All but `place` is None where nobody has a number.
    """
    return _rows(connection, _READINGS)


def reconciliation(connection: Connection) -> list[dict[str, Any]]:
    """What each source says, beside the one that is preferred there; what contradicts it comes first."""
    return _rows(connection, _RECONCILIATION)


def targets(connection: Connection) -> list[dict[str, Any]]:
    """The targets of documents in force; a province without any has a row of its own with None."""
    return _rows(connection, _TARGETS)


def _rows(connection: Connection, query: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(text(query)).mappings()]
