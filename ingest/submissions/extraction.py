"""From tables to values: every crossing of a recognised row and value column, at its own address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.submissions.addresses import a1
from ingest.submissions.cells import CellMeaning, read_cell
from ingest.submissions.facts import Facts
from ingest.submissions.findings import Detail, Named, Quantity, make_finding
from ingest.submissions.labels import (
    COUNTED_BY,
    Entity,
    RowLabels,
    RowMeaning,
    SectorLabels,
    is_of_which,
    section_entity,
)
from ingest.submissions.layout import Table
from ingest.submissions.period import Period, ValueColumnName
from ingest.submissions.reading import Coordinate, Finding, ValueCell
from ingest.submissions.reference import Indicator, Reference, Unit
from ingest.submissions.workbook import Cell
from ingest.vietnamese.folding import normalise


@dataclass(slots=True)
class Extraction:
    """What was taken from the tables of a file so far."""

    values: list[ValueCell] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def extract_table(
    table: Table, period: Period, labels: RowLabels, sectors: SectorLabels, reference: Reference
) -> Extraction:
    """The values of a table, and what is wrong with single cells and rows."""
    taken = Extraction()
    columns = table.value_columns(period)
    if not columns:
        return taken
    section: Entity | None = None
    for row in range(table.first_row, table.last_row + 1):
        label = table.label(row) or table.outline(row)
        if not label.strip() or is_of_which(label):
            continue
        title = section_entity(label)
        if title is not None:
            section = title
            if not _has_content(table, row, columns):
                continue
            meaning: RowMeaning | None = RowMeaning(title, COUNTED_BY[title])
        else:
            meaning = labels.find(label, section) or sectors.find(label, section)
        if meaning is not None:
            _take_row(taken, table, row, columns, meaning, reference)
        elif _has_number(table, row, columns):
            taken.findings.append(
                make_finding(
                    reference,
                    "unknown_row",
                    {"label": _tidy(label)},
                    sheet=table.sheet.name,
                    cell=a1(row, table.label_column),
                    value_seen=_tidy(label),
                )
            )
    return taken


def duplicates(tables: Iterable[list[ValueCell]], facts: Facts) -> Iterator[Finding]:
    """Values that stand twice in one table, or with different numbers in two tables of a file."""
    first: dict[Coordinate, tuple[int, ValueCell]] = {}
    for number, values in enumerate(tables):
        for cell in values:
            known = first.setdefault(cell.coordinate, (number, cell))
            table_number, earlier = known
            if earlier is cell or (table_number != number and earlier.number == cell.number):
                continue
            at = cell.coordinate
            yield make_finding(
                facts.reference,
                "duplicate_indicator",
                {
                    "label": facts.label(at),
                    "column": facts.column_label(at.value_column),
                    "first_cell": earlier.cell,
                    "first_value": _shown(earlier),
                    "value": _shown(cell),
                },
                sheet=cell.sheet,
                cell=cell.cell,
                value_seen=cell.raw_text,
            )


def _take_row(
    taken: Extraction,
    table: Table,
    row: int,
    columns: dict[int, ValueColumnName],
    meaning: RowMeaning,
    reference: Reference,
) -> None:
    indicator = reference.indicator(meaning.entity, meaning.indicator_code)
    label = _tidy(table.label(row) or table.outline(row))
    row_unit, is_row_unit_understood = _row_unit(table, row, indicator, reference)
    for column, value_column in columns.items():
        cell = table.sheet.at(row, column)
        address = a1(row, column)
        said = read_cell(cell, expects_count=indicator.is_count, expects_percent=indicator.is_percent)
        unit = row_unit
        if said.unit is not None:
            own_unit = reference.unit(said.unit)
            if own_unit is None or own_unit.canonical != indicator.canonical_unit:
                said = CellMeaning("unknown", doubt="words_for_number")
            else:
                unit = own_unit
        taken.values.append(
            ValueCell(
                coordinate=Coordinate(meaning.entity, meaning.indicator_code, meaning.sector_code, value_column),
                label=label,
                sheet=table.sheet.name,
                cell=address,
                raw_text=cell.raw_text if cell else None,
                reading=said.reading,
                value_printed=said.number,
                printed_unit=unit.printed,
                factor=unit.factor,
                canonical_unit=indicator.canonical_unit,
                indicator_unit=indicator.unit,
            )
        )
        if cell is not None and cell.points_outside:
            taken.findings.append(_outside(taken.values[-1], indicator, reference))
        if said.doubt is not None:
            taken.findings.append(_doubt(reference, taken.values[-1], said, cell, indicator))
    if not is_row_unit_understood and taken.values:
        taken.findings.append(_unknown_unit(table, row, label, indicator, row_unit, reference))


def _row_unit(table: Table, row: int, indicator: Indicator, reference: Reference) -> tuple[Unit, bool]:
    """The unit of a row, from the most specific place that says one, and whether what stands there is known."""
    assumed = reference.unit(indicator.unit) or Unit(indicator.unit, indicator.canonical_unit, Decimal(1))
    printed = table.sheet.text(row, table.unit_column).strip() if table.unit_column else ""
    if printed:
        unit = reference.unit(printed)
        fits = unit is not None and unit.canonical == indicator.canonical_unit
        if unit is not None and fits:
            return unit, True
        return assumed, not indicator.is_money
    if indicator.is_money and table.unit_line:
        unit = reference.unit(table.unit_line)
        if unit is not None and unit.canonical == indicator.canonical_unit:
            return unit, True
    return assumed, True


def _unknown_unit(
    table: Table, row: int, label: str, indicator: Indicator, assumed: Unit, reference: Reference
) -> Finding:
    printed = table.sheet.text(row, table.unit_column or 0)
    return make_finding(
        reference,
        "unknown_unit",
        {"label": Named(label, indicator.name_en), "unit": printed, "assumed_unit": assumed.printed},
        sheet=table.sheet.name,
        cell=a1(row, table.unit_column or table.label_column),
        value_seen=printed,
    )


def _outside(value: ValueCell, indicator: Indicator, reference: Reference) -> Finding:
    details: dict[str, Detail] = {"label": Named(value.label, indicator.name_en), "seen": value.raw_text or ""}
    return make_finding(
        reference,
        "formula_points_outside",
        details,
        sheet=value.sheet,
        cell=value.cell,
        value_seen=value.raw_text,
    )


def _doubt(
    reference: Reference, value: ValueCell, said: CellMeaning, cell: Cell | None, indicator: Indicator
) -> Finding:
    assert said.doubt is not None
    seen = cell.text if cell else ""
    details: dict[str, Detail] = {"label": Named(value.label, indicator.name_en), "seen": seen}
    if value.value is not None:
        details["value"] = Quantity(value.value, value.canonical_unit)
    return make_finding(reference, said.doubt, details, sheet=value.sheet, cell=value.cell, value_seen=seen)


def _has_content(table: Table, row: int, columns: Iterable[int]) -> bool:
    return any(table.sheet.at(row, column) is not None for column in columns)


def _has_number(table: Table, row: int, columns: Iterable[int]) -> bool:
    said = (read_cell(table.sheet.at(row, column), expects_count=False, expects_percent=False) for column in columns)
    return any(meaning.reading == "value" for meaning in said)


def _shown(cell: ValueCell) -> Detail:
    return Quantity(cell.value, cell.canonical_unit) if cell.value is not None else (cell.raw_text or "…")


def _tidy(label: str) -> str:
    return " ".join(normalise(label).split())
