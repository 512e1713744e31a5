"""What each cell of a table is about, before any number is read: its coordinate, its unit, its address.

A plan follows from the words of a sheet alone, so that sheets of the same words share one (`layout.memory`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.submissions.extraction_meaning import ReadRow, RowReader
from ingest.submissions.extraction_numbers import DECIMAL_SCALE, texts_of_figures
from ingest.submissions.extraction_row_units import PERSONS, RowUnits
from ingest.submissions.extraction_rows import Row, read_rows, tidy
from ingest.submissions.extraction_unit_conflicts import UnitConflicts
from ingest.submissions.extraction_units import read_unit
from ingest.submissions.findings import Named, make_finding
from ingest.submissions.labels import COUNTED_BY, Entity, RowLabels, RowMeaning
from ingest.submissions.layout import Grid, Table, UsedColumn
from ingest.submissions.period import Period
from ingest.submissions.reading import Coordinate, Finding, ValueCell
from ingest.submissions.reference import MONEY_UNIT, PERCENT_UNIT, Indicator, Reference, Unit

_SHARE_SUFFIX = "_pct"
_FEWEST_KNOWN_ROWS = 2
"""Fewer recognised rows make no form of ours: what else stands in the table is not reported as unknown."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell that a value is read from."""

    place: tuple[int, int]
    """Row and column of the sheet."""
    column: int
    """Of the table's grid."""
    blank: ValueCell
    """The value where nothing stands there: all that is known of it before it is read."""
    indicator: Indicator
    unit: Unit
    is_count: bool
    is_percent: bool
    is_decimal_comma: bool
    """Whether "2,002" cannot mean thousands there (shares, money in billions)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The cells of a table in their order, and what is to be told of its rows in between."""

    steps: tuple[Slot | Finding, ...] = ()
    ends: tuple[int, ...] = ()
    """How many slots stand above each title that begins the numbers by sector."""
    section: Entity | None = None
    """Whom its last rows are about, for a table that continues it."""
    texts: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """The texts in each column of figures that begin with a digit."""


def plan_of(table: Table, period: Period, labels: RowLabels, reference: Reference, section: Entity | None) -> Plan:
    """The plan of a table in a report of that period; `section`: whom it opens with."""

    def work_out(grid: Grid) -> Plan:
        return _worked_out(replace(table, grid=grid), period, labels, reference, section)

    if table.seen is None:
        return work_out(table.grid)
    own = (table.place, table.last_row, table.unit_line, table.unit_line_cell, table.is_unit_line_own, table.sheet.name)
    return table.seen.recall((own, period, section, labels, reference), table.grid, work_out)


def _worked_out(table: Table, period: Period, labels: RowLabels, reference: Reference, section: Entity | None) -> Plan:
    columns = table.used_columns(period)
    texts = {column.column: texts_of_figures(table, column.column) for column in columns}
    if not columns:
        return Plan(texts=texts)
    rows = read_rows(table)
    reader = RowReader(labels, reference, rows, section)
    read: list[tuple[ReadRow, Sequence[UsedColumn]]] = []
    by_entity = _by_entity(columns)
    for row in rows:
        for entity, own in by_entity.items():
            found = reader.read(
                row,
                has_figures=any(table.grid.has_content(row.number, column.column) for column in own),
                has_unit=_may_have_unit(table, row),
                column_entity=entity,
            )
            read.append((found, own))
    _drop_loose(read)
    recognised = {found.meaning.entity for found, _ in read if found.meaning is not None}
    if not recognised & {*COUNTED_BY, "QTDND"}:
        return Plan(texts=texts)
    known = {found.row.number for found, _ in read if found.meaning is not None}
    planner = _Planner(table, reference)
    ends: list[int] = []
    for found, used in read:
        if found.is_title_of_sectors:
            ends.append(planner.slots)
        if found.meaning is not None:
            planner.take(found.row, found.meaning, used)
        elif _is_unknown(found, table, used, known):
            planner.report_unknown(found.row)
    steps = (*planner.steps, *planner.conflicts.findings())
    return Plan(steps, tuple(ends), reader.last_section, texts)


def _by_entity(columns: Iterable[UsedColumn]) -> dict[Entity | None, list[UsedColumn]]:
    grouped: dict[Entity | None, list[UsedColumn]] = {}
    for column in columns:
        entity = next((one for one in COUNTED_BY if one == column.entity), None)
        grouped.setdefault(entity, []).append(column)
    return grouped


def _may_have_unit(table: Table, row: Row) -> bool:
    """Whether the unit column names one, or there is no such column."""
    column = table.header.unit_column
    return column is None or table.grid.spread(row.number, column) is not None


