"""What a corrected version changed: cell by cell, material or clerical."""

import io
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
import pytest

from ingest.submissions.check import check_submission
from ingest.submissions.reference import Reference
from ingest.submissions.versions import Change, Version, compare, version_of

ROWS: list[list[Any]] = [
    ["UBND HUYỆN CAN LỘC", None, None, None, None, None, None],
    ["CÁC CHỈ TIÊU CƠ BẢN 6 THÁNG ĐẦU NĂM 2024", None, None, None, None, None, None],
    [None, None, None, None, None, "ĐVT: triệu đồng", None],
    ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện năm 2023", "Kế hoạch năm 2024", "Thực hiện 6 tháng đầu năm 2024", "Ghi chú"],
    ["I", "HỢP TÁC XÃ", None, None, None, None, None],
    [1, "Tổng số hợp tác xã", "HTX", 22, 25, 22, None],
    ["-", "Số HTX đang hoạt động", "HTX", 20, 22, 20, None],
    [2, "Tổng số thành viên HTX", "thành viên", 1408, 1450, 1420, None],
    [3, "Tổng số lao động thường xuyên trong HTX", "người", 296, 300, 301, None],
    [4, "Doanh thu bình quân một HTX", "triệu đồng/năm", 2616.5, 2700, 1300, "số ước"],
    ["III", "TỔ HỢP TÁC", None, None, None, None, None],
    [1, "Tổng số tổ hợp tác", "THT", 78, 80, 79, None],
]
REGISTER: list[list[Any]] = [
    ["STT", "Tên hợp tác xã", "Mã số thuế", "Tình trạng", "Số thành viên", "Giám đốc"],
    [1, "HTX Nông nghiệp Minh Khai", "3000902155", "Đang hoạt động", 15, "Trần Văn Bình"],
    [2, "HTX Vận tải Phước Hậu", "3000792431", "Đang hoạt động", 10, "Lê Thị Hoa"],
]
BASE, LIST = "PL1", "Danh sách HTX"


@pytest.fixture
def version(reference: Reference) -> Callable[..., Version]:
    """A version of the workbook with some cells written over, rows put in before row 5, or a register."""

    def made(
        changes: Mapping[str, Any] | None = None,
        *,
        rows_above: int = 0,
        register: list[list[Any]] | None = None,
        sheet_name: str = BASE,
    ) -> Version:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = sheet_name
        for row in ROWS:
            sheet.append(row)
        for cell, value in (changes or {}).items():
            sheet[cell] = value
        if rows_above:
            sheet.insert_rows(1, rows_above)
        if register:
            listed = book.create_sheet(LIST)
            for row in register:
                listed.append(row)
        buffer = io.BytesIO()
        book.save(buffer)
        content = buffer.getvalue()
        reading = check_submission(content, file_name="bieu.xlsx", round_period="2024-H1", reference=reference)
        return version_of(content, reading)

    return made


def brief(changes: tuple[Change, ...]) -> set[tuple[str | None, str, str, str | None, str | None]]:
    return {
        (change.cell, change.change_class, change.change_kind, change.before_text, change.after_text)
        for change in changes
    }


def test_a_copy_has_no_changes(version: Callable[..., Version]) -> None:
    before = version(register=REGISTER)
    assert len(before.reading.values) == 18
    assert compare(before, version(register=REGISTER)) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"D6": 23}, ("D6", "material", "value", "22", "23")),
        ({"F8": None}, ("F8", "material", "reading", "1420", None)),
        ({"F12": "-"}, ("F12", "material", "reading", "79", "-")),
        ({"D8": "1.408"}, ("D8", "clerical", "notation", "1408", "1.408")),
        ({"G6": "Sáp nhập hai HTX"}, ("G6", "clerical", "text", None, "Sáp nhập hai HTX")),
        ({"G10": None}, ("G10", "clerical", "text", "số ước", None)),
        (
            {"B8": "Tổng số thành viên hợp tác xã"},
            ("B8", "clerical", "text", "Tổng số thành viên HTX", "Tổng số thành viên hợp tác xã"),
        ),
    ],
    ids=["another number", "blanked", "none instead of a number", "written as text", "a note", "no note", "a label"],
)  # fmt: skip
def test_one_cell_is_one_change(
    version: Callable[..., Version], changes: Mapping[str, Any], expected: tuple[str, ...]
) -> None:
    found = compare(version(), version(changes))
    assert brief(found) == {expected}
    assert all(change.sheet == BASE for change in found)


def test_a_value_change_names_its_figure(version: Callable[..., Version]) -> None:
    (change,) = compare(version(), version({"D6": 23}))
    assert change.at is not None
    assert (change.at.entity, change.at.indicator_code, change.at.value_column) == (
        "HTX",
        "coop_total",
        "actual_previous_year",
    )


