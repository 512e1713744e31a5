"""The figures of a report and the claims behind them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection, Row, text

from publish.content import Claim, Completeness, Figure
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
        f.reporters_expected, f.reporters_reporting, f.absentees, f.reason
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
    where f.area_key = :area_key and f.sector_code = 'all' and f.boundary_reading = 'as_reported'
    order by i.display_order, f.indicator_key, c.place, f.completeness, f.figure_id
    """
)

_CLAIM_COLUMNS = """
    v.claim_id, v.evidence_kind, v.file_name, v.file_sha256, v.sheet, v.cell, v.article_url, v.evidence_text,
    v.printed_value, v.printed_unit, cast(u.factor as numeric) as unit_factor, v.value, v.value_reading, v.received_at,
    s.source_name as claimant
"""
_CLAIM_TABLES = """
    inner join marts.dim_source as s on v.source_key = s.source_key
    left join marts.dim_area as a on v.area_key = a.area_key
    left join reference.units as u on lower(trim(v.printed_unit)) = lower(u.printed_unit)
"""

# A figure's own claims, and those of the figures that it is made of, each with its factor in the whole.
_CLAIMS = text(
    f"""
    with recursive made_of as (
        select asked.figure_id, asked.figure_id as part_figure_id, 1 as factor
        from unnest(cast(:figure_ids as uuid[])) as asked (figure_id)
        union all
        select made_of.figure_id, p.part_figure_id, made_of.factor * p.factor
        from made_of
        inner join marts.bridge_figure_part as p on made_of.part_figure_id = p.figure_id
    )
    select m.figure_id, b.weight * m.factor as weight, {_CLAIM_COLUMNS}
    from made_of as m
    inner join marts.bridge_figure_claim as b on m.part_figure_id = b.figure_id
    inner join marts.fct_indicator_value as v on b.claim_id = v.claim_id
    {_CLAIM_TABLES}
    order by a.sort_key, s.source_name, b.weight is null, v.received_at, v.claim_id
    """  # noqa: S608 - words of our own
)

_ONE_CLAIM = text(
    f"""
    select 1 as weight, {_CLAIM_COLUMNS}
    from marts.fct_indicator_value as v
    {_CLAIM_TABLES}
    where v.claim_id = :claim_id
    """  # noqa: S608 - words of our own
)


def claims_by_figure(connection: Connection, figure_ids: Sequence[UUID]) -> dict[UUID, tuple[Claim, ...]]:
    """The claims behind each figure, in the order of the reporters' names."""
    found: defaultdict[UUID, list[Claim]] = defaultdict(list)
    for row in connection.execute(_CLAIMS, {"figure_ids": list(figure_ids)}):
        found[row.figure_id].append(_claim(row))
    return {figure_id: tuple(claims) for figure_id, claims in found.items()}


def find_claim(connection: Connection, claim_id: UUID) -> Claim | None:
    """One claim of the marts by itself; None where the marts do not hold it."""
    row = connection.execute(_ONE_CLAIM, {"claim_id": claim_id}).one_or_none()
    return None if row is None else _claim(row)


def _claim(row: Row[tuple[object, ...]]) -> Claim:
    columns = row._mapping
    return Claim(**{field.name: columns[field.name] for field in fields(Claim)})


def read_figures(connection: Connection, scope: Scope) -> tuple[Figure, ...]:
    """The figures the report prints: of the area, in the columns of the form, over all sectors, as reported then.

    At each place of the form stands one total: the complete one, or where somebody is absent the total of
    those who reported. An estimate (switched on by an officer) stands beside it, never in its place.
    """
    found = connection.execute(_FIGURES, {"area_key": scope.area.area_key, **scope.column_parameters()}).all()
    whole = {_coordinates(row) for row in found if row.completeness == "complete" and row.value is not None}
    rows = [
        row
        for row in found
        if (row.completeness == "complete" and _coordinates(row) in whole)
        or (row.completeness == "reported" and _coordinates(row) not in whole)
        or (row.completeness == "estimated" and row.value is not None)
    ]
    claims = claims_by_figure(connection, [row.figure_id for row in rows])
    return tuple(_figure(row, claims.get(row.figure_id, ())) for row in rows)


def find_figure(connection: Connection, figure_id: UUID) -> Figure | None:
    """One figure of the marts, of any area, period and reading; None where the marts do not hold it."""
    return next(iter(find_figures(connection, [figure_id])), None)


def find_figures(connection: Connection, figure_ids: Sequence[UUID]) -> tuple[Figure, ...]:
    """The figures of the marts with these ids, each with its claims."""
    rows = connection.execute(_SOME_FIGURES, {"figure_ids": list(figure_ids)}).all()
    claims = claims_by_figure(connection, figure_ids)
    return tuple(_figure(row, claims.get(row.figure_id, ())) for row in rows)


def find_parts(connection: Connection, figure_id: UUID) -> tuple[FigurePart, ...]:
    """The figures that a figure is made of, in the order of their areas."""
    return tuple(
        FigurePart(row.figure_id, row.area_name, row.period_key, row.completeness, row.value, row.factor)
        for row in connection.execute(_PARTS, {"figure_id": figure_id})
    )


def _figure(row: Row[tuple[object, ...]], claims: tuple[Claim, ...]) -> Figure:
    columns = row._mapping
    return Figure(
        figure_id=columns["figure_id"],
        indicator_key=columns["indicator_key"],
        indicator_name=columns["indicator_name"],
        sector_code=columns["sector_code"],
        period_key=columns["period_key"],
        value_status=columns["value_status"],
        completeness=columns["completeness"],
        aggregation=columns["aggregation"],
        value=columns["value"],
        numerator=columns["numerator"],
        denominator=columns["denominator"],
        canonical_unit=columns["canonical_unit"],
        reporters_expected=columns["reporters_expected"],
        reporters_reporting=columns["reporters_reporting"],
        absentees=tuple(columns["absentees"] or ()),
        reason=columns["reason"],
        claims=claims,
    )


def _coordinates(row: Row[tuple[object, ...]]) -> tuple[object, ...]:
    return (row.indicator_key, row.period_key, row.value_status)
