"""What the figures of one text say about each other: totals too small for so many, parts that do not sum.

A cooperative has seven members at least (five by the law of 2023). Members fewer than the cooperatives of the same
place, or a revenue that leaves each of them next to nothing, are those of one or of some; they are kept apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from ingest.figures.reader import Located
from ingest.figures.readings import TOTAL_SAID, Reading
from ingest.figures.repeats import coordinates
from ingest.figures.scope import DocumentScope
from ingest.figures.types import Kind, Qualifier, Status
from ingest.figures.vocabulary import Measured

PARTS_DOUBT = 0.8
"""What remains of the confidence in parts, and in their whole, that do not sum."""
_COOPERATIVES = Measured("coop_total", "HTX")
_LEAST_OF_EACH = {
    ("members_total", "person"): Decimal(3),
    ("workers_total", "person"): Decimal("0.3"),
    ("revenue_total", "VND"): Decimal(20_000_000),
    ("profit_total", "VND"): Decimal(500_000),
    ("charter_capital_total", "VND"): Decimal(20_000_000),
    ("working_capital_total", "VND"): Decimal(20_000_000),
    ("assets_total", "VND"): Decimal(20_000_000),
}
"""(indicator, unit) to what each cooperative has at least, taken over all of a place."""
_SPLIT = frozenset({"coop_total", "coop_active", "coop_new", "group_total"})
"""Indicators whose sectors may be held against their whole."""
_HELD = {
    "agri": frozenset({"crop", "livestock", "forestry", "fishery", "salt", "rural_water", "mixed_agri"}),
    "industry_handicraft": frozenset({"industry", "handicraft"}),
}
"""Sectors to those they hold; all that are not of agriculture are held by `nonagri`."""
_LEAST_PARTS = 3
_ROUNDED = Decimal("0.02")


def consistent(located: list[Located], scope: DocumentScope) -> list[Located]:
    """The readings with totals that are none set apart, and with parts that do not sum marked."""
    cooperatives = _cooperatives(located, scope)
    return _with_parts_marked([_set_apart(found, cooperatives, scope) for found in located], scope)


def _cooperatives(located: Iterable[Located], scope: DocumentScope) -> Mapping[tuple[str | None, str], Decimal]:
    """(place, sector) to the fewest cooperatives the text counts there."""
    counts: dict[tuple[str | None, str], Decimal] = {}
    for found in located:
        reading = found.reading
        if reading.kind is Kind.FIGURE and reading.measured == _COOPERATIVES and reading.status != Status.TARGET:
            key = (reading.place or scope.place, reading.sector)
            counts[key] = min(counts.get(key, reading.quantity.value), reading.quantity.value)
    return counts


def _set_apart(found: Located, cooperatives: Mapping[tuple[str | None, str], Decimal], scope: DocumentScope) -> Located:
    reading = found.reading
    if reading.kind is not Kind.FIGURE or reading.measured is None or reading.measured.entity != "HTX":
        return found
    least = _LEAST_OF_EACH.get((reading.measured.indicator, reading.unit))
    count = cooperatives.get((reading.place or scope.place, reading.sector))
    if least is None or count is None or TOTAL_SAID in reading.trace or reading.quantity.value >= count * least:
        return found
    return found._replace(reading=reading._replace(kind=Kind.ENTITY_FIGURE, trace=(*reading.trace, "too few for all")))


def _with_parts_marked(located: list[Located], scope: DocumentScope) -> list[Located]:
    """Sectors of a sentence that begins with their whole are held against it."""
    marks: dict[int, str] = {}
    for positions in _by_sentence(located, scope).values():
        whole = next((at for at in positions if located[at].reading.sector == "all"), None)
        parts = [at for at in positions if located[at].reading.sector != "all"]
        if whole is None or whole != positions[0] or len(parts) < _LEAST_PARTS:
            continue
        total, stated = _sum(located[at].reading for at in parts), located[whole].reading.quantity.value
        is_complete = any(located[at].reading.sector == "other" for at in parts)
        if total is not None and (total > stated * (1 + _ROUNDED) or (is_complete and total < stated * (1 - _ROUNDED))):
            marks |= dict.fromkeys((whole, *parts), f"parts:{total} of {stated}")
    return [
        found._replace(reading=_marked(found.reading, marks[at])) if at in marks else found
        for at, found in enumerate(located)
    ]


def _by_sentence(located: list[Located], scope: DocumentScope) -> Mapping[tuple[object, ...], list[int]]:
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, found in enumerate(located):
        reading = found.reading
        if reading.kind is Kind.FIGURE and reading.measured is not None and reading.measured.indicator in _SPLIT:
            measured, _, is_target, place = coordinates(reading, scope)
            groups[(found.sentence.sentence.start, measured, is_target, place, reading.period)].append(at)
    return groups


def _sum(parts: Iterable[Reading]) -> Decimal | None:
    """The sum of sectors that do not hold each other; None where a number is bounded or a sector comes twice."""
    readings = list(parts)
    sectors = {reading.sector for reading in readings}
    if len(sectors) < len(readings) or any(r.quantity.qualifier is not Qualifier.EXACT for r in readings):
        return None
    held = {inner for outer, inners in _HELD.items() if outer in sectors for inner in inners}
    if "nonagri" in sectors:
        held |= sectors - {"agri", "nonagri"} - _HELD["agri"]
    return sum((reading.quantity.value for reading in readings if reading.sector not in held), Decimal(0))


def _marked(reading: Reading, mark: str) -> Reading:
    return reading._replace(doubt=reading.doubt * PARTS_DOUBT, trace=(*reading.trace, mark))
