"""Tables are found by their titles, and rows by what their labels mean."""

import io
from collections.abc import Callable, Sequence

import pytest
import xlsxwriter

from ingest.submissions.formats import read_workbook
from ingest.submissions.labels import RowMeaning, row_labels, section_entity
from ingest.submissions.layout import find_tables, read_title
from ingest.submissions.period import Period
from ingest.submissions.reading import SubmissionReading
from ingest.submissions.reference import Reference
from ingest.submissions.workbook import Sheet

Check = Callable[..., SubmissionReading]
Rows = Sequence[Sequence[str | float | None]]


def workbook_of(rows: Rows, merged: Sequence[str] = (), sheet_name: str = "Biểu 01") -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet(sheet_name)
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value is not None:
                sheet.write(row, column, value)
    for cells in merged:
        first = cells.split(":")[0]
        row, column = int(first[1:]) - 1, ord(first[0]) - ord("A")
        sheet.merge_range(cells, rows[row][column])
    book.close()
    return buffer.getvalue()


def sheet_of(rows: Rows, merged: Sequence[str] = ()) -> Sheet:
    return read_workbook(workbook_of(rows, merged)).sheets[0]


TWO_LEVELS: Rows = [
    ["UBND HUYỆN CẦN GIỜ"],
    ["BÁO CÁO KINH TẾ TẬP THỂ 6 THÁNG ĐẦU NĂM 2024"],
    [None, None, None, None, None, None, "ĐVT tiền: tỷ đồng"],
    ["STT", "Chỉ tiêu", "ĐVT", "Năm 2023", "Năm 2024", None, None, "% TH/KH", "Ghi chú"],
    [None, None, None, "Thực hiện", "Kế hoạch", "Thực hiện 6 tháng", "Ước cả năm"],
    ["A", "B", "C", "1", "2", "3", "4", "5=3/2", "6"],
    ["I", "HỢP TÁC XÃ"],
    ["1", "Tổng số HTX", "HTX", 25, 27, 25, 26, 0.93],
    [None, "Trong đó:"],
    ["-", "HTX đang hoạt động", "HTX", 18, 20, 19, 20, 0.95],
    ["5", "Doanh thu bình quân một HTX", None, 4.1, 4.3, 2.2, 4.4],
    ["II", "TỔ HỢP TÁC"],
    ["1", "Tổng số THT", "tổ", 310, 320, 316, 318, 0.99],
    [None, "Người lập biểu", None, None, None, 12],
]
TWO_LEVELS_MERGED = ["A4:A5", "B4:B5", "C4:C5", "E4:G4", "H4:H5", "I4:I5"]


def test_two_title_rows_and_column_numbers_are_the_header(reference: Reference) -> None:
    (table,) = find_tables(sheet_of(TWO_LEVELS, TWO_LEVELS_MERGED), row_labels(reference))
    assert (table.header_row, table.first_row, table.last_row) == (4, 7, 13)
    header = table.header
    assert (header.outline_column, header.label_columns, header.unit_column) == (1, (2,), 3)
    assert table.value_columns(Period(2024, 1)) == {
        4: "actual_previous_year",
        5: "plan_year",
        6: "actual_h1",
        7: "estimate_year",
    }
    assert table.unit_line == "tỷ đồng"


def test_units_of_the_row_go_before_the_unit_of_the_sheet(check: Check) -> None:
    reading = check(workbook_of(TWO_LEVELS, TWO_LEVELS_MERGED))
    money = {cell.cell: cell.value for cell in reading.values if cell.coordinate.indicator_code == "revenue_avg"}
    assert money == {"D11": 4_100_000_000, "E11": 4_300_000_000, "F11": 2_200_000_000, "G11": 4_400_000_000}
    groups = [cell.printed_unit for cell in reading.values if cell.coordinate.indicator_code == "group_total"]
    assert groups == ["tổ"] * 4
    assert (reading.area_code, reading.period) == ("787", "2024-H1")


