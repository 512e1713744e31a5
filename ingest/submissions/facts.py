"""What a submission says, as rules ask for it: one number a coordinate, None where nothing is known."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.submissions.breakdowns import Breakdown, breakdowns_of
from ingest.submissions.findings import Named, Quantity
from ingest.submissions.labels import ALL_SECTORS, COUNTED_BY
from ingest.submissions.period import Period, ValueColumnName
from ingest.submissions.previous import PreviousRound
from ingest.submissions.reading import Coordinate, RegisterRow, ValueCell
from ingest.submissions.reference import Reference


@dataclass(frozen=True, slots=True)
class Facts:
    """The values of one submission; of a coordinate that stands twice, the first that is known."""

    cells: Mapping[Coordinate, ValueCell]
    period: Period
    columns: tuple[ValueColumnName, ...]
    """The value columns that the file has, in their order."""
    has_nil_tick: bool
    basic_cells: Mapping[Coordinate, ValueCell]
    """The cells of tables of basic indicators (form A-1), where they state them; empty without such a table."""
    breakdowns: tuple[Breakdown, ...]
    """The lists by sector (form A-2), each with the total that they must sum to."""
    reference: Reference
    register: tuple[RegisterRow, ...] = ()
    previous: PreviousRound | None = None

    @property
    def main_column(self) -> ValueColumnName:
        return self.period.main_column

    @property
    def has_basic_indicators(self) -> bool:
        """Whether the file holds form A-1: a register or a list by sector alone owes no totals."""
        return bool(self.basic_cells)

    def cell(self, entity: str, indicator_code: str, column: ValueColumnName) -> ValueCell | None:
        return self.cells.get(Coordinate(entity, indicator_code, ALL_SECTORS, column))

    def number(self, entity: str, indicator_code: str, column: ValueColumnName) -> Decimal | None:
        """In the canonical unit; 0 for "-"; None where the cell is absent or says nothing."""
        cell = self.cell(entity, indicator_code, column)
        return cell.number if cell else None

    def known(self) -> Iterator[tuple[ValueCell, Decimal]]:
        """Every cell that holds a number (not "-"), with it, in the order of the file."""
        for cell in self.cells.values():
            value = cell.value
            if value is not None:
                yield cell, value

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

    def nearest_known_ancestor(self, at: Coordinate) -> ValueCell | None:
        """The total that a part belongs to: its parent, or the parent's where the parent says nothing.

        A part of a part is a part of the whole, so that a total further up holds as well.
        """
        code = self.reference.indicator(at.entity, at.indicator_code).parent_code
        seen = {at.indicator_code}
        while code is not None and code not in seen and (at.entity, code) in self.reference.indicators:
            seen.add(code)
            ancestor = self.cells.get(replace(at, indicator_code=code))
            if ancestor is not None and ancestor.number is not None:
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
    basic_cells: dict[Coordinate, ValueCell] = {}
    for values in by_table:
        is_basic = states_basic_indicators(values)
        for cell in values:
            _keep_first_known(cells, cell)
            if is_basic:
                _keep_first_known(basic_cells, cell)
    return Facts(
        cells=cells,
        period=period,
        columns=tuple(dict.fromkeys(at.value_column for at in cells)),
        has_nil_tick=has_nil_tick,
        basic_cells=basic_cells,
        breakdowns=breakdowns_of(by_table, cells, reference),
        reference=reference,
        register=register,
        previous=previous,
    )


def states_basic_indicators(values: Iterable[ValueCell]) -> bool:
    """Whether a table holds other indicators than how many organisations there are."""
    counts = COUNTED_BY.values()
    return any(cell.coordinate.indicator_code not in counts for cell in values)


def _keep_first_known(cells: dict[Coordinate, ValueCell], cell: ValueCell) -> None:
    known = cells.setdefault(cell.coordinate, cell)
    if known is not cell and known.number is None and cell.number is not None:
        cells[cell.coordinate] = cell
