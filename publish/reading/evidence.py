"""The claims behind figures, read once for all figures of a report.

A cell is sought by its id and nothing is joined on the way: of a warehouse of millions of cells a report reads some
ten thousand, and a planner that thinks otherwise would read them all.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from uuid import UUID

from sqlalchemy import Connection, text

from publish.content.claim import Claim
from publish.content.evidence import ClaimsOfFigure, Evidence, EvidenceDocument

_PARTS = text(
    "select figure_id, part_figure_id, factor from marts.bridge_figure_part where figure_id = any(:figure_ids)"
)
_USES = text(
    """
    select figure_id, array_agg(cast(claim_id as text)) as claim_ids,
        case when bool_and(weight is not distinct from 1) then null
        else array_agg(cast(trim_scale(weight) as text)) end as weights
    from marts.bridge_figure_claim
    where figure_id = any(:figure_ids)
    group by figure_id
    """
)
_CLAIMS = text(
    """
    select cast(v.claim_id as text), v.sheet, v.cell, v.evidence_text, v.printed_value, v.printed_unit,
        cast(trim_scale(v.value) as text), v.value_reading,
        v.source_key || coalesce(cast(v.receipt_id as text), v.file_sha256, v.article_url, '')
    from unnest(cast(string_to_array(:claim_ids, ',') as uuid[])) as used (claim_id)
    cross join lateral (
        select * from marts.fct_indicator_value where fct_indicator_value.claim_id = used.claim_id limit 1
    ) as v
    """
)
_DOCUMENTS = text(
    """
    select cast(v.claim_id as text) as claim_id,
        s.source_name, v.evidence_kind, v.file_name, v.file_sha256, v.article_url, v.received_at,
        sent.round_period, v.area_key
    from marts.fct_indicator_value as v
    inner join marts.dim_source as s on v.source_key = s.source_key
    left join marts.dim_area as a on v.area_key = a.area_key
    left join (
        select receipt_id, min(period_key) as round_period from marts.fct_submission
        where receipt_id is not null
        group by receipt_id
    ) as sent on v.receipt_id = sent.receipt_id
    where v.claim_id = any(cast(string_to_array(:claim_ids, ',') as uuid[]))
    order by a.sort_key, s.source_name, v.received_at, v.claim_id
    """
)
_UNITS = text("select lower(printed_unit) as unit, cast(factor as numeric) as factor from reference.units")


@dataclass(frozen=True, slots=True)
class _Uses:
    """The claims of a figure, of its own or by way of its parts; without weights all count once."""

    claim_ids: Sequence[str]
    weights: Sequence[str | None] | None


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims behind each figure, in the order of the reporters' names; a weight comes after what it weighs."""

    by_figure: Mapping[UUID, ClaimsOfFigure]
    area_keys: tuple[int | None, ...]
    """The area that each document of the evidence speaks of."""


def read_claims(connection: Connection, figure_ids: Sequence[UUID]) -> Claims:
    """The claims of the figures, each read once."""
    uses = _uses(connection, figure_ids)
    evidence, area_keys = _read(connection, list({claim_id for one in uses.values() for claim_id in one.claim_ids}))
    place_of = {claim_id: place for place, claim_id in enumerate(evidence.claim_ids)}
    claims = {figure_id: _claims_of_figure(evidence, place_of, one) for figure_id, one in uses.items()}
    return Claims(claims, area_keys)


def find_claim(connection: Connection, claim_id: UUID) -> Claim | None:
    """One claim of the marts by itself; None where the marts do not hold it."""
    evidence, _ = _read(connection, [str(claim_id)])
    return evidence.claim(0, Decimal(1)) if evidence.claim_ids else None


def _uses(connection: Connection, figure_ids: Sequence[UUID]) -> dict[UUID, _Uses]:
    parts = parts_of_figures(connection, figure_ids)
    asked = list({part for members in parts.values() for part, _ in members})
    direct = {
        row.figure_id: _Uses(row.claim_ids, row.weights) for row in connection.execute(_USES, {"figure_ids": asked})
    }
    uses = {
        figure_id: [_times(factor, direct[part]) for part, factor in members if part in direct]
        for figure_id, members in parts.items()
    }
    return {figure_id: _joined(found) for figure_id, found in uses.items() if found}


def _times(factor: int, uses: _Uses) -> _Uses:
    if factor == 1:
        return uses
    weights = uses.weights or ["1"] * len(uses.claim_ids)
    return _Uses(uses.claim_ids, [None if weight is None else str(factor * Decimal(weight)) for weight in weights])


