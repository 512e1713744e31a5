"""Tables of articles: every number under its header and beside its label, pages in tables as text."""

import pytest

from ingest.articles.content import read_page

TITLE = "Hà Tĩnh: 975 hợp tác xã đang hoạt động sau nửa năm"
BEFORE = (
    "<p>Liên minh Hợp tác xã tỉnh cho biết, đến ngày 30/6/2024 toàn tỉnh có 975 HTX với hơn 96.500 thành viên, trong đó"
    " phần lớn hoạt động ở lĩnh vực nông nghiệp.</p>"
)
AFTER = "<p>Sáu tháng cuối năm, tỉnh ưu tiên đào tạo cán bộ quản lý và kết nối tiêu thụ nông sản cho bà con.</p>"
HEADER = "<tr><th>Chỉ tiêu</th><th>Đơn vị</th><th>Năm 2023</th><th>6 tháng 2024</th></tr>"


def lines(table: str) -> list[str]:
    """The lines of the page's text between the paragraphs around a table."""
    page = f"<html><body><article><h1>{TITLE}</h1>{BEFORE}{table}{AFTER}</article></body></html>"
    text = read_page(page.encode(), url="http://bao.example/bai").text
    between = text[text.index("nông nghiệp.\n") + len("nông nghiệp.\n") : text.index("\nSáu tháng cuối năm")]
    return [line.strip() for line in between.splitlines()]


def test_a_table_is_its_rows_with_the_cells_in_reading_order() -> None:
    table = (
        f"<table>{HEADER}<tr><td>Tổng số<br>HTX</td><td>HTX</td><td>950</td><td><p><b>975</b></p></td></tr>"
        "<tr><td>Doanh thu bình quân</td><td>triệu đồng/HTX</td><td></td><td>1.200</td></tr></table>"
    )
    assert [line for line in lines(table) if "---" not in line] == [
        "| Chỉ tiêu | Đơn vị | Năm 2023 | 6 tháng 2024 |",
        "| Tổng số HTX | HTX | 950 | 975 |",
        "| Doanh thu bình quân | triệu đồng/HTX |  | 1.200 |",
    ]


def test_what_spans_rows_and_columns_is_said_in_each_of_them() -> None:
    table = (
        "<table><tr><td rowspan=2>Chỉ tiêu</td><td colspan='2'>Thực hiện</td><td rowspan=2>Kế hoạch 2024</td></tr>"
        "<tr><td>2023</td><td>6 tháng 2024</td></tr>"
        "<tr><td>HTX</td><td>950</td><td>975</td><td rowspan=2>1.000</td></tr>"
        "<tr><td>Tổ hợp tác</td><td>2.500</td><td>2.538</td></tr></table>"
    )
    assert lines(table) == [
        "| Chỉ tiêu | Thực hiện | Thực hiện | Kế hoạch 2024 |",
        "| Chỉ tiêu | 2023 | 6 tháng 2024 | Kế hoạch 2024 |",
        "| HTX | 950 | 975 | 1.000 |",
        "| Tổ hợp tác | 2.500 | 2.538 |  |",
    ]


def test_a_box_of_one_column_is_text() -> None:
    table = "<table><tr><td><p>Toàn tỉnh có 3 liên hiệp HTX.</p></td></tr><tr><td>Có 31 HTX mới.</td></tr></table>"
    assert lines(table) == ["Toàn tỉnh có 3 liên hiệp HTX.", "Có 31 HTX mới."]


def test_a_picture_with_its_caption_in_a_table_is_none_of_the_text() -> None:
    page = lines(
        "<table><tr><td><img src='/a.jpg'></td></tr><tr><td>Ảnh: 12 HTX dự hội chợ.</td></tr></table><p>Tiếp.</p>"
    )
    assert page == ["Tiếp."]


@pytest.mark.parametrize("span", ["0", "-3", "nhiều", "99999999999", ""])
def test_a_span_that_cannot_be_is_no_harm(span: str) -> None:
    table = (
        f"<table>{HEADER}<tr><td colspan='{span}'>Tổng</td><td rowspan='{span}'>HTX</td><td>950</td><td>975</td></tr>"
        "<tr><td>Tổ hợp tác</td><td>2.538</td></tr></table>"
    )
    text = " ".join(lines(table))
    assert "950 | 975" in text
    assert "2.538" in text
