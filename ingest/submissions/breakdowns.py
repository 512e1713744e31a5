"""Lists by sector (form A-2): which printed sectors must sum to which printed total."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from ingest.submissions.labels import ALL_SECTORS, COUNTED_BY
from ingest.submissions.period import ValueColumnName
from ingest.submissions.reading import Coordinate, ValueCell
from ingest.submissions.reference import Reference

_COUNTS = frozenset(COUNTED_BY.values())
_FEWEST_SECTORS_AMONG_INDICATORS = 3
"""Fewer sectors under a total of form A-1 are "trong đó" and need not be all of it."""

_Key: TypeAlias = tuple[str, str, ValueColumnName]
"""Entity, indicator code and value column."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The sectors of one entity in one column, and the total that stands over them."""

    total: ValueCell | None
    """Of the same table, or else of another one of the file."""
    sectors: Mapping[str, ValueCell]
    is_closed: bool
    """Whether the sectors leave nothing over."""

    numbers: Mapping[str, Decimal | None]
    """Of each sector, in the canonical unit."""
    total_number: Decimal | None

    def first_level(self, reference: Reference) -> Iterator[Decimal | None]:
        """The numbers of the sectors that are part of no other printed sector."""
        for code, number in self.numbers.items():
            if not any(above in self.numbers for above in sector_ancestors(code, reference)):
                yield number

    def excesses(self, reference: Reference) -> Iterator[tuple[ValueCell, ValueCell]]:
        """The sectors whose number is greater than what it is part of, each with the cell that says so.

        That is the nearest printed sector above it with a number, or the total.
        """
        for code, number in self.numbers.items():
            if number is None:
                continue
            above, total = self.total, self.total_number
            for ancestor in sector_ancestors(code, reference):
                if (known := self.numbers.get(ancestor)) is not None:
                    above, total = self.sectors[ancestor], known
                    break
            if above is not None and total is not None and number > total:
                yield self.sectors[code], above


@lru_cache(maxsize=1024)
def sector_ancestors(sector_code: str, reference: Reference) -> tuple[str, ...]:
    """The sectors that a sector is part of, the nearest first, without "all"."""
    found: list[str] = []
    sector = reference.sectors.get(sector_code)
    while sector is not None and sector.parent_code is not None and sector.parent_code != ALL_SECTORS:
        found.append(sector.parent_code)
        sector = reference.sectors.get(sector.parent_code)
    return tuple(found)


@dataclass(slots=True)
class _Gathered:
    total: ValueCell | None = None
    sectors: dict[str, ValueCell] = field(default_factory=dict)


def breakdowns_of(
    tables: Iterable[Sequence[ValueCell]], cells: Mapping[Coordinate, ValueCell], reference: Reference
) -> tuple[Breakdown, ...]:
    """The lists by sector of a file; a list that goes on in a second table (a new page) is one list."""
    by_sector: dict[_Key, _Gathered] = {}
    among_indicators: dict[_Key, _Gathered] = {}
    for values in tables:
        if not any(cell.coordinate.sector_code != ALL_SECTORS for cell in values):
            continue
        has_others = any(cell.coordinate.indicator_code not in _COUNTS for cell in values)
        _gather(values, among_indicators if has_others else by_sector)
    found = [(key, gathered, 1) for key, gathered in by_sector.items() if gathered.sectors]
    found += [
        (key, gathered, _FEWEST_SECTORS_AMONG_INDICATORS)
        for key, gathered in among_indicators.items()
        if gathered.sectors and not (key in by_sector and by_sector[key].sectors)
    ]
    return tuple(_breakdown(key, gathered, fewest, cells) for key, gathered, fewest in found)


def _breakdown(key: _Key, gathered: _Gathered, fewest: int, cells: Mapping[Coordinate, ValueCell]) -> Breakdown:
    total = gathered.total or cells.get(Coordinate(key[0], key[1], ALL_SECTORS, key[2]))
    return Breakdown(
        total=total,
        sectors=gathered.sectors,
        is_closed=len(gathered.sectors) >= fewest,
        numbers={code: cell.number for code, cell in gathered.sectors.items()},
        total_number=total.number if total is not None else None,
    )


def _gather(values: Iterable[ValueCell], into: dict[_Key, _Gathered]) -> None:
    """The total of a list is the last one printed above its first sector; below it, where there is none above."""
    above: dict[_Key, ValueCell] = {}
    for cell in values:
        at = cell.coordinate
        key = (at.entity, at.indicator_code, at.value_column)
        if at.sector_code == ALL_SECTORS:
            gathered = into.get(key)
            if gathered is not None and gathered.sectors and gathered.total is None:
                gathered.total = cell
            above[key] = cell
            continue
        gathered = into.setdefault(key, _Gathered())
        if not gathered.sectors:
            gathered.total = above.get(key)
        gathered.sectors.setdefault(at.sector_code, cell)