def _joined(uses: Sequence[_Uses]) -> _Uses:
    if len(uses) == 1:
        return uses[0]
    claim_ids = [claim_id for one in uses for claim_id in one.claim_ids]
    if all(one.weights is None for one in uses):
        return _Uses(claim_ids, None)
    return _Uses(claim_ids, [weight for one in uses for weight in one.weights or ["1"] * len(one.claim_ids)])


def parts_of_figures(connection: Connection, figure_ids: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, int]]]:
    """Each figure itself, and all that it is made of with its factor in the whole."""
    members: dict[UUID, list[tuple[UUID, int]]] = {figure_id: [(figure_id, 1)] for figure_id in figure_ids}
    level = {figure_id: [(figure_id, 1)] for figure_id in figure_ids}
    while level:
        below: defaultdict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
        made_of: defaultdict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
        asked = {"figure_ids": list({part for found in level.values() for part, _ in found})}
        for row in connection.execute(_PARTS, asked):
            made_of[row.figure_id].append((row.part_figure_id, row.factor))
        for figure_id, found in level.items():
            for whole, factor in found:
                below[figure_id].extend((part, factor * of_part) for part, of_part in made_of.get(whole, ()))
        level = {figure_id: found for figure_id, found in below.items() if found}
        for figure_id, found in level.items():
            members[figure_id].extend(found)
    return members


def _read(connection: Connection, claim_ids: Sequence[str]) -> tuple[Evidence, tuple[int | None, ...]]:
    """Each claim once, in the order of its claimant's place and name, then of its arrival; the areas of documents."""
    rows = connection.execute(_CLAIMS, {"claim_ids": ",".join(claim_ids)}).all()
    if not rows:
        return Evidence(), ()
    *columns, document_keys = zip(*rows, strict=True)
    number_of, documents, area_keys = _documents(connection, columns[0], document_keys)
    order = sorted(zip(map(number_of.__getitem__, document_keys), columns[0], range(len(rows)), strict=True))
    ordered = [row for _, _, row in order]
    ids, sheets, cells, texts, printed, units, values, readings = (
        tuple(map(column.__getitem__, ordered)) for column in columns
    )
    evidence = Evidence(
        documents=documents,
        claim_ids=ids,
        documents_of=tuple(document for document, _, _ in order),
        sheets=sheets,
        cells=cells,
        evidence_texts=texts,
        printed_values=printed,
        printed_units=units,
        values=values,
        value_readings=readings,
        unit_factors=_unit_factors(connection, {unit for unit in units if unit}),
    )
    return evidence, area_keys


def _documents(
    connection: Connection, claim_ids: Sequence[str], document_keys: Sequence[str]
) -> tuple[dict[str, int], tuple[EvidenceDocument, ...], tuple[int | None, ...]]:
    """The documents in their order, read by way of one claim of each; the number of each by its key; their areas."""
    key_of = {claim_id: key for key, claim_id in dict(zip(document_keys, claim_ids, strict=True)).items()}
    rows = connection.execute(_DOCUMENTS, {"claim_ids": ",".join(key_of)}).all()
    number_of = {key_of[row.claim_id]: number for number, row in enumerate(rows)}
    return number_of, tuple(EvidenceDocument(*row[1:-1]) for row in rows), tuple(row.area_key for row in rows)


def _unit_factors(connection: Connection, units: set[str]) -> tuple[tuple[str, Decimal], ...]:
    factor_of = {row.unit: row.factor for row in connection.execute(_UNITS)}
    return tuple((unit, factor_of[unit.strip().lower()]) for unit in sorted(units) if unit.strip().lower() in factor_of)


def _claims_of_figure(evidence: Evidence, place_of: Mapping[str, int], uses: _Uses) -> ClaimsOfFigure:
    places = map(place_of.__getitem__, uses.claim_ids)
    if uses.weights is None:
        return ClaimsOfFigure(evidence, tuple(sorted(places)))
    document_of = evidence.documents_of
    uses_of_places = (
        (document_of[place], weight is None, place, weight) for place, weight in zip(places, uses.weights, strict=True)
    )
    ordered = sorted(uses_of_places, key=itemgetter(0, 1, 2))
    return ClaimsOfFigure(evidence, tuple(use[2] for use in ordered), tuple(use[3] for use in ordered))
