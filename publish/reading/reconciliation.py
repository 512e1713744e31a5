"""Sources that speak of the same coordinates, with what stands behind each."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection, text

from publish.content import Claim, Figure
from publish.reading.evidence import find_claim
from publish.reading.figures import find_figure

_COORDINATES = text(
    """
    select coordinates_id from marts.fct_reconciliation
    where reconciliation_id = :asked or coordinates_id = :asked
    limit 1
    """
)

_SOURCES = text(
    """
    select r.reconciliation_id, i.name_vi as indicator_name, i.canonical_unit, a.area_name, r.period_key,
        r.value_status, r.sector_code, r.source_kind, coalesce(s.source_name, r.source_key) as source_name,
        r.is_preferred, r.value, r.value_low, r.value_high, r.qualifier, r.reporters_expected, r.reporters_reporting,
        r.preferred_value, r.difference, r.share_percent, r.verdict, r.why_vi, r.evidence_kind, r.evidence_id,
        r.area_key, r.indicator_key
    from marts.fct_reconciliation as r
    inner join marts.dim_indicator as i on r.indicator_key = i.indicator_key
    inner join marts.dim_area as a on r.area_key = a.area_key
    left join marts.dim_source as s on r.source_key = s.source_key
    where r.coordinates_id = :coordinates_id
    order by r.precedence, r.is_first desc, r.reconciliation_id
    """
)

_REGISTER_LINES = text(
    """
    select c.file_name, c.sheet, c.sheet_row, c.status
    from marts.fct_cooperative_period as c
    inner join marts.dim_area as a on a.area_key = :area_key
    where c.period_key = :period_key
        and (c.area_key = :area_key or a.area_level = 'province' and c.province_key = a.province_key)
    order by c.file_name, c.sheet, c.sheet_row
    """
)

_TARGET = text(
    """
    select stated_by, document_number, document_title from marts.fct_target_progress where target_id = :target_id
    """
)


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A cooperative as a register lists it."""

    file_name: str
    sheet: str
    sheet_row: int
    status: str | None


@dataclass(frozen=True, slots=True)
class SourceValue:
    """What one source says, how far it is from the preferred one, and its evidence: one of the last four."""

    reconciliation_id: UUID
    source_kind: str
    source_name: str | None
    is_preferred: bool
    value: Decimal | None
    value_low: Decimal | None
    value_high: Decimal | None
    qualifier: str | None
    reporters_expected: int | None
    reporters_reporting: int | None
    preferred_value: Decimal | None
    difference: Decimal | None
    share_percent: Decimal | None
    verdict: str
    why_vi: str
    figure: Figure | None
    claim: Claim | None
    register_lines: tuple[RegisterLine, ...]
    document: str | None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The sources at the same coordinates, the first by precedence first."""

    coordinates_id: UUID
    indicator_key: str
    indicator_name: str
    canonical_unit: str
    area_name: str
    period_key: str
    value_status: str
    sector_code: str
    sources: tuple[SourceValue, ...]


def find_reconciled(connection: Connection, asked: UUID) -> Reconciled | None:
    """The sources of a row of fct_reconciliation, or of a preferred claim; None where the id is neither."""
    present = connection.scalar(text("select to_regclass('marts.fct_reconciliation') is not null"))
    coordinates_id = connection.scalar(_COORDINATES, {"asked": asked}) if present else None
    if coordinates_id is None:
        return None
    rows = connection.execute(_SOURCES, {"coordinates_id": coordinates_id}).all()
    first = rows[0]
    sources = tuple(
        SourceValue(
            reconciliation_id=row.reconciliation_id,
            source_kind=row.source_kind,
            source_name=row.source_name,
            is_preferred=row.is_preferred,
            value=row.value,
            value_low=row.value_low,
            value_high=row.value_high,
            qualifier=row.qualifier,
            reporters_expected=row.reporters_expected,
            reporters_reporting=row.reporters_reporting,
            preferred_value=row.preferred_value,
            difference=row.difference,
            share_percent=row.share_percent,
            verdict=row.verdict,
            why_vi=row.why_vi,
            figure=find_figure(connection, row.evidence_id) if row.evidence_kind == "figure" else None,
            claim=find_claim(connection, row.evidence_id) if row.evidence_kind == "claim" else None,
            register_lines=_register_lines(connection, row.area_key, row.period_key)
            if row.evidence_kind == "register"
            else (),
            document=_document(connection, row.evidence_id) if row.evidence_kind == "target" else None,
        )
        for row in rows
    )
    return Reconciled(
        coordinates_id=coordinates_id,
        indicator_key=first.indicator_key,
        indicator_name=first.indicator_name,
        canonical_unit=first.canonical_unit,
        area_name=first.area_name,
        period_key=first.period_key,
        value_status=first.value_status,
        sector_code=first.sector_code,
        sources=sources,
    )


def _register_lines(connection: Connection, area_key: int, period_key: str) -> tuple[RegisterLine, ...]:
    rows = connection.execute(_REGISTER_LINES, {"area_key": area_key, "period_key": period_key})
    return tuple(RegisterLine(row.file_name, row.sheet, row.sheet_row, row.status) for row in rows)


def _document(connection: Connection, target_id: UUID) -> str | None:
    row = connection.execute(_TARGET, {"target_id": target_id}).one_or_none()
    return None if row is None else " ".join(filter(None, (row.stated_by, row.document_number, row.document_title)))
