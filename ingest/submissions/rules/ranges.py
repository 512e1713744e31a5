"""Rules on what a single number can be (DOMAIN §1.4 rules 3, 11 and 12; the bounds are proposals of the house).

Bounds are rows of the seed `plausibility.csv`, which the gate reads too. Intake judges averages of cooperatives alone:
unions and groups differ too much in size.
"""

from collections.abc import Iterator
from decimal import Decimal

from ingest.submissions.facts import Facts
from ingest.submissions.findings import Detail, Quantity
from ingest.submissions.labels import ALL_SECTORS
from ingest.submissions.reading import Coordinate
from ingest.submissions.reference import MONEY_UNIT, PERCENT_UNIT
from ingest.submissions.rules.engine import Violation, rule

_FEWEST_MEMBERS_IN_GROUP = Decimal(2)
"""Law on cooperatives 17/2023/QH15, article 4."""
_FEWEST_COOPS_IN_UNION_BEFORE_2024_07 = Decimal(4)
"""Law on cooperatives 23/2012/QH13, article 3."""
_FEWEST_COOPS_IN_UNION = Decimal(3)
_LAW_OF_2023_SINCE = (2024, 2)
_CENT = Decimal("0.01")


@rule
def negative(facts: Facts) -> Iterator[Violation]:
    """Nothing but profit, differences and growth can be below zero."""
    for cell, value in facts.known:
        if value.is_signed() and value < 0 and not _may_be_negative(cell.coordinate.indicator_code):
            yield Violation(cell.coordinate, {"value": Quantity(value, cell.canonical_unit)}, cell)


@rule
def count_not_whole(facts: Facts) -> Iterator[Violation]:
    """Cooperatives and people come whole: "1,25" is often "1.250" that a spreadsheet understood its own way."""
    for cell, value in facts.known:
        if cell.canonical_unit == MONEY_UNIT or value == value.to_integral_value():
            continue
        if facts.reference.indicator(cell.coordinate.entity, cell.coordinate.indicator_code).is_count:
            yield Violation(cell.coordinate, {"value": Quantity(value, cell.canonical_unit)}, cell)


@rule
def revenue_out_of_range(facts: Facts) -> Iterator[Violation]:
    """Average revenue of a cooperative: 0.1 to 20 billion VND a year; the lower bound halved for six months."""
    return _outside(facts, "revenue_avg")


@rule
def profit_out_of_range(facts: Facts) -> Iterator[Violation]:
    """Average profit of a cooperative: -0.5 to 2 billion VND a year."""
    return _outside(facts, "profit_avg")


@rule
def income_out_of_range(facts: Facts) -> Iterator[Violation]:
    """Average income of a worker: 12 to 240 million VND a year; the lower bound halved for six months."""
    return _outside(facts, "worker_income_avg")


@rule
def charter_capital_out_of_range(facts: Facts) -> Iterator[Violation]:
    """Average charter capital of a cooperative: 0.2 to 10 billion VND."""
    return _outside(facts, "charter_capital_avg")


@rule
def share_out_of_range(facts: Facts) -> Iterator[Violation]:
    """Shares lie between 0 and 100 percent; growth and attainment do not count as shares."""
    for cell, value in facts.known:
        if cell.canonical_unit != PERCENT_UNIT or 0 <= value <= 100:
            continue
        indicator = facts.reference.indicator(cell.coordinate.entity, cell.coordinate.indicator_code)
        if indicator.aggregation == "weighted_mean":
            yield Violation(cell.coordinate, {"value": Quantity(value, cell.canonical_unit)}, cell)


@rule
def members_per_coop_out_of_range(facts: Facts) -> Iterator[Violation]:
    """A cooperative has at least five members by law; more than 2,000 on average is not credible."""
    usual = facts.reference.ranges["HTX", "members_total", "coop_total"]
    low, high = usual.low, usual.high
    for column in facts.columns:
        members = facts.number("HTX", "members_total", column)
        coops = facts.number("HTX", "coop_total", column)
        if members is None or not coops or coops < 0 or low <= members / coops <= high:
            continue
        details: dict[str, Detail] = {
            "value": _plain(members / coops),
            "members": _plain(members),
            "coops": _plain(coops),
            "low": _plain(low),
            "high": _plain(high),
        }
        yield Violation(Coordinate("HTX", "members_total", ALL_SECTORS, column), details)


