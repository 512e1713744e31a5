"""Rules on averages and their totals (DOMAIN §1.4 rule 10)."""

from collections.abc import Iterator
from decimal import Decimal

from ingest.submissions.facts import Facts
from ingest.submissions.findings import Detail, Quantity
from ingest.submissions.rules.engine import Violation, rule

_AVERAGED: tuple[tuple[str, str], ...] = (
    ("revenue_avg", "revenue_total"),
    ("profit_avg", "profit_total"),
    ("charter_capital_avg", "charter_capital_total"),
    ("assets_avg", "assets_total"),
)
"""(average, total) of cooperatives."""
_DENOMINATORS = ("coop_total", "coop_active")
"""The forms do not say whether all cooperatives are meant, or those that operate."""
_TOLERANCE = Decimal("0.10")


@rule
def average_not_total(facts: Facts) -> Iterator[Violation]:
    """Average times count is about the total, for whichever count an office may have divided by."""
    for average_code, total_code in _AVERAGED:
        is_stated = facts.row("HTX", average_code) and facts.row("HTX", total_code)
        for column in facts.columns if is_stated else ():
            average, total = facts.cell("HTX", average_code, column), facts.number("HTX", total_code, column)
            if average is None or average.value is None or total is None:
                continue
            counts = [count for code in _DENOMINATORS if (count := facts.number("HTX", code, column))]
            if not counts:
                continue
            bounds = sorted(average.value * count for count in counts)
            slack = abs(total) * _TOLERANCE
            if bounds[0] - slack <= total <= bounds[-1] + slack:
                continue
            details: dict[str, Detail] = {
                "value": Quantity(average.value, average.canonical_unit),
                "count": Quantity(counts[0], ""),
                "product": Quantity(average.value * counts[0], average.canonical_unit),
                "total": Quantity(total, average.canonical_unit),
            }
            yield Violation(average.coordinate, details, average)
