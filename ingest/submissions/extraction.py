"""From tables to values: every crossing of a recognised row and value column, at its own address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from ingest.submissions.cells import CellMeaning, read_cell
from ingest.submissions.extraction_meaning import ReadRow, RowReader
from ingest.submissions.extraction_numbers import NumberStyles
from ingest.submissions.extraction_rows import Row, read_rows, tidy
from ingest.submissions.extraction_units import is_ditto, money_unit, read_unit, with_months
from ingest.submissions.findings import Detail, Named, Quantity, make_finding
from ingest.submissions.labels import COUNTED_BY, Entity, RowLabels, RowMeaning
from ingest.submissions.layout import Table, UsedColumn
from ingest.submissions.period import Period
from ingest.submissions.reading import Coordinate, Finding, ValueCell
from ingest.submissions.reference import MONEY_UNIT, PERCENT_UNIT, Indicator, Reference, Unit
from ingest.submissions.workbook import Cell

_PERSONS = frozenset({"người", "thành viên"})
_SHARE_SUFFIX = "_pct"
_FEWEST_KNOWN_ROWS = 2
"""Fewer recognised rows make no form of ours: what else stands in the table is not reported as unknown."""


@dataclass(slots=True)
class Extraction:
    """What was taken from a table."""

    parts: list[list[ValueCell]] = field(default_factory=list)
    """One, or two where a title within the table begins the numbers by sector."""
    findings: list[Finding] = field(default_factory=list)
    section: Entity | None = None
    """Whom its last rows are about, for a table that continues it."""


def extract_table(
    table: Table,
    period: Period,
    labels: RowLabels,
    reference: Reference,
    styles: NumberStyles,
    section: Entity | None = None,
) -> Extraction:
    """The values of a table, and what is wrong with single cells and rows; `section`: whom it opens with."""
    columns = table.used_columns(period)
    if not columns:
        return Extraction()
    rows = read_rows(table)
    reader = RowReader(labels, reference, rows, section)
    writer = _Writer(table, reference, styles)
    read: list[tuple[ReadRow, Sequence[UsedColumn]]] = []
    by_entity = _by_entity(columns)
    for row in rows:
        for entity, own in by_entity.items():
            found = reader.read(
                row,
                has_figures=_has_content(table, row, own),
                has_unit=_may_have_unit(table, row),
                column_entity=entity,
            )
            read.append((found, own))
    _drop_loose(read)
    recognised = {found.meaning.entity for found, _ in read if found.meaning is not None}
    if not recognised & {*COUNTED_BY, "QTDND"}:
        return Extraction()
    known = {found.row.number for found, _ in read if found.meaning is not None}
    ends: list[int] = []
    for found, used in read:
        if found.is_title_of_sectors:
            ends.append(len(writer.values))
        if found.meaning is not None:
            writer.take(found.row, found.meaning, used)
        elif _is_unknown(found, table, used, known):
            writer.report_unknown(found.row)
    parts = [writer.values[start:end] for start, end in pairwise([0, *ends, len(writer.values)])]
    return Extraction(parts, writer.findings, reader.last_section)


def _by_entity(columns: Iterable[UsedColumn]) -> dict[Entity | None, list[UsedColumn]]:
    grouped: dict[Entity | None, list[UsedColumn]] = {}
    for column in columns:
        entity = next((one for one in COUNTED_BY if one == column.entity), None)
        grouped.setdefault(entity, []).append(column)
    return grouped


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
    return _has_number(table, found.row, columns) and any(sign.isalpha() for sign in found.row.label)


class _Writer:
    """Takes the rows of one table, cell by cell."""

    def __init__(self, table: Table, reference: Reference, styles: NumberStyles) -> None:
        self.values: list[ValueCell] = []
        self.findings: list[Finding] = []
        self._table = table
        self._reference = reference
        self._styles = styles
        self._unit_above = ""
        self._reported: set[int] = set()

    def take(self, row: Row, meaning: RowMeaning, columns: Sequence[UsedColumn]) -> None:
        """The values of a row whose meaning is known."""
        printed_unit = self._printed_unit(row)
        indicator = self._indicator(meaning, printed_unit)
        if indicator is None:
            self.report_unknown(row)
            return
        label = tidy(row.label)
        column_units = {column.printed_unit for column in columns}
        units = {over: self._unit(row, over, indicator, printed_unit) for over in column_units}
        for column in columns:
            unit, is_understood = units[column.printed_unit]
            if not is_understood and row.number not in self._reported:
                self._reported.add(row.number)
                self.findings.append(self._unknown_unit(row, label, indicator, printed_unit, unit))
            self._take_cell(row, column, meaning, label, indicator, unit)

    def report_unknown(self, row: Row) -> None:
        """A row that has figures and whose meaning is not known, told once."""
        if row.number in self._reported:
            return
        self._reported.add(row.number)
        label = tidy(row.label)
        address = self._table.grid.address(row.number, row.label_column)
        finding = make_finding(
            self._reference,
            "unknown_row",
            {"label": label},
            sheet=self._table.sheet.name,
            cell=address,
            value_seen=label,
        )
        self.findings.append(finding)

    def _indicator(self, meaning: RowMeaning, printed_unit: str) -> Indicator | None:
        """The indicator of a row: a share of it where the unit is percent; None where the unit is of another kind."""
        indicator = self._reference.indicator(meaning.entity, meaning.indicator_code)
        unit = read_unit(printed_unit, self._reference) if printed_unit else None
        if unit is not None and unit.canonical == MONEY_UNIT and not indicator.is_money:
            return None
        if unit is not None and unit.canonical in _PERSONS and indicator.canonical_unit in COUNTED_BY:
            return None
        if unit is None or indicator.is_percent or unit.canonical != PERCENT_UNIT:
            return indicator
        return self._reference.indicators.get((meaning.entity, meaning.indicator_code + _SHARE_SUFFIX))

    def _printed_unit(self, row: Row) -> str:
        """What the unit column says of the row: its own, a merged one, or "as above"."""
        column = self._table.header.unit_column
        cell = self._table.grid.spread(row.number, column) if column is not None else None
        printed = cell.text.strip() if cell is not None else ""
        if is_ditto(printed):
            return self._unit_above
        if printed:
            self._unit_above = printed
        return printed

    def _unit(self, row: Row, over: str | None, indicator: Indicator, printed: str) -> tuple[Unit, bool]:
        """The unit of a figure, from the most specific place that says one, and whether what stands there is known.

        `over` is the unit in the title of its column.
        """
        reference = self._reference
        assumed = _assumed_unit(indicator.unit, indicator.canonical_unit, reference)
        if not indicator.is_money:
            own = read_unit(printed, reference)
            kinds = _PERSONS if indicator.canonical_unit in _PERSONS else {indicator.canonical_unit}
            is_of_kind = own is not None and own.canonical in kinds
            return (replace(own, canonical=indicator.canonical_unit) if own and is_of_kind else assumed), True
        is_understood = True
        for place, text in enumerate((printed, over, _in_parentheses(row.label), self._table.unit_line)):
            unit = money_unit(text, reference) if text else None
            if unit is not None:
                return with_months(unit, f"{row.label} {printed}", indicator), is_understood
            if text and place == 0:
                is_understood = False
        return with_months(assumed, row.label, indicator), is_understood

    def _take_cell(
        self, row: Row, column: UsedColumn, meaning: RowMeaning, label: str, indicator: Indicator, unit: Unit
    ) -> None:
        grid = self._table.grid
        cell = grid.at(row.number, column.column)
        is_text = cell is not None and cell.kind == "text"
        said = read_cell(
            cell,
            expects_count=indicator.is_count,
            expects_percent=indicator.is_percent,
            is_english=is_text and self._styles.is_english(self._table, column.column, unit.factor),
            is_decimal_comma=not indicator.is_money or unit.factor >= NumberStyles.DECIMAL_SCALE,
        )
        if said.unit is not None:
            said, unit = self._own_unit(said, indicator, unit)
        value = ValueCell(
            coordinate=Coordinate(meaning.entity, indicator.code, meaning.sector_code, column.value_column),
            label=label,
            sheet=grid.sheet.name,
            cell=grid.address(row.number, column.column),
            raw_text=cell.raw_text if cell else None,
            reading=said.reading,
            value_printed=said.number,
            printed_unit=unit.printed,
            factor=unit.factor,
            canonical_unit=indicator.canonical_unit,
            indicator_unit=indicator.unit,
            is_estimate=column.is_estimate,
        )
        self.values.append(value)
        if cell is not None and cell.points_outside:
            self.findings.append(self._told("formula_points_outside", value, indicator))
        if said.doubt is not None:
            self.findings.append(self._doubt(value, said, cell, indicator))

    def _own_unit(self, said: CellMeaning, indicator: Indicator, unit: Unit) -> tuple[CellMeaning, Unit]:
        """The cell's own word goes before all other units; a word that is no unit of the kind makes it no number."""
        own = read_unit(said.unit or "", self._reference)
        if own is not None and own.canonical == indicator.canonical_unit:
            return said, own
        counted = {MONEY_UNIT, PERCENT_UNIT, "ha"}
        if own is not None and indicator.is_count and own.canonical not in counted:
            return said, replace(unit, factor=own.factor)
        return CellMeaning("unknown", doubt="words_for_number"), unit

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

    def _told(self, rule_code: str, value: ValueCell, indicator: Indicator) -> Finding:
        details: dict[str, Detail] = {"label": Named(value.label, indicator.name_en), "seen": value.raw_text or ""}
        if value.value is not None:
            details["value"] = Quantity(value.value, value.canonical_unit)
        return make_finding(
            self._reference, rule_code, details, sheet=value.sheet, cell=value.cell, value_seen=value.raw_text
        )

    def _doubt(self, value: ValueCell, said: CellMeaning, cell: Cell | None, indicator: Indicator) -> Finding:
        assert said.doubt is not None
        return self._told(said.doubt, value, indicator)


@lru_cache(maxsize=1_024)
def _assumed_unit(printed: str, canonical: str, reference: Reference) -> Unit:
    """The unit of an indicator where nothing names another."""
    return reference.unit(printed) or Unit(printed, canonical, Decimal(1))


def _in_parentheses(label: str) -> str:
    return label.rsplit("(", 1)[1].split(")", 1)[0].strip() if "(" in label else ""


def _has_content(table: Table, row: Row, columns: Iterable[UsedColumn]) -> bool:
    return any(table.grid.text(row.number, column.column).strip() for column in columns)


def _may_have_unit(table: Table, row: Row) -> bool:
    """Whether the unit column names one, or there is no such column."""
    column = table.header.unit_column
    return column is None or table.grid.spread(row.number, column) is not None


def _has_number(table: Table, row: Row, columns: Iterable[UsedColumn]) -> bool:
    cells = (table.grid.at(row.number, column.column) for column in columns)
    return any(read_cell(cell, expects_count=False, expects_percent=False).reading == "value" for cell in cells)
