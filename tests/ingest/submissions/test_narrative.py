"""The narrative: what stands under the headings that the plan asks for, as written, each text at its address."""

import pytest

from ingest.submissions.narrative import read_narrative
from ingest.submissions.workbook import Cell, Paragraph, Sheet, Workbook


def document(*lines: str) -> Workbook:
    """A document; a line in asterisks is bold."""
    paragraphs = tuple(
        Paragraph(number, line.strip("*"), is_heading=line.startswith("*"))
        for number, line in enumerate(lines, start=1)
    )
    return Workbook((), paragraphs)


def sheet(name: str, rows: dict[str, str | int]) -> Workbook:
    cells: dict[tuple[int, int], Cell] = {}
    for address, content in rows.items():
        column, row = ord(address[0]) - ord("A") + 1, int(address[1:])
        kind = "text" if isinstance(content, str) else "number"
        cells[row, column] = Cell(row, column, kind, str(content))  # type: ignore[arg-type]
    last_row = max(row for row, _ in cells)
    return Workbook((Sheet(name, True, cells, last_row=last_row, last_column=max(column for _, column in cells)),))


def taken(workbook: Workbook) -> list[tuple[str, str, str]]:
    return [(one.topic, one.address, one.text) for one in read_narrative(workbook)]


def test_text_belongs_to_its_heading_until_the_next_of_the_same_rank() -> None:
    report = document(
        "BÁO CÁO",
        "I. TÌNH HÌNH PHÁT TRIỂN KINH TẾ TẬP THỂ",
        "1. Toàn huyện có 37 HTX, trong đó 31 HTX đang hoạt động.",
        "II. KHÓ KHĂN, VƯỚNG MẮC",
        "- Các HTX thiếu vốn, khó tiếp cận tín dụng.",
        "1. Về đất đai",
        "Nhiều HTX chưa có trụ sở.",
        "III. PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM",
        "Phấn đấu thành lập mới 3 HTX.",
        "IV. ĐỀ XUẤT, KIẾN NGHỊ VỚI UBND TỈNH",
        "Đề nghị bố trí 2 tỷ đồng hỗ trợ hạ tầng.",
        "Trên đây là báo cáo của UBND huyện.",
        "Nơi nhận:",
    )
    assert taken(report) == [
        ("difficulties", "paragraph:5", "- Các HTX thiếu vốn, khó tiếp cận tín dụng."),
        ("difficulties", "paragraph:6", "1. Về đất đai"),
        ("difficulties", "paragraph:7", "Nhiều HTX chưa có trụ sở."),
        ("directions", "paragraph:9", "Phấn đấu thành lập mới 3 HTX."),
        ("proposals", "paragraph:11", "Đề nghị bố trí 2 tỷ đồng hỗ trợ hạ tầng."),
    ]


def test_bold_headings_without_numbers_open_and_close_sections() -> None:
    report = document(
        "*Tồn tại, hạn chế*",
        "Quy mô HTX nhỏ.",
        "*Nguyên nhân*",
        "Cán bộ quản lý chưa được đào tạo.",
        "*Phương hướng*",
        "Tiếp tục tuyên truyền Luật HTX.",
        "*Kiến nghị, đề xuất*",
        "Không có",
    )
    assert taken(report) == [
        ("difficulties", "paragraph:2", "Quy mô HTX nhỏ."),
        ("difficulties", "paragraph:4", "Cán bộ quản lý chưa được đào tạo."),
        ("directions", "paragraph:6", "Tiếp tục tuyên truyền Luật HTX."),
        ("proposals", "paragraph:8", "Không có"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Khó khăn, vướng mắc: HTX thiếu vốn.",
        "3. Khó khăn, vướng mắc: HTX thiếu vốn.",
        "- Tồn tại, hạn chế: HTX thiếu vốn.",
    ],
)
def test_text_on_the_line_of_its_heading_is_kept_whole(line: str) -> None:
    assert taken(document(line)) == [("difficulties", "paragraph:1", line)]


def test_a_list_numbered_anew_under_a_numbered_heading_is_its_text() -> None:
    report = document(
        "3. Khó khăn, vướng mắc", "1. Thiếu vốn", "2. Thiếu đất", "4. Phương hướng nhiệm vụ", "Thành lập mới 2 HTX"
    )
    assert [(topic, text) for topic, _, text in taken(report)] == [
        ("difficulties", "1. Thiếu vốn"),
        ("difficulties", "2. Thiếu đất"),
        ("directions", "Thành lập mới 2 HTX"),
    ]


def test_sentences_that_speak_of_difficulties_are_no_headings() -> None:
    report = document(
        "Khó khăn lớn nhất của các hợp tác xã hiện nay là thiếu vốn để mở rộng sản xuất kinh doanh.",
        "Đề xuất UBND tỉnh xem xét, bố trí kinh phí cho các hợp tác xã trên địa bàn trong năm tới.",
    )
    assert taken(report) == []


def test_the_templates_sheet_has_topics_beside_their_texts() -> None:
    workbook = sheet(
        "Khó khăn, kiến nghị",
        {
            "A1": "KHÓ KHĂN, VƯỚNG MẮC VÀ KIẾN NGHỊ, ĐỀ XUẤT CỦA ĐƠN VỊ TRONG KỲ BÁO CÁO NĂM 2024",
            "A3": "STT", "B3": "Nội dung", "C3": "Trình bày",
            "A4": "1", "B4": "Khó khăn, vướng mắc", "C4": "Thiếu vốn.",
            "C5": "Thiếu đất.",
            "A6": "2", "B6": "Kết quả nổi bật", "C6": "Có 2 HTX mới.",
            "A7": "3", "B7": "Kiến nghị, đề xuất", "C7": "Không có",
        },
    )  # fmt: skip
    assert taken(workbook) == [
        ("difficulties", "C4", "Thiếu vốn."),
        ("difficulties", "C5", "Thiếu đất."),
        ("proposals", "C7", "Không có"),
    ]


def test_a_block_of_text_below_a_table_is_read_and_its_figures_are_not() -> None:
    workbook = sheet(
        "Biểu 01",
        {
            "A1": "STT", "B1": "Chỉ tiêu", "C1": "ĐVT", "D1": "Thực hiện",
            "A2": "1", "B2": "Tổng số HTX", "C2": "HTX", "D2": 24,
            "A4": "Khó khăn, vướng mắc:",
            "A5": "- Thiếu vốn.",
            "A6": "Kiến nghị:",
            "A7": "- Hỗ trợ 2 tỷ đồng.",
            "A9": "NGƯỜI LẬP BIỂU",
        },
    )  # fmt: skip
    assert taken(workbook) == [("difficulties", "A5", "- Thiếu vốn."), ("proposals", "A7", "- Hỗ trợ 2 tỷ đồng.")]


def test_a_title_that_names_both_topics_opens_neither() -> None:
    workbook = sheet(
        "Khó khăn, kiến nghị",
        {
            "A1": "KHÓ KHĂN, VƯỚNG MẮC VÀ KIẾN NGHỊ, ĐỀ XUẤT",
            "A2": "Mỗi ý ghi vào một ô; không có thì để trống.",
            "A3": "1. Khó khăn, vướng mắc",
            "A5": "Thiếu vốn.",
            "A8": "Thiếu đất.",
            "A12": "2. Kiến nghị, đề xuất",
            "A13": "Hỗ trợ vốn.",
        },
    )
    assert taken(workbook) == [
        ("difficulties", "A5", "Thiếu vốn."),
        ("difficulties", "A8", "Thiếu đất."),
        ("proposals", "A13", "Hỗ trợ vốn."),
    ]
