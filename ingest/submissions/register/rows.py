"""The cooperatives of a table, row by row, and what the titles of groups over them say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ingest.submissions.labels import Entity
from ingest.submissions.reading import RegisterCell, RegisterField
from ingest.submissions.reference import Reference
from ingest.submissions.register.headers import is_another_header, is_column_numbers
from ingest.submissions.register.row_kinds import begins_lower_case, is_footer, name_kind, outline_kind
from ingest.submissions.register.sections import Sections, says_section
from ingest.submissions.register.tables import RegisterTable, repeated_header_rows
from ingest.submissions.workbook import Cell

RowKind = Literal["cooperative", "group", "continuation", "footer", "nothing"]

_FEWEST_DIGITS_OF_A_CODE = 8
_DETAILS: tuple[RegisterField, ...] = ("tax_code", "address", "chairperson", "founded_on", "status", "rating", "sector")


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A row that lists an organisation."""

    row: int
    name_tail: str
    """What its name goes on with in the next row."""
    entity: Entity | None
    """The kind that the section's title names."""
    from_titles: Mapping[RegisterField, RegisterCell]


def entries(table: RegisterTable, reference: Reference) -> Iterator[RegisterEntry]:
    """The rows that list an organisation, from top to bottom, up to the signatures."""
    sections = Sections(reference, table.sheet.name)
    repeated = frozenset(repeated_header_rows(table))
    held: RegisterEntry | None = None
    for row in table.grid.numbers(table.first_row, table.last_row):
        if row in repeated or is_column_numbers(table.grid, row):
            continue
        if is_another_header(table.grid, row):
            break
        kind = _kind(table, row, reference, follows=held is not None and held.row == row - 1)
        if kind == "continuation" and held is not None:
            tail = table.sheet.text(row, table.name_column)
            held = RegisterEntry(held.row, f"{held.name_tail} {tail}".strip(), held.entity, held.from_titles)
            continue
        if held is not None:
            yield held
            held = None
        if kind == "footer":
            return
        if kind == "group":
            sections.enter(_title_cell(table, row))
        elif kind == "cooperative":
            held = RegisterEntry(row, "", sections.entity, dict(sections.cells))
    if held is not None:
        yield held


def _kind(table: RegisterTable, row: int, reference: Reference, *, follows: bool) -> RowKind:
    """What a row is, by its number, its name and whether anything else of a cooperative stands in it."""
    name_cell = table.sheet.at(row, table.name_column)
    name = name_cell.text.strip() if name_cell else ""
    outline = outline_kind(table.sheet.text(row, table.outline_column)) if table.outline_column else "blank"
    has_code = _has_code(table, row)
    if not has_code and outline != "number" and any(is_footer(cell.text) for cell in table.grid.cells(row)):
        return "footer"
    if not name:
        return _kind_without_name(table, row, outline == "number", has_code)
    named = name_kind(name)
    has_details = has_code or _has_details(table, row)
    if named == "total" and not has_code and (outline != "number" or not has_details):
        return "nothing"
    if name_cell is not None and _covers_other_fields(table, name_cell) and not has_details:
        return "group"
    if has_details:
        return "cooperative"
    if follows and outline == "blank" and len(table.grid.cells(row)) == 1 and begins_lower_case(name):
        return "continuation"
    if outline == "group" or says_section(name, reference):
        return "group"
    if named == "organisation" or outline == "number":
        return "cooperative"
    has_figures = len(table.grid.cells(row)) > 1
    return "cooperative" if has_figures and table.outline_column is None else "group"


def _kind_without_name(table: RegisterTable, row: int, is_numbered: bool, has_code: bool) -> RowKind:
    """A title may stand in the column of row numbers; a row with a number and content misses its name."""
    if has_code or (is_numbered and _has_details(table, row)):
        return "cooperative"
    title = _title_cell(table, row)
    if title.kind != "text" or title.column > table.name_column or name_kind(title.text) == "total":
        return "nothing"
    return "nothing" if is_numbered else "group"


def _title_cell(table: RegisterTable, row: int) -> Cell:
    """The cell with the words of a group's title: the name's, or the first of the row."""
    cell = table.sheet.at(row, table.name_column)
    return cell if cell is not None and cell.text.strip() else table.grid.cells(row)[0]


def _covers_other_fields(table: RegisterTable, name_cell: Cell) -> bool:
    """Whether the name is merged over columns of other fields, as titles of groups are."""
    last = table.grid.reach(name_cell)
    return any(table.name_column < column <= last for column in table.columns.values())


def _has_code(table: RegisterTable, row: int) -> bool:
    column = table.columns.get("tax_code")
    text = table.sheet.text(row, column) if column else ""
    return sum(character.isdigit() for character in text) >= _FEWEST_DIGITS_OF_A_CODE


def _has_details(table: RegisterTable, row: int) -> bool:
    columns = [table.columns[name] for name in _DETAILS if name in table.columns]
    columns += [column for codes in table.ticks.values() for column in codes]
    cells = (table.sheet.at(row, column) for column in columns)
    return any(cell is not None and cell.kind != "number" and cell.text.strip(" -–…") for cell in cells)
