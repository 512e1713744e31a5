"""Rules against the reporter's previous round (DOMAIN §1.4 rules 7, 9 and 13); silent where none is known."""

from collections.abc import Iterator
from decimal import Decimal

from ingest.submissions.facts import Facts
from ingest.submissions.findings import Detail, Named, Quantity
from ingest.submissions.labels import ALL_SECTORS
from ingest.submissions.period import ValueColumnName
from ingest.submissions.previous import PreviousRound
from ingest.submissions.reading import Coordinate
from ingest.submissions.rules.engine import Violation, rule

_MOVEMENTS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("HTX", "coop_total", ("coop_new", "coop_net_reorganised"), ("coop_dissolved", "coop_converted_form")),
    ("LHHTX", "union_total", ("union_new",), ("union_dissolved",)),
    ("THT", "group_total", ("group_new",), ("group_dissolved",)),
)
"""(entity, stock, what adds to it, what takes from it); the first of each must be known, the others may be absent."""
_FEWEST_THAT_MATTER = Decimal(2)
_MOVEMENT_TOLERANCE = Decimal("0.02")
_SHARPEST_CHANGE = Decimal("0.30")
_SMALLEST_CHANGE = 5
"""Fewer than five more or less is not sharp, however small the number was."""
_RESTATEMENT_TOLERANCE = Decimal("0.005")
_ESTIMATE_TOLERANCE = Decimal("0.10")


@rule
def stock_not_continued(facts: Facts) -> Iterator[Violation]:
    """The number at the end is the one of the last round, plus the new, less the dissolved, within a tolerance."""
    if facts.previous is None:
        return
    for entity, stock, added, taken in _MOVEMENTS:
        at = Coordinate(entity, stock, ALL_SECTORS, facts.main_column)
        end, start = facts.number(entity, stock, facts.main_column), _start(facts, at)
        more = [_movement(facts, entity, code) for code in added]
        less = [_movement(facts, entity, code) for code in taken]
        if end is None or start is None or more[0] is None or less[0] is None:
            continue
        gained = sum((number for number in more if number is not None), Decimal(0))
        lost = sum((number for number in less if number is not None), Decimal(0))
        expected = start + gained - lost
        if abs(end - expected) > max(_FEWEST_THAT_MATTER, abs(start) * _MOVEMENT_TOLERANCE):
            numbers = {"value": end, "start": start, "gained": gained, "lost": lost, "expected": expected}
            details: dict[str, Detail] = {
                **{name: facts.quantity(entity, stock, number) for name, number in numbers.items()},
                "round": _round(facts),
            }
            yield Violation(at, details)


@rule
def stock_changed_sharply(facts: Facts) -> Iterator[Violation]:
    """A stock that is 30 % more or less than a round ago asks for an explanation."""
    previous = facts.previous
    if previous is None:
        return
    for at, cell in facts.cells.items():
        if at.value_column != facts.main_column or at.sector_code != ALL_SECTORS:
            continue
        indicator = facts.reference.indicator(at.entity, at.indicator_code)
        if indicator.stock_or_flow != "stock" or indicator.is_percent or indicator.aggregation != "sum":
            continue
        now, before = cell.number, previous.numbers.get(at._replace(value_column=previous.period.main_column))
        if now is None or before is None or before <= 0:
            continue
        change = (now - before) / before
        if abs(change) > _SHARPEST_CHANGE and abs(now - before) >= _SMALLEST_CHANGE:
            details: dict[str, Detail] = {
                "value": facts.quantity(at.entity, at.indicator_code, now),
                "before": facts.quantity(at.entity, at.indicator_code, before),
                "change": Quantity((change * 100).quantize(Decimal("0.1")), "percent"),
                "round": _round(facts),
            }
            yield Violation(at, details, cell)


