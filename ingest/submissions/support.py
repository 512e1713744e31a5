"""Form A-3: support money by policy line and funding source.

The row that adds up all policy lines is an indicator of its own (KTTT.support_budget and its three sources), and its
sums are checked by the rules; what stands in a line of policy is kept as it is printed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from ingest.submissions.addresses import a1
from ingest.submissions.cells import CellMeaning, read_cell
from ingest.submissions.findings import Detail, Named, Quantity, make_finding
from ingest.submissions.layout import Table
from ingest.submissions.period import Period
from ingest.submissions.reading import Coordinate, Finding, SupportCell, ValueCell
from ingest.submissions.reference import MONEY_UNIT, Reference, Unit
from ingest.submissions.support_table import SupportColumn, SupportTable, find_support_tables
from ingest.submissions.support_words import FundingSource, is_total, policy_of, source_of
from ingest.submissions.workbook import Cell, Workbook
from ingest.vietnamese.folding import fold, normalise

_ENTITY = "KTTT"
_INDICATORS: Mapping[FundingSource, str] = {
    "all": "support_budget",
    "central": "support_budget_central",
    "local": "support_budget_local",
    "other": "support_budget_other",
}
_USUAL_UNIT = Unit("triệu đồng", MONEY_UNIT, Decimal(1_000_000))
_ALL_SECTORS = "all"
_OF_WHICH = frozenset({"trong do", "trong do:", "bao gom", "bao gom:"})

_Line = Literal["total"]
_TOTAL: _Line = "total"


@dataclass(frozen=True, slots=True)
class Support:
    """The amounts by policy line; `values` are the totals by funding source, which are indicators of their own."""

    cells: tuple[SupportCell, ...] = ()
    values: tuple[ValueCell, ...] = ()
    findings: tuple[Finding, ...] = ()
    tables: tuple[SupportTable, ...] = ()
    """Where they stand, so that no other form is looked for there."""

    def covers(self, sheet_name: str, row: int) -> bool:
        """Whether a row of a sheet is of a table of support money, its header included."""
        return any(one.sheet.name == sheet_name and one.header_row <= row <= one.last_row for one in self.tables)

    def clear_of(self, tables: Iterable[Table]) -> list[Table]:
        """The tables without those of support money; one that runs on into such a table ends before it."""
        kept: list[Table] = []
        for table in tables:
            is_upright = not table.grid.is_transposed  # on its side its columns are the rows of the sheet
            if any(self.covers(table.sheet.name, row) for row in ([table.first_row] if is_upright else table.titles)):
                continue
            starts = [one.header_row for one in self.tables if one.sheet.name == table.sheet.name]
            inside = [start for start in starts if is_upright and table.first_row <= start <= table.last_row]
            kept.append(replace(table, last_row=min(inside) - 1) if inside else table)
        return kept


@dataclass(slots=True)
class _Taken:
    cells: list[SupportCell] = field(default_factory=list)
    values: list[ValueCell] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of amounts: of a policy line or of the total, and its funding source where the row says it."""

    number: int
    label: str
    policy_code: str
    source: FundingSource
    unit: Unit


def read_support(workbook: Workbook, period: Period, reference: Reference) -> Support:
    """All tables of support money on the visible sheets."""
    tables = tuple(table for sheet in workbook.visible_sheets() for table in find_support_tables(sheet, reference))
    taken = _Taken()
    for table in tables:
        _take_table(taken, table, period, reference)
    return Support(tuple(taken.cells), tuple(taken.values), tuple(taken.findings), tables)


def _take_table(taken: _Taken, table: SupportTable, period: Period, reference: Reference) -> None:
    columns = table.columns(period)
    current: str | None = None
    for number in range(table.first_row, table.last_row + 1):
        label = " ".join(normalise(_label(table, number)).split())
        if not label or fold(label) in _OF_WHICH:
            continue
        policy = _TOTAL if is_total(label) else policy_of(label, reference)
        source = source_of(label) if policy is None or (policy == "other" and current is not None) else None
        if source is not None and source != "all" and current is not None and not _has_sources(columns):
            policy = current
        elif policy is not None:
            current, source = policy, None
        unit = _unit(table, number, reference)
        if unit is None:
            continue
        if policy is None:
            if _has_number(table, number, columns):
                taken.findings.append(_unknown(table, number, label, reference))
            continue
        row = _Row(number, label, policy, source or "all", unit)
        for column, meant in columns.items():
            _take_cell(taken, table, row, column, meant, reference)


