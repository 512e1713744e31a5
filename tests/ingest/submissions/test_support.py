"""Support money (form A-3): policy lines, funding sources and kinds of amounts, however the table is turned."""

from decimal import Decimal

import pytest

from ingest.submissions.period import Period
from ingest.submissions.reference import Reference
from ingest.submissions.support import Support, read_support
from ingest.submissions.support_words import policy_of
from ingest.submissions.workbook import Cell, MergedRange, Sheet, Workbook

FIRST_HALF = Period(2024, 1)
Row = list[str | int | float | None]


def sheet(rows: list[Row], merged: tuple[MergedRange, ...] = ()) -> Workbook:
    cells: dict[tuple[int, int], Cell] = {}
    for row, contents in enumerate(rows, start=1):
        for column, content in enumerate(contents, start=1):
            if isinstance(content, str):
                cells[row, column] = Cell(row, column, "text", content)
            elif content is not None:
                cells[row, column] = Cell(row, column, "number", str(content), Decimal(str(content)))
    last_column = max(column for _, column in cells)
    return Workbook((Sheet("Phụ lục 3", True, cells, merged, last_row=len(rows), last_column=last_column),))


def amounts(support: Support) -> dict[tuple[str, str, str], Decimal | str]:
    return {
        (one.policy_code, one.funding_source, one.value_column): one.reading
        if one.value_printed is None
        else one.value_printed * one.factor
        for one in support.cells
    }


def totals(support: Support) -> dict[tuple[str, str], Decimal | None]:
    return {(one.coordinate.indicator_code, one.coordinate.value_column): one.value for one in support.values}


TITLE: list[Row] = [
    ["UBND HUYỆN CAN LỘC"],
    ["PHỤ LỤC 3: KINH PHÍ HỖ TRỢ PHÁT TRIỂN KINH TẾ TẬP THỂ 6 THÁNG ĐẦU NĂM 2024"],
    ["Đơn vị tính: triệu đồng"],
]


@pytest.fixture
def sources_under_amounts() -> Workbook:
    """Amounts over sources, as in our template."""
    return sheet(
        [
            *TITLE,
            ["STT", "Nội dung hỗ trợ", "Thực hiện 6 tháng đầu năm 2024", None, None, None, "Kế hoạch năm 2025"],
            [None, None, "Tổng số", "NSTW", "NSĐP", "Nguồn khác", "Tổng số"],
            ["A", "B", "1", "2", "3", "4", "5"],
            ["1", "Đào tạo, bồi dưỡng nguồn nhân lực", 120, 50, 70, "-", 200],
            ["2", "Hỗ trợ xúc tiến thương mại, mở rộng thị trường", "1.250,5", "…", "1.250,5", 0, 300],
            ["3", "Đầu tư xây nhà văn hóa thôn", 5, None, 5, None, 6],
            [None, "Tổng cộng", "1.370,5", 50, "1.320,5", 0, 500],
            ["NGƯỜI LẬP BIỂU"],
        ],
        (MergedRange(4, 3, 4, 6),),
    )


def test_amounts_are_read_by_policy_source_and_kind(sources_under_amounts: Workbook, reference: Reference) -> None:
    support = read_support(sources_under_amounts, FIRST_HALF, reference)
    read = amounts(support)
    assert read["training", "all", "actual_h1"] == 120_000_000
    assert read["training", "central", "actual_h1"] == 50_000_000
    assert read["training", "other", "actual_h1"] == "zero"
    assert read["trade_promotion", "all", "actual_h1"] == Decimal("1250500000")
    assert read["trade_promotion", "central", "actual_h1"] == "unknown"
    assert read["trade_promotion", "all", "plan_next_year"] == 300_000_000
    assert len(read) == 10


def test_the_total_row_is_the_indicators_of_the_budget(sources_under_amounts: Workbook, reference: Reference) -> None:
    assert totals(read_support(sources_under_amounts, FIRST_HALF, reference)) == {
        ("support_budget", "actual_h1"): Decimal("1370500000"),
        ("support_budget_central", "actual_h1"): 50_000_000,
        ("support_budget_local", "actual_h1"): Decimal("1320500000"),
        ("support_budget_other", "actual_h1"): 0,
        ("support_budget", "plan_next_year"): 500_000_000,
    }


def test_a_line_that_is_no_policy_of_ours_is_told_at_its_label(
    sources_under_amounts: Workbook, reference: Reference
) -> None:
    support = read_support(sources_under_amounts, FIRST_HALF, reference)
    assert [(one.rule_code, one.cell) for one in support.findings] == [("unknown_row", "B9")]
    assert support.covers("Phụ lục 3", 9)
    assert not support.covers("Phụ lục 3", 2)