def test_another_unit_changes_every_number_of_its_row(version: Callable[..., Version]) -> None:
    found = compare(version(), version({"C10": "tỷ đồng/năm"}))
    assert {change.cell for change in found if change.change_kind == "unit"} == {"D10", "E10", "F10"}
    assert {change.change_class for change in found if change.change_kind == "unit"} == {"material"}


def test_the_same_money_in_another_unit_is_clerical(version: Callable[..., Version]) -> None:
    found = compare(version(), version({"D10": "2.616,5 triệu đồng"}))
    assert brief(found) == {("D10", "clerical", "notation", "2616.5", "2.616,5 triệu đồng")}


def test_a_table_that_moved_with_its_figures_is_one_clerical_change(version: Callable[..., Version]) -> None:
    found = compare(version(), version(rows_above=3))
    assert {change.change_class for change in found} == {"clerical"}
    moved = [change for change in found if change.change_kind == "moved"]
    assert [(change.cell, change.before_text, change.after_text) for change in moved] == [("D9", "D6:F12", "D9:F15")]
    assert len(found) == 1 or {change.change_kind for change in found} == {"moved", "text"}


def test_a_number_that_changed_in_a_moved_table_is_found_at_its_new_place(version: Callable[..., Version]) -> None:
    found = compare(version(), version({"F8": 1402}, rows_above=2, sheet_name="Biểu 1"))
    assert [brief((change,)) for change in found if change.change_class == "material"] == [
        {("F10", "material", "value", "1420", "1402")}
    ]
    assert found[0].sheet == "Biểu 1"


def test_another_period_is_material(version: Callable[..., Version]) -> None:
    titles = {
        "A2": "CÁC CHỈ TIÊU CƠ BẢN 6 THÁNG ĐẦU NĂM 2023",
        "D4": "Thực hiện năm 2022",
        "E4": "Kế hoạch năm 2023",
        "F4": "Thực hiện 6 tháng đầu năm 2023",
    }
    found = compare(version(), version(titles))
    assert (None, "material", "period", "2024-H1", "2023-H1") in brief(found)


def test_another_reporter_is_material(version: Callable[..., Version]) -> None:
    found = compare(version(), version({"A1": "UBND HUYỆN ĐỨC THỌ"}))
    assert {change.change_kind for change in found if change.change_class == "material"} == {"reporter"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([2, "HTX Vận tải Phước Hậu", "3000792431", "Tạm ngừng kinh doanh", 10, "Lê Thị Hoa"], {("D3", "material")}),
        ([2, "HTX Vận tải Phước Hậu", "3000792431", "Đang hoạt động", 11, "Lê Thị Hoa"], {("E3", "material")}),
        ([2, "HTX vận tải Phước Hậu", "3000792431", "Đang hoạt động", 10, "Lê Thị Hòa"],
         {("B3", "clerical"), ("F3", "clerical")}),
        ([2, "HTX Vận tải Phước Hậu", "3000851535", "Đang hoạt động", 10, "Lê Thị Hoa"], {("C3", "material")}),
    ],
    ids=["status", "members", "spelling of names", "tax code"],
)  # fmt: skip
def test_fields_of_the_register_count_or_describe(
    version: Callable[..., Version], row: list[Any], expected: set[tuple[str, str]]
) -> None:
    before = version(register=REGISTER)
    if not before.reading.cooperatives:
        pytest.skip("this reader reads no registers yet")
    found = compare(before, version(register=[*REGISTER[:2], row]))
    assert {(change.cell, change.change_class) for change in found} == expected


def test_a_cooperative_more_is_material_and_moves_nobody_else(version: Callable[..., Version]) -> None:
    before = version(register=REGISTER)
    if not before.reading.cooperatives:
        pytest.skip("this reader reads no registers yet")
    new = [1, "HTX Môi trường Mỹ Đông", "3000471692", "Đang hoạt động", 33, "Võ Văn Tư"]
    found = compare(before, version(register=[REGISTER[0], new, *REGISTER[1:]]))
    material = {change.cell for change in found if change.change_class == "material"}
    assert material == {"B2", "C2", "D2", "E2"}
    assert [change.change_kind for change in found].count("moved") == 1


def test_the_list_of_changes_has_an_end(version: Callable[..., Version]) -> None:
    after = version({f"G{row}": f"ghi chú {row}" for row in range(5, 13)})
    found = compare(version(), after, most=4)
    assert len(found) == 4
    assert (found[-1].change_kind, found[-1].after_text) == ("omitted", "5")


def test_a_file_that_cannot_be_opened_has_no_cells(reference: Reference, version: Callable[..., Version]) -> None:
    content = b"PK\x03\x04 cut short"
    reading = check_submission(content, file_name="bieu.xlsx", round_period="2024-H1", reference=reference)
    broken = version_of(content, reading)
    assert broken.workbook.sheets == ()
    found = compare(version(), broken)
    assert {change.change_kind for change in found} >= {"period", "reporter", "removed"}