def _take_cell(
    taken: _Taken, table: SupportTable, row: _Row, column: int, meant: SupportColumn, reference: Reference
) -> None:
    cell = table.sheet.at(row.number, column)
    source = meant.source or row.source
    said, unit = _said(cell, row.unit, reference)
    address = a1(row.number, column)
    raw_text = cell.raw_text if cell is not None else None
    if row.policy_code == _TOTAL:
        code = _INDICATORS[source]
        at = Coordinate(_ENTITY, code, _ALL_SECTORS, meant.value_column)
        taken.values.append(
            ValueCell(
                coordinate=at,
                label=row.label,
                sheet=table.sheet.name,
                cell=address,
                raw_text=raw_text,
                reading=said.reading,
                value_printed=said.number,
                printed_unit=unit.printed,
                factor=unit.factor,
                canonical_unit=MONEY_UNIT,
                indicator_unit=reference.indicator(_ENTITY, code).unit,
            )
        )
    else:
        taken.cells.append(
            SupportCell(
                policy_code=row.policy_code,
                funding_source=source,
                value_column=meant.value_column,
                label=row.label,
                sheet=table.sheet.name,
                cell=address,
                raw_text=raw_text,
                reading=said.reading,
                value_printed=said.number,
                printed_unit=unit.printed,
                factor=unit.factor,
            )
        )
    if said.doubt is not None:
        english = "Support budget" if row.policy_code == _TOTAL else reference.policies[row.policy_code].name_en
        details: dict[str, Detail] = {"label": Named(row.label, english), "seen": raw_text or ""}
        if said.number is not None:
            details["value"] = Quantity(said.number * unit.factor, MONEY_UNIT)
        taken.findings.append(
            make_finding(
                reference, said.doubt, details, sheet=table.sheet.name, cell=address, value_seen=raw_text or ""
            )
        )


def _said(cell: Cell | None, row_unit: Unit, reference: Reference) -> tuple[CellMeaning, Unit]:
    """What a cell says, and in which unit: its own word ("1,2 tỷ") goes before the row's."""
    said = read_cell(cell, expects_count=False, expects_percent=False)
    if said.unit is None:
        return said, row_unit
    own = reference.unit(said.unit)
    if own is None or own.canonical != MONEY_UNIT:
        return CellMeaning("unknown", doubt="words_for_number"), row_unit
    return said, own


def _unit(table: SupportTable, row: int, reference: Reference) -> Unit | None:
    """The unit of a row; None for a row that counts something else than money."""
    printed = table.sheet.text(row, table.unit_column).strip() if table.unit_column else ""
    if printed and (unit := reference.unit(printed)) is not None:
        return unit if unit.canonical == MONEY_UNIT else None
    line = reference.unit(table.unit_line) if table.unit_line else None
    return line if line is not None and line.canonical == MONEY_UNIT else _USUAL_UNIT


def _label(table: SupportTable, row: int) -> str:
    """The label of a row; of a total it may stand in the column of outline numbers, merged over the labels."""
    label = table.sheet.text(row, table.label_column)
    beside = table.sheet.text(row, table.label_column - 1) if table.label_column > 1 else ""
    return label if label.strip() or len(beside) <= 1 else beside


def _has_sources(columns: Mapping[int, SupportColumn]) -> bool:
    return any(one.source not in {None, "all"} for one in columns.values())


def _has_number(table: SupportTable, row: int, columns: Iterable[int]) -> bool:
    said = (read_cell(table.sheet.at(row, column), expects_count=False, expects_percent=False) for column in columns)
    return any(meaning.reading == "value" for meaning in said)


def _unknown(table: SupportTable, row: int, label: str, reference: Reference) -> Finding:
    return make_finding(
        reference,
        "unknown_row",
        {"label": label},
        sheet=table.sheet.name,
        cell=a1(row, table.label_column),
        value_seen=label,
    )
