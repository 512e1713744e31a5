"""Support money beside the other forms of a file: no row of it is taken for an indicator, and its sums are judged."""

import io

import xlsxwriter

from ingest.submissions.check import check_submission
from ingest.submissions.reading import SubmissionReading
from ingest.submissions.reference import Reference

BASIC: list[list[object]] = [
    ["UBND HUYỆN CAN LỘC"],
    ["CÁC CHỈ TIÊU CƠ BẢN 6 THÁNG ĐẦU NĂM 2024"],
    ["STT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện năm 2023", "Thực hiện 6 tháng đầu năm 2024"],
    ["I", "HỢP TÁC XÃ"],
    ["1", "Tổng số hợp tác xã", "HTX", 22, 23],
    ["", "Số HTX thành lập mới", "HTX", 1, 2],
    ["2", "Tổng số thành viên hợp tác xã", "thành viên", 900, 910],
    ["3", "Tổng số lao động thường xuyên trong hợp tác xã", "người", 300, 310],
    ["II", "TỔ HỢP TÁC"],
    ["1", "Tổng số tổ hợp tác", "THT", 40, 41],
]
SUPPORT: list[list[object]] = [
    ["STT", "Nội dung hỗ trợ", "Tổng số", "NSTW", "NSĐP", "Nguồn khác"],
    ["1", "Thành lập mới, tổ chức lại hợp tác xã", 30, 10, 20, 0],
    ["2", "Đào tạo, bồi dưỡng nguồn nhân lực", 70, 40, 30, 0],
    ["", "Tổng cộng", 100, 50, 50, 0],
]


def checked(sheets: dict[str, list[list[object]]], reference: Reference) -> SubmissionReading:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, contents in enumerate(rows):
            sheet.write_row(row, 0, contents)
    book.close()
    content = buffer.getvalue()
    return check_submission(content, file_name="bieu.xlsx", round_period="2024-H1", reference=reference)


def test_a_sheet_of_support_money_is_a_part_of_its_own(reference: Reference) -> None:
    reading = checked({"Biểu 01": BASIC, "Biểu 03": SUPPORT}, reference)
    assert (reading.outcome, reading.findings) == ("accepted", ())
    assert "A-3" in reading.parts
    assert len(reading.support) == 8
    assert {cell.coordinate.entity for cell in reading.values if cell.sheet == "Biểu 03"} == {"KTTT"}


def test_a_table_of_support_money_may_stand_below_the_indicators(reference: Reference) -> None:
    reading = checked({"Biểu 01": [*BASIC, [], ["KINH PHÍ HỖ TRỢ (triệu đồng)"], *SUPPORT]}, reference)
    assert (reading.outcome, reading.findings) == ("accepted", ())
    assert len(reading.support) == 8
    new = [cell.cell for cell in reading.values if cell.coordinate.indicator_code == "coop_new"]
    assert new == ["D6", "E6"]


def test_a_total_that_is_not_its_three_sources_is_told_at_the_total(reference: Reference) -> None:
    wrong = [*SUPPORT[:-1], ["", "Tổng cộng", 110, 50, 50, 0]]
    reading = checked({"Biểu 01": BASIC, "Biểu 03": wrong}, reference)
    assert [(one.family, one.sheet, one.cell) for one in reading.findings] == [("parts_not_total", "Biểu 03", "C4")]
