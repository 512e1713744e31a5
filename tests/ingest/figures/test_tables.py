"""Tables in articles: each cell is read as what its column and its row say together, or not at all."""

import datetime as dt

import pytest

from ingest.figures.extract import extract_figures
from ingest.figures.types import Figure, Kind

_DAY = dt.date(2024, 2, 1)


def lines(*cells: str) -> str:
    return "\n".join(cells)


def of_tables(text: str, published: dt.date | None = _DAY) -> list[Figure]:
    found = extract_figures(text, article_id="t", published=published)
    return [figure for figure in found if any(step.startswith("table: ") for step in figure.rule_trace)]


def written(figure: Figure) -> str:
    value = f"{figure.low:f}".rstrip("0").rstrip(".") if "." in f"{figure.low:f}" else f"{figure.low:f}"
    parts = (figure.entity, figure.indicator, figure.sector, value, figure.unit, figure.status, figure.place)
    return " ".join(str(part) for part in (*parts, figure.period))


def figures(text: str, published: dt.date | None = _DAY) -> list[str]:
    return [written(figure) for figure in of_tables(text, published) if figure.kind is Kind.FIGURE]


PLAN = """Kết quả phát triển kinh tế tập thể tỉnh Hòa Bình năm 2023

Ủy ban nhân dân tỉnh Hòa Bình đánh giá tình hình kinh tế tập thể năm 2023 và xây dựng kế hoạch năm 2024 như sau:

Biểu 1. Một số chỉ tiêu chủ yếu
TT | Chỉ tiêu | ĐVT | Năm 2022 | Kế hoạch năm 2023 | Ước TH năm 2023 | TH/KH (%)
---|---|---|---|---|---|---
I | Hợp tác xã | | | | |
1 | Tổng số HTX | HTX | 512 | 540 | 548 | 101,5
 | Trong đó: | | | | |
 - | Số HTX giải thể | HTX | 12 | - | 9 |
2 | Thu nhập bình quân của lao động | Triệu đồng/người/năm | 52 | 55 | 56 | 101,8
II | Tổ hợp tác | | | | |
1 | Tổng số thành viên | Người | 9.870 | 10.000 | 10.244 | 102,4

Năm 2023, toàn tỉnh có 30 HTX thành lập mới.
"""


def test_indicators_by_status_and_year_are_read_under_their_sections() -> None:
    assert figures(PLAN) == [
        "HTX coop_total all 512 count actual Hòa Bình 2022",
        "HTX coop_total all 540 count target Hòa Bình 2023",
        "HTX coop_total all 548 count estimate Hòa Bình 2023",
        "HTX coop_dissolved all 12 count actual Hòa Bình 2022",
        "HTX coop_dissolved all 9 count estimate Hòa Bình 2023",
        "HTX worker_income_avg all 52000000 VND_per_year actual Hòa Bình 2022",
        "HTX worker_income_avg all 55000000 VND_per_year target Hòa Bình 2023",
        "HTX worker_income_avg all 56000000 VND_per_year estimate Hòa Bình 2023",
        "THT members_total all 9870 person actual Hòa Bình 2022",
        "THT members_total all 10000 person target Hòa Bình 2023",
        "THT members_total all 10244 person estimate Hòa Bình 2023",
    ]


def test_percentages_of_the_plan_are_a_kind_of_their_own() -> None:
    attained = [figure for figure in of_tables(PLAN) if figure.kind is Kind.PLAN_ATTAINMENT]
    assert [figure.evidence for figure in attained] == ["101,5", "101,8", "102,4"]


def test_evidence_is_the_number_as_written_and_the_trace_names_row_and_column() -> None:
    first = of_tables(PLAN)[0]
    assert PLAN[first.start : first.end] == first.evidence == "512"
    assert first.rule_trace[-1] == "table: row Tổng số HTX, column Năm 2022"


def test_prose_after_a_table_is_read_as_before() -> None:
    without = "\n".join(line for line in PLAN.splitlines() if "|" not in line)
    found = [extract_figures(text, article_id="t", published=_DAY) for text in (PLAN, without)]
    told = [[written(figure) for figure in figures if figure.low == 30] for figures in found]
    assert told[0] == told[1] != []


