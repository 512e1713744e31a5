"""What in a name tells one cooperative from another."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.cooperatives.names import NameMatch, compare_names, name_of
from ingest.cooperatives.particulars import Agreement, commune_of, compare_founding, compare_persons, person_key


@pytest.mark.parametrize(
    ("left", "right", "match"),
    [
        ("HTX DVNN Tân Lập", "HỢP TÁC XÃ DỊCH VỤ NÔNG NGHIỆP TÂN LẬP", NameMatch.SAME),
        ("HTX NN Tân Lập", "HTX dịch vụ nông nghiệp tổng hợp Tân Lập", NameMatch.SAME_PROPER_NAME),
        ("Quỹ TDND Tân Hiệp", "Quỹ tín dụng nhân dân Tân Hiệp", NameMatch.SAME),
        ("HTX nông nghiệp Tân Lập", "HTX vận tải Tân Lập", NameMatch.OTHER_ACTIVITY),
        ("Quỹ TDND Tân Hiệp", "HTX nông nghiệp Tân Hiệp", NameMatch.OTHER_ACTIVITY),
        ("HTX nông nghiệp Thanh Hà", "HTX nông nghiệp Thạnh Hà", NameMatch.OTHER_TONES),
        ("HTX nông nghiệp Thanh Ha", "HTX nong nghiep Thanh Ha", NameMatch.SAME),
        ("HTX NN Bình Minh số 2", "HTX NN Bình Minh II", NameMatch.SAME),
        ("HTX NN Bình Minh 1", "HTX NN Bình Minh 2", NameMatch.OTHER_NUMBER),
        ("HTX NN Bình Minh", "HTX NN Bình Minh 2", NameMatch.NUMBER_MISSING),
        ("HTX chè La Bằng", "HTX chè La Bằngg", NameMatch.NEAR),
        ("HTX nông nghiệp Đồng Tâm Tân Lập", "HTX nông nghiệp Tân Lập", NameMatch.PART),
        ("HTX nông nghiệp Quyết Thắng", "HTX nông nghiệp Quyết Tiến", NameMatch.OTHER),
    ],
)
def test_two_names_stand_to_each_other(left: str, right: str, match: NameMatch) -> None:
    assert compare_names(name_of(left), name_of(right)) is match
    assert compare_names(name_of(right), name_of(left)) is match


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="hợp tácxãnôghiệpTâLậ12IV .-()", max_size=40))
def test_any_text_is_a_name_and_is_the_same_as_itself(text: str) -> None:
    assert compare_names(name_of(text), name_of(text)) is NameMatch.SAME


@pytest.mark.parametrize(
    ("left", "right", "agreement"),
    [
        ("2015-03-15", "2015-03-15", Agreement.SAME),
        ("2015-03-15", "2015-03", Agreement.PARTLY),
        ("2015", "2015", Agreement.PARTLY),
        ("2015-03-05", "2015-05-03", Agreement.NEAR),
        ("2015-03-15", "2015-03-16", Agreement.NEAR),
        ("2015-03-15", "2016-11-02", Agreement.OTHER),
        ("2015-03-15", "2016", Agreement.OTHER),
        (None, "2016", Agreement.UNKNOWN),
    ],
)
def test_two_founding_days_stand_to_each_other(left: str | None, right: str | None, agreement: Agreement) -> None:
    assert compare_founding(left, right) is agreement
    assert compare_founding(right, left) is agreement


@pytest.mark.parametrize(
    ("left", "right", "agreement"),
    [
        ("Ông Nguyễn Văn Hùng", "NGUYỄN VĂN HÙNG", Agreement.SAME),
        ("Nguyễn Văn Hùng", "Nguyễn Hùng", Agreement.NEAR),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hùngg", Agreement.NEAR),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Dũng", Agreement.OTHER),
        ("Hùng", "Nguyễn Văn Hùng", Agreement.UNKNOWN),
    ],
)
def test_two_persons_stand_to_each_other(left: str, right: str, agreement: Agreement) -> None:
    assert compare_persons(person_key(left), person_key(right)) is agreement


@pytest.mark.parametrize(
    ("address", "commune"),
    [
        ("Thôn 3, xã Tân An, huyện Củ Chi", "tan an"),
        ("Ấp 1 xã Bình Mỹ huyện Củ Chi", "binh my"),
        ("P. Hiệp Bình Chánh, TP Thủ Đức", "hiep binh chanh"),
        ("TT. Củ Chi - H. Củ Chi", "cu chi"),
        ("Khu phố 2, Phường 5", "5"),
        ("Số 12 đường Nguyễn Huệ", ""),
        (None, ""),
    ],
)
def test_the_commune_is_found_in_an_address(address: str | None, commune: str) -> None:
    assert commune_of(address) == commune
