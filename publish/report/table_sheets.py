"""The document's tables as sheets: numbers as numbers, unrounded, shown as the report prints them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from publish.report.document import DocumentTable, Language, ReportDocument, TableCell, TableColumn, TableRow
from publish.report.spreadsheet.sheet import HEAD_ROW, Sheet, StyledCell, column_letters, sheet_name
from publish.report.spreadsheet.styles import TITLE_FILL, CellStyle

_PAGE_CHARACTERS = 120
"""Characters in the widths of all columns together."""
_NARROWEST = 6.0
_PRINTED = re.compile(r"(?P<sign>[+−-]?)(?P<digits>\d[\d.,]*)(?P<rest>[^\d\"]*)")
_MARKS: dict[Language, tuple[str, str]] = {"vi": (".", ","), "en": (",", ".")}
"""What parts thousands, and what begins the decimals."""


@dataclass(frozen=True, slots=True)
class PlacedTables:
    """The sheets of the tables, and where in them each figure stands: "Biểu A-1!D5"."""

    sheets: tuple[Sheet, ...]
    places: dict[UUID, list[str]]


def table_sheets(document: ReportDocument) -> PlacedTables:
    """A sheet for each table of the document, in its order."""
    taken: set[str] = set()
    places: dict[UUID, list[str]] = {}
    sheets: list[Sheet] = []
    for number, table in enumerate(_tables(document), start=1):
        plain = f"{'Table' if document.language == 'en' else 'Bảng'} {number}"
        name = sheet_name(table.sheet_name or table.caption or plain, taken)
        sheets.append(_sheet(table, name, document.language))
        for line, row in enumerate(table.rows, start=HEAD_ROW + 1):
            for column, cell in enumerate(row.cells):
                if cell.figure_id is not None:
                    places.setdefault(cell.figure_id, []).append(f"{name}!{column_letters(column)}{line}")
    return PlacedTables(tuple(sheets), places)


def _tables(document: ReportDocument) -> Iterator[DocumentTable]:
    for blocks in (document.blocks, *(appendix.blocks for appendix in document.appendices)):
        yield from (block for block in blocks if isinstance(block, DocumentTable))


def _sheet(table: DocumentTable, name: str, language: Language) -> Sheet:
    total = sum(column.width_share for column in table.columns)
    label = next((place for place, column in enumerate(table.columns) if column.alignment == "left"), None)
    return Sheet(
        name=name,
        title=table.caption,
        heads=tuple(column.head for column in table.columns),
        widths=tuple(max(_PAGE_CHARACTERS * column.width_share / total, _NARROWEST) for column in table.columns),
        rows=[_row(row, table.columns, label, language) for row in table.rows],
        remarks=table.remarks,
    )


def _row(row: TableRow, columns: Sequence[TableColumn], label: int | None, language: Language) -> list[StyledCell]:
    if row.kind == "title":
        style = CellStyle(is_bold=True, fill=TITLE_FILL, wraps=False)
        text = " ".join(cell.text for cell in row.cells)
        return [(text, style), *[(None, style)] * (len(columns) - 1)]
    return [
        _cell(cell, column, row, language, is_indented=row.kind == "detail" and place == label)
        for place, (cell, column) in enumerate(zip(row.cells, columns, strict=True))
    ]


def _cell(cell: TableCell, column: TableColumn, row: TableRow, language: Language, *, is_indented: bool) -> StyledCell:
    is_bold, number_format = row.kind == "total", _number_format(cell, language)
    if cell.value is not None and number_format is not None:
        return cell.value, CellStyle(number_format, "right", is_bold=is_bold, wraps=False)
    is_unknown = cell.figure_id is not None and cell.value is None
    style = CellStyle(alignment=column.alignment, indent=int(is_indented), is_bold=is_bold, is_italic=is_unknown)
    return cell.text or None, style


def _number_format(cell: TableCell, language: Language) -> str | None:
    """The format in which the value looks as printed: "1.640,5", "92,2%", "741*", "663 HTX".

    None where the cell prints something else than its value: a range, a sentence, another unit.
    """
    printed = _PRINTED.fullmatch(cell.text.strip())
    if printed is None or cell.value is None:
        return None
    thousands, decimal = _MARKS[language]
    digits = printed["digits"].replace(thousands, "")
    decimals = len(digits.partition(decimal)[2])
    number = Decimal(digits.replace(decimal, "."))
    if printed["sign"] in {"-", "−"}:
        number = -number
    if number != cell.value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):
        return None
    rest = f'"{printed["rest"]}"' if printed["rest"] else ""
    shown = f"#,##0{'.' + '0' * decimals if decimals else ''}{rest}"
    return f"+{shown};-{shown};{shown}" if printed["sign"] == "+" else shown