DISTRICTS = lines(
    *("Đến 31/12/2022, toàn tỉnh Nghệ An có 860 HTX. Phân bố theo địa bàn cụ thể như sau:", ""),
    *("STT", "Huyện, thành phố", "Tổng số HTX", "Số HTX đang hoạt động", "Số thành viên"),
    *("1", "Huyện Diễn Châu", "72", "60", "15.410"),
    *("2", "TP. Vinh", "30", "-", "2.115"),
    *("3", "Huyện Kỳ Sơn", "12", "10"),
    *("4", "Yên Thành", "81", "77", "21.306"),
    *("5", "Các huyện còn lại", "19", "20", "1.004"),
    *("Tổng cộng", "214", "171", "39.835", "", "Nguồn: Liên minh HTX tỉnh."),
)


def test_districts_by_three_numbers_and_the_whole_province() -> None:
    assert figures(DISTRICTS) == [
        "HTX coop_total all 72 count actual Diễn Châu 2022-12-31",
        "HTX coop_active all 60 count actual Diễn Châu 2022-12-31",
        "HTX members_total all 15410 person actual Diễn Châu 2022-12-31",
        "HTX coop_total all 30 count actual Vinh 2022-12-31",
        "HTX members_total all 2115 person actual Vinh 2022-12-31",
        "HTX coop_total all 81 count actual Yên Thành 2022-12-31",
        "HTX coop_active all 77 count actual Yên Thành 2022-12-31",
        "HTX members_total all 21306 person actual Yên Thành 2022-12-31",
        "HTX coop_total all 214 count actual Nghệ An 2022-12-31",
        "HTX coop_active all 171 count actual Nghệ An 2022-12-31",
        "HTX members_total all 39835 person actual Nghệ An 2022-12-31",
    ]


def test_years_as_heads_between_tabs() -> None:
    text = lines(
        "Trong những năm qua, kinh tế tập thể của tỉnh Thái Bình có nhiều chuyển biến, thể hiện qua bảng sau:",
        "",
        "Chỉ tiêu\t2021\t2022\t2023",
        "Tổng số thành viên HTX (người)\t510.200\t511.000\t511.900",
        "Doanh thu bình quân một HTX (triệu đồng)\t1.120\t1.260\t1.340",
        "Số liên hiệp HTX\t2\t2\t3",
        "Số HTX ngừng hoạt động\t20\tx\t11",
        "Số nhà kho\t5\t6\t7",
    )
    assert figures(text) == [
        "HTX members_total all 510200 person actual Thái Bình 2021",
        "HTX members_total all 511000 person actual Thái Bình 2022",
        "HTX members_total all 511900 person actual Thái Bình 2023",
        "HTX revenue_avg all 1120000000 VND actual Thái Bình 2021",
        "HTX revenue_avg all 1260000000 VND actual Thái Bình 2022",
        "HTX revenue_avg all 1340000000 VND actual Thái Bình 2023",
        "LHHTX union_total all 2 count actual Thái Bình 2021",
        "LHHTX union_total all 2 count actual Thái Bình 2022",
        "LHHTX union_total all 3 count actual Thái Bình 2023",
        "HTX coop_inactive all 20 count actual Thái Bình 2021",
        "HTX coop_inactive all 11 count actual Thái Bình 2023",
    ]


SECTORS = lines(
    *("Lũy kế đến ngày 30/6/2023, số HTX tỉnh Đồng Tháp phân theo lĩnh vực và xếp loại như sau:", ""),
    *("STT", "Lĩnh vực", "Số HTX", "Trong đó", "Khá", "Trung bình", "Yếu"),
    *("1", "Nông nghiệp", "160", "90", "60", "10"),
    *("2", "Vận tải", "12", "6", "5", "1"),
    *("3", "Quỹ tín dụng nhân dân", "17", "15", "2", "0"),
    *("Tổng cộng", "189", "111", "67", "12"),
)


def test_sectors_by_grade_under_a_head_over_several_columns() -> None:
    place = "count actual Đồng Tháp 2023-06-30"
    assert figures(SECTORS) == [
        f"HTX coop_total agri 160 {place}",
        f"HTX coop_rated_fair agri 90 {place}",
        f"HTX coop_rated_average agri 60 {place}",
        f"HTX coop_rated_weak agri 10 {place}",
        f"HTX coop_total transport 12 {place}",
        f"HTX coop_rated_fair transport 6 {place}",
        f"HTX coop_rated_average transport 5 {place}",
        f"HTX coop_rated_weak transport 1 {place}",
        f"QTDND coop_total credit_fund 17 {place}",
        f"HTX coop_total all 189 {place}",
        f"HTX coop_rated_fair all 111 {place}",
        f"HTX coop_rated_average all 67 {place}",
        f"HTX coop_rated_weak all 12 {place}",
    ]


