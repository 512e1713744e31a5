"""What a submission says, as rules ask for it: one number a coordinate, None where nothing is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

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
    rows: frozenset[tuple[str, str]]
    """The indicators that the file has a row of, as (entity, code)."""
    numbers: Mapping[Coordinate, Decimal]
    """What is known: in the canonical unit, 0 for "-"."""
    known: tuple[tuple[ValueCell, Decimal], ...]
    """Every cell that holds a number (not "-"), with it, in the order of the file."""
    parts: tuple[ValueCell, ...]
    """The cells with a known number that is a part of another, as `parent_code` in `indicators.csv` says."""
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
        if (entity, indicator_code) not in self.rows:
            return None
        return self.cells.get(Coordinate(entity, indicator_code, ALL_SECTORS, column))

    def number(self, entity: str, indicator_code: str, column: ValueColumnName) -> Decimal | None:
        """In the canonical unit; 0 for "-"; None where the cell is absent or says nothing."""
        if (entity, indicator_code) not in self.rows:
            return None
        return self.numbers.get(Coordinate(entity, indicator_code, ALL_SECTORS, column))

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
        for code in _ancestors(at.entity, at.indicator_code, self.reference):
            ancestor = Coordinate(at.entity, code, at.sector_code, at.value_column)
            if ancestor in self.numbers:
                return self.cells[ancestor]
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
    numbers = {at: number for at, cell in cells.items() if (number := cell.number) is not None}
    return Facts(
        cells=cells,
        period=period,
        columns=tuple(dict.fromkeys(at.value_column for at in cells)),
        has_nil_tick=has_nil_tick,
        basic_cells=basic_cells,
        breakdowns=breakdowns_of(by_table, cells, reference),
        rows=frozenset((at.entity, at.indicator_code) for at in cells),
        numbers=numbers,
        known=tuple((cells[at], number) for at, number in numbers.items() if cells[at].reading == "value"),
        parts=tuple(cells[at] for at in numbers if _ancestors(at.entity, at.indicator_code, reference)),
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


@lru_cache(maxsize=4096)
def _ancestors(entity: str, indicator_code: str, reference: Reference) -> tuple[str, ...]:
    """What an indicator is a part of, the nearest first."""
    found: list[str] = []
    code = reference.indicator(entity, indicator_code).parent_code
    while code is not None and code != indicator_code and code not in found:
        parent = reference.indicators.get((entity, code))
        if parent is None:
            break
        found.append(code)
        code = parent.parent_code
    return tuple(found)
