"""One cooperative in two rows is told at the second name; two cooperatives with near names never are."""

from datetime import date

import pytest

from ingest.submissions.reference import Reference
from tests.ingest.submissions.register_sheets import TITLES, Rows, cooperative, found, read, sheet, tax_code

A, B = tax_code(1000), tax_code(2000)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"name": "QTDND Gia Phú"}, {"name": "QUỸ TÍN DỤNG NHÂN DÂN GIA PHÚ"}),
        ({"name": "HTX DVNN Bình Minh"}, {"name": "Hợp tác xã Dịch vụ nông nghiệp Bình Minh"}),
        ({"name": "HTX TMDV Hoà Bình"}, {"name": "H.T.X thương mại - dịch vụ Hòa Bình"}),
        ({"name": "HTX VT Lộc Phát"}, {"name": "HTX vận tải Lộc Phát", "tax_code": None}),
        ({"name": "HTX Nông nghiệp Đại Thành"}, {"name": "HTX NONG NGHIEP DAI THANH"}),
        ({"name": "HTX chè Tân Hà Nam Ban"}, {"name": "HTX Nam Ban chè Tân Hà"}),
        ({"name": "HTX Nông nghiệp Trường Thịnh"}, {"name": "HTX Nông nghiêp Trường Thnh"}),
        ({"name": "HTX Hòa Bình", "address": "Thôn 3, xã Nam Ban"}, {"name": "HTX Hòa Bình", "address": "Nam Ban"}),
    ],
)
@pytest.mark.parametrize("has_codes", [True, False])
def test_spellings_of_one_cooperative(
    reference: Reference, first: dict[str, str], second: dict[str, str | None], has_codes: bool
) -> None:
    """Under one tax code, and as well where the register has no codes: the chairperson is the same."""
    same = {"tax_code": A if has_codes else None, "address": "Thôn 3, xã Nam Ban", "chairperson": "Lê Thị Hoa"}
    same["founded_on"] = None
    rows: Rows = [TITLES, cooperative(1, **(same | first)), cooperative(2, **(same | second))]
    registers = read(reference, sheet(rows))
    assert found(registers) == [("duplicate_cooperative", "B3")]
    assert [row.is_second_copy for row in registers.rows] == [False, True]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"name": "HTX Nông nghiệp Bình Minh 1"}, {"name": "HTX Nông nghiệp Bình Minh 2"}),
        ({"name": "HTX Nông nghiệp Bình Minh"}, {"name": "HTX Nông nghiệp Bình Minh 2"}),
        ({"name": "HTX Nông nghiệp Bình Minh"}, {"name": "HTX Vận tải Bình Minh"}),
        ({"name": "HTX Nông nghiệp Đông Hòa"}, {"name": "HTX Nông nghiệp Đồng Hoá"}),
        ({"name": "HTX Nông nghiệp Phú Lộc"}, {"name": "HTX Nông nghiệp Phú Lợi"}),
        ({"name": "HTX Hòa Bình", "address": "Xã Nam Ban"}, {"name": "HTX Hòa Bình", "address": "Xã Phú Sơn"}),
        (
            {"name": "HTX Hòa Bình", "founded_on": date(2015, 3, 1)},
            {"name": "HTX Hòa Bình", "founded_on": date(2019, 4, 2)},
        ),
        ({"name": "HTX Hòa Bình", "tax_code": A}, {"name": "HTX Hòa Bình", "tax_code": B}),
        ({"name": "HTX Hòa Bình", "tax_code": A}, {"name": "HTX Hòa Bình", "tax_code": f"{B}-001"}),
    ],
)
def test_two_cooperatives_with_near_names(reference: Reference, first: dict[str, str], second: dict[str, str]) -> None:
    none = {"tax_code": None, "address": None, "founded_on": None}
    rows: Rows = [
        TITLES,
        cooperative(1, **(none | first)),  # type: ignore[arg-type]
        cooperative(2, **(none | second)),  # type: ignore[arg-type]
    ]
    assert read(reference, sheet(rows)).findings == ()


def test_every_further_copy_is_told_at_its_own_row_with_the_place_of_the_first(reference: Reference) -> None:
    rows: Rows = [TITLES, cooperative(1), cooperative(2), cooperative(1), cooperative(1)]
    registers = read(reference, sheet(rows))
    assert found(registers) == [("duplicate_cooperative", "B4"), ("duplicate_cooperative", "B5")]
    assert {finding.details["first_cell"] for finding in registers.findings} == {"B2"}


def test_copies_are_found_across_sheets(reference: Reference) -> None:
    registers = read(
        reference,
        sheet([TITLES, cooperative(1)], name="Xã Nam Ban"),
        sheet([TITLES, cooperative(2), cooperative(1)], name="Xã Tân Hà"),
    )
    assert [(finding.sheet, finding.cell) for finding in registers.findings] == [("Xã Tân Hà", "B3")]
    assert registers.findings[0].details["first_cell"] == "Xã Nam Ban!B2"


def test_a_list_of_some_cooperatives_beside_the_whole_list_repeats_nobody(reference: Reference) -> None:
    registers = read(
        reference,
        sheet([["DANH SÁCH HTX TRÊN ĐỊA BÀN HUYỆN"], TITLES, cooperative(1), cooperative(2)], name="PL3"),
        sheet([["DANH SÁCH HTX THÀNH LẬP MỚI NĂM 2024"], TITLES, cooperative(2)], name="PL4"),
    )
    assert registers.findings == ()
    assert [row.is_of_some for row in registers.rows] == [False, False, True]
