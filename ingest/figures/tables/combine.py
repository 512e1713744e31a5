"""How what the head, the row, the section and the caption say makes one meaning; contradictions leave it open."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from ingest.figures.clause import ORGANISATIONS
from ingest.figures.tables.said import Said
from ingest.figures.tables.units import Unit

_FUNDS_ARE_COOPS = {"coop", "fund"}
_CROSSED = ("people", "measure", "attribute", "sector", "place", "status")
_YEAR_DIGITS = 4
_ROUNDED = Decimal("0.02")


def crossed(row: Said, column: Said) -> Said | None:
    """What the cell of a row and a column says; None where they contradict each other."""
    if any(_contradict(getattr(row, name), getattr(column, name)) for name in _CROSSED):
        return None
    entity = row.entity or column.entity
    if _contradict(row.entity, column.entity):
        if {row.entity, column.entity} != _FUNDS_ARE_COOPS:
            return None
        # "Quỹ tín dụng nhân dân" under "Số HTX": credit funds are cooperatives.
        entity = "fund"
    if _contradict(row.period, column.period) and not _is_part_of_year(row.period, column.period):
        return None
    return replace(
        row,
        entity=entity,
        people=row.people or column.people,
        measure=row.measure or column.measure,
        attribute=row.attribute or column.attribute,
        sector=row.sector or column.sector,
        place=row.place or column.place,
        status=row.status or column.status,
        period=max(row.period or "", column.period or "", key=len) or None,
        total=row.total or column.total,
        counts=row.counts or column.counts,
        average=row.average or column.average,
        ratio=row.ratio or column.ratio,
        unit=row.unit or column.unit,
        per=row.per | column.per,
        unknown=(*row.unknown, *column.unknown),
    )


def _contradict(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _is_part_of_year(one: str | None, other: str | None) -> bool:
    """Whether one of two periods is a year and the other a part of it."""
    year, part = sorted((one or "", other or ""), key=len)
    return len(year) == _YEAR_DIGITS and part.startswith(year) and ".." not in part


def within(context: Said, own: Said) -> Said:
    """What is said under a section, a whole or a caption: what it leaves open is what stands above it.

    Under "Tổng số thành viên" a row "Hợp tác xã" counts members; under "Hợp tác xã" a row "Doanh thu" is theirs.
    """
    takes_people = own.people is None and own.measure is None and not (own.entity is not None and own.counts)
    takes_rest = takes_people and own.attribute is None
    return replace(
        own,
        entity=own.entity or context.entity,
        people=context.people if takes_people else own.people,
        measure=context.measure if takes_rest else own.measure,
        attribute=context.attribute if takes_rest else own.attribute,
        sector=own.sector or context.sector,
        place=own.place or context.place,
        average=own.average or (takes_rest and context.average),
        ratio=own.ratio or (takes_rest and context.ratio),
        status=own.status or context.status,
        period=own.period or context.period,
        unit=own.unit or context.unit,
        per=own.per or context.per,
    )


def of_unit(said: Said, unit: Unit | None) -> Said:
    """What is said with the unit of its row, whose noun tells the organisation where no other word does."""
    if unit is None:
        return said
    said = replace(said, unit=unit)
    if said.entity is not None or said.people is not None or unit.counted is None:
        return said
    category, noun = unit.counted
    return replace(said, entity=noun) if category == "entity" and noun in ORGANISATIONS else said


def common_entity(said: Iterable[Said]) -> str | None:
    """The one kind of organisation that is named; None where none or several are."""
    named = {one.entity for one in said if one.entity is not None}
    return next(iter(named)) if len(named) == 1 else None


def differs_from_sum(parts: Iterable[Decimal], total: Decimal) -> bool:
    """Whether parts do not make up their total, rounding aside."""
    return abs(sum(parts, Decimal(0)) - total) > total * _ROUNDED
