"""The sheets of words: the narrative that every reporter is asked for, and how the workbook is to be filled in."""

from xlsxwriter.worksheet import Worksheet

from ingest.submissions.our_sheets import GUIDE_TITLE
from ingest.submissions.template.content import Brief
from ingest.submissions.template.looks import Looks, protect, set_up_page, write_letterhead

NARRATIVE_SHEET = "Thuyết minh"
NARRATIVE_HEADINGS = (
    "1. Tác động, lợi ích đối với thành viên",
    "2. Khó khăn, vướng mắc",
    "3. Phương hướng, nhiệm vụ, giải pháp kỳ tới",
    "4. Kiến nghị, đề xuất",
)
_TITLE = "PHẦN THUYẾT MINH BẰNG LỜI"
_FIRST_ROW = 6
_PARAGRAPHS = 8
_PARAGRAPH_POINTS = 60
_NOTE = "Mỗi ý ghi vào một ô màu vàng nhạt; không có thì để trống."

_GUIDE = (
    (
        "Tệp này của ai",
        "Của đơn vị và kỳ ghi ở đầu các trang tính. Trang ẩn “_htx” ghi mã đơn vị và kỳ; xin giữ nguyên.",
    ),
    (
        "Nhập vào đâu",
        "Chỉ nhập vào ô màu vàng nhạt và cột “Giải trình”. Các trang có khóa chống gõ nhầm, không có mật khẩu.",
    ),
    ("Số đếm", "Ghi số nguyên: HTX, thành viên, người, tổ."),
    (
        "Tiền",
        "Ghi theo đơn vị tính ở cột ĐVT hoặc ở tiêu đề cột. Số bình quân của 6 tháng là của 6 tháng, không nhân đôi.",
    ),
    ("Số phát sinh", "Thành lập mới, giải thể, thành viên mới: cộng dồn từ đầu năm."),
    ("Không phát sinh", "Ghi 0 hoặc “-”."),
    ("Chưa có số liệu", "Để trống hoặc ghi “…”. Ô trống không được coi là 0."),
    ("Giải trình", "Số đúng nhưng khác thường thì ghi lý do ở cột “Giải trình” cùng dòng."),
    ("Cột tham khảo", "Cột màu xám là số đơn vị đã gửi kỳ trước, chỉ để đối chiếu; không sửa ở đó."),
    (
        "Gửi lại",
        "Sửa ngay trên bản có đánh dấu cũng được: trang “Kết quả kiểm tra” và các ghi chú của hệ thống được bỏ qua.",
    ),
    ("In English", "Fill the pale yellow cells. 0 or “-” is none; blank or “…” is not known. Explain in “Giải trình”."),
)


def write_narrative_sheet(sheet: Worksheet, looks: Looks, brief: Brief) -> None:
    """The headings in the order of the report, and room for paragraphs under each."""
    write_letterhead(sheet, looks, brief, _TITLE, 3, 1)
    sheet.merge_range(_FIRST_ROW - 1, 0, _FIRST_ROW - 1, 3, _NOTE, looks.note)
    row = _FIRST_ROW
    for heading in NARRATIVE_HEADINGS:
        sheet.merge_range(row, 0, row, 3, heading, looks.heading)
        for place in range(row + 1, row + 1 + _PARAGRAPHS):
            sheet.merge_range(place, 0, place, 3, "", looks.paragraph)
            sheet.set_row(place, _PARAGRAPH_POINTS)
        row += _PARAGRAPHS + 2
    sheet.set_column(0, 3, 28)
    set_up_page(sheet, brief, (_FIRST_ROW - 4, _FIRST_ROW - 2), is_landscape=False)
    protect(sheet)


def write_guide_sheet(sheet: Worksheet, looks: Looks, brief: Brief) -> None:
    """How to fill the workbook in, one matter a row."""
    sheet.write_string(0, 0, GUIDE_TITLE, looks.heading)
    for row, (matter, text) in enumerate(_GUIDE, start=2):
        sheet.write_string(row, 0, matter, looks.heading)
        sheet.write_string(row, 1, text, looks.text)
    if brief.previous is not None:
        row = 3 + len(_GUIDE)
        sheet.write_string(row, 0, "Kỳ trước", looks.heading)
        sheet.write_string(row, 1, f"Cột tham khảo lấy từ báo cáo {brief.previous.period.title_vi}.", looks.text)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 100)
    set_up_page(sheet, brief, (0, 0))
    protect(sheet)