def test_a_column_that_does_not_sum_to_its_total_is_trusted_less() -> None:
    right, wrong = of_tables(SECTORS), of_tables(SECTORS.replace("\n189\n", "\n289\n"))
    total = next(figure for figure in wrong if figure.low == 289)
    assert total.confidence < min(figure.confidence for figure in right)
    assert any(step.startswith("parts:") for step in total.rule_trace)


def test_two_years_over_the_same_two_columns() -> None:
    text = lines(
        *("Theo Sở Kế hoạch và Đầu tư tỉnh Hà Giang, số HTX và thành viên qua hai năm như sau:", ""),
        *("Huyện", "Năm 2021", "Năm 2022", "Số HTX", "Số thành viên", "Số HTX", "Số thành viên"),
        *("Đồng Văn", "41", "520", "45", "560"),
        *("Mèo Vạc", "38", "470", "40", "480"),
    )
    assert figures(text) == [
        "HTX coop_total all 41 count actual Đồng Văn 2021",
        "HTX members_total all 520 person actual Đồng Văn 2021",
        "HTX coop_total all 45 count actual Đồng Văn 2022",
        "HTX members_total all 560 person actual Đồng Văn 2022",
        "HTX coop_total all 38 count actual Mèo Vạc 2021",
        "HTX members_total all 470 person actual Mèo Vạc 2021",
        "HTX coop_total all 40 count actual Mèo Vạc 2022",
        "HTX members_total all 480 person actual Mèo Vạc 2022",
    ]


def test_targets_that_a_plan_gives_to_districts_between_bars() -> None:
    text = """Kế hoạch phát triển kinh tế tập thể năm 2025 tỉnh Lạng Sơn

UBND tỉnh Lạng Sơn vừa giao chỉ tiêu thành lập mới HTX, tổ hợp tác năm 2025 cho các huyện, thành phố, cụ thể:

| Huyện, thành phố | Số HTX thành lập mới | Số THT thành lập mới | Ghi chú |
|---|---|---|---|
| Bắc Sơn | 6 | 10 | |
| Các huyện còn lại | 27 | 53 | |
| Toàn tỉnh | 33 | 63 | |
"""
    assert figures(text) == [
        "HTX coop_new all 6 count target Bắc Sơn 2025",
        "THT group_new all 10 count target Bắc Sơn 2025",
        "HTX coop_new all 33 count target Lạng Sơn 2025",
        "THT group_new all 63 count target Lạng Sơn 2025",
    ]


def test_cells_parted_by_empty_lines_with_units_in_the_heads() -> None:
    cells = ("Loại hình", "Số HTX", "Vốn điều lệ (tỷ đồng)", "HTX nông nghiệp", "210", "120,5")
    text = "\n\n".join(("Số HTX tỉnh Bắc Kạn đến 31/12/2023 theo loại hình:", *cells, "Tổng cộng", "254", "218,5"))
    assert figures(text) == [
        "HTX coop_total agri 210 count actual Bắc Kạn 2023-12-31",
        "HTX charter_capital_total agri 120500000000 VND actual Bắc Kạn 2023-12-31",
        "HTX coop_total all 254 count actual Bắc Kạn 2023-12-31",
        "HTX charter_capital_total all 218500000000 VND actual Bắc Kạn 2023-12-31",
    ]


def test_provinces_with_wide_gaps_between_cells() -> None:
    text = lines(
        *("Tính đến ngày 31/12/2021, số HTX của các tỉnh, thành phố như sau:", ""),
        *("Tỉnh, thành phố    Số HTX    Doanh thu bình quân (triệu đồng)", "Hà Nội    2.100    2.300"),
        *("Thái Bình    410    1.200", "Nam Định    450    1.350", "Tổng cộng    2.960    -"),
    )
    at = "2021-12-31"
    assert figures(text) == [
        f"HTX coop_total all 2100 count actual Hà Nội {at}",
        f"HTX revenue_avg all 2300000000 VND actual Hà Nội {at}",
        f"HTX coop_total all 410 count actual Thái Bình {at}",
        f"HTX revenue_avg all 1200000000 VND actual Thái Bình {at}",
        f"HTX coop_total all 450 count actual Nam Định {at}",
        f"HTX revenue_avg all 1350000000 VND actual Nam Định {at}",
    ]


def test_a_row_with_the_name_of_the_province_among_its_districts_is_left_open() -> None:
    text = DISTRICTS.replace("TP. Vinh", "Nghệ An")
    assert not [figure for figure in of_tables(text) if figure.low in {30, 2115}]


