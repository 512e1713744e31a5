"""Rules on parts and totals (DOMAIN §1.4, the hard ones). The finding stands at the part, or at the total
where the parts do not sum to it."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from ingest.submissions.facts import Facts
from ingest.submissions.findings import Detail
from ingest.submissions.labels import ALL_SECTORS
from ingest.submissions.reading import Coordinate, ValueCell
from ingest.submissions.rules.engine import Violation, rule

_ACTIVE = frozenset({"coop_active", "union_active"})
_WITH_MEMBERS = "revenue_from_members_avg"
_RATINGS = ("coop_rated_excellent", "coop_rated_fair", "coop_rated_average", "coop_rated_weak")

_CLOSED_LISTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("HTX", "coop_total", ("coop_active", "coop_inactive")),
    ("HTX", "coop_rated", _RATINGS),
    (
        "HTX",
        "members_total",
        ("members_official", "members_associate_capital", "members_associate_no_capital"),
    ),
    ("KTTT", "support_budget", ("support_budget_central", "support_budget_local", "support_budget_other")),
)
"""(entity, total, parts) where the parts leave nothing over."""

_EXCLUSIVE_LISTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("HTX", "coop_total", (*_RATINGS, "coop_not_rated")),
    ("HTX", "coop_total", ("coop_size_micro", "coop_size_small", "coop_size_medium", "coop_size_large")),
    ("HTX", "coop_total", ("coop_converted", "coop_notconverted")),
)
"""(entity, total, parts) where each one counts in one part at most, and some in none."""

_BESIDE_THE_TREE: tuple[tuple[str, str, str], ...] = (
    ("HTX", "workers_who_are_members", "members_total"),
    ("OCOP", "coop_ocop_entities", "coop_ocop_products"),
    ("OCOP", "coop_ocop_entities", "ocop_entities_total"),
    ("OCOP", "ocop_entities_total", "ocop_products_total"),
)
"""(entity, part, total) that hold besides the parents of `indicators.csv`."""


@rule
def active_exceeds_total(facts: Facts) -> Iterator[Violation]:
    """Those that operate are at most all."""
    return _exceeding(facts, lambda code: code in _ACTIVE)


@rule
def new_exceeds_total(facts: Facts) -> Iterator[Violation]:
    """The new ones of the period are part of the total at its end."""
    return _exceeding(facts, lambda code: code.endswith("_new"))


@rule
def member_revenue_exceeds_revenue(facts: Facts) -> Iterator[Violation]:
    """Revenue from members is part of revenue."""
    return _exceeding(facts, lambda code: code == _WITH_MEMBERS)


@rule
def part_exceeds_total(facts: Facts) -> Iterator[Violation]:
    """Every other part is at most the nearest total that is known."""
    told_elsewhere = {*_ACTIVE, _WITH_MEMBERS}
    return _exceeding(facts, lambda code: code not in told_elsewhere and not code.endswith("_new"))


@rule
def sector_exceeds_total(facts: Facts) -> Iterator[Violation]:
    """A sector counts at most as many as the sector that it is part of, or as all together."""
    for breakdown in facts.breakdowns:
        for cell, total in breakdown.excesses(facts.reference):
            yield from _exceeds(facts, cell, total)


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
def exceeds_related_total(facts: Facts) -> Iterator[Violation]:
    """Workers who are members are among the members too; an owner of products has one product at least."""
    for entity, part_code, total_code in _BESIDE_THE_TREE:
        parts, totals = facts.row(entity, part_code), facts.row(entity, total_code)
        for column in facts.columns if parts and totals else ():
            part, total = facts.cell(entity, part_code, column), facts.cell(entity, total_code, column)
            if part is not None and total is not None:
                yield from _exceeds(facts, part, total)


@rule
def six_months_exceed_year(facts: Facts) -> Iterator[Violation]:
    """What is counted up from 1 January cannot be less at the end of the year than after six months."""
    for (entity, indicator_code, sector_code), numbers in facts.numbers.items():
        half, year = numbers.get("actual_h1"), numbers.get("estimate_year")
        if half is None or year is None or year < 0 or half <= year:
            continue
        indicator = facts.reference.indicator(entity, indicator_code)
        if indicator.is_flow and indicator.is_count and not indicator.code.endswith("_net_reorganised"):
            at = Coordinate(entity, indicator_code, sector_code, "actual_h1")
            yield from _exceeds(facts, facts.cells[at], facts.cells[at._replace(value_column="estimate_year")])


@rule
def parts_not_total(facts: Facts) -> Iterator[Violation]:
    """Parts that leave nothing over sum to their total; not evaluable while one of them is unknown."""
    for entity, total_code, part_codes in _CLOSED_LISTS:
        totals, parts = facts.row(entity, total_code), [facts.row(entity, code) for code in part_codes]
        for column, total in totals.items() if all(parts) else ():
            known = _all_known(row.get(column) for row in parts)
            if known is not None and sum(known) != total:
                at = Coordinate(entity, total_code, ALL_SECTORS, column)
                yield Violation(at, _sides(facts, at, sum(known, Decimal(0)), total))


@rule
def sectors_not_total(facts: Facts) -> Iterator[Violation]:
    """The sectors of the first level that are printed sum to the total above them."""
    for breakdown in facts.breakdowns:
        total = breakdown.total
        number = breakdown.total_number
        if total is None or number is None or not breakdown.is_closed:
            continue
        known = _all_known(breakdown.first_level(facts.reference))
        if known and sum(known) != number:
            sides = _sides(facts, total.coordinate, sum(known, Decimal(0)), number)
            yield Violation(total.coordinate, sides, total)


@rule
def exclusive_parts_exceed_total(facts: Facts) -> Iterator[Violation]:
    """Classes that exclude each other are together at most all, whether or not each is known."""
    for entity, total_code, part_codes in _EXCLUSIVE_LISTS:
        totals, parts = facts.row(entity, total_code), [facts.row(entity, code) for code in part_codes]
        for column, total in totals.items() if any(parts) else ():
            known = [number for row in parts if (number := row.get(column)) is not None]
            # a single class above the total is told at its own cell
            if known and sum(known) > total and max(known) <= total and min(known) >= 0:
                at = Coordinate(entity, total_code, ALL_SECTORS, column)
                yield Violation(at, _sides(facts, at, sum(known, Decimal(0)), total))


def _exceeding(facts: Facts, is_meant: Callable[[str], bool]) -> Iterator[Violation]:
    """The parts that exceed their totals, of the indicators that are meant."""
    for part, total in facts.excesses:
        if is_meant(part.coordinate.indicator_code):
            yield from _exceeds(facts, part, total)


def _exceeds(facts: Facts, part: ValueCell, total: ValueCell) -> Iterator[Violation]:
    """Nothing to say unless both are known and the part is the greater."""
    part_number, total_number = part.number, total.number
    if part_number is None or total_number is None or part_number <= total_number:
        return
    sides = _sides(facts, part.coordinate, part_number, total_number)
    details: dict[str, Detail] = {**sides, "total_label": facts.label(total.coordinate)}
    yield Violation(part.coordinate, details, part, upper_bound=total_number)


def _all_known(numbers: Iterable[Decimal | None]) -> list[Decimal] | None:
    """The numbers, or None where one is not known."""
    known: list[Decimal] = []
    for number in numbers:
        if number is None:
            return None
        known.append(number)
    return known


def _sides(facts: Facts, at: Coordinate, part: Decimal, total: Decimal) -> dict[str, Detail]:
    return {
        "part": facts.quantity(at.entity, at.indicator_code, part),
        "total": facts.quantity(at.entity, at.indicator_code, total),
    }