def _drop_loose(read: list[tuple[ReadRow, Sequence[UsedColumn]]]) -> None:
    """A label that says less than its indicator's name holds only where no fuller one stands."""
    firm = {
        (found.meaning.entity, found.meaning.indicator_code)
        for found, _ in read
        if found.meaning is not None and not found.meaning.is_loose
    }
    for found, _ in read:
        meaning = found.meaning
        if meaning is not None and meaning.is_loose and (meaning.entity, meaning.indicator_code) in firm:
            found.meaning = None


def _is_unknown(found: ReadRow, table: Table, columns: Iterable[UsedColumn], known: set[int]) -> bool:
    if found.is_total_of_all or found.is_section_title or found.row.number in known or len(known) < _FEWEST_KNOWN_ROWS:
        return False
    has_number = any(table.grid.has_number(found.row.number, column.column) for column in columns)
    return has_number and any(sign.isalpha() for sign in found.row.label)


class _Planner:
    """Takes the rows of one table, cell by cell."""

    def __init__(self, table: Table, reference: Reference) -> None:
        self.steps: list[Slot | Finding] = []
        self.slots = 0
        self._table = table
        self._reference = reference
        self._units = RowUnits(table, reference)
        self.conflicts = UnitConflicts(table, reference)
        self._reported: set[int] = set()

    def take(self, row: Row, meaning: RowMeaning, columns: Sequence[UsedColumn]) -> None:
        """The cells of a row whose meaning is known."""
        printed_unit = self._units.printed(row)
        indicator = self._indicator(meaning, printed_unit)
        if indicator is None:
            self.report_unknown(row)
            return
        self.conflicts.note(row, indicator, printed_unit, columns)
        label = tidy(row.label)
        column_units = {column.printed_unit for column in columns}
        units = {over: self._units.unit(row, over, indicator, printed_unit) for over in column_units}
        for column in columns:
            unit, is_understood = units[column.printed_unit]
            if not is_understood and row.number not in self._reported:
                self._reported.add(row.number)
                self.steps.append(self._unknown_unit(row, label, indicator, printed_unit, unit))
            self._add_slot(row, column, meaning, label, indicator, unit)

    def report_unknown(self, row: Row) -> None:
        """A row that has figures and whose meaning is not known, told once."""
        if row.number in self._reported:
            return
        self._reported.add(row.number)
        label = tidy(row.label)
        address = self._table.grid.address(row.number, row.label_column)
        sheet = self._table.sheet.name
        self.steps.append(
            make_finding(self._reference, "unknown_row", {"label": label}, sheet=sheet, cell=address, value_seen=label)
        )

    def _add_slot(
        self, row: Row, column: UsedColumn, meaning: RowMeaning, label: str, indicator: Indicator, unit: Unit
    ) -> None:
        grid = self._table.grid
        blank = ValueCell(
            coordinate=Coordinate(meaning.entity, indicator.code, meaning.sector_code, column.value_column),
            label=label,
            sheet=grid.sheet.name,
            cell=grid.address(row.number, column.column),
            raw_text=None,
            reading="unknown",
            value_printed=None,
            printed_unit=unit.printed,
            factor=unit.factor,
            canonical_unit=indicator.canonical_unit,
            indicator_unit=indicator.unit,
            is_estimate=column.is_estimate,
        )
        slot = Slot(
            place=(column.column, row.number) if grid.is_transposed else (row.number, column.column),
            column=column.column,
            blank=blank,
            indicator=indicator,
            unit=unit,
            is_count=indicator.is_count,
            is_percent=indicator.is_percent,
            is_decimal_comma=not indicator.is_money or unit.factor >= DECIMAL_SCALE,
        )
        self.steps.append(slot)
        self.slots += 1

    def _indicator(self, meaning: RowMeaning, printed_unit: str) -> Indicator | None:
        """The indicator of a row: a share of it where the unit is percent; None where the unit is of another kind."""
        indicator = self._reference.indicator(meaning.entity, meaning.indicator_code)
        unit = read_unit(printed_unit, self._reference) if printed_unit else None
        if unit is not None and unit.canonical == MONEY_UNIT and not indicator.is_money:
            return None
        if unit is not None and unit.canonical in PERSONS and indicator.canonical_unit in COUNTED_BY:
            return None
        if unit is None or indicator.is_percent or unit.canonical != PERCENT_UNIT:
            return indicator
        return self._reference.indicators.get((meaning.entity, meaning.indicator_code + _SHARE_SUFFIX))

    def _unknown_unit(self, row: Row, label: str, indicator: Indicator, printed: str, assumed: Unit) -> Finding:
        grid = self._table.grid
        return make_finding(
            self._reference,
            "unknown_unit",
            {"label": Named(label, indicator.name_en), "unit": printed, "assumed_unit": assumed.printed},
            sheet=grid.sheet.name,
            cell=grid.address(row.number, self._table.header.unit_column or row.label_column),
            value_seen=printed,
        )
