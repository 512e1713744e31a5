"""What a submission says, as rules ask for it: one number a coordinate, None where nothing is known."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ingest.submissions.findings import Named, Quantity
from ingest.submissions.labels import ALL_SECTORS
from ingest.submissions.period import Period, ValueColumnName
from ingest.submissions.previous import PreviousRound
from ingest.submissions.reading import Coordinate, RegisterRow, ValueCell
from ingest.submissions.reference import Reference


@dataclass(frozen=True, slots=True)
class Facts:
    """The values of one submission; of a coordinate that stands twice, the first."""

    cells: Mapping[Coordinate, ValueCell]
    period: Period
    columns: tuple[ValueColumnName, ...]
    """The value columns that the file has, in their order."""
    has_nil_tick: bool
    sector_totals: Mapping[Coordinate, ValueCell]
    """Totals as they stand in a table by sector, which may also stand in the table of indicators."""
    reference: Reference
    register: tuple[RegisterRow, ...] = ()
    previous: PreviousRound | None = None

    @property
    def main_column(self) -> ValueColumnName:
        return self.period.main_column

    def cell(self, entity: str, indicator_code: str, column: ValueColumnName) -> ValueCell | None:
        return self.cells.get(Coordinate(entity, indicator_code, ALL_SECTORS, column))

    def number(self, entity: str, indicator_code: str, column: ValueColumnName) -> Decimal | None:
        """In the canonical unit; 0 for "-"; None where the cell is absent or says nothing."""
        cell = self.cell(entity, indicator_code, column)
        return cell.number if cell else None

    def known(self) -> Iterator[tuple[ValueCell, Decimal]]:
        """Every cell that holds a number (not "-"), with it, in the order of the file."""
        for cell in self.cells.values():
            if cell.value is not None:
                yield cell, cell.value

    def label(self, at: Coordinate) -> Named:
        """The name of an indicator, by the label that the file prints for it."""
        cell = self.cells.get(at)
        indicator = self.reference.indicator(at.entity, at.indicator_code)
        return Named(cell.label if cell else indicator.name_vi, indicator.name_en)

    def column_label(self, column: ValueColumnName) -> Named:
        """The name of a value column, by the first form that has it."""
        for form in self.reference.forms.values():
            for form_column in form.columns:
                if form_column.value_column == column:
                    year = self.period.year + form_column.period_offset_years
                    return Named(form_column.label_vi.format(year=year), form_column.label_en.format(year=year))
        return Named(column, column)

    def quantity(self, entity: str, indicator_code: str, amount: Decimal) -> Quantity:
        return Quantity(amount, self.reference.indicator(entity, indicator_code).canonical_unit)

    def sector_ancestors(self, sector_code: str) -> Iterator[str]:
        """The sectors that a sector is part of, the nearest first, without "all"."""
        sector = self.reference.sectors.get(sector_code)
        while sector is not None and sector.parent_code not in {None, ALL_SECTORS}:
            yield sector.parent_code or ""
            sector = self.reference.sectors.get(sector.parent_code or "")

    def nearest_printed_ancestor(self, at: Coordinate) -> Coordinate | None:
        """The total that a part belongs to: its parent, or the parent's where the parent has no row."""
        code = self.reference.indicator(at.entity, at.indicator_code).parent_code
        seen: set[str] = set()
        while code is not None and code not in seen and (at.entity, code) in self.reference.indicators:
            seen.add(code)
            ancestor = Coordinate(at.entity, code, at.sector_code, at.value_column)
            if ancestor in self.cells:
                return ancestor
            code = self.reference.indicator(at.entity, code).parent_code
        return None


def facts_of(
    tables: Iterable[Iterable[ValueCell]],
    period: Period,
    reference: Reference,
    *,
    has_nil_tick: bool = False,
    register: tuple[RegisterRow, ...] = (),
    previous: PreviousRound | None = None,
) -> Facts:
    """The facts in the values of a file, table by table."""
    by_table = [list(values) for values in tables]
    cells: dict[Coordinate, ValueCell] = {}
    sector_totals: dict[Coordinate, ValueCell] = {}
    for values in by_table:
        is_by_sector = any(cell.coordinate.sector_code != ALL_SECTORS for cell in values)
        for cell in values:
            cells.setdefault(cell.coordinate, cell)
            if is_by_sector and cell.coordinate.sector_code == ALL_SECTORS:
                sector_totals.setdefault(cell.coordinate, cell)
    columns = tuple(dict.fromkeys(at.value_column for at in cells))
    return Facts(cells, period, columns, has_nil_tick, sector_totals, reference, register, previous)