@pytest.mark.parametrize(
    ("title", "role", "year"),
    [
        ("Thực hiện năm 2023", "actual", 2023),
        ("TH 2023", "actual", 2023),
        ("Năm 2023 Thực hiện", "actual", 2023),
        ("Kế hoạch năm 2024", "plan", 2024),
        ("KH 2025", "plan", 2025),
        ("TH 6T/2024", "half", 2024),
        ("Thực hiện 6 tháng đầu năm 2024", "half", 2024),
        ("Ước thực hiện 6 tháng đầu năm 2024", "half", 2024),
        ("Ước TH 2024", "estimate", 2024),
        ("Ước cả năm", "estimate", None),
        ("% TH 6T so KH", None, None),
        ("So sánh với cùng kỳ năm 2023", None, 2023),
        ("Thực hiện 9 tháng năm 2024", None, 2024),
        ("Ghi chú", "note", None),
        ("STT", "outline", None),
        ("ĐVT", "unit", None),
        ("Chỉ tiêu", "label", None),
    ],
)
def test_column_titles_are_understood(title: str, role: str | None, year: int | None) -> None:
    found = read_title(title)
    assert (found.role, found.year) == (role, year)


@pytest.mark.parametrize(
    ("fragments", "role", "year", "offset"),
    [
        (("Năm 2024", "Thực hiện 6 tháng"), "half", 2024, None),
        (("Ước thực hiện", "6 tháng"), "half", None, None),
        (("Ước thực hiện", "Cả năm"), "estimate", None, None),
        (("Thực hiện", "2023"), "actual", 2023, None),
        (("Kế hoạch", "6 tháng"), None, None, None),
        (("Thực hiện 6 tháng đầu năm 2024 (từ 15/12/2023 đến 14/6/2024)",), "half", 2024, None),
        (("Thực hiện đến 30/6/2024",), "half", 2024, None),
        (("Thực hiện đến 31/12/2023",), "actual", 2023, None),
        (("KH'25",), "plan", 2025, None),
        (("TH6T/24",), "half", 2024, None),
        (("Thực hiện năm trước",), "actual", None, -1),
        (("Kế hoạch năm sau",), "plan", None, 1),
        (("Ước thực hiện kế hoạch năm 2024",), "estimate", 2024, None),
        (("Nhiệm vụ năm 2025",), "plan", 2025, None),
        (("Năm 2023", "Tỷ lệ"), None, 2023, None),
        (("Thực hiện 2023", "Trong đó nữ"), None, 2023, None),
        (("Giai đoạn 2021-2025",), None, None, None),
        (("6 tháng cuối năm 2024",), None, 2024, None),
        (("Ước/TH 2023",), None, 2023, None),
    ],
)
def test_titles_over_each_other_are_one(
    fragments: tuple[str, ...], role: str | None, year: int | None, offset: int | None
) -> None:
    found = read_title(*fragments)
    assert (found.role, found.year, found.offset) == (role, year, offset)


def test_a_column_of_another_year_is_not_taken(reference: Reference) -> None:
    rows: Rows = [["Chỉ tiêu", "TH 6T/2023", "TH 6T/2024"], ["Tổng số HTX", 24, 25]]
    (table,) = find_tables(sheet_of(rows), row_labels(reference))
    assert table.value_columns(Period(2024, 1)) == {3: "actual_h1"}


@pytest.mark.parametrize(
    ("label", "section", "meaning"),
    [
        ("Tổng số hợp tác xã", "HTX", ("HTX", "coop_total")),
        ("Tổng số HTX", None, ("HTX", "coop_total")),
        ("  Trong đó: Số thành viên mới", "HTX", ("HTX", "members_new")),
        ("- Số thành viên mới", "THT", ("THT", "members_new")),
        ("1.1. HTX thành lập mới", "HTX", ("HTX", "coop_new")),
        ("Thành lập mới", "LHHTX", ("LHHTX", "union_new")),
        ("Tổng số thnàh viên hợp tác xã", "HTX", ("HTX", "members_total")),
        ("Số HTX liên kêt theo chuổi giá trị", "HTX", ("HTX", "coop_value_chain")),
        ("Tổng số HTX thành viên", "LHHTX", ("LHHTX", "union_member_coops")),
        ("TỔNG SỐ LIÊN HIỆP HTX", None, ("LHHTX", "union_total")),
        ("Số trang trại đạt tiêu chí", "HTX", None),
        ("Số HTX", "THT", None),
        ("Thành viên liên kết không góp vốn", "HTX", ("HTX", "members_associate_no_capital")),
    ],
)
def test_row_labels_are_understood_within_their_section(
    reference: Reference, label: str, section: str | None, meaning: tuple[str, str] | None
) -> None:
    found = row_labels(reference).find(label, section)  # type: ignore[arg-type]
    assert found == (RowMeaning(*meaning) if meaning else None)


