"""Units of money that contradict each other: a row says millions, the line above the table or a title says billions.

The row's own unit counts, being the most specific; but one of the two is a mistake, by a factor of a thousand, and
only the office knows which. A line or a title that holds for the whole table may be meant for other rows than one
that has its own ("Đơn vị tính: triệu đồng" over an income in "nghìn đồng/tháng"): it contradicts the table only where
no row with figures agrees with it or needs it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.submissions.extraction_rows import Row, tidy
from ingest.submissions.extraction_units import money_unit
from ingest.submissions.findings import Detail, Named, make_finding
from ingest.submissions.layout import Table, UsedColumn
from ingest.submissions.reading import Finding
from ingest.submissions.reference import Indicator, Reference

_MONTHS = Decimal(12)
_ABOVE = Named("phía trên bảng", "the line above the table")
"""Where a unit line stands that is a paragraph of a document."""


@dataclass(frozen=True, slots=True)
class _MoneyRow:
    """A row of money that has figures."""

    row: Row
    indicator: Indicator
    printed: str
    """Its own unit as printed; empty where it has none."""
    scale: Decimal | None
    """VND in one of its unit, months left aside; None where its own unit is not known."""
    columns: frozenset[int]
    """Those in which it has figures."""


class UnitConflicts:
    """Gathers the rows of one table, and tells which units over them cannot be right."""

    def __init__(self, table: Table, reference: Reference) -> None:
        self._table = table
        self._reference = reference
        self._rows: list[_MoneyRow] = []
        self._titled: dict[int, str] = {}
        """The unit in the title of each column of figures, empty where it names none."""

    def note(self, row: Row, indicator: Indicator, printed: str, columns: Sequence[UsedColumn]) -> None:
        """A row whose meaning is known, with what its unit cell says."""
        self._titled.update((column.column, column.printed_unit or "") for column in columns)
        filled = frozenset(one.column for one in columns if self._table.grid.has_content(row.number, one.column))
        if indicator.is_money and filled:
            self._rows.append(_MoneyRow(row, indicator, printed, self._scale(printed), filled))

    def findings(self) -> Iterator[Finding]:
        """One for the line above the table, and one for each title, that its rows contradict."""
        if not self._rows:
            return
        if (line := self._table.unit_line) and self._table.is_unit_line_own:
            against = self._unanimous(self._rows, self._scale(line))
            yield from self._told(against, line, self._table.unit_line_cell)
        scales = {column: self._scale(unit) for column, unit in self._titled.items()}
        is_of_all = len(set(scales.values())) == 1
        for column, scale in scales.items():
            rows = [one for one in self._rows if column in one.columns]
            against = self._unanimous(rows, scale) if is_of_all else _differing(rows, scale)
            yield from self._told(against, self._titled[column], self._title_cell(column))
            if against and is_of_all:
                return

    def _unanimous(self, rows: Sequence[_MoneyRow], scale: Decimal | None) -> list[_MoneyRow]:
        """The rows, where all of them have units of their own and none has this one."""
        against = _differing(rows, scale)
        return against if len(against) == len(rows) else []

    def _told(self, against: Sequence[_MoneyRow], other: str, other_cell: str | None) -> Iterator[Finding]:
        if not against:
            return
        first, more = against[0], len({one.row.number for one in against}) - 1
        grid = self._table.grid
        unit_column = self._table.header.unit_column
        spread = grid.spread(first.row.number, unit_column) if unit_column is not None else None
        own_cell = spread.address if spread is not None else grid.address(first.row.number, first.row.label_column)
        details: dict[str, Detail] = {
            "label": Named(tidy(first.row.label), first.indicator.name_en),
            "unit": first.printed,
            "unit_cell": own_cell,
            "more": Named(f" và {more} dòng khác", f" and {more} more") if more else "",
            "other_unit": other,
            "other_place": Named(f"ô {other_cell}", other_cell) if other_cell else _ABOVE,
        }
        place = other_cell or own_cell
        sheet = grid.sheet.name
        yield make_finding(self._reference, "units_differ", details, sheet=sheet, cell=place, value_seen=other)

    def _title_cell(self, column: int) -> str | None:
        """Where the unit of a column's title stands."""
        header, grid = self._table.header, self._table.grid
        for row in range(header.last_row, header.first_row - 1, -1):
            cell = grid.spread(row, column)
            if cell is not None and self._titled[column] in cell.text:
                return cell.address
        return None

    def _scale(self, printed: str) -> Decimal | None:
        unit = money_unit(printed, self._reference) if printed else None
        if unit is None:
            return None
        return unit.factor / _MONTHS if unit.factor % _MONTHS == 0 else unit.factor


def _differing(rows: Iterable[_MoneyRow], scale: Decimal | None) -> list[_MoneyRow]:
    """The rows that have a unit of their own, which is another one."""
    return [one for one in rows if scale is not None and one.scale is not None and one.scale != scale]
