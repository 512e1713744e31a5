"""The figures of a report and the claims behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection, Row, text

from publish.content import Completeness, Figure
from publish.reading.evidence import Claims, read_claims
from publish.reading.rows import record
from publish.reading.scope import Scope


@dataclass(frozen=True, slots=True)
class FigurePart:
    """A figure that another one is made of; `factor` is -1 where it is taken away."""

    figure_id: UUID
    area_name: str
    period_key: str
    completeness: Completeness
    value: Decimal | None
    factor: int


_SELECT_FIGURES = """
    select f.figure_id, f.indicator_key, i.name_vi as indicator_name, f.sector_code, f.period_key, f.value_status,
        f.completeness, i.aggregation, f.value, f.numerator, f.denominator, f.canonical_unit,
        f.reporters_expected, f.reporters_reporting, f.absentees, f.reason, f.carried_from, f.carried_share_percent,
        f.derivation
    from marts.fct_figure as f
    inner join marts.dim_indicator as i on f.indicator_key = i.indicator_key
"""

_SOME_FIGURES = text(f"{_SELECT_FIGURES} where f.figure_id = any(:figure_ids)")

_PARTS = text(
    """
    select f.figure_id, a.area_name, f.period_key, f.completeness, f.value, p.factor
    from marts.bridge_figure_part as p
    inner join marts.fct_figure as f on p.part_figure_id = f.figure_id
    inner join marts.dim_area as a on f.area_key = a.area_key
    where p.figure_id = :figure_id
    order by a.sort_key, p.factor desc
    """
)

_FIGURES = text(
    f"""
    {_SELECT_FIGURES}
    inner join unnest(cast(:period_keys as text[]), cast(:value_statuses as text[])) with ordinality
        as c (period_key, value_status, place)
        on f.period_key = c.period_key and f.value_status = c.value_status
    where f.area_key = :area_key and f.boundary_reading = 'as_reported'
        and (f.sector_code = 'all' or f.period_key = :main_period_key and f.value_status = :main_value_status)
    order by i.display_order, f.indicator_key, f.sector_code, c.place, f.completeness, f.figure_id
    """
)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a report: in the columns of the form over all sectors, and of the main column by sector."""

    of_form: tuple[Figure, ...]
    of_sectors: tuple[Figure, ...]
    claims: Claims


def read_figures(connection: Connection, scope: Scope) -> Figures:
    """The figures the report prints, as reported then.

    At each place of the form stands one total: the complete one, or where somebody is absent the total of
    those who reported. An estimate (switched on by an officer) stands beside it, never in its place. A figure of the
    country has no claims: it is made of its provinces' figures.
    """
    main = scope.main_column
    parameters = {
        "area_key": scope.area.area_key,
        "main_period_key": main.period_key,
        "main_value_status": main.value_status,
        **scope.column_parameters(),
    }
    found = connection.execute(_FIGURES, parameters).all()
    whole = {_coordinates(row) for row in found if row.completeness == "complete" and row.value is not None}
    rows = [
        row
        for row in found
        if (row.completeness == "complete" and _coordinates(row) in whole)
        or (row.completeness == "reported" and _coordinates(row) not in whole)
        or (row.completeness == "estimated" and row.value is not None)
    ]
    if scope.area.is_country:
        claims = Claims({}, ())
        figures = [record(Figure, row, claims=(), absentees=()) for row in rows]
    else:
        claims = read_claims(connection, [row.figure_id for row in rows])
        figures = [record(Figure, row, claims=claims.by_figure.get(row.figure_id, ())) for row in rows]
    return Figures(
        of_form=tuple(figure for figure in figures if figure.sector_code == "all"),
        of_sectors=tuple(figure for figure in figures if figure.sector_code != "all"),
        claims=claims,
    )


def find_figure(connection: Connection, figure_id: UUID) -> Figure | None:
    """One figure of the marts, of any area, period and reading; None where the marts do not hold it."""
    return next(iter(find_figures(connection, [figure_id])), None)


def find_figures(connection: Connection, figure_ids: Sequence[UUID]) -> tuple[Figure, ...]:
    """The figures of the marts with these ids, each with its claims."""
    rows = connection.execute(_SOME_FIGURES, {"figure_ids": list(figure_ids)}).all()
    claims = read_claims(connection, figure_ids).by_figure
    return tuple(record(Figure, row, claims=tuple(claims.get(row.figure_id, ()))) for row in rows)


def find_parts(connection: Connection, figure_id: UUID) -> tuple[FigurePart, ...]:
    """The figures that a figure is made of, in the order of their areas."""
    return tuple(
        FigurePart(row.figure_id, row.area_name, row.period_key, row.completeness, row.value, row.factor)
        for row in connection.execute(_PARTS, {"figure_id": figure_id})
    )


def _coordinates(row: Row[tuple[object, ...]]) -> tuple[object, ...]:
    return (row.indicator_key, row.sector_code, row.period_key, row.value_status)