def test_every_label_of_the_form_means_its_own_row(reference: Reference) -> None:
    for row in reference.forms["A-1"].indicator_rows():
        found = row_labels(reference).find(row.label_vi, row.entity)  # type: ignore[arg-type]
        assert found == RowMeaning(row.entity, row.indicator_code or "")


def test_section_titles_open_their_entity() -> None:
    assert section_entity("II. LIÊN HIỆP HỢP TÁC XÃ") == "LHHTX"
    assert section_entity("Tổ hợp tác") == "THT"
    assert section_entity("Tổng số hợp tác xã") is None


def with_rows(*extra: Sequence[str | float | None]) -> bytes:
    return workbook_of([*TWO_LEVELS[:10], *extra, *TWO_LEVELS[10:13]], TWO_LEVELS_MERGED)


def test_a_row_that_stands_twice_is_reported_at_the_later_one(check: Check) -> None:
    reading = check(with_rows(["1", "Tổng số hợp tác xã", "HTX", None, None, 26, None]))
    found = {(finding.rule_code, finding.cell) for finding in reading.findings if "duplicate" in finding.rule_code}
    assert ("duplicate_indicator", "F11") in found
    sentence = next(finding.sentence_vi for finding in reading.findings if finding.cell == "F11")
    assert "F8" in sentence
    assert "25" in sentence
    assert "26" in sentence
    assert len([cell for cell in reading.values if cell.coordinate.indicator_code == "coop_total"]) == 8


def test_a_row_with_figures_that_nobody_knows_is_reported(check: Check) -> None:
    reading = check(with_rows(["1.9", "Số trang trại đạt tiêu chí", "trang trại", 10, 45, 25, 33]))
    assert [(f.cell, f.value_seen) for f in reading.findings if f.rule_code == "unknown_row"] == [
        ("B11", "Số trang trại đạt tiêu chí")
    ]


def test_an_unknown_unit_of_money_is_reported_and_not_guessed_in_silence(check: Check) -> None:
    reading = check(with_rows(["6", "Lãi bình quân một HTX", "nghìn USD", 0.3, 0.3, 0.1, 0.3]))
    assert [(f.rule_code, f.cell) for f in reading.findings if f.family == "ambiguous_number"] == [
        ("unknown_unit", "C11")
    ]


BY_SECTOR: Rows = [
    ["SỐ LƯỢNG HTX, THT PHÂN THEO NGÀNH NGHỀ"],
    ["STT", "Chỉ tiêu", "ĐVT", "TH 2023", "TH 6T/2024"],
    ["I", "HỢP TÁC XÃ", "HTX", 25, 27],
    ["1", "Nông - lâm - ngư - diêm nghiệp", "HTX", 20, 21],
    [None, "Trong đó:"],
    ["+", "Thủy sản", "HTX", 12, 12],
    ["2", "Tín dụng (Quỹ TDND)", "HTX", 2, 2],
    ["3", "Thương mại - dịch vụ", "HTX", 3, 3],
    ["II", "TỔ HỢP TÁC", "THT", 310, 316],
    ["1", "Vận tải", "THT", 310, 316],
]


def test_a_table_by_sector_counts_each_kind_of_organisation(check: Check) -> None:
    reading = check(workbook_of([["UBND HUYỆN CẦN GIỜ"], ["6 THÁNG ĐẦU NĂM 2024"], *BY_SECTOR]))
    read = {cell.cell: (cell.coordinate.entity, cell.coordinate.sector_code, cell.value) for cell in reading.values}
    assert {cell: said for cell, said in read.items() if cell.startswith("E")} == {
        "E5": ("HTX", "all", 27),
        "E6": ("HTX", "agri", 21),
        "E8": ("HTX", "fishery", 12),
        "E9": ("HTX", "credit_fund", 2),
        "E10": ("HTX", "trade_service", 3),
        "E11": ("THT", "all", 316),
        "E12": ("THT", "transport", 316),
    }
    assert [(f.rule_code, f.cell) for f in reading.findings if f.family == "parts_not_total"] == [
        ("sectors_not_total", "E5")
    ]
