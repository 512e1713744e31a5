"""Figures by sector: the tree of sectors, and whether the sectors add up to the total."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from publish.content import Figure, Sector
from publish.report.sections.attainment import of_same_reporters
from publish.report.sections.context import SectionContext

ALL_SECTORS = "all"
SECTOR_TOTALS = ("HTX.coop_total", "LHHTX.union_total", "THT.group_total")
"""The indicators that the form A-2 splits by sector."""


@dataclass(frozen=True, slots=True)
class SectorLine:
    """A sector that somebody has a number for; `depth` 0 stands right below the total."""

    sector: Sector
    depth: int
    figures: Mapping[str, Figure]

    def figure(self, indicator_key: str) -> Figure | None:
        found = self.figures.get(indicator_key)
        return found if found is not None and found.value is not None else None


def sector_lines(context: SectionContext) -> tuple[SectorLine, ...]:
    """Sectors with a number in the order of their tree; a parent without one does not set its children back."""
    children: dict[str | None, list[Sector]] = {}
    for sector in context.content.sectors:
        children.setdefault(sector.parent_sector_code, []).append(sector)
    by_sector: dict[str, dict[str, Figure]] = {}
    for figure in context.content.sector_figures:
        if figure.completeness != "estimated":
            by_sector.setdefault(figure.sector_code, {})[figure.indicator_key] = figure

    def below(parent: str, depth: int) -> Iterator[SectorLine]:
        for sector in children.get(parent, []):
            found = by_sector.get(sector.sector_code, {})
            is_known = any(figure.value is not None for figure in found.values())
            if is_known:
                yield SectorLine(sector, depth, found)
            yield from below(sector.sector_code, depth + 1 if is_known else depth)

    return tuple(below(ALL_SECTORS, 0))


def top_lines(lines: tuple[SectorLine, ...], indicator_key: str) -> tuple[SectorLine, ...]:
    """The sectors that part the total without overlapping: those with a number and none above them."""
    found: list[SectorLine] = []
    covered: int | None = None
    for line in lines:
        if covered is not None and line.depth > covered:
            continue
        covered = None
        if line.figure(indicator_key) is not None:
            found.append(line)
            covered = line.depth
    return tuple(found)


def left_over(context: SectionContext, lines: tuple[SectorLine, ...], indicator_key: str) -> Decimal | None:
    """What the sectors lack to the total (negative: too much); None where that cannot be said, 0 where all is well."""
    total = context.figure(indicator_key)
    parts = [figure for line in top_lines(lines, indicator_key) if (figure := line.figure(indicator_key))]
    if total is None or total.value is None or not parts:
        return None
    if not all(of_same_reporters(part, total) for part in parts):
        return None
    return total.value - sum((part.value or Decimal(0) for part in parts), Decimal(0))