@rule
def year_below_six_months(facts: Facts) -> Iterator[Violation]:
    """What the half-year round counted up is part of what the annual round of the same year counts up."""
    previous = facts.previous
    if previous is None or not _is_first_half_of(previous, facts):
        return
    for at, cell in facts.cells.items():
        indicator = facts.reference.indicator(at.entity, at.indicator_code)
        if at.value_column != facts.main_column or not (indicator.is_flow and indicator.is_count):
            continue
        half, year = previous.numbers.get(at._replace(value_column="actual_h1")), cell.number
        if half is not None and year is not None and half > year and not indicator.code.endswith("_net_reorganised"):
            details: dict[str, Detail] = {
                "value": facts.quantity(at.entity, at.indicator_code, year),
                "before": facts.quantity(at.entity, at.indicator_code, half),
                "round": _round(facts),
            }
            yield Violation(at, details, cell)


@rule
def plan_restated(facts: Facts) -> Iterator[Violation]:
    """The plan of a year, as the last round stated it and as this one does."""
    if facts.previous is not None:
        is_same_year = facts.previous.period.year == facts.period.year
        stated: ValueColumnName = "plan_year" if is_same_year else "plan_next_year"
        yield from _restated(facts, facts.previous, "plan_year", stated, _RESTATEMENT_TOLERANCE)


@rule
def actual_restated(facts: Facts) -> Iterator[Violation]:
    """The actual of the year before, as the last round stated it and as this one does.

    Last year's round could only estimate its year, so that more room is left there.
    """
    if facts.previous is None:
        return
    if facts.previous.period.year == facts.period.year:
        stated: ValueColumnName = "actual_previous_year"
        yield from _restated(facts, facts.previous, "actual_previous_year", stated, _RESTATEMENT_TOLERANCE)
    else:
        yield from _restated(facts, facts.previous, "actual_previous_year", "estimate_year", _ESTIMATE_TOLERANCE)


def _restated(
    facts: Facts, previous: PreviousRound, column: ValueColumnName, stated: ValueColumnName, tolerance: Decimal
) -> Iterator[Violation]:
    """Where this round says something else in `column` than the last one in `stated`, which is of the same year."""
    if facts.period.year - previous.period.year > 1:
        return
    for at, cell in facts.cells.items():
        if at.value_column != column or at.sector_code != ALL_SECTORS:
            continue
        now, before = cell.number, previous.numbers.get(at._replace(value_column=stated))
        if now is None or before is None or abs(now - before) <= abs(before) * tolerance:
            continue
        details: dict[str, Detail] = {
            "value": facts.quantity(at.entity, at.indicator_code, now),
            "before": facts.quantity(at.entity, at.indicator_code, before),
            "round": _round(facts),
        }
        yield Violation(at, details, cell)


def _start(facts: Facts, at: Coordinate) -> Decimal | None:
    """The stock that this round continues: of mid-year for the year's end, of the year before for mid-year."""
    previous = facts.previous
    if previous is None:
        return None
    if _is_first_half_of(previous, facts):
        return previous.numbers.get(at._replace(value_column="actual_h1"))
    if previous.period.half is None and previous.period.year == facts.period.year - 1:
        return previous.numbers.get(at._replace(value_column="estimate_year"))
    return None


def _movement(facts: Facts, entity: str, code: str) -> Decimal | None:
    """What was added or taken since the start: the year's flow less the half's, where the half is the start."""
    flow = facts.number(entity, code, facts.main_column)
    previous = facts.previous
    if flow is None or previous is None or not _is_first_half_of(previous, facts):
        return flow
    half = previous.numbers.get(Coordinate(entity, code, ALL_SECTORS, "actual_h1"))
    return None if half is None else flow - half


def _is_first_half_of(previous: PreviousRound, facts: Facts) -> bool:
    return previous.period.half == 1 and facts.period.half is None and previous.period.year == facts.period.year


def _round(facts: Facts) -> Detail:
    """The last round by name: "năm 2023"."""
    period = facts.previous.period if facts.previous else facts.period
    return Named(period.title_vi, period.key)
