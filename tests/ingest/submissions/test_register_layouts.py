"""Registers as offices lay them out: where they stand, what their titles say, which rows are cooperatives."""

from datetime import date
from decimal import Decimal

import pytest

from ingest.submissions.reference import Reference
from tests.ingest.submissions.register_sheets import (
    TITLES,
    Rows,
    cooperative,
    found,
    names,
    numbers,
    read,
    sheet,
    tax_code,
    texts,
)

MILLION = Decimal(1_000_000)
A, B, C = tax_code(1000), tax_code(2000), tax_code(3000)


def test_a_plain_register_is_read_whole(reference: Reference) -> None:
    registers = read(reference, sheet([["DANH SÁCH HTX HUYỆN LÂM HÀ NĂM 2024"], [], TITLES, cooperative(1)]))
    (row,) = registers.rows
    assert (row.sheet, row.row) == ("Danh sách HTX", 4)
    assert texts(row, "name", "tax_code", "address") == ["HTX Nông nghiệp Tân Tiến 1", A, "Thôn 1, xã Nam Ban"]
    assert texts(row, "sector", "founded_on", "status", "rating") == ["agri", "2015-01-01", "active", "fair"]
    assert numbers(row, "members", "workers") == [21, 6]
    assert numbers(row, "charter_capital", "revenue", "profit") == [500 * MILLION, 1201 * MILLION, 80 * MILLION]
    assert row.cells["revenue"].cell == "L4"
    assert registers.findings == ()


def test_columns_may_stand_in_any_order_and_any_of_them_may_be_absent(reference: Reference) -> None:
    rows: Rows = [
        ["TT", "Xếp loại năm 2023", "Tên HTX", "Số TV", "Tình trạng HĐ"],
        [1, "TB", "HTX Hòa Bình", 35, "Ngừng HĐ"],
        [2, "KXL", "QTDND Gia Phú", 1204, "Đang HĐ"],
    ]
    registers = read(reference, sheet(rows))
    assert [texts(row, "name", "rating", "status", "tax_code") for row in registers.rows] == [
        ["HTX Hòa Bình", "average", "inactive", None],
        ["QTDND Gia Phú", "not_rated", "active", None],
    ]
    assert [numbers(row, "members", "revenue") for row in registers.rows] == [[35, None], [1204, None]]
    assert "revenue" not in registers.rows[0].cells
    assert registers.findings == ()


