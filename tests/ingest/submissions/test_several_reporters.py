"""Two units in one file: refused with both named; a place that is merely named is no second unit."""

import io
from collections.abc import Sequence
from typing import Any

import docx
import openpyxl
import pytest

from ingest.submissions.check import check_submission
from ingest.submissions.reading import SubmissionReading
from ingest.submissions.reference import Reference

Rows = list[list[Any]]
HCM = "THÀNH PHỐ HỒ CHÍ MINH"
TITLE = "CÁC CHỈ TIÊU VỀ KINH TẾ TẬP THỂ 6 THÁNG ĐẦU NĂM 2024"


def form(*letterhead: str, more: int = 0, foot: Sequence[str] = ()) -> Rows:
    """A form under a letterhead, its number of cooperatives in D of the third row below the header."""
    return [
        *([line] for line in letterhead),
        [TITLE],
        ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện 6 tháng đầu năm 2024", "Ước thực hiện cả năm 2024"],
        ["I", "HỢP TÁC XÃ"],
        [1, "Tổng số hợp tác xã", "HTX", 25 + more, 27 + more],
        [2, "Tổng số thành viên hợp tác xã", "thành viên", 1127, 1150],
        [3, "Tổng số lao động thường xuyên trong hợp tác xã", "người", 312, 330],
        ["II", "TỔ HỢP TÁC"],
        [1, "Tổng số tổ hợp tác", "THT", 253, 255],
        *([line] for line in foot),
    ]


def by_sector(*letterhead: str) -> Rows:
    return [
        *([line] for line in letterhead),
        ["HỢP TÁC XÃ PHÂN THEO NGÀNH NGHỀ 6 THÁNG ĐẦU NĂM 2024"],
        ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện 6 tháng đầu năm 2024", "Ước thực hiện cả năm 2024"],
        ["I", "Tổng số hợp tác xã", "HTX", 25, 27],
        [1, "Nông nghiệp", "HTX", 20, 21],
        [2, "Vận tải", "HTX", 5, 6],
    ]


def book(*sheets: Rows) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for number, rows in enumerate(sheets, start=1):
        sheet = made.create_sheet(f"Biểu {number}")
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def read(content: bytes, reference: Reference) -> SubmissionReading:
    return check_submission(content, file_name="bieu.xlsx", round_period="2024-H1", reference=reference)


CAN_GIO, CU_CHI = f"UBND HUYỆN CẦN GIỜ - {HCM}", f"UBND HUYỆN CỦ CHI - {HCM}"
SIGNED = ("Nơi nhận: - UBND Thành phố", "TM. UBND HUYỆN CẦN GIỜ", "CHỦ TỊCH")


@pytest.mark.parametrize(
    ("sheets", "sheet", "cell"),
    [
        ([form(CAN_GIO), form(CU_CHI, more=9)], "Biểu 2", "A1"),
        ([form(CAN_GIO), form(CU_CHI)], "Biểu 2", "A1"),
        ([form(CAN_GIO), [], form(CU_CHI, more=9)], "Biểu 3", "A1"),
        ([form(CAN_GIO, foot=SIGNED) + form(CU_CHI, more=9)], "Biểu 1", "A13"),
        ([form(CAN_GIO), by_sector(CU_CHI)], "Biểu 2", "A1"),
    ],
    ids=["two sheets", "same figures", "an empty sheet between", "one sheet", "another part of the form"],
)
def test_two_units_in_one_file_are_refused_with_both_named(
    reference: Reference, sheets: list[Rows], sheet: str, cell: str
) -> None:
    reading = read(book(*sheets), reference)
    (finding,) = reading.findings
    assert (finding.rule_code, finding.severity) == ("several_reporters", "error")
    assert (finding.sheet, finding.cell) == (sheet, cell)
    assert "Huyện Cần Giờ (trang “Biểu 1”, ô A1)" in finding.sentence_vi
    assert f"Huyện Củ Chi (trang “{sheet}”, ô {cell})" in finding.sentence_vi
    assert (reading.outcome, reading.values, reading.area_code) == ("rejected", (), None)


def test_two_units_side_by_side_are_refused(reference: Reference) -> None:
    rows = [[*left, *[None] * (6 - len(left)), *right] for left, right in zip(form(CAN_GIO), form(CU_CHI), strict=True)]
    (finding,) = read(book(rows), reference).findings
    assert (finding.rule_code, finding.cell) == ("several_reporters", "G1")


def test_two_units_named_in_titles_alone_are_refused(reference: Reference) -> None:
    titles = (f"BIỂU TỔNG HỢP HUYỆN {name} {HCM}" for name in ("CẦN GIỜ", "CỦ CHI"))
    (finding,) = read(book(*(form(title) for title in titles)), reference).findings
    assert finding.rule_code == "several_reporters"


def test_two_units_in_a_document_are_refused(reference: Reference) -> None:
    document = docx.Document()
    for letterhead, foot in ((CAN_GIO, SIGNED), (CU_CHI, ())):
        document.add_paragraph(letterhead)
        rows = form()
        table = document.add_table(len(rows), 5)
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                table.cell(row, column).text = "" if value is None else str(value)
        for line in foot:
            document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    (finding,) = read(buffer.getvalue(), reference).findings
    assert (finding.rule_code, finding.sheet, finding.cell) == ("several_reporters", "table:2", None)


@pytest.mark.parametrize(
    "sheets",
    [
        [form(CAN_GIO), by_sector(CAN_GIO)],
        [form(CAN_GIO), by_sector()],
        [form(CAN_GIO), by_sector("UBND H. CẦN GIỜ")],
        [form(HCM, CAN_GIO), by_sector(f"UBND {HCM}", "UBND HUYỆN CẦN GIỜ")],
        [form(CAN_GIO, foot=SIGNED) + by_sector()],
        [form(CAN_GIO, foot=SIGNED) + by_sector(CAN_GIO)],
        [form(CAN_GIO), by_sector("Kính gửi: UBND huyện Củ Chi")],
        [form(CAN_GIO), by_sector("Ghi chú: số liệu của UBND huyện Củ Chi chưa gồm xã giáp ranh")],
        [form(CAN_GIO, foot=["TM. UBND HUYỆN CỦ CHI"]), by_sector()],
    ],
    ids=[
        "one unit",
        "second sheet names nobody",
        "shortened",
        "superior above",
        "one sheet",
        "one sheet with two letterheads",
        "addressee",
        "note",
        "signature",
    ],
)
def test_a_place_that_is_merely_named_is_no_second_unit(reference: Reference, sheets: list[Rows]) -> None:
    reading = read(book(*sheets), reference)
    assert "several_reporters" not in {finding.rule_code for finding in reading.findings}
    assert reading.outcome != "rejected"
    assert reading.values


def test_the_sheets_of_communes_below_their_districts_are_a_breakdown(reference: Reference) -> None:
    sheets = (form(CAN_GIO), form("UBND XÃ BÌNH KHÁNH - HUYỆN CẦN GIỜ"), form("UBND XÃ AN THỚI ĐÔNG - HUYỆN CẦN GIỜ"))
    found = read(book(*sheets), reference).findings
    assert "several_reporters" not in {finding.rule_code for finding in found}


def test_a_department_may_send_the_sheets_of_its_districts(reference: Reference) -> None:
    head = f"SỞ KẾ HOẠCH VÀ ĐẦU TƯ {HCM}"
    found = read(book(form(head), form("HUYỆN CẦN GIỜ"), form("HUYỆN CỦ CHI")), reference).findings
    assert "several_reporters" not in {finding.rule_code for finding in found}
