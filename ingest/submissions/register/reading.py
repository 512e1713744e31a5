"""From sheets to rows of the register: every cooperative at its own row, every field at its own cell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.submissions.findings import Named, make_finding
from ingest.submissions.labels import Entity
from ingest.submissions.reading import Finding, RegisterRow
from ingest.submissions.reference import Reference
from ingest.submissions.register.duplicates import find_duplicates
from ingest.submissions.register.fields import FieldReader
from ingest.submissions.register.money import column_units, has_english_thousands
from ingest.submissions.register.row_kinds import entity_of_name
from ingest.submissions.register.rows import RegisterEntry, entries
from ingest.submissions.register.scope import Scope, scope_of
from ingest.submissions.register.tables import RegisterTable, find_registers
from ingest.submissions.register.tax_code import read_tax_code
from ingest.submissions.register.words import key_of
from ingest.submissions.workbook import Workbook

_KINDS: dict[str, Entity] = {
    "hop tac xa": "HTX",
    "quy tin dung nhan dan": "HTX",
    "lien hiep hop tac xa": "LHHTX",
    "lien hiep": "LHHTX",
    "to hop tac": "THT",
}


@dataclass(frozen=True, slots=True)
class Registers:
    """The registers of a file: their rows in order, and what is wrong with single cells and rows."""

    rows: tuple[RegisterRow, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_registers(workbook: Workbook, reference: Reference) -> Registers:
    """All registers on the visible sheets. Unions and groups that stand among the cooperatives are left out."""
    read = [
        _read_table(table, reference)
        for sheet in workbook.visible_sheets()
        for table in find_registers(sheet, reference)
    ]
    findings = [finding for part in read for finding in part.findings]
    whole = [part for part in read if not part.scope.lists_some]
    sectors = {part.scope.sector for part in whole if part.scope.sector}
    are_parted = len(sectors) > 1 or any(part.scope.sector is None and part.rows for part in whole)
    marked: dict[int, RegisterRow] = {}
    for group in (whole, *([part] for part in read if part.scope.lists_some)):
        rows = [row for part in group for row in part.rows]
        for duplicate in find_duplicates(rows):
            row, first = rows[duplicate.place], rows[duplicate.first_place]
            marked[id(row)] = replace(row, is_second_copy=True)
            findings.append(_duplicate(row, first, duplicate.by_tax_code, reference))
    rows = [
        _of_some(marked.get(id(row), row), part.scope.lists_some or not are_parted)
        for part in read
        for row in part.rows
    ]
    return Registers(tuple(rows), tuple(findings))


def _of_some(row: RegisterRow, is_of_some: bool) -> RegisterRow:
    return replace(row, is_of_some=True) if is_of_some else row


@dataclass(frozen=True, slots=True)
class _ReadTable:
    rows: tuple[RegisterRow, ...]
    findings: tuple[Finding, ...]
    scope: Scope


def _read_table(table: RegisterTable, reference: Reference) -> _ReadTable:
    scope = scope_of(table)
    listed = [entry for entry in entries(table, reference) if _entity(entry, table, scope) == "HTX"]
    numbers = [entry.row for entry in listed]
    units = column_units(table, numbers, reference)
    reader = FieldReader(
        table=table,
        reference=reference,
        units=units,
        has_english_thousands=has_english_thousands(table, numbers),
        code_openings=frozenset(_code_openings(table, numbers)),
    )
    rows: list[RegisterRow] = []
    for entry in listed:
        cells = reader.read_row(entry.row, entry.name_tail)
        for name, cell in entry.from_titles.items():
            cells.setdefault(name, cell)
        rows.append(RegisterRow(table.sheet.name, entry.row, cells))
    assumed = list(_assumed_units(table, reader, reference)) if rows else []
    return _ReadTable(tuple(rows), (*assumed, *reader.findings), scope)


def _entity(entry: RegisterEntry, table: RegisterTable, scope: Scope) -> Entity:
    """Whether a row is a cooperative, a union or a group: by its name, its column, its section, the title."""
    sheet = table.sheet
    named = entity_of_name(sheet.text(entry.row, table.name_column))
    columns = [column for column in (table.kind_column, table.columns.get("sector")) if column]
    said = (_KINDS.get(key_of(sheet.text(entry.row, column))) for column in columns)
    return named or next((kind for kind in said if kind), None) or entry.entity or scope.entity or "HTX"


def _code_openings(table: RegisterTable, rows: Sequence[int]) -> Iterator[str]:
    column = table.columns.get("tax_code")
    for row in rows if column else ():
        cell = table.sheet.at(row, column or 0)
        if cell is not None:
            code = read_tax_code(cell.text, stored_as_number=cell.kind == "number")
            if code.is_valid and code.text:
                yield code.text[:2]


def _assumed_units(table: RegisterTable, reader: FieldReader, reference: Reference) -> Iterable[Finding]:
    """Told once a column, at its title: what stands under it may be wrong by a factor of a thousand."""
    for name, unit in reader.units.items():
        if unit.is_assumed:
            column = table.columns[name]
            title = table.titles.get(column, name)
            yield make_finding(
                reference,
                "register_unit_missing",
                {"label": title, "assumed_unit": unit.unit.printed},
                sheet=table.sheet.name,
                cell=table.title_address(column),
                value_seen=title,
            )


def _duplicate(row: RegisterRow, first: RegisterRow, by_tax_code: bool, reference: Reference) -> Finding:
    name = row.cells["name"]
    first_name = first.cells["name"]
    by = Named("cùng mã số thuế", "the same tax code") if by_tax_code else Named("cùng tên", "the same name")
    place = first_name.cell if first.sheet == row.sheet else f"{first.sheet}!{first_name.cell}"
    return make_finding(
        reference,
        "duplicate_cooperative",
        {"name": name.text or "?", "first_name": first_name.text or "?", "first_cell": place, "by": by},
        sheet=row.sheet,
        cell=name.cell,
        value_seen=name.raw_text,
    )
