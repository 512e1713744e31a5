"""From tables to values: every cell of a table's plan is read, at its own address."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from ingest.submissions.cells import LARGEST_NUMBER, CellMeaning, read_cell
from ingest.submissions.extraction_numbers import NumberStyles
from ingest.submissions.extraction_plan import Plan, Slot
from ingest.submissions.extraction_units import read_unit
from ingest.submissions.findings import Detail, Named, Quantity, make_finding
from ingest.submissions.layout import Table
from ingest.submissions.reading import Finding, ValueCell
from ingest.submissions.reference import MONEY_UNIT, PERCENT_UNIT, Indicator, Reference, Unit
from ingest.submissions.workbook import Cell

_RAW_TEXT = ValueCell._fields.index("raw_text")
_UNIT = ValueCell._fields.index("printed_unit")


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was taken from a table."""

    parts: tuple[list[ValueCell], ...]
    """One, or two where a title within the table begins the numbers by sector."""
    findings: list[Finding]


def extract(table: Table, plan: Plan, styles: NumberStyles, reference: Reference) -> Extraction:
    """The values of a table, and what is wrong with single cells and rows."""
    if not plan.steps:
        return Extraction((), [])
    values: list[ValueCell] = []
    findings: list[Finding] = []
    cells = table.sheet.cells
    as_value = ValueCell._make
    for step in plan.steps:
        if isinstance(step, Finding):
            findings.append(step)
            continue
        cell = cells.get(step.place)
        if cell is None:
            values.append(step.blank)
            continue
        number = _plain_number(cell, step)
        if number is not None:
            # one tuple from the parts of another: the shortest way to most of the cells of a round
            values.append(as_value((*step.blank[:_RAW_TEXT], cell.raw_text, "value", number, *step.blank[_UNIT:])))
        else:
            value, said = _read(cell, step, table, styles, reference)
            values.append(value)
            findings.extend(_doubts(cell, value, said, step.indicator, reference))
    parts = tuple([values[start:end] for start, end in pairwise([0, *plan.ends, len(values)])])
    return Extraction(parts, findings)


def _plain_number(cell: Cell, slot: Slot) -> Decimal | None:
    """The number in a cell that can be taken as it stands, with nothing wrong about it; most can."""
    number = cell.number
    if cell.kind != "number" or number is None or slot.is_percent or cell.points_outside:
        return None
    return number if -LARGEST_NUMBER < number < LARGEST_NUMBER else None


def _read(
    cell: Cell, slot: Slot, table: Table, styles: NumberStyles, reference: Reference
) -> tuple[ValueCell, CellMeaning]:
    unit = slot.unit
    said = read_cell(
        cell,
        expects_count=slot.is_count,
        expects_percent=slot.is_percent,
        is_english=cell.kind == "text" and styles.is_english(table, slot.column, unit.factor),
        is_decimal_comma=slot.is_decimal_comma,
    )
    if said.unit is not None:
        said, unit = _own_unit(said, slot.indicator, unit, reference)
    value = slot.blank._replace(
        raw_text=cell.raw_text,
        reading=said.reading,
        value_printed=said.number,
        printed_unit=unit.printed,
        factor=unit.factor,
    )
    return value, said


def _own_unit(said: CellMeaning, indicator: Indicator, unit: Unit, reference: Reference) -> tuple[CellMeaning, Unit]:
    """The cell's own word goes before all other units; a word that is no unit of the kind makes it no number."""
    own = read_unit(said.unit or "", reference)
    if own is not None and own.canonical == indicator.canonical_unit:
        return said, own
    counted = {MONEY_UNIT, PERCENT_UNIT, "ha"}
    if own is not None and indicator.is_count and own.canonical not in counted:
        return said, replace(unit, factor=own.factor)
    return CellMeaning("unknown", doubt="words_for_number"), unit


def _doubts(
    cell: Cell, value: ValueCell, said: CellMeaning, indicator: Indicator, reference: Reference
) -> Iterator[Finding]:
    if cell.points_outside:
        yield _told("formula_points_outside", value, indicator, reference)
    if said.doubt is not None:
        yield _told(said.doubt, value, indicator, reference)


def _told(rule_code: str, value: ValueCell, indicator: Indicator, reference: Reference) -> Finding:
    details: dict[str, Detail] = {"label": Named(value.label, indicator.name_en), "seen": value.raw_text or ""}
    if value.value is not None:
        details["value"] = Quantity(value.value, value.canonical_unit)
    return make_finding(reference, rule_code, details, sheet=value.sheet, cell=value.cell, value_seen=value.raw_text)
