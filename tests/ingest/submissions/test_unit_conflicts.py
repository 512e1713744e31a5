"""Units of money that contradict each other are told, with both places; the row's own unit counts all the same."""

from collections.abc import Sequence

import pytest

from ingest.submissions.check import check_submission
from ingest.submissions.reading import Finding, SubmissionReading
from ingest.submissions.reference import Reference
from tests.ingest.submissions.office_files import word, xlsx

REVENUE = "Doanh thu bình quân một hợp tác xã"
INCOME = "Thu nhập bình quân của lao động thường xuyên trong hợp tác xã"
HALF = "Thực hiện 6 tháng đầu năm 2024"
YEAR = "Ước thực hiện cả năm 2024"


def form(
    line: str, money: Sequence[tuple[str, str | None]], titles: tuple[str, str] = (HALF, YEAR)
) -> list[list[str | int | None]]:
    """A form with its unit line in A3, titles in D4 and E4, and its rows of money from row 9."""
    return [
        ["UBND HUYỆN CẦN GIỜ - THÀNH PHỐ HỒ CHÍ MINH"],
        ["CÁC CHỈ TIÊU VỀ KINH TẾ TẬP THỂ 6 THÁNG ĐẦU NĂM 2024"],
        [line],
        ["STT", "Chỉ tiêu", "ĐVT", *titles],
        ["I", "HỢP TÁC XÃ"],
        [1, "Tổng số hợp tác xã", "HTX", 25, 27],
        [2, "Tổng số thành viên hợp tác xã", "thành viên", 1127, 1150],
        [3, "Tổng số lao động thường xuyên trong hợp tác xã", "người", 312, 330],
        *([number, label, unit, 900, 1800] for number, (label, unit) in enumerate(money, start=4)),
        ["II", "TỔ HỢP TÁC"],
        [1, "Tổng số tổ hợp tác", "THT", 253, 255],
    ]


def read(content: bytes, reference: Reference) -> SubmissionReading:
    return check_submission(content, file_name="bieu.xlsx", round_period="2024-H1", reference=reference)


def told(reading: SubmissionReading) -> list[Finding]:
    return [finding for finding in reading.findings if finding.rule_code == "units_differ"]


def value(reading: SubmissionReading, cell: str) -> int:
    (found,) = [one.value for one in reading.values if one.cell == cell]
    assert found is not None
    return int(found)


def test_a_line_that_no_row_of_money_agrees_with_is_told_and_the_row_counts(reference: Reference) -> None:
    money = [(REVENUE, "triệu đồng/năm"), (INCOME, "triệu đồng/người/năm")]
    reading = read(xlsx(form("Đơn vị tính: tỷ đồng", money)), reference)
    (finding,) = told(reading)
    assert (finding.family, finding.severity, finding.cell) == ("ambiguous_number", "warning", "A3")
    assert finding.sentence_vi == (
        f"“{REVENUE}” (ô C9) và 1 dòng khác ghi đơn vị tính “triệu đồng/năm”, nhưng ô A3 ghi “tỷ đồng”; "
        "số liệu được hiểu theo đơn vị của dòng."
    )
    assert "(C9) and 1 more is in “triệu đồng/năm”, but A3 says “tỷ đồng”" in finding.sentence_en
    assert value(reading, "D9") == 900_000_000
    assert reading.outcome == "accepted_with_warnings"


@pytest.mark.parametrize(
    ("line", "money"),
    [
        ("Đơn vị tính: triệu đồng", [(REVENUE, "triệu đồng/năm"), (INCOME, "nghìn đồng/người/tháng")]),
        ("Đơn vị tính: triệu đồng", [(REVENUE, None), (INCOME, "nghìn đồng/người/tháng")]),
        ("Đơn vị tính: triệu đồng", [(REVENUE, "trđ/HTX"), (INCOME, "triệu đồng/người/tháng")]),
        ("Đơn vị tính: triệu đồng", []),
        ("Đơn vị tính: HTX, người, triệu đồng", [(REVENUE, "triệu đồng/năm")]),
        ("Đơn vị tính: người", [(REVENUE, "triệu đồng/năm")]),
        ("Biểu 01", [(REVENUE, "triệu đồng/năm")]),
    ],
    ids=["for other rows", "needed by a row", "months apart", "counts alone", "a list", "another thing", "no line"],
)
def test_a_line_that_may_be_for_other_rows_is_nothing_to_tell(
    reference: Reference, line: str, money: Sequence[tuple[str, str | None]]
) -> None:
    assert told(read(xlsx(form(line, money)), reference)) == []


def test_a_title_of_one_column_against_the_unit_of_a_row_is_told(reference: Reference) -> None:
    titles = (f"{HALF} (ĐVT: nghìn đồng)", YEAR)
    reading = read(xlsx(form("", [(REVENUE, "triệu đồng/năm")], titles)), reference)
    (finding,) = told(reading)
    assert finding.cell == "D4"
    assert "(ô C9)" in finding.sentence_vi
    assert "nghìn đồng" in finding.sentence_vi
    assert value(reading, "D9") == 900_000_000


def test_titles_alike_over_all_columns_are_told_once_and_only_where_no_row_agrees(reference: Reference) -> None:
    titles = (f"{HALF} (nghìn đồng)", f"{YEAR} (nghìn đồng)")
    against = [(REVENUE, "triệu đồng/năm"), (INCOME, "triệu đồng/người/năm")]
    assert [one.cell for one in told(read(xlsx(form("", against, titles)), reference))] == ["D4"]
    agreed = [(REVENUE, "triệu đồng/năm"), (INCOME, "nghìn đồng/người/tháng")]
    assert told(read(xlsx(form("", agreed, titles)), reference)) == []


def test_a_unit_in_a_title_behind_its_name_is_read_where_the_row_has_none(reference: Reference) -> None:
    titles = (f"{HALF} (ĐVT: nghìn đồng)", f"{YEAR} (ĐVT: nghìn đồng)")
    reading = read(xlsx(form("", [(REVENUE, None)], titles)), reference)
    assert told(reading) == []
    assert value(reading, "D9") == 900_000


def test_a_form_in_a_word_document_is_told_of_as_well(reference: Reference) -> None:
    rows = form("Đơn vị tính: tỷ đồng", [(REVENUE, "triệu đồng/năm")])
    (finding,) = told(read(word(rows), reference))
    assert "“tỷ đồng”" in finding.sentence_vi
