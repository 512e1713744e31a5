"""Where the tables of a sheet are: header rows, the columns of labels, units and values. Knows no form."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ingest.submissions.period import Period, ValueColumnName
from ingest.submissions.workbook import Sheet
from ingest.vietnamese.folding import fold

Role = Literal["outline", "label", "unit", "note", "plan", "estimate", "half", "actual"]
_VALUE_ROLES = frozenset({"plan", "estimate", "half", "actual"})
_MAXIMUM_HEADER_ROWS = 4
_FEWEST_COLUMN_NUMBERS = 3
_FARTHEST_UNIT_LINE = 12

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_HALF = re.compile(r"\b(?:0?6|sau) ?(?:thang|t|th)\b")
_OTHER_SPAN = re.compile(r"\b(?:0?[1-57-9]|1[0-2]) ?(?:thang|t)\b|\bquy (?:[1-4]|i{1,3}|iv)\b")
_COMPARISON = re.compile(r"%|\bso (?:voi|sanh)\b|\bty (?:le|trong)\b|\btang\b|\bgiam\b|\bthuc hien/|\bth/|\bmuc do\b")
_PLAN = re.compile(r"\b(?:ke hoach|kh|du kien)\b")
_ESTIMATE = re.compile(r"\b(?:uoc|uth)\b")
_ACTUAL = re.compile(r"\b(?:thuc hien|th|ket qua|chinh thuc|nam)\b")
_LABEL_TITLE = re.compile(r"(?:cac |ten )?(?:chi tieu|noi dung|dien giai|danh muc)(?: .*)?")
_UNIT_TITLE = re.compile(r"(?:don vi(?: tinh)?|dvt|d\.v\.t)(?: .*)?")
_OUTLINE_TITLE = re.compile(r"(?:stt|tt|so tt|so thu tu|muc)")
_COLUMN_NUMBER = re.compile(r"\(?(?:[a-h]|\d{1,2})\)?(?: ?= ?[\d()+\-/*x:%., ]+)?")
_FOOTER = re.compile(r"(?:nguoi lap|thu truong|noi nhan|tm\.|kt\.|ghi chu\s*:|chu tich|truong phong)")
_UNIT_LINE = re.compile(r"(?:dvt|don vi tinh|don vi)\s*(?:tien)?\s*:\s*")


@dataclass(frozen=True, slots=True)
class ColumnTitle:
    """What the words over a column say: its role and the year they name."""

    role: Role | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet: rows `first_row` to `last_row`, both inclusive, under its header."""

    sheet: Sheet
    header_row: int
    first_row: int
    last_row: int
    outline_column: int | None
    label_column: int
    unit_column: int | None
    titles: Mapping[int, ColumnTitle]
    """The value columns and what is over them."""
    unit_line: str | None
    """The unit that a line above the table gives for its money ("tỷ đồng"), as printed."""

    def value_columns(self, period: Period) -> dict[int, ValueColumnName]:
        """Which column holds which value, for a form of that period; of two for the same the first."""
        found: dict[int, ValueColumnName] = {}
        for column, title in self.titles.items():
            name = _value_column(title, period)
            if name is not None and name not in found.values():
                found[column] = name
        return found

    def label(self, row: int) -> str:
        return self.sheet.text(row, self.label_column)

    def outline(self, row: int) -> str:
        return self.sheet.text(row, self.outline_column) if self.outline_column else ""


def read_title(text: str) -> ColumnTitle:
    """The role and the year of a column title, header rows joined from top to bottom."""
    words = fold(text)
    year_match = _YEAR.search(words)
    year = int(year_match[1]) if year_match else None
    return ColumnTitle(_role(words), year)


def _role(words: str) -> Role | None:
    if _OUTLINE_TITLE.fullmatch(words):
        return "outline"
    if words.startswith("ghi chu"):
        return "note"
    if _UNIT_TITLE.fullmatch(words) and not _YEAR.search(words):
        return "unit"
    if _LABEL_TITLE.fullmatch(words) and not _YEAR.search(words):
        return "label"
    if _COMPARISON.search(words) or _OTHER_SPAN.search(words):
        return None
    if _PLAN.search(words):
        return None if _HALF.search(words) else "plan"
    if _HALF.search(words):
        return "half"
    if _ESTIMATE.search(words):
        return "estimate"
    return "actual" if _ACTUAL.search(words) or _YEAR.fullmatch(words) else None


def _value_column(title: ColumnTitle, period: Period) -> ValueColumnName | None:
    """The form's column of a title: years decide; a title without a year is of the round's own."""
    offset = 0 if title.year is None else title.year - period.year
    match title.role, offset:
        case "plan", 0:
            return "plan_year"
        case "plan", 1:
            return "plan_next_year"
        case "half", 0:
            return "actual_h1"
        case "estimate", 0:
            return "estimate_year"
        case "estimate" | "actual", -1:
            return "actual_previous_year"
        case "actual", 0:
            if title.year is None:
                return "actual_previous_year"
            return "estimate_year" if period.half is None else None
    return None


