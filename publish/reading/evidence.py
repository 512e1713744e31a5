"""The claims behind figures, read once for all figures of a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from publish.content.claim import Claim
from publish.content.evidence import ClaimsOfFigure, Evidence, EvidenceDocument

# A figure's own claims, and those of the figures that it is made of, each with its factor in the whole. Most figures
# are made of claims alone: only where the bridge knows a part is it followed.
_USED = """
    with recursive made_of as (
        select asked.figure_id, asked.figure_id as part_figure_id, 1 as factor
        from unnest(cast(:figure_ids as uuid[])) as asked (figure_id)
        union all
        select made_of.figure_id, p.part_figure_id, made_of.factor * p.factor
        from made_of
        inner join marts.bridge_figure_part as p on made_of.part_figure_id = p.figure_id
    ),

    used as materialized (
        select m.figure_id, b.claim_id, b.weight * m.factor as weight
        from made_of as m
        inner join marts.bridge_figure_claim as b on m.part_figure_id = b.figure_id
    )
"""
_USES = text(
    f"""
    {_USED}
    select figure_id, array_agg(cast(claim_id as text)) as claim_ids,
        case when bool_and(weight is not distinct from 1) then null
        else array_agg(cast(trim_scale(weight) as text)) end as weights
    from used
    group by figure_id
    """  # noqa: S608 - words of our own
)
_CLAIM_COLUMNS = """
    cast(v.claim_id as text), v.sheet, v.cell, v.evidence_text, v.printed_value, v.printed_unit,
    cast(trim_scale(v.value) as text), v.value_reading,
    s.source_name, v.evidence_kind, v.file_name, v.file_sha256, v.article_url, v.received_at
"""
_CLAIM_TABLES = """
    inner join marts.fct_indicator_value as v using (claim_id)
    inner join marts.dim_source as s on v.source_key = s.source_key
    left join marts.dim_area as a on v.area_key = a.area_key
"""
_CLAIMS = text(
    f"""
    {_USED}
    select {_CLAIM_COLUMNS}
    from (select distinct claim_id from used) as used_once
    {_CLAIM_TABLES}
    order by a.sort_key, s.source_name, v.received_at, v.claim_id
    """  # noqa: S608 - words of our own
)
_ONE_CLAIM = text(
    f"""
    select {_CLAIM_COLUMNS}
    from (select cast(:claim_id as uuid) as claim_id) as asked
    {_CLAIM_TABLES}
    """  # noqa: S608 - words of our own
)
_UNITS = text("select lower(printed_unit) as unit, cast(factor as numeric) as factor from reference.units")


@dataclass(frozen=True, slots=True)
class _Read:
    evidence: Evidence
    place_of: dict[str, int]


def claims_by_figure(connection: Connection, figure_ids: Sequence[UUID]) -> dict[UUID, ClaimsOfFigure]:
    """The claims behind each figure, in the order of the reporters' names; a weight comes after what it weighs."""
    asked = {"figure_ids": list(figure_ids)}
    read = _evidence(connection, [tuple(row) for row in connection.execute(_CLAIMS, asked)])
    return {
        row.figure_id: _claims_of_figure(read, row.claim_ids, row.weights) for row in connection.execute(_USES, asked)
    }


def find_claim(connection: Connection, claim_id: UUID) -> Claim | None:
    """One claim of the marts by itself; None where the marts do not hold it."""
    rows = [tuple(row) for row in connection.execute(_ONE_CLAIM, {"claim_id": claim_id})]
    return _evidence(connection, rows).evidence.claim(0, Decimal(1)) if rows else None


def _evidence(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> _Read:
    if not rows:
        return _Read(Evidence(), {})
    documents: dict[tuple[Any, ...], int] = {}
    documents_of = tuple(documents.setdefault(row[8:], len(documents)) for row in rows)
    ids, sheets, cells, texts, printed, units, values, readings, *_ = zip(*rows, strict=True)
    factor_of = {row.unit: row.factor for row in connection.execute(_UNITS)}
    return _Read(
        Evidence(
            documents=tuple(EvidenceDocument(*key) for key in documents),
            claim_ids=ids,
            documents_of=documents_of,
            sheets=sheets,
            cells=cells,
            evidence_texts=texts,
            printed_values=printed,
            printed_units=units,
            values=values,
            value_readings=readings,
            unit_factors=tuple(
                (unit, factor_of[unit.strip().lower()])
                for unit in sorted({unit for unit in units if unit})
                if unit.strip().lower() in factor_of
            ),
        ),
        {claim_id: place for place, claim_id in enumerate(ids)},
    )


def _claims_of_figure(read: _Read, claim_ids: Sequence[str], weights: Sequence[str | None] | None) -> ClaimsOfFigure:
    places = [read.place_of[claim_id] for claim_id in claim_ids]
    if weights is None:
        return ClaimsOfFigure(read.evidence, tuple(sorted(places)))
    claimant_of = read.evidence.documents_of
    uses = sorted(zip(places, weights, strict=True), key=lambda use: (claimant_of[use[0]], use[1] is None, use[0]))
    return ClaimsOfFigure(read.evidence, tuple(place for place, _ in uses), tuple(weight for _, weight in uses))
