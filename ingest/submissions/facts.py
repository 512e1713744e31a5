"""What a submission says, as rules ask for it: one number a coordinate, None where nothing is known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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

_COUNTS = frozenset(COUNTED_BY.values())
Row = tuple[str, str, str]
"""Entity, indicator code, sector code."""
_NOTHING: Mapping[ValueColumnName, Decimal] = {}


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
    numbers: Mapping[Row, Mapping[ValueColumnName, Decimal]]
    """What is known, by row and column: in the canonical unit, 0 for "-"."""
    known: tuple[tuple[ValueCell, Decimal], ...]
    """Every cell that holds a number (not "-"), with it, in the order of the file."""
    excesses: tuple[tuple[ValueCell, ValueCell], ...]
    """The cells whose number is greater than the total that it is a part of, as `parent_code` in `indicators.csv`
    says, each with that total: the nearest that is known. A part of a part is a part of the whole."""
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
        return self.row(entity, indicator_code).get(column)

    def row(self, entity: str, indicator_code: str) -> Mapping[ValueColumnName, Decimal]:
        """What is known of an indicator, by column; empty where nothing is."""
        return self.numbers.get((entity, indicator_code, ALL_SECTORS), _NOTHING)

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
        _keep_first_known(cells, values)
        if states_basic_indicators(values):
            _keep_first_known(basic_cells, values)
    numbers: dict[Row, dict[ValueColumnName, Decimal]] = {}
    known: list[tuple[ValueCell, Decimal]] = []
    for at, cell in cells.items():
        number = cell.number
        if number is not None:
            row = numbers.get(at[:3])
            if row is None:
                row = numbers[at[:3]] = {}
            row[at.value_column] = number
            if cell.reading == "value":
                known.append((cell, number))
    return Facts(
        cells=cells,
        period=period,
        columns=tuple(dict.fromkeys([at.value_column for at in cells])),
        has_nil_tick=has_nil_tick,
        basic_cells=basic_cells,
        breakdowns=breakdowns_of(by_table, cells, reference),
        numbers=numbers,
        known=tuple(known),
        excesses=tuple(_excesses(cells, numbers, reference)),
        reference=reference,
        register=register,
        previous=previous,
    )


def _excesses(
    cells: Mapping[Coordinate, ValueCell],
    numbers: Mapping[Row, Mapping[ValueColumnName, Decimal]],
    reference: Reference,
) -> Iterator[tuple[ValueCell, ValueCell]]:
    ancestors = _ancestors(reference)
    for (entity, indicator_code, sector_code), parts in numbers.items():
        above = [
            (code, numbers.get((entity, code, sector_code), _NOTHING)) for code in ancestors[entity, indicator_code]
        ]
        for column, number in parts.items() if above else ():
            for code, totals in above:
                total = totals.get(column)
                if total is not None:
                    if number > total:
                        part = Coordinate(entity, indicator_code, sector_code, column)
                        yield cells[part], cells[part._replace(indicator_code=code)]
                    break


def states_basic_indicators(values: Iterable[ValueCell]) -> bool:
    """Whether a table holds other indicators than how many organisations there are."""
    return any(cell.coordinate.indicator_code not in _COUNTS for cell in values)


def _keep_first_known(cells: dict[Coordinate, ValueCell], values: Sequence[ValueCell]) -> None:
    """Add the values; of a coordinate that stands twice the first, or the first that is known."""
    own = {cell.coordinate: cell for cell in values}
    if len(own) == len(values) and own.keys().isdisjoint(cells):
        cells.update(own)
        return
    for cell in values:
        known = cells.setdefault(cell.coordinate, cell)
        if known is not cell and known.number is None and cell.number is not None:
            cells[cell.coordinate] = cell


@lru_cache(maxsize=4)
def _ancestors(reference: Reference) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """What each indicator is a part of, the nearest first, by (entity, code)."""
    return {key: tuple(_line_above(*key, reference)) for key in reference.indicators}


def _line_above(entity: str, indicator_code: str, reference: Reference) -> list[str]:
    found: list[str] = []
    code = reference.indicator(entity, indicator_code).parent_code
    while code is not None and code != indicator_code and code not in found:
        parent = reference.indicators.get((entity, code))
        if parent is None:
            break
        found.append(code)
        code = parent.parent_code
    return found