TWO_ROWS: Rows = [
    ["PHÒNG TÀI CHÍNH - KẾ HOẠCH", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["BIỂU TỔNG HỢP DANH SÁCH HỢP TÁC XÃ"],
    ["STT", "Tên HTX", "MST", "Vốn (triệu đồng)", None, "Lao động", None, "Kết quả SXKD năm 2023 (tỷ đồng)", None],
    [None, None, None, "Điều lệ", "Hoạt động", "Tổng số", "Thường xuyên", "Doanh thu", "Lợi nhuận"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
    [1, "HTX Vận tải Thành Công", A, 800, 1250, 31, 12, 4.5, 0.25],
]


@pytest.mark.parametrize("merged", [(), ("A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:G3", "H3:I3")])
def test_titles_of_two_rows_are_read_together(reference: Reference, merged: tuple[str, ...]) -> None:
    """Whether the spreadsheet merged the cells over the sub-titles or left them blank."""
    registers = read(reference, sheet(TWO_ROWS, merged=merged))
    (row,) = registers.rows
    assert numbers(row, "workers", "charter_capital") == [12, 800 * MILLION]
    assert numbers(row, "revenue", "profit") == [4500 * MILLION, 250 * MILLION]
    assert registers.findings == ()


def test_titles_may_stand_over_the_row_of_the_names_title(reference: Reference) -> None:
    rows: Rows = [
        ["STT", "Thông tin chung", None, None, "Người đại diện", None, "Số thành viên", None],
        [None, "Tên HTX", "Mã số thuế", "Địa chỉ", "Họ và tên", "Điện thoại", "Tổng số", "Trong đó: Nữ"],
        [1, "HTX Hòa Bình", A, "Xã Phú Sơn", "Lê Thị Hoa", "0912345678", 40, 18],
    ]
    merged = ("A1:A2", "B1:D1", "E1:F1", "G1:H1")
    (row,) = read(reference, sheet(rows, merged=merged)).rows
    assert texts(row, "name", "tax_code", "address", "chairperson") == ["HTX Hòa Bình", A, "Xã Phú Sơn", "Lê Thị Hoa"]
    assert numbers(row, "members") == [40]


def test_ticked_columns_give_status_and_rating(reference: Reference) -> None:
    rows: Rows = [
        ["STT", "Tên hợp tác xã", "Tình trạng", None, None, "Xếp loại", None, None, None],
        [None, None, "Đang hoạt động", "Ngừng hoạt động", "Chờ giải thể", "Tốt", "Khá", "TB", "Yếu"],
        [1, "HTX Hòa Bình", "x", None, None, None, "x", None, None],
        [2, "HTX Tân Tiến", None, "X", None, None, None, None, "x"],
        [3, "HTX Minh Khai", None, None, "x", None, None, None, None],
        [4, "HTX Lộc Phát", "x", "x", None, "x", None, None, None],
        [None, "Tổng cộng", 2, 2, 1, 1, 1, 0, 1],
    ]
    merged = ("A1:A2", "B1:B2", "C1:E1", "F1:I1")
    registers = read(reference, sheet(rows, merged=merged))
    assert [texts(row, "status", "rating") for row in registers.rows] == [
        ["active", "fair"],
        ["inactive", "weak"],
        ["dissolving", None],
        [None, "excellent"],
    ]
    assert registers.rows[0].cells["rating"].cell == "G3"


def test_titles_of_groups_totals_and_signatures_are_no_cooperatives(reference: Reference) -> None:
    rows: Rows = [
        TITLES,
        ["I", "Xã Nam Ban", None, None, None, None, None, None, 75],
        cooperative(1),
        cooperative(2),
        [None, "Cộng xã Nam Ban", None, None, None, None, None, None, 43, 13],
        ["II", "Xã Tân Hà"],
        cooperative(3),
        ["Tổng cộng", None, None, None, None, None, None, None, 66],
        [],
        [None, None, None, None, None, None, None, "Lâm Hà, ngày 5 tháng 6 năm 2024"],
        [None, "Người lập biểu", None, None, None, None, None, "CHỦ TỊCH"],
        [None, "Trần Văn Tài", None, None, None, None, None, "Lê Hữu Phước", 12],
    ]
    assert [row.row for row in read(reference, sheet(rows)).rows] == [3, 4, 7]


def test_a_groups_title_gives_the_sector_where_no_column_does(reference: Reference) -> None:
    rows: Rows = [
        ["DANH SÁCH HỢP TÁC XÃ"],
        ["STT", "Tên HTX", "Mã số thuế", "Số thành viên"],
        ["I. LĨNH VỰC NÔNG NGHIỆP (2 HTX)"],
        [1, "HTX Tân Tiến", A, 20],
        [2, "HTX Lộc Phát", B, 30],
        ["II", "Giao thông vận tải"],
        [1, "HTX Thành Công", C, 12],
        ["III", "Các đơn vị mới chuyển đến"],
        [1, "HTX Minh Khai", tax_code(4000), 9],
    ]
    registers = read(reference, sheet(rows, merged=["A3:D3"]))
    assert [row.text("sector") for row in registers.rows] == ["agri", "agri", "transport", None]
    assert registers.rows[0].cells["sector"].cell == "A3"


def test_a_column_of_sectors_goes_before_the_groups_title(reference: Reference) -> None:
    rows: Rows = [
        ["STT", "Tên HTX", "Ngành nghề"],
        ["I", "Lĩnh vực nông nghiệp"],
        [1, "HTX Tân Tiến", "Trồng trọt"],
        [2, "HTX Lộc Phát", None],
    ]
    assert [row.text("sector") for row in read(reference, sheet(rows)).rows] == ["crop", None]


def test_unions_and_groups_among_them_are_no_cooperatives(reference: Reference) -> None:
    by_column: Rows = [
        ["STT", "Tên đơn vị", "Loại hình", "Mã số thuế", "Tình trạng"],
        [1, "HTX Hòa Bình", "HTX", A, "Đang hoạt động"],
        [2, "Liên hiệp HTX Lâm Hà", "LHHTX", B, "Đang hoạt động"],
        [3, "Chè sạch Tân Hà", "THT", None, "Đang hoạt động"],
        [4, "Tân Tiến", "HTX", C, "Đang hoạt động"],
    ]
    by_section: Rows = [
        ["STT", "Tên HTX, LHHTX, THT", "Số thành viên"],
        ["A", "HỢP TÁC XÃ"],
        [1, "HTX Hòa Bình", 20],
        ["B", "LIÊN HIỆP HỢP TÁC XÃ"],
        [1, "Lâm Hà", 4],
        ["C", "TỔ HỢP TÁC"],
        [1, "Chè sạch Tân Hà", 11],
    ]
    assert names(read(reference, sheet(by_column))) == ["HTX Hòa Bình", "Tân Tiến"]
    assert names(read(reference, sheet(by_section))) == ["HTX Hòa Bình"]


@pytest.mark.parametrize(
    "rows",
    [
        [["STT", "Chỉ tiêu", "ĐVT", "Năm 2023", "6 tháng 2024"], [1, "Tổng số HTX", "HTX", 25, 27]],
        [["STT", "Đơn vị", "Số HTX", "Số thành viên", "Vốn điều lệ"], [1, "Xã Nam Ban", 5, 120, 3000]],
        [["Ngành nghề", "Hợp tác xã", "Liên hiệp HTX", "Tổ hợp tác"], ["Nông nghiệp", 12, 1, 40]],
        [["STT", "Tên tổ hợp tác", "Địa chỉ", "Số thành viên"], [1, "THT chè sạch", "Xã Tân Hà", 11]],
        [["STT", "Tên HTX", "Ghi chú"], [1, "HTX Hòa Bình", "được khen"]],
    ],
)
def test_other_tables_are_no_registers(reference: Reference, rows: Rows) -> None:
    assert read(reference, sheet(rows)).rows == ()


def test_registers_on_several_sheets_and_two_on_one_sheet(reference: Reference) -> None:
    stacked: Rows = [
        TITLES,
        cooperative(1),
        [],
        ["DANH SÁCH QUỸ TÍN DỤNG NHÂN DÂN"],
        ["STT", "Tên quỹ tín dụng", "Số thành viên"],
        [1, "QTDND Gia Phú", 2097],
    ]
    registers = read(
        reference,
        sheet(stacked, name="Xã Nam Ban"),
        sheet([TITLES, cooperative(2)], name="Xã Tân Hà"),
        sheet([TITLES, cooperative(3)], name="Năm 2022", is_visible=False),
    )
    assert [(row.sheet, row.row) for row in registers.rows] == [("Xã Nam Ban", 2), ("Xã Nam Ban", 6), ("Xã Tân Hà", 2)]
    assert registers.findings == ()


def test_the_header_may_be_repeated_and_ten_thousand_rows_be_blank(reference: Reference) -> None:
    rows: list[list[object]] = [list(TITLES), cooperative(1), list(TITLES), ["1", "2", *map(str, range(3, 15))]]
    rows += [[] for _ in range(10_000)]
    rows += [cooperative(2)]
    registers = read(reference, sheet(rows))  # type: ignore[arg-type]
    assert [row.row for row in registers.rows] == [2, 10_005]


def test_names_are_as_printed_on_one_line(reference: Reference) -> None:
    rows: Rows = [
        TITLES,
        cooperative(1, name="  HTX Nông nghiệp\nCông nghệ cao \u00a0Hoà Bình "),
        cooperative(2, name="HTX Dịch vụ nông nghiệp"),
        [None, "và thương mại Minh Khai"],
        cooperative(3, name="HỢP TÁC XÃ TÂN TIẾN"),
    ]
    assert names(read(reference, sheet(rows))) == [
        "HTX Nông nghiệp Công nghệ cao Hoà Bình",
        "HTX Dịch vụ nông nghiệp và thương mại Minh Khai",
        "HỢP TÁC XÃ TÂN TIẾN",
    ]


@pytest.mark.parametrize(
    ("lines", "title", "printed", "value"),
    [
        (["Đơn vị tính: triệu đồng"], "Vốn điều lệ", 500, 500 * MILLION),
        (["(ĐVT: 1.000 đồng)"], "Vốn điều lệ", "500.000", 500 * MILLION),
        (["Đơn vị tính: triệu đồng"], "Vốn điều lệ (đồng)", "500.000.000", 500 * MILLION),
        (["Đơn vị tính: người, triệu đồng"], "VĐL", "1.250,5", Decimal("1250.5") * MILLION),
        ([], "Vốn điều lệ (tỷ đồng)", "0,5", 500 * MILLION),
        ([], "Vốn điều lệ\n(ĐVT: trđ)", 500, 500 * MILLION),
        ([], "Vốn ĐL, nghìn đồng", 500_000, 500 * MILLION),
        (["ĐVT: đồng"], "Vốn điều lệ", "500 trđ", 500 * MILLION),
    ],
)
def test_money_is_in_the_most_specific_unit(
    reference: Reference, lines: list[str], title: str, printed: str | int, value: Decimal
) -> None:
    rows: Rows = [*([line] for line in lines), ["STT", "Tên HTX", title], [1, "HTX Hòa Bình", printed]]
    registers = read(reference, sheet(rows))
    assert numbers(registers.rows[0], "charter_capital") == [value]
    assert registers.findings == ()


@pytest.mark.parametrize(("printed", "factor"), [(500, MILLION), (500_000_000, Decimal(1))])
def test_a_unit_that_nothing_states_is_told(reference: Reference, printed: int, factor: Decimal) -> None:
    rows: Rows = [["STT", "Tên HTX", "Vốn điều lệ"], [1, "HTX Hòa Bình", printed]]
    registers = read(reference, sheet(rows))
    assert numbers(registers.rows[0], "charter_capital") == [printed * factor]
    assert found(registers) == [("register_unit_missing", "C1")]


def test_the_latest_year_and_the_total_go_before_their_neighbours(reference: Reference) -> None:
    rows: Rows = [
        ["STT", "Tên HTX", "Số thành viên", "Số thành viên nữ", "Thành viên mới", "Doanh thu (trđ)", None],
        [None, None, None, None, None, "Năm 2022", "Năm 2023"],
        [1, "HTX Hòa Bình", 40, 18, 2, 900, 1100],
    ]
    (row,) = read(reference, sheet(rows, merged=["F1:G1"])).rows
    assert numbers(row, "members", "revenue") == [40, 1100 * MILLION]


def test_a_numbered_row_without_a_name_is_kept_and_an_empty_numbered_one_is_not(reference: Reference) -> None:
    rows: Rows = [TITLES, cooperative(1, name=None), [2], [3]]
    registers = read(reference, sheet(rows))
    assert [(row.row, row.text("name"), row.text("tax_code")) for row in registers.rows] == [(2, None, A)]


def test_dates_are_read_as_precisely_as_they_are_printed(reference: Reference) -> None:
    printed = [date(2004, 1, 23), "23/01/2004", "23-1-2004", "01/2004", 2004, "năm 2004", 38009, "không rõ", "5/6/04"]
    rows: Rows = [["STT", "Tên HTX", "Ngày thành lập", "Số thành viên"]]
    rows = [*rows, *([place, f"HTX Tân Tiến {place}", day, 20] for place, day in enumerate(printed, start=1))]
    day = "2004-01-23"
    assert [row.text("founded_on") for row in read(reference, sheet(rows)).rows] == [
        day, day, day, "2004-01", "2004", "2004", day, None, None,
    ]  # fmt: skip


FORM: Rows = [
    ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện năm 2023", "Ước thực hiện năm 2024"],
    ["I", "HỢP TÁC XÃ"],
    [1, "Tổng số hợp tác xã", "HTX", 3, 3],
    [2, "Tổng số lao động thường xuyên trong HTX", "người", 20, 21],
]


@pytest.mark.parametrize("is_above", [True, False])
def test_a_register_ends_where_another_table_begins(reference: Reference, is_above: bool) -> None:
    register: Rows = [["DANH SÁCH HTX"], TITLES, cooperative(1), cooperative(2)]
    rows = [*register, [], *FORM] if is_above else [*FORM, [], *register]
    registers = read(reference, sheet(rows))
    assert names(registers) == ["HTX Nông nghiệp Tân Tiến 1", "HTX Nông nghiệp Tân Tiến 2"]
    assert registers.findings == ()


def test_names_without_their_kind_and_rows_without_numbers(reference: Reference) -> None:
    rows: Rows = [
        ["Tên HTX", "Xã", "Ngành nghề", "Số TV", "Doanh thu (trđ)"],
        ["Bình Minh", "Nam Ban", "NN", 20, 100],
        ["Hòa Bình", "Tân Hà", "DV NN", 30, None],
        ["Tổng", None, None, 50, 100],
    ]
    assert names(read(reference, sheet(rows))) == ["Bình Minh", "Hòa Bình"]


def test_titles_of_groups_may_carry_sums(reference: Reference) -> None:
    rows: Rows = [
        ["STT", "Tên HTX", "Số TV", "Doanh thu (trđ)"],
        ["I", "Nông nghiệp", 50, 100],
        [1, "Bình Minh", 20, 100],
        [2, "Hòa Bình", 30, None],
        ["II", "Phi nông nghiệp", 15, 1],
        [1, "Vận tải Tân Hà", 15, 1],
        [None, "Tổng cộng (I+II)", 65, 101],
    ]
    registers = read(reference, sheet(rows))
    assert [texts(row, "name", "sector") for row in registers.rows] == [
        ["Bình Minh", "agri"],
        ["Hòa Bình", "agri"],
        ["Vận tải Tân Hà", "nonagri"],
    ]


def test_names_may_be_merged_over_two_columns(reference: Reference) -> None:
    rows: Rows = [
        ["STT", "Tên HTX", None, "Số TV"],
        [1, "Bình Minh", None, 20],
        [2, "Hòa Bình", None, 30],
        ["Xã Tân Hà"],
        [3, "Lộc Phát", None, 12],
    ]
    merged = [*(f"B{row}:C{row}" for row in (1, 2, 3, 5)), "A4:D4"]
    assert names(read(reference, sheet(rows, merged=merged))) == ["Bình Minh", "Hòa Bình", "Lộc Phát"]
