"""Rules on parts and totals (DOMAIN §1.4, the hard ones). The finding stands at the part, or at the total
where the parts do not sum to it."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ingest.submissions.facts import Facts
from ingest.submissions.findings import Detail
from ingest.submissions.labels import ALL_SECTORS
from ingest.submissions.period import ValueColumnName
from ingest.submissions.reading import Coordinate
from ingest.submissions.rules.engine import Violation, rule

_ACTIVE = frozenset({"coop_active", "union_active"})
_WITH_MEMBERS = "revenue_from_members_avg"

_UNIT_SLIP = 50

_CLOSED_LISTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("HTX", "coop_total", ("coop_active", "coop_inactive")),
    (
        "HTX",
        "coop_rated",
        ("coop_rated_excellent", "coop_rated_fair", "coop_rated_average", "coop_rated_weak"),
    ),
    (
        "HTX",
        "members_total",
        ("members_official", "members_associate_capital", "members_associate_no_capital"),
    ),
    ("KTTT", "support_budget", ("support_budget_central", "support_budget_local", "support_budget_other")),
)
"""(entity, total, parts) where the parts leave nothing over."""


@rule
def active_exceeds_total(facts: Facts) -> Iterator[Violation]:
    """Those that operate are at most all."""
    for part in _parts(facts):
        if part.indicator_code in _ACTIVE:
            yield from _exceeding(facts, part)


@rule
def new_exceeds_total(facts: Facts) -> Iterator[Violation]:
    """The new ones of the period are part of the total at its end."""
    for part in _parts(facts):
        if part.indicator_code.endswith("_new"):
            yield from _exceeding(facts, part)


@rule
def member_revenue_exceeds_revenue(facts: Facts) -> Iterator[Violation]:
    """Revenue from members is part of revenue."""
    for part in _parts(facts):
        if part.indicator_code == _WITH_MEMBERS:
            yield from _exceeding(facts, part)


@rule
def part_exceeds_total(facts: Facts) -> Iterator[Violation]:
    """Every other part is at most the nearest total that is printed."""
    for part in _parts(facts):
        code = part.indicator_code
        if code not in _ACTIVE and code != _WITH_MEMBERS and not code.endswith("_new"):
            yield from _exceeding(facts, part)


@rule
def trained_managers_exceed_total(facts: Facts) -> Iterator[Violation]:
    """A manager counts once, by the highest level: both levels together are at most all managers."""
    for column in facts.columns:
        vocational = facts.number("HTX", "managers_vocational", column)
        degree = facts.number("HTX", "managers_degree", column)
        total = facts.number("HTX", "managers_total", column)
        if vocational is None or degree is None or total is None:
            continue
        if vocational + degree > total and max(vocational, degree) <= total:
            quantities: dict[str, Detail] = {
                name: facts.quantity("HTX", "managers_total", amount)
                for name, amount in (
                    ("vocational", vocational),
                    ("degree", degree),
                    ("part", vocational + degree),
                    ("total", total),
                )
            }
            yield Violation(Coordinate("HTX", "managers_degree", ALL_SECTORS, column), quantities)


@rule
def worker_members_exceed_members(facts: Facts) -> Iterator[Violation]:
    """Workers who are members are among the members as well as among the workers."""
    for column in facts.columns:
        part = facts.number("HTX", "workers_who_are_members", column)
        total = facts.number("HTX", "members_total", column)
        if part is not None and total is not None and part > total:
            at = Coordinate("HTX", "workers_who_are_members", ALL_SECTORS, column)
            yield Violation(at, _sides(facts, at, part, total))


@rule
def six_months_exceed_year(facts: Facts) -> Iterator[Violation]:
    """What is counted up from 1 January cannot be less at the end of the year than after six months."""
    for at, cell in facts.cells.items():
        indicator = facts.reference.indicator(at.entity, at.indicator_code)
        if at.value_column != "actual_h1" or not indicator.is_flow or not indicator.is_count:
            continue
        year_at = replace(at, value_column="estimate_year")
        year = facts.cells[year_at].number if year_at in facts.cells else None
        if cell.number is not None and year is not None and cell.number > year >= 0:
            yield Violation(at, _sides(facts, at, cell.number, year))


@rule
def profit_exceeds_revenue(facts: Facts) -> Iterator[Violation]:
    """Average profit is at most average revenue, of each kind of organisation.

    A revenue fifty times smaller than the profit is a slip of the unit, and told as that by the ranges.
    """
    for entity in ("HTX", "LHHTX", "THT"):
        for column in facts.columns:
            profit, revenue = _pair(facts, entity, "profit_avg", "revenue_avg", column)
            if profit is not None and revenue is not None and revenue < profit < revenue * _UNIT_SLIP:
                at = Coordinate(entity, "profit_avg", ALL_SECTORS, column)
                total_at = replace(at, indicator_code="revenue_avg")
                yield Violation(at, {**_sides(facts, at, profit, revenue), "total_label": facts.label(total_at)})


@rule
def parts_not_total(facts: Facts) -> Iterator[Violation]:
    """Parts that leave nothing over sum to their total; not evaluable while one of them is unknown."""
    for entity, total_code, part_codes in _CLOSED_LISTS:
        for column in facts.columns:
            total = facts.number(entity, total_code, column)
            parts = [facts.number(entity, code, column) for code in part_codes]
            known = [part for part in parts if part is not None]
            if total is None or len(known) < len(parts) or sum(known) == total:
                continue
            at = Coordinate(entity, total_code, ALL_SECTORS, column)
            yield Violation(at, _sides(facts, at, sum(known, Decimal(0)), total))


@rule
def sectors_not_total(facts: Facts) -> Iterator[Violation]:
    """The sectors of the first level that are printed sum to the total above them."""
    for at, total_cell in facts.sector_totals.items():
        parts = [cell.number for part_at, cell in facts.cells.items() if _is_first_level_of(facts, part_at, at)]
        known = [part for part in parts if part is not None]
        total = total_cell.number
        if total is None or not known or len(known) < len(parts) or sum(known) == total:
            continue
        yield Violation(at, _sides(facts, at, sum(known, Decimal(0)), total), total_cell)


@rule
def sector_exceeds_total(facts: Facts) -> Iterator[Violation]:
    """A sector counts at most as many as the sector that it is part of, where that is printed."""
    for at, cell in facts.cells.items():
        ancestors = (replace(at, sector_code=code) for code in facts.sector_ancestors(at.sector_code))
        total_at = next((ancestor for ancestor in ancestors if ancestor in facts.cells), None)
        total = facts.cells[total_at].number if total_at else None
        if total_at is not None and cell.number is not None and total is not None and cell.number > total:
            sides = _sides(facts, at, cell.number, total)
            yield Violation(at, {**sides, "total_label": facts.label(total_at)})


def _is_first_level_of(facts: Facts, part_at: Coordinate, total_at: Coordinate) -> bool:
    """Whether a printed sector is part of the total and of no other printed sector."""
    if part_at.sector_code == ALL_SECTORS or replace(part_at, sector_code=ALL_SECTORS) != total_at:
        return False
    return not any(
        replace(part_at, sector_code=code) in facts.cells for code in facts.sector_ancestors(part_at.sector_code)
    )


def _parts(facts: Facts) -> Iterator[Coordinate]:
    """The coordinates that are a part of something, as `parent_code` in `indicators.csv` says."""
    for at in facts.cells:
        if facts.reference.indicator(at.entity, at.indicator_code).parent_code is not None:
            yield at


def _exceeding(facts: Facts, part_at: Coordinate) -> Iterator[Violation]:
    total_at = facts.nearest_printed_ancestor(part_at)
    if total_at is None:
        return
    part, total = facts.cells[part_at].number, facts.cells[total_at].number
    if part is not None and total is not None and part > total:
        yield Violation(part_at, {**_sides(facts, part_at, part, total), "total_label": facts.label(total_at)})


def _sides(facts: Facts, at: Coordinate, part: Decimal, total: Decimal) -> dict[str, Detail]:
    return {
        "part": facts.quantity(at.entity, at.indicator_code, part),
        "total": facts.quantity(at.entity, at.indicator_code, total),
    }


def _pair(
    facts: Facts, entity: str, left: str, right: str, column: ValueColumnName
) -> tuple[Decimal | None, Decimal | None]:
    return facts.number(entity, left, column), facts.number(entity, right, column)
