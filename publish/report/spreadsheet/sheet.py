"""A sheet: a title, column heads, and rows of cells that are texts or numbers, never formulas."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape

from publish.report.packaging import without_forbidden_signs
from publish.report.spreadsheet.styles import HEAD_FILL, CellStyle, StyleSheet

Value = str | Decimal | int | None
StyledCell = tuple[Value, CellStyle]
TITLE = CellStyle(has_rules=False, wraps=False, is_bold=True, font_size=13)
HEAD = CellStyle(alignment="center", is_bold=True, fill=HEAD_FILL)
TEXT = CellStyle()
REMARK = CellStyle(has_rules=False, wraps=False, is_italic=True)
HEAD_ROW = 3
"""The row of the column heads, counted from 1; the cells follow below it."""
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_LONGEST_TEXT = 32767
"""Letters that Excel allows in a cell."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet holds. `widths` in characters; a row may be shorter than the heads."""

    name: str
    title: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: Sequence[Sequence[StyledCell]]
    remarks: tuple[str, ...] = ()
    is_filtered: bool = False


class SharedTexts:
    """The texts of a workbook, each once."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._used = 0

    def place(self, text: str) -> int:
        self._used += 1
        return self._places.setdefault(text, len(self._places))

    def markup(self) -> str:
        """The part ``xl/sharedStrings.xml``."""
        items = "".join(
            f'<si><t xml:space="preserve">{escape(without_forbidden_signs(text)[:_LONGEST_TEXT])}</t></si>'
            for text in self._places
        )
        return (
            '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            f'count="{self._used}" uniqueCount="{len(self._places)}">{items}</sst>'
        )


def sheet_markup(sheet: Sheet, styles: StyleSheet, texts: SharedTexts) -> str:
    """The part ``xl/worksheets/sheetN.xml``: heads frozen and repeated in print, on A4 landscape as wide as a page."""
    rows: list[tuple[int, Sequence[StyledCell]]] = [
        (1, [(sheet.title, TITLE)]),
        (HEAD_ROW, [(head, HEAD) for head in sheet.heads]),
        *enumerate(sheet.rows, start=HEAD_ROW + 1),
    ]
    last = HEAD_ROW + len(sheet.rows)
    rows += [(last + 1 + place, [(remark, REMARK)]) for place, remark in enumerate(sheet.remarks, start=1)]
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width:.2f}" customWidth="1"/>'
        for place, width in enumerate(sheet.widths, start=1)
    )
    writer = _Writer(max(len(sheet.heads), 1), styles, texts)
    body = "".join(writer.row(number, cells) for number, cells in rows if cells)
    last_column = column_letters(max(len(sheet.heads), 1) - 1)
    filtered = f'<autoFilter ref="A{HEAD_ROW}:{last_column}{last}"/>' if sheet.is_filtered and sheet.rows else ""
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr '
        f'fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="{HEAD_ROW}" '
        f'topLeftCell="A{HEAD_ROW + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{body}</sheetData>{filtered}"
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


class _Writer:
    """Writes the rows of one sheet. The style of the cell above is asked for by identity first: a large sheet has
    many cells and few styles."""

    def __init__(self, columns: int, styles: StyleSheet, texts: SharedTexts) -> None:
        self._letters = [column_letters(column) for column in range(columns)]
        self._above: list[tuple[CellStyle | None, int]] = [(None, 0)] * columns
        self._styles, self._texts = styles, texts

    def row(self, number: int, cells: Sequence[StyledCell]) -> str:
        written: list[str] = []
        for column, (value, style) in enumerate(cells):
            above, style_number = self._above[column]
            if style is not above:
                style_number = self._styles.number(style)
                self._above[column] = (style, style_number)
            begin = f'<c r="{self._letters[column]}{number}" s="{style_number}"'
            if value is None:
                written.append(f"{begin}/>")
            elif isinstance(value, str):
                written.append(f'{begin} t="s"><v>{self._texts.place(value)}</v></c>')
            else:
                written.append(f"{begin}><v>{_digits(value)}</v></c>")
        return f'<row r="{number}">{"".join(written)}</row>'


def _digits(value: Decimal | int) -> str:
    """Every digit of the value and no zero behind them: 1640.500000 → "1640.5"."""
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def column_letters(column: int) -> str:
    """0 → "A", 26 → "AA"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel allows and no other sheet has, cut between words; it is added to `taken`."""
    plain = " ".join(_FORBIDDEN_IN_NAMES.sub(" ", wanted).split()).strip("'") or "Sheet"
    name, number = _cut(plain, _LONGEST_NAME), 1
    while name.casefold() in taken:
        number += 1
        ending = f" ({number})"
        name = _cut(plain, _LONGEST_NAME - len(ending)) + ending
    taken.add(name.casefold())
    return name


def _cut(name: str, longest: int) -> str:
    if len(name) <= longest:
        return name
    words, _, _ = name[: longest + 1].rpartition(" ")
    return (words or name[:longest]).rstrip(" ,.;'")
