"""Workbooks as a round of communes sends them: A-1, A-2 and a register of ten, each with figures of its own.

The figures are drawn from the workbook's number, so that every run makes the same files. Three layouts stand in
for three offices: with and without a row of column numbers, and with the unit in the rows or in a line above.
"""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from ingest.submissions.labels import ALL_SECTORS, COUNTED_BY
from ingest.submissions.places import Area
from ingest.submissions.reference import Reference
from ingest.submissions.register.tax_code import check_digit

ROUND = "2024-H1"
REGISTER_ROWS = 10
_COLUMNS = ("Thực hiện năm 2023", "Kế hoạch năm 2024", "Thực hiện 6 tháng đầu năm 2024", "Ước thực hiện năm 2024")
_REGISTER_TITLES = (
    "STT",
    "Tên hợp tác xã",
    "Mã số thuế",
    "Địa chỉ",
    "Ngành nghề",
    "Ngày thành lập",
    "Tình trạng hoạt động",
    "Giám đốc",
    "Số thành viên",
    "Lao động thường xuyên",
    "Vốn điều lệ (triệu đồng)",
    "Doanh thu (triệu đồng)",
    "Lợi nhuận (triệu đồng)",
    "Xếp loại",
)
_VILLAGES = ("An Phú", "Bình Minh", "Cát Tường", "Đông Hòa", "Hưng Thịnh", "Long Hòa", "Mỹ Đông", "Phước Hậu")
_FAMILY_NAMES = ("Nguyễn Văn Hùng", "Trần Thị Lan", "Lê Quang Vinh", "Phạm Thị Hạnh")


@dataclass(frozen=True, slots=True)
class Layout:
    """How an office lays its tables out."""

    title_rows: int
    has_column_numbers: bool
    has_unit_column: bool


LAYOUTS = (Layout(4, True, True), Layout(6, False, True), Layout(3, True, False))


def write_workbooks(folder: Path, count: int, reference: Reference) -> list[Path]:
    """Write that many workbooks into the folder; returns their paths in order."""
    districts = [
        area for spans in reference.areas.values() for area in spans if area.level == "district" and area.valid_to
    ]
    paths = [folder / f"{number:04d}_bao_cao_KTTT.xlsx" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(build_workbook(number, districts[number % len(districts)], reference))
    return paths


def build_workbook(number: int, area: Area, reference: Reference) -> bytes:
    """One workbook: sheets "Phụ lục 1", "Phụ lục 2" and "Danh sách HTX"."""
    draw = random.Random(number)  # noqa: S311 - figures of a benchmark
    layout = LAYOUTS[number % len(LAYOUTS)]
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    counts = {
        entity: draw.randint(*limits) for entity, limits in (("HTX", (30, 90)), ("LHHTX", (1, 4)), ("THT", (50, 200)))
    }
    _write_table(book, "Phụ lục 1", area, layout, _indicator_rows(reference, counts, draw))
    _write_table(book, "Phụ lục 2", area, layout, _sector_rows(reference, counts))
    _write_register(book, draw)
    book.close()
    return buffer.getvalue()


Row = tuple[str, str, str, tuple[float, ...]]
"""Outline, label, unit, and a figure for each value column; none for a title."""


def _indicator_rows(reference: Reference, counts: dict[str, int], draw: random.Random) -> Iterator[Row]:
    numbers: dict[tuple[str, str], float] = {}
    for row in reference.forms["A-1"].rows:
        if row.indicator_code is None:
            yield row.outline, row.label_vi, "", ()
            continue
        indicator = reference.indicator(row.entity, row.indicator_code)
        parent = numbers.get((row.entity, indicator.parent_code or ""))
        if row.indicator_code == COUNTED_BY.get(row.entity):  # type: ignore[call-overload]
            amount: float = counts[row.entity]
        elif indicator.is_money:
            amount = draw.randint(100, 140) * (30 if "revenue" in row.indicator_code else 1)
        elif parent is not None:
            amount = int(parent * 0.2)
        else:
            amount = counts[row.entity] * draw.randint(20, 60)
        numbers[row.entity, row.indicator_code] = amount
        yield row.outline, row.label_vi, row.printed_unit, (amount,) * len(_COLUMNS)


def _sector_rows(reference: Reference, counts: dict[str, int]) -> Iterator[Row]:
    sectors = [sector for sector in reference.sectors.values() if sector.parent_code == ALL_SECTORS]
    for outline, entity, title in (
        ("I", "HTX", "Hợp tác xã"),
        ("II", "LHHTX", "Liên hiệp hợp tác xã"),
        ("III", "THT", "Tổ hợp tác"),
    ):
        total = counts[entity]
        yield outline, title, entity, (total,) * len(_COLUMNS)
        shares = [total // len(sectors)] * len(sectors)
        shares[0] += total - sum(shares)
        for place, (sector, share) in enumerate(zip(sectors, shares, strict=True), start=1):
            yield str(place), sector.name_vi, entity, (share,) * len(_COLUMNS)


def _write_table(book: xlsxwriter.Workbook, name: str, area: Area, layout: Layout, rows: Iterator[Row]) -> None:
    sheet = book.add_worksheet(name)
    sheet.write(0, 0, f"UBND {area.name.upper()}")
    sheet.write(1, 0, "BÁO CÁO TÌNH HÌNH KINH TẾ TẬP THỂ, HỢP TÁC XÃ 6 THÁNG ĐẦU NĂM 2024")
    if not layout.has_unit_column:
        sheet.write(2, 5, "Đơn vị tính tiền: triệu đồng")
    titles = ("STT", "Chỉ tiêu", *(("ĐVT",) if layout.has_unit_column else ()), *_COLUMNS)
    at = layout.title_rows
    sheet.write_row(at, 0, titles)
    if layout.has_column_numbers:
        at += 1
        sheet.write_row(at, 0, [f"({place})" for place in range(1, len(titles) + 1)])
    for outline, label, unit, figures in rows:
        at += 1
        sheet.write_row(at, 0, (outline, label, *((unit,) if layout.has_unit_column else ()), *figures))


def _write_register(book: xlsxwriter.Workbook, draw: random.Random) -> None:
    sheet = book.add_worksheet("Danh sách HTX")
    sheet.write(0, 0, "DANH SÁCH HỢP TÁC XÃ TRÊN ĐỊA BÀN")
    sheet.write_row(2, 0, _REGISTER_TITLES)
    for place in range(REGISTER_ROWS):
        village = _VILLAGES[place % len(_VILLAGES)]
        sheet.write_row(
            3 + place,
            0,
            (
                place + 1,
                f"HTX Nông nghiệp {village} {place + 1}",
                _tax_code(draw),
                f"Thôn {place + 1}, xã {village}",
                "Nông nghiệp",
                f"{draw.randint(1, 28):02d}/0{draw.randint(1, 9)}/20{draw.randint(10, 23)}",
                "Đang hoạt động",
                _FAMILY_NAMES[place % len(_FAMILY_NAMES)],
                draw.randint(8, 300),
                draw.randint(3, 40),
                draw.randint(200, 5000),
                draw.randint(300, 9000),
                draw.randint(10, 400),
                "Khá",
            ),
        )


def _tax_code(draw: random.Random) -> str:
    while True:
        nine = f"3{draw.randint(0, 99_999_999):08d}"
        if last := check_digit(nine):
            return nine + last
