"""Period and sender of whole workbooks: titles against columns, against the hidden sheet, and against the round."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
import xlsxwriter

from ingest.submissions.check import check_submission
from ingest.submissions.reading import SubmissionReading
from ingest.submissions.reference import Reference
from ingest.submissions.template import build_template

DATED = ("Thực hiện năm 2023", "Kế hoạch năm 2024", "Thực hiện 6 tháng đầu năm 2024", "Ước thực hiện cả năm 2024")
UNDATED = ("Thực hiện năm trước", "Kế hoạch năm", "Thực hiện 6 tháng", "Ước cả năm")
ROWS = (
    ("HỢP TÁC XÃ", "", None),
    ("Tổng số hợp tác xã", "HTX", 20),
    ("Tổng số thành viên hợp tác xã", "thành viên", 300),
    ("Tổng số lao động thường xuyên trong hợp tác xã", "người", 200),
    ("TỔ HỢP TÁC", "", None),
    ("Tổng số tổ hợp tác", "THT", 12),
)


def read(
    reference: Reference,
    titles: Sequence[str],
    columns: Sequence[str] = DATED,
    round_period: str | None = "2024-H1",
    received_at: datetime | None = None,
    identity: tuple[str, str] | None = None,
) -> SubmissionReading:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Biểu 01")
    sheet.write_column(0, 0, titles)
    sheet.write_row(len(titles), 0, ["STT", "Chỉ tiêu", "Đơn vị tính", *columns])
    for row, (label, unit, number) in enumerate(ROWS, start=len(titles) + 1):
        sheet.write_row(row, 1, [label, unit, *([] if number is None else [number] * len(columns))])
    if identity is not None:
        area_code, period_key = identity
        hidden = book.add_worksheet("_htx")
        said = {"form_code": "A-1", "form_version": "1", "area_code": area_code, "period_key": period_key}
        for row, (name, value) in enumerate(said.items()):
            hidden.write_row(row, 0, [name, value])
        hidden.very_hidden()
    book.close()
    return check_submission(
        buffer.getvalue(),
        file_name="bieu.xlsx",
        round_period=round_period,
        reference=reference,
        received_at=received_at,
    )


OFFICE = "UBND HUYỆN CAN LỘC"


@pytest.mark.parametrize(
    ("titles", "columns"),
    [
        ([OFFICE, "6 THÁNG ĐẦU NĂM 2024"], UNDATED),
        ([OFFICE, "TÌNH HÌNH KTTT NĂM 2024"], DATED),
        ([OFFICE, "KẾ HOẠCH PHÁT TRIỂN KTTT NĂM 2025"], DATED),
        ([OFFICE, "6 THÁNG ĐẦU NĂM 2023"], DATED),
        ([OFFICE, "BIỂU SỐ LIỆU"], DATED),
        ([OFFICE, "BIỂU SỐ LIỆU"], UNDATED),
        ([OFFICE, "6 THÁNG ĐẦU NĂM", "Can Lộc, ngày 25 tháng 5 năm 2024"], UNDATED),
    ],
)
def test_a_file_that_is_not_sure_of_another_period_is_taken_for_the_round(
    reference: Reference, titles: list[str], columns: Sequence[str]
) -> None:
    reading = read(reference, titles, columns)
    assert (reading.period, reading.findings) == ("2024-H1", ())


@pytest.mark.parametrize(
    ("titles", "columns", "round_period", "period"),
    [
        ([OFFICE, "6 THÁNG ĐẦU NĂM 2023"], UNDATED, "2024-H1", "2023-H1"),
        ([OFFICE, "6 THÁNG ĐẦU NĂM 2024"], DATED, "2024", "2024-H1"),
        ([OFFICE, "BIỂU SỐ LIỆU"], DATED, "2025-H1", "2024-H1"),
    ],
)
def test_a_file_that_is_sure_of_another_period_is_told(
    reference: Reference, titles: list[str], columns: Sequence[str], round_period: str, period: str
) -> None:
    reading = read(reference, titles, columns, round_period)
    assert reading.period == period
    assert "wrong_period" in {finding.rule_code for finding in reading.findings}
    assert reading.outcome == "rejected"


def test_the_hidden_sheet_and_the_title_may_not_name_two_periods(reference: Reference) -> None:
    reading = read(reference, [OFFICE, "6 THÁNG ĐẦU NĂM 2023"], UNDATED, identity=("443", "2024-H1"))
    assert [finding.rule_code for finding in reading.findings] == ["two_periods"]
    assert reading.outcome == "rejected"


def test_a_department_answers_for_its_province(reference: Reference) -> None:
    reading = read(reference, ["UBND TỈNH HÀ TĨNH", "LIÊN MINH HỢP TÁC XÃ", "6 THÁNG ĐẦU NĂM 2024"])
    assert (reading.level, reading.area_code, reading.province_code) == ("department", "42", "42")
    assert reading.reporter_name == "Liên minh Hợp tác xã tỉnh Hà Tĩnh"


def test_a_file_that_names_nobody_is_told_once_it_has_arrived(reference: Reference) -> None:
    titles = ["BIỂU SỐ LIỆU 6 THÁNG ĐẦU NĂM 2024"]
    assert read(reference, titles).findings == ()
    arrived = read(reference, titles, received_at=datetime(2024, 5, 28, tzinfo=UTC))
    assert [(one.rule_code, one.severity) for one in arrived.findings] == [("unknown_reporter", "info")]
    assert (arrived.outcome, arrived.area_code) == ("accepted", None)


def test_the_hidden_sheet_may_name_a_department(reference: Reference) -> None:
    content = build_template("A-1", "", "2024-H1", reference, agency_code="lmhtx-79")
    reading = check_submission(content, file_name="lm.xlsx", round_period="2024-H1", reference=reference)
    assert (reading.level, reading.agency_code, reading.area_code) == ("department", "lmhtx-79", "79")