@rule
def too_few_members_in_groups(facts: Facts) -> Iterator[Violation]:
    """A cooperative group has at least two members by law."""
    for column in facts.columns:
        members = facts.number("THT", "members_total", column)
        groups = facts.number("THT", "group_total", column)
        if members is None or not groups or groups < 0 or members / groups >= _FEWEST_MEMBERS_IN_GROUP:
            continue
        details: dict[str, Detail] = {
            "value": _plain(members / groups),
            "members": _plain(members),
            "groups": _plain(groups),
            "low": _plain(_FEWEST_MEMBERS_IN_GROUP),
        }
        yield Violation(Coordinate("THT", "members_total", ALL_SECTORS, column), details)


@rule
def too_few_coops_in_unions(facts: Facts) -> Iterator[Violation]:
    """A union has at least three member cooperatives by law, four before 1 July 2024."""
    is_new_law = (facts.period.year, facts.period.half or 2) >= _LAW_OF_2023_SINCE
    low = _FEWEST_COOPS_IN_UNION if is_new_law else _FEWEST_COOPS_IN_UNION_BEFORE_2024_07
    for column in facts.columns:
        members = facts.number("LHHTX", "union_member_coops", column)
        unions = facts.number("LHHTX", "union_total", column)
        if members is None or not unions or unions < 0 or members / unions >= low:
            continue
        details: dict[str, Detail] = {
            "value": _plain(members / unions),
            "members": _plain(members),
            "unions": _plain(unions),
            "low": _plain(low),
        }
        yield Violation(Coordinate("LHHTX", "union_member_coops", ALL_SECTORS, column), details)


@rule
def profit_exceeds_revenue(facts: Facts) -> Iterator[Violation]:
    """Average profit is at most average revenue, of each kind of organisation.

    Where the revenue of cooperatives is out of range itself, that is what is wrong, and told there.
    """
    for entity in ("HTX", "LHHTX", "THT"):
        profits, revenues = facts.row(entity, "profit_avg"), facts.row(entity, "revenue_avg")
        for column in facts.columns if profits and revenues else ():
            if profits.get(column, 0) <= revenues.get(column, 0):
                continue
            profit = facts.cell(entity, "profit_avg", column)
            revenue = facts.cell(entity, "revenue_avg", column)
            if profit is None or revenue is None or profit.value is None or revenue.value is None:
                continue
            if profit.value <= revenue.value or revenue.value < 0 or (entity == "HTX" and not _is_usual(facts, column)):
                continue
            details: dict[str, Detail] = {
                "part": Quantity(profit.value, profit.canonical_unit),
                "total": Quantity(revenue.value, revenue.canonical_unit),
                "total_label": facts.label(revenue.coordinate),
            }
            yield Violation(profit.coordinate, details, profit)


def _is_usual(facts: Facts, column: str) -> bool:
    """Whether neither revenue nor profit of cooperatives is told as out of range in that column."""
    told = (*_outside(facts, "revenue_avg"), *profit_out_of_range(facts))
    return not any(violation.at.value_column == column for violation in told)


def _may_be_negative(indicator_code: str) -> bool:
    return indicator_code.startswith("profit_") or indicator_code.endswith(
        ("_change", "_growth_pct", "_net_reorganised")
    )


def _outside(facts: Facts, indicator_code: str) -> Iterator[Violation]:
    usual = facts.reference.ranges["HTX", indicator_code, ""]
    for column in facts.columns:
        cell = facts.cell("HTX", indicator_code, column)
        if cell is None:
            continue
        value = cell.value
        if value is None or facts.number("HTX", "coop_total", column) == 0:
            continue
        low, high = usual.half_year_low if column == "actual_h1" else usual.low, usual.high
        if not low <= value <= high:
            unit = cell.canonical_unit
            details: dict[str, Detail] = {
                "value": Quantity(value, unit),
                "low": Quantity(low, unit),
                "high": Quantity(high, unit),
            }
            yield Violation(cell.coordinate, details, cell)


def _plain(amount: Decimal) -> Quantity:
    return Quantity(amount.quantize(_CENT), "")
