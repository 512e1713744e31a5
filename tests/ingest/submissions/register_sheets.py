"""Sheets with registers, cell by cell, for the tests of the register."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from ingest.submissions.addresses import row_and_column
from ingest.submissions.reading import RegisterField, RegisterRow
from ingest.submissions.reference import Reference
from ingest.submissions.register.reading import Registers, read_registers
from ingest.submissions.register.tax_code import check_digit
from ingest.submissions.workbook import Cell, MergedRange, Sheet, Workbook, sheet_of

Content = str | int | float | Decimal | date | None
Rows = Sequence[Sequence[Content]]
ReadSheets = Callable[..., Registers]

TITLES: tuple[str, ...] = (
    "STT", "Tên hợp tác xã", "Mã số thuế", "Địa chỉ trụ sở", "Ngành nghề", "Ngày thành lập", "Tình trạng hoạt động",
    "Giám đốc/Chủ tịch HĐQT", "Số thành viên", "Lao động thường xuyên", "Vốn điều lệ (triệu đồng)",
    "Doanh thu (triệu đồng)", "Lợi nhuận (triệu đồng)", "Xếp loại",
)  # fmt: skip


def tax_code(number: int, province: str = "58") -> str:
    """A right code of that province: the next number after `number` that a digit completes."""
    while (last := check_digit(nine := f"{province}{number:07d}")) is None:
        number += 1
    return nine + last


def sheet(rows: Rows, *, name: str = "Danh sách HTX", merged: Iterable[str] = (), is_visible: bool = True) -> Sheet:
    """A sheet of these rows from A1 on; `merged` as "A1:D1"."""
    cells = {
        (row, column): _cell(row, column, content)
        for row, contents in enumerate(rows, start=1)
        for column, content in enumerate(contents, start=1)
        if content not in (None, "")
    }
    return sheet_of(name, cells, merged=tuple(map(_merged, merged)), is_visible=is_visible)


def _cell(row: int, column: int, content: Content) -> Cell:
    if isinstance(content, date):
        return Cell(row, column, "date", content.isoformat())
    if isinstance(content, (int, float, Decimal)):
        return Cell(row, column, "number", str(content), Decimal(str(content)))
    return Cell(row, column, "text", content or "")


def _merged(area: str) -> MergedRange:
    first, last = area.split(":")
    return MergedRange(*row_and_column(first), *row_and_column(last))


def read(reference: Reference, *sheets: Sheet) -> Registers:
    """What registers stand on the sheets."""
    return read_registers(Workbook(tuple(sheets)), reference)


def texts(row: RegisterRow, *fields: RegisterField) -> list[str | None]:
    return [row.text(field) for field in fields]


def numbers(row: RegisterRow, *fields: RegisterField) -> list[Decimal | None]:
    return [row.number(field) for field in fields]


def names(registers: Registers) -> list[str | None]:
    return [row.text("name") for row in registers.rows]


def found(registers: Registers) -> list[tuple[str, str | None]]:
    """The findings as (rule, cell)."""
    return [(finding.rule_code, finding.cell) for finding in registers.findings]


def cooperative(number: int, **changes: Content) -> list[Content]:
    """A right row under `TITLES`; a keyword replaces one content."""
    contents: dict[str, Content] = {
        "outline": number,
        "name": f"HTX Nông nghiệp Tân Tiến {number}",
        "tax_code": tax_code(1000 * number),
        "address": f"Thôn {number}, xã Nam Ban",
        "sector": "Nông nghiệp",
        "founded_on": date(2015, 1, min(28, number)),
        "status": "Đang hoạt động",
        "chairperson": f"Nguyễn Văn {_given_name(number)}",
        "members": 20 + number,
        "workers": 5 + number,
        "charter_capital": 500,
        "revenue": 1200 + number,
        "profit": 80,
        "rating": "Khá",
    }
    contents.update(changes)
    return list(contents.values())


def _given_name(number: int) -> str:
    given: Mapping[int, str] = {0: "An", 1: "Bình", 2: "Cường", 3: "Dũng", 4: "Hải", 5: "Khánh", 6: "Lâm", 7: "Minh"}
    return f"{given[number % 8]} {given[(number // 8) % 8]} {number}"
