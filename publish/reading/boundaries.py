"""The report's figures in today's boundaries, where the map has changed since."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from publish.content import Figure, OtherReading, RelatedFigure
from publish.reading.rows import record
from publish.reading.scope import Scope

_TODAY = text(
    """
    with recursive path as (
        select province_key, successor_province_key from marts.dim_province where province_key = :province_key
        union
        select after.province_key, after.successor_province_key
        from path
        inner join marts.dim_province as after on path.successor_province_key = after.province_key
    ),

    place as (
        select a.area_key, a.area_code, a.area_name
        from path
        inner join marts.dim_area as a on path.province_key = a.province_key and a.area_level = 'province'
        where path.successor_province_key is null
        union all
        select area_key, area_code, area_name
        from marts.dim_area
        where area_key = :area_key and area_level = 'country'
    )

    select f.figure_id, a.area_code, a.area_name, f.indicator_key, f.sector_code, f.period_key, f.value_status,
        f.boundary_reading, f.completeness, f.value, f.canonical_unit, f.reporters_expected, f.reporters_reporting,
        f.reason
    from place as a
    inner join marts.fct_figure as f on a.area_key = f.area_key
    where f.boundary_reading = 'todays_boundaries' and f.sector_code = 'all' and f.period_key = :period_key
        and f.value_status = :value_status and f.completeness in ('complete', 'reported') and f.value is not null
    order by f.completeness desc
    """
)


def read_other_readings(connection: Connection, scope: Scope, figures: Sequence[Figure]) -> tuple[OtherReading, ...]:
    """The main column in today's boundaries, in the order of the figures, where value or coverage is another."""
    main = scope.main_column
    parameters = {
        "province_key": scope.area.province_key,
        "area_key": scope.area.area_key,
        "period_key": main.period_key,
        "value_status": main.value_status,
    }
    today = {row.indicator_key: record(RelatedFigure, row) for row in connection.execute(_TODAY, parameters)}
    return tuple(
        OtherReading(figure.figure_id, today[figure.indicator_key])
        for figure in figures
        if (figure.period_key, figure.value_status) == (main.period_key, main.value_status)
        and figure.completeness != "estimated"
        and figure.indicator_key in today
        and _differs(figure, today[figure.indicator_key])
    )


def _differs(then: Figure, today: RelatedFigure) -> bool:
    return (then.value, then.reporters_reporting, then.reporters_expected) != (
        today.value,
        today.reporters_reporting,
        today.reporters_expected,
    )
