"""Benefits and directions, which offices write unasked: their headings, and where the same words are none."""

import pytest

from ingest.submissions.narrative import read_narrative
from ingest.submissions.period import Period
from ingest.submissions.workbook import Cell, Paragraph, Sheet, Workbook

HALF_YEAR = Period(2024, 1)


def document(*lines: str) -> Workbook:
    """A document; a line in asterisks is bold."""
    return Workbook(
        (),
        tuple(
            Paragraph(number, line.strip("*"), is_heading=line.startswith("*"))
            for number, line in enumerate(lines, start=1)
        ),
    )


def column(*lines: str) -> Workbook:
    """A sheet with one line a row, in column A."""
    cells = {(row, 1): Cell(row, 1, "text", line) for row, line in enumerate(lines, start=1) if line}
    return Workbook((Sheet("Thuyết minh", True, cells, last_row=len(lines), last_column=1),))


def told(workbook: Workbook, period: Period | None = HALF_YEAR) -> list[tuple[str, str]]:
    return [(one.topic, one.text) for one in read_narrative(workbook, period)]


@pytest.mark.parametrize(
    ("topic", "heading"),
    [
        ("directions", "III. PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2024"),
        ("directions", "Phần thứ hai: Phương hướng, nhiệm vụ 6 tháng cuối năm 2024"),
        ("directions", "II. Phương hướng phát triển kinh tế tập thể huyện Củ Chi thời gian tới"),
        ("directions", "*Phương hướng, nhiệm vụ trọng tâm 6 tháng cuối năm*"),
        ("directions", "B. Mục tiêu, nhiệm vụ, giải pháp phát triển KTTT trên địa bàn huyện Củ Chi năm 2025"),
        ("directions", "IV. KẾ HOẠCH PHÁT TRIỂN NĂM 2025"),
        ("directions", "4. Kế hoạch phát triển kinh tế tập thể, hợp tác xã năm 2025"),
        ("directions", "3. Giải pháp thực hiện"),
        ("directions", "III. Một số nhiệm vụ, giải pháp chủ yếu trong thời gian tới"),
        ("directions", "II- Định hướng phát triển hợp tác xã giai đoạn 2024 - 2025"),
        ("benefits", "3. Tác động của HTX tới thành viên"),
        ("benefits", "c) Tác động, lợi ích đối với thành viên và kinh tế hộ"),
        ("benefits", "1.4. Hiệu quả, lợi ích mang lại cho thành viên"),
        ("benefits", "II. Đánh giá tác động của kinh tế tập thể đến thành viên, người lao động"),
        ("benefits", "*Lợi ích của thành viên hợp tác xã:*"),
    ],
)
def test_headings_as_offices_write_them_open_their_topic(topic: str, heading: str) -> None:
    told_of = "Các hợp tác xã cung ứng vật tư, bao tiêu nông sản cho thành viên."
    assert told(document("Huyện có 37 hợp tác xã.", heading, told_of)) == [(topic, told_of)]


@pytest.mark.parametrize(
    "heading",
    [
        "III. Kết quả thực hiện phương hướng, nhiệm vụ năm 2023",
        "1. Mục tiêu, nhiệm vụ năm 2023",
        "II. Nhiệm vụ trọng tâm 6 tháng đầu năm 2024",
        "I. Phương hướng và kiến nghị",
        "II. Giải pháp khắc phục tồn tại, hạn chế",
        "3. Giải pháp của HTX Bông Sen",
        "2. Tác động của thiên tai tới thành viên",
        "II. Tác động của Luật Hợp tác xã năm 2023",
        "III. Hiệu quả hoạt động của hợp tác xã",
        "- Mục tiêu: thành lập mới 3 hợp tác xã.",
        "1. Giải pháp: cho vay từ Quỹ hỗ trợ phát triển hợp tác xã",
        "Phương hướng của huyện là phát triển hợp tác xã gắn với sản phẩm OCOP.",
        "Mục tiêu phát triển hợp tác xã năm 2025.",
        "Giải pháp thực hiện:",
    ],
)
def test_what_may_be_another_matter_opens_neither(heading: str) -> None:
    assert told(document("Huyện có 37 hợp tác xã.", heading, "Đã tổ chức 2 lớp tập huấn.")) == []


@pytest.mark.parametrize(("year", "directions"), [(2024, 0), (2025, 1)])
def test_a_plan_of_the_year_that_is_reported_is_no_direction(year: int, directions: int) -> None:
    report = document("Huyện có 37 hợp tác xã.", f"II. KẾ HOẠCH PHÁT TRIỂN NĂM {year}", "Thành lập mới 3 HTX.")
    assert len(told(report, Period(2024))) == directions
    assert len(told(report, None)) == 1


