"""What stands in the column "Giải trình" is held to the findings of its row, and changes no outcome."""

import pytest

from ingest.submissions.explanations import explained
from ingest.submissions.findings import make_finding
from ingest.submissions.outcome import outcome_of
from ingest.submissions.reading import Finding
from ingest.submissions.reference import Reference
from ingest.submissions.workbook import Cell, MergedRange, Sheet, Workbook

HEADER = ["STT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện năm 2023", "Giải trình"]
NUMBERS = ["A", "B", "C", "1", "2"]


def sheet(*rows: list[str], merged: tuple[MergedRange, ...] = ()) -> Sheet:
    cells = {
        (row, column): Cell(row, column, "text", text)
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
        if text
    }
    return Sheet("PL1", True, cells, merged, last_row=len(rows), last_column=max(map(len, rows)))


def finding(reference: Reference, cell: str | None) -> Finding:
    return make_finding(reference, "negative", {"label": "Lãi", "value": "-3"}, sheet="PL1", cell=cell, value_seen="-3")


@pytest.mark.parametrize(
    "title",
    ["Giải trình", "GIẢI TRÌNH", "Giải trình (nếu có)", "Thuyết minh", "Lý do", "Ghi chú (giải trình)", "Nguyên nhân:"],
)
def test_the_text_of_the_row_is_its_explanation(reference: Reference, title: str) -> None:
    revenue = ["5", "Doanh thu bình quân", "triệu đồng", "21500", "HTX Tân Thông Hội chiếm 60 %  doanh thu"]
    rows = [[*HEADER[:4], title], NUMBERS, revenue, ["6", "Lãi bình quân", "triệu đồng", "-3", "…"]]
    found = explained([finding(reference, "D3"), finding(reference, "D4")], Workbook((sheet(*rows),)))
    assert [one.explanation for one in found] == ["HTX Tân Thông Hội chiếm 60 % doanh thu", None]
    assert outcome_of((one.rule_code, one.severity) for one in found) == "accepted_with_warnings"


def test_a_merged_cell_explains_all_its_rows(reference: Reference) -> None:
    rows = [HEADER, ["1", "Số HTX", "HTX", "-1", "Sáp nhập hai huyện"], ["2", "Thành viên", "người", "-20"]]
    merged = (MergedRange(2, 5, 3, 5),)
    found = explained([finding(reference, "D2"), finding(reference, "D3")], Workbook((sheet(*rows, merged=merged),)))
    assert {one.explanation for one in found} == {"Sáp nhập hai huyện"}


def test_a_second_table_has_a_column_of_its_own(reference: Reference) -> None:
    below = ["TT", "Tên hợp tác xã", "Lý do", "Mã số thuế"]
    rows = [HEADER, ["1", "Số HTX", "HTX", "-1", "Nhập bổ sung"], below, ["1", "HTX Tân Lập", "Mới cấp lại", "03"]]
    found = explained([finding(reference, "D2"), finding(reference, "D4")], Workbook((sheet(*rows),)))
    assert [one.explanation for one in found] == ["Nhập bổ sung", "Mới cấp lại"]


@pytest.mark.parametrize(
    "rows",
    [
        [["STT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện", "Ghi chú"], ["1", "Số HTX", "HTX", "-1", "số ước"]],
        [["Nguyên nhân"], ["Thiếu vốn", "", "", "-1"]],
        [HEADER, NUMBERS],
    ],
    ids=["remarks are no explanation", "a heading is no column", "column numbers are none"],
)
def test_other_text_is_no_explanation(reference: Reference, rows: list[list[str]]) -> None:
    findings = (finding(reference, "D2"), finding(reference, None))
    assert explained(findings, Workbook((sheet(*rows),))) == findings