def test_sources_may_stand_over_the_amounts(reference: Reference) -> None:
    workbook = sheet(
        [
            *TITLE,
            ["TT", "Chính sách", "Ngân sách trung ương", None, "Ngân sách địa phương", None],
            [None, None, "TH 6T/2024", "Nhu cầu 2025", "TH 6T/2024", "Nhu cầu 2025"],
            ["1", "Thành lập mới, tổ chức lại hoạt động HTX", 10, 20, 30, 40],
            ["2", "Ứng dụng khoa học kỹ thuật, công nghệ mới", 1, 2, 3, 4],
        ],
        (MergedRange(4, 3, 4, 4), MergedRange(4, 5, 4, 6)),
    )
    read = amounts(read_support(workbook, FIRST_HALF, reference))
    assert read["reorganisation", "central", "actual_h1"] == 10_000_000
    assert read["reorganisation", "local", "plan_next_year"] == 40_000_000
    assert read["science_technology", "central", "plan_next_year"] == 2_000_000
    assert len(read) == 8


def test_sources_may_be_rows_under_each_policy(reference: Reference) -> None:
    workbook = sheet(
        [
            *TITLE,
            ["STT", "Nội dung", "ĐVT", "Thực hiện năm 2023", "Kế hoạch năm 2024", "Ước thực hiện năm 2024"],
            ["1", "Hỗ trợ đất đai", "Tỷ đồng", "1,5", 2, 2],
            [None, "- Ngân sách trung ương", "Tỷ đồng", 1, 1, 1],
            [None, "- Ngân sách địa phương", "Tỷ đồng", "0,5", 1, 1],
            ["2", "Hỗ trợ kết cấu hạ tầng", "Tỷ đồng", 4, 5, 6],
            [None, "Số HTX được hỗ trợ", "HTX", 3, 3, 3],
            [None, "Tổng cộng", "Tỷ đồng", "5,5", 7, 8],
            [None, "- Nguồn NSTW", "Tỷ đồng", 1, 1, 1],
        ]
    )
    support = read_support(workbook, Period(2024), reference)
    read = amounts(support)
    assert read["land", "all", "actual_previous_year"] == 1_500_000_000
    assert read["land", "local", "actual_previous_year"] == 500_000_000
    assert read["infrastructure", "all", "estimate_year"] == 6_000_000_000
    assert totals(support)["support_budget_central", "plan_year"] == 1_000_000_000
    assert support.findings == ()


def test_a_range_where_money_belongs_is_told_and_not_guessed(reference: Reference) -> None:
    workbook = sheet(
        [
            *TITLE,
            ["STT", "Nội dung", "NSTW", "NSĐP"],
            ["1", "Đào tạo, bồi dưỡng", "50-70", 3],
            ["2", "Tuyên truyền", "đang rà soát", 4],
        ]
    )
    support = read_support(workbook, FIRST_HALF, reference)
    assert [(one.rule_code, one.cell) for one in support.findings] == [
        ("range_for_number", "C5"),
        ("words_for_number", "C6"),
    ]
    assert amounts(support)["training", "central", "actual_h1"] == "unknown"


def test_a_form_of_indicators_is_no_table_of_support(reference: Reference) -> None:
    workbook = sheet(
        [
            ["CÁC CHỈ TIÊU CƠ BẢN 6 THÁNG ĐẦU NĂM 2024"],
            ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện 6 tháng đầu năm 2024"],
            ["1", "Tổng số hợp tác xã", "HTX", 22],
            ["2", "Số HTX thành lập mới", "HTX", 2],
            ["3", "Tổng kinh phí hỗ trợ kinh tế tập thể", "triệu đồng", 500],
            [None, "Ngân sách trung ương", "triệu đồng", 200],
            [None, "Ngân sách địa phương", "triệu đồng", 300],
        ]
    )
    assert read_support(workbook, FIRST_HALF, reference) == Support()


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("1. Hỗ trợ đào tạo, bồi dưỡng nguồn nhân lực cho HTX", "training"),
        ("- Đưa lao động trẻ có trình độ về làm việc tại HTX", "young_workers"),
        ("Chính sách hỗ trợ xúc tiến thương mại", "trade_promotion"),
        ("III. KẾT CẤU HẠ TẦNG PHỤC VỤ SẢN XUẤT", "infrastructure"),
        ("Tiếp cận vốn và Quỹ hỗ trợ phát triển HTX", "support_fund"),
        ("Hỗ trợ vốn, giống khi gặp thiên tai, dịch bệnh", "disaster"),
        ("Xúc tiến thuơng mại", "trade_promotion"),
        ("Hỗ trợ khác", "other"),
        ("Tổng số hợp tác xã", None),
        ("Ngân sách trung ương", None),
    ],
)
def test_policy_lines_are_known_however_they_are_written(label: str, code: str | None, reference: Reference) -> None:
    assert policy_of(label, reference) == code
