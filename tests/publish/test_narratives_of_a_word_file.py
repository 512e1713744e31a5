"""What an office writes in a Word report stands in the report of the province, each topic at its place."""

import io

import docx

from ingest.submissions.formats import read_workbook
from ingest.submissions.narrative import read_narrative
from ingest.submissions.period import Period
from publish.report.document import Block, Paragraph, SectionHeading
from publish.report.sections import build_document
from tests.publish import report_parts
from tests.publish.report_contents import content, publication

REPORTER = "Huyện Can Lộc"
BOLD = ("BÁO CÁO", "Tình hình kinh tế tập thể 6 tháng đầu năm 2024,", "phương hướng, nhiệm vụ 6 tháng cuối năm 2024")
LINES = (
    "Thực hiện Công văn số 512/LMHTX ngày 06/5/2024, UBND huyện Can Lộc báo cáo như sau:",
    "I. TÌNH HÌNH PHÁT TRIỂN KINH TẾ TẬP THỂ",
    "1. Toàn huyện có 37 hợp tác xã, trong đó 31 hợp tác xã đang hoạt động.",
    "2. Tác động, lợi ích mang lại cho thành viên",
    "Thành viên mua phân bón thấp hơn giá thị trường từ 5 đến 7%.",
    "II. KHÓ KHĂN, VƯỚNG MẮC",
    "Hợp tác xã khó vay vốn ngân hàng.",
    "III. PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2024",
    "1. Mục tiêu",
    "Thành lập mới 3 hợp tác xã nông nghiệp.",
    "2. Giải pháp thực hiện",
    "Mở 2 lớp tập huấn cho cán bộ quản lý.",
    "IV. KIẾN NGHỊ, ĐỀ XUẤT",
    "Đề nghị tỉnh bổ sung vốn cho Quỹ hỗ trợ phát triển hợp tác xã.",
    "Nơi nhận:",
)


def word_file() -> bytes:
    document = docx.Document()
    for line in BOLD:
        document.add_paragraph().add_run(line).bold = True
    for line in LINES:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def heading_above(blocks: tuple[Block, ...], text: str) -> str:
    """The heading under which a paragraph with the text stands."""
    heading = ""
    for block in blocks:
        if isinstance(block, SectionHeading):
            heading = block.text
        elif isinstance(block, Paragraph) and text in block.text:
            return heading
    return "nowhere"


def test_each_topic_stands_under_its_heading_with_who_wrote_it() -> None:
    paragraphs = read_narrative(read_workbook(word_file()), Period(2024, 1))
    narratives = tuple(report_parts.narrative(one.topic, REPORTER, one.text) for one in paragraphs)
    blocks = build_document(publication(content(narratives=narratives))).blocks
    places = {one.text: heading_above(blocks, f"{one.text.rstrip('.')} ({REPORTER}).") for one in paragraphs}
    assert places == {
        "Thành viên mua phân bón thấp hơn giá thị trường từ 5 đến 7%.": (
            "Lợi ích, tác động của hợp tác xã đối với thành viên"
        ),
        "Hợp tác xã khó vay vốn ngân hàng.": "Khó khăn, vướng mắc và nguyên nhân",
        "Thành lập mới 3 hợp tác xã nông nghiệp.": "PHƯƠNG HƯỚNG, NHIỆM VỤ, GIẢI PHÁP",
        "Mở 2 lớp tập huấn cho cán bộ quản lý.": "PHƯƠNG HƯỚNG, NHIỆM VỤ, GIẢI PHÁP",
        "Đề nghị tỉnh bổ sung vốn cho Quỹ hỗ trợ phát triển hợp tác xã.": "Kiến nghị, đề xuất",
    }