def find_tables(sheet: Sheet) -> Iterator[Table]:
    """The tables of a sheet that have a label column and at least one value column, from top to bottom."""
    headers = [header for row in range(1, sheet.last_row + 1) if (header := _header_at(sheet, row)) is not None]
    for place, header in enumerate(headers):
        stop = headers[place + 1].row - 1 if place + 1 < len(headers) else sheet.last_row
        yield Table(
            sheet=sheet,
            header_row=header.row,
            first_row=header.last_row + 1,
            last_row=_last_row(sheet, header, stop),
            outline_column=header.columns_of("outline"),
            label_column=header.label_column,
            unit_column=header.columns_of("unit"),
            titles={column: title for column, title in header.titles.items() if title.role in _VALUE_ROLES},
            unit_line=_unit_line(sheet, header.row),
        )


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    last_row: int
    label_column: int
    titles: Mapping[int, ColumnTitle]

    def columns_of(self, role: Role) -> int | None:
        return next((column for column, title in self.titles.items() if title.role == role), None)


def _header_at(sheet: Sheet, row: int) -> _Header | None:
    """The header whose first row this is: a cell titled "Chỉ tiêu", and value titles in it or just below."""
    texts = (cell for cell in sheet.row_cells(row) if cell.kind == "text")
    label = next((cell for cell in texts if _LABEL_TITLE.fullmatch(fold(cell.text))), None)
    if label is None or read_title(label.text).role != "label":
        return None
    last_row = _last_header_row(sheet, row, label.column)
    titles = {
        column: read_title(_joined_title(sheet, row, last_row, column)) for column in range(1, sheet.last_column + 1)
    }
    if not any(title.role in _VALUE_ROLES for title in titles.values()):
        return None
    while last_row < sheet.last_row and _is_column_numbers(sheet, last_row + 1):
        last_row += 1
    return _Header(row, last_row, label.column, titles)


def _last_header_row(sheet: Sheet, row: int, label_column: int) -> int:
    """Merged title cells and rows of sub-titles (no label, no number, some title) belong to the header."""
    last = row
    for merged in sheet.merged:
        if merged.first_row == row and merged.first_column <= label_column <= merged.last_column:
            last = max(last, merged.last_row)
    while last < row + _MAXIMUM_HEADER_ROWS and not sheet.text(last + 1, label_column).strip():
        cells = list(sheet.row_cells(last + 1))
        is_subtitle = bool(cells) and all(cell.kind == "text" for cell in cells)
        if not is_subtitle or not any(read_title(cell.text).role in _VALUE_ROLES for cell in cells):
            break
        last += 1
    return last


def _joined_title(sheet: Sheet, first_row: int, last_row: int, column: int) -> str:
    """The title texts over a column, merged ones included, from top to bottom."""
    texts: list[str] = []
    for row in range(first_row, last_row + 1):
        text = _spread_text(sheet, row, column).strip()
        if text and text not in texts:
            texts.append(text)
    return " ".join(texts)


def _spread_text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.at(row, column)
    if cell is not None:
        return cell.text
    for merged in sheet.merged:
        if merged.first_row <= row <= merged.last_row and merged.first_column <= column <= merged.last_column:
            return sheet.text(merged.first_row, merged.first_column)
    return ""


def _is_column_numbers(sheet: Sheet, row: int) -> bool:
    """A row such as "A B C 1 2 3 4 5=3/2"."""
    texts = [fold(cell.text) for cell in sheet.row_cells(row)]
    if len(texts) < _FEWEST_COLUMN_NUMBERS or texts[0].strip("()") not in {"a", "1"}:
        return False
    return all(_COLUMN_NUMBER.fullmatch(text) for text in texts)


def _last_row(sheet: Sheet, header: _Header, stop: int) -> int:
    outline = header.columns_of("outline")
    for row in range(header.last_row + 1, stop + 1):
        texts = [sheet.text(row, column) for column in (outline, header.label_column) if column]
        if any(_FOOTER.match(fold(text)) for text in texts if text):
            return row - 1
    return stop


def _unit_line(sheet: Sheet, header_row: int) -> str | None:
    """The unit of a line such as "ĐVT tiền: triệu đồng" above the table, the nearest one."""
    rows = range(header_row - 1, max(0, header_row - _FARTHEST_UNIT_LINE), -1)
    above = [cell.text for row in rows for cell in sheet.row_cells(row)]
    for text in (*above, *reversed(sheet.preamble)):
        if ":" in text and _UNIT_LINE.match(fold(text)):
            return text.split(":", 1)[1].strip()
    return None