def test_the_title_of_a_report_opens_nothing() -> None:
    report = document(
        "*BÁO CÁO*",
        "*Tình hình kinh tế tập thể 6 tháng đầu năm 2024,*",
        "*phương hướng, nhiệm vụ 6 tháng cuối năm 2024*",
        "Thực hiện Công văn số 512/LMHTX, UBND huyện báo cáo như sau:",
        "*I. TÌNH HÌNH PHÁT TRIỂN*",
        "Huyện có 37 hợp tác xã.",
        "*II. PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2024*",
        "Thành lập mới 3 hợp tác xã.",
        "Nơi nhận:",
        "*Kế hoạch phát triển năm 2025*",
        "(Kèm theo Báo cáo số 45/BC-UBND)",
    )
    assert told(report) == [("directions", "Thành lập mới 3 hợp tác xã.")]


def test_aims_and_measures_are_parts_of_the_directions_and_nothing_under_them_is_lost() -> None:
    report = document(
        "PHẦN THỨ HAI. PHƯƠNG HƯỚNG 6 THÁNG CUỐI NĂM",
        "I. MỤC TIÊU",
        "1. Mục tiêu: thành lập mới 3 hợp tác xã.",
        "2. Nâng tỷ lệ hợp tác xã khá, tốt lên 60%",
        "II. GIẢI PHÁP THỰC HIỆN",
        "1. Phương hướng sản xuất gắn với sản phẩm OCOP",
        "Mỗi xã chọn một sản phẩm chủ lực.",
        "III. TỔ CHỨC THỰC HIỆN TUYÊN TRUYỀN",
        "Phòng Kinh tế chủ trì.",
        "IV. KIẾN NGHỊ",
        "Đề nghị bố trí 2 tỷ đồng.",
    )
    assert told(report) == [
        ("directions", "1. Mục tiêu: thành lập mới 3 hợp tác xã."),
        ("directions", "2. Nâng tỷ lệ hợp tác xã khá, tốt lên 60%"),
        ("directions", "1. Phương hướng sản xuất gắn với sản phẩm OCOP"),
        ("directions", "Mỗi xã chọn một sản phẩm chủ lực."),
        ("directions", "III. TỔ CHỨC THỰC HIỆN TUYÊN TRUYỀN"),
        ("directions", "Phòng Kinh tế chủ trì."),
        ("proposals", "Đề nghị bố trí 2 tỷ đồng."),
    ]


def test_aims_of_a_programme_and_measures_inside_another_topic_stay_there() -> None:
    report = document(
        "II. KẾT QUẢ TRIỂN KHAI CHƯƠNG TRÌNH OCOP",
        "1. Mục tiêu",
        "Có 12 sản phẩm được công nhận.",
        "III. KHÓ KHĂN, VƯỚNG MẮC",
        "1. Giải pháp thực hiện",
        "Chưa có cán bộ chuyên trách.",
    )
    assert told(report) == [
        ("difficulties", "1. Giải pháp thực hiện"),
        ("difficulties", "Chưa có cán bộ chuyên trách."),
    ]


def test_a_bold_heading_without_a_number_ends_at_the_next_chapter() -> None:
    report = document(
        "I. TÌNH HÌNH",
        "*Tác động của HTX tới thành viên*",
        "1. Về kinh tế",
        "Thu nhập của hộ thành viên tăng.",
        "II. KẾT QUẢ HỖ TRỢ",
        "Đã hỗ trợ 4 hợp tác xã.",
    )
    assert told(report) == [("benefits", "1. Về kinh tế"), ("benefits", "Thu nhập của hộ thành viên tăng.")]


def test_blocks_of_a_sheet_open_by_number_or_colon_and_a_chapter_only_after_another() -> None:
    workbook = column(
        "KẾ HOẠCH PHÁT TRIỂN KINH TẾ TẬP THỂ NĂM 2025",
        "Đơn vị: UBND huyện Củ Chi",
        "Lợi ích của thành viên:",
        "Được mua phân bón trả chậm.",
        "2. Khó khăn, vướng mắc",
        "Thiếu vốn.",
        "3. Giải pháp",
        "Mục tiêu: 3 hợp tác xã mới.",
        "Mở lớp tập huấn.",
        "NGƯỜI LẬP BIỂU",
    )
    assert told(workbook) == [
        ("benefits", "Được mua phân bón trả chậm."),
        ("difficulties", "Thiếu vốn."),
        ("directions", "Mục tiêu: 3 hợp tác xã mới."),
        ("directions", "Mở lớp tập huấn."),
    ]


def test_titles_and_labels_of_tables_open_nothing() -> None:
    rows: list[tuple[str | int, ...]] = [
        ("PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2025",),
        ("Đơn vị: UBND huyện Củ Chi",),
        ("Mục tiêu", "Kết quả"),
        ("Tổng số HTX", "HTX", 37),
        ("III. Kế hoạch phát triển năm 2025",),
        ("Tổng số HTX", "HTX"),
    ]
    cells = {
        (row, place): Cell(row, place, "text" if isinstance(content, str) else "number", str(content))
        for row, contents in enumerate(rows, start=1)
        for place, content in enumerate(contents, start=1)
    }
    assert told(Workbook((Sheet("Biểu 01", True, cells, last_row=len(rows), last_column=3),))) == []
