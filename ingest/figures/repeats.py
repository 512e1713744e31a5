"""A number that a text says again: in its headline and its lead, rounded and exact."""

from collections.abc import Iterable
from decimal import Decimal

from ingest.figures.quantities import Quantity
from ingest.figures.reader import Located
from ingest.figures.readings import IN_TABLE, Reading
from ingest.figures.scope import DocumentScope
from ingest.figures.types import Kind, Qualifier
from ingest.vietnamese.periods import first_year, last_year

_VAGUE = frozenset({Qualifier.OVER, Qualifier.UNDER, Qualifier.ABOUT})
_ROUNDING = Decimal("0.1")
"""A vague number so close to an exact one of the same kind is the same number said loosely."""


def without_repeats(located: list[Located], scope: DocumentScope) -> list[Located]:
    """Each number once, and no "hơn 1.100" beside the 1.128 it rounds."""
    kept: list[Located] = []
    seen: dict[tuple[object, ...], list[Reading]] = {}
    for found in located:
        if found.reading.kind is not Kind.FIGURE:
            kept.append(found)
            continue
        key = (*coordinates(found.reading, scope), found.reading.quantity.low, found.reading.quantity.high)
        if not any(_is_same(found.reading, other) for other in seen.get(key, ())):
            seen.setdefault(key, []).append(found.reading)
            kept.append(found)
    exact: dict[tuple[object, ...], list[Reading]] = {}
    for found in kept:
        if found.reading.kind is Kind.FIGURE and found.reading.quantity.qualifier is Qualifier.EXACT:
            exact.setdefault(coordinates(found.reading, scope), []).append(found.reading)
    return [
        found
        for found in kept
        if not (_is_vague(found.reading) and _rounds_one(found.reading, exact.get(coordinates(found.reading, scope))))
    ]


def _is_same(one: Reading, other: Reading) -> bool:
    """Whether two equal numbers say the same; columns of a table tell numbers of two years apart."""
    return not (IN_TABLE in one.trace and IN_TABLE in other.trace) or _may_be_same_time(one, other)


def coordinates(reading: Reading, scope: DocumentScope) -> tuple[object, ...]:
    """What a reading measures, of which sector, wished for or not, and where."""
    is_target = reading.status == "target"
    return (reading.measured, reading.sector, is_target, reading.place or scope.place)


def _is_vague(reading: Reading) -> bool:
    return reading.kind is Kind.FIGURE and reading.unit != "percent" and reading.quantity.qualifier in _VAGUE


def _rounds_one(reading: Reading, exact: Iterable[Reading] | None) -> bool:
    return any(_may_be_same_time(other, reading) and _rounds(reading.quantity, other.quantity) for other in exact or ())


def _rounds(vague: Quantity, exact: Quantity) -> bool:
    """Whether the exact number lies on the side of the vague one that "hơn" or "gần" tells, and close to it."""
    if vague.qualifier is Qualifier.OVER and exact.value < vague.value:
        return False
    if vague.qualifier is Qualifier.UNDER and exact.value > vague.value:
        return False
    return abs(exact.value - vague.value) <= max(exact.value, vague.value) * _ROUNDING


def _may_be_same_time(one: Reading, other: Reading) -> bool:
    years = [(first_year(reading.period), last_year(reading.period)) for reading in (one, other)]
    (first, end), (other_first, other_end) = years
    if first is None or end is None or other_first is None or other_end is None:
        return True
    return max(first, other_first) <= min(end, other_end)