def test_money_without_a_unit_gives_nothing() -> None:
    text = lines(
        *("Số HTX tỉnh Bắc Kạn đến 31/12/2023 theo loại hình:", ""),
        *("Loại hình", "Số HTX", "Vốn điều lệ", "HTX nông nghiệp", "210", "120,5", "HTX phi nông nghiệp", "44", "98"),
    )
    assert [figure.indicator for figure in of_tables(text)] == ["coop_total", "coop_total"]


def test_a_head_nobody_knows_gives_nothing_and_leaves_its_neighbours() -> None:
    text = DISTRICTS.replace("Số HTX đang hoạt động", "Số HTX có trụ sở khang trang")
    assert {figure.indicator for figure in of_tables(text)} == {"coop_total", "members_total"}


def test_parts_of_a_number_of_new_ones_are_not_taken_for_all() -> None:
    text = lines(
        *("Trong quý, toàn tỉnh Hà Nam thành lập mới 15 HTX, cụ thể theo địa bàn:", ""),
        *("STT", "Huyện", "Số HTX", "1", "Kim Bảng", "5", "2", "Bình Lục", "6", "3", "Lý Nhân", "4"),
    )
    assert of_tables(text) == []


def test_a_table_of_one_cooperative_is_no_total() -> None:
    text = lines(
        "HTX chè Khe Cốc do bà Tô Thị Lan làm giám đốc được thành lập năm 2016 với 12 thành viên, kết quả như sau:",
        *("", "Chỉ tiêu | Năm 2021 | Năm 2022", "Số thành viên HTX (người) | 25 | 31"),
        "Doanh thu của HTX (triệu đồng) | 1.200 | 1.450",
    )
    assert figures(text) == []


RELATED = lines(
    *("Liên minh HTX tỉnh Bình Định tổ chức hội nghị tổng kết công tác năm 2023 vào sáng nay tại Quy Nhơn.", ""),
    *("Tin liên quan", "120 HTX được hỗ trợ vốn", "12/03/2023", "56", "Thành lập mới 15 HTX", "11/02/2023", "78"),
    *("HTX Phước Hưng vượt khó", "10/01/2023", "112", "Tổ hợp tác nuôi tôm", "05/01/2023", "99"),
)
PRICES = lines(
    *("Giá nông sản do các HTX tỉnh Đắk Lắk cung cấp hôm nay như sau:", "", "Mặt hàng", "Hôm nay", "Hôm qua"),
    *("Cà phê", "120.000", "119.500", "Hồ tiêu", "150.000", "151.000", "Lúa", "7.200", "7.100"),
)
ADDRESSES = lines(
    *("Danh sách HTX trên địa bàn tỉnh Long An và số điện thoại liên hệ như sau:", ""),
    *("STT", "Tên HTX", "Địa chỉ", "Điện thoại", "1", "HTX Gò Gòn", "Tân Hưng", "0272381381"),
    *("2", "HTX Cây Trôm", "Đức Huệ", "0913456789", "3", "HTX Tân Bình", "Tân Trụ", "0987654321"),
)
MENU = (
    "Trang chủ | Tin tức | HTX 2023 | Liên hệ\nThứ Hai, 5/2/2024 | Số lượt xem: 120 | In trang\nTrước | 1 | 2 | 3 | Sau"
)


@pytest.mark.parametrize("text", [RELATED, PRICES, ADDRESSES, MENU], ids=["related", "prices", "addresses", "menu"])
def test_what_only_looks_like_a_table_gives_nothing(text: str) -> None:
    assert of_tables(text) == []


def test_the_plan_of_the_year_beside_what_half_of_it_brought() -> None:
    text = lines(
        *("Liên minh HTX tỉnh Phú Thọ sơ kết công tác 6 tháng đầu năm 2023 với những kết quả như sau:", ""),
        *("STT", "Nội dung", "Kế hoạch năm", "Kết quả 6 tháng", "Tỷ lệ %"),
        *("1", "Số HTX thành lập mới", "40", "22", "55", "2", "Doanh nghiệp thành lập mới", "400", "210", "52,5"),
        *("3", "Số HTX giải thể", "10", "4", "40"),
    )
    assert figures(text, dt.date(2023, 7, 10)) == [
        "HTX coop_new all 40 count target Phú Thọ 2023",
        "HTX coop_new all 22 count actual Phú Thọ 2023-H1",
        "HTX coop_dissolved all 10 count target Phú Thọ 2023",
        "HTX coop_dissolved all 4 count actual Phú Thọ 2023-H1",
    ]
