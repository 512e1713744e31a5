"""Who sent a file: by letterhead, title, signature; communes, departments, places of one name, slips of the pen."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from ingest.submissions.reference import Reference
from ingest.submissions.reporters import Evidence, Reporter, find_reporter

Sender = Callable[..., Any]

IN_2024 = date(2024, 6, 30)
LAST_DISTRICTS = date(2025, 6, 30)
IN_2025 = date(2025, 12, 31)


@pytest.fixture
def sender(reference: Reference) -> Sender:
    def found(*heads: str, day: date = IN_2024, feet: Sequence[str] = (), file_name: str = "") -> Reporter | None:
        return find_reporter(Evidence(heads, feet, (), file_name), reference, day)

    return found


@pytest.mark.parametrize(
    ("heads", "name", "code"),
    [
        (["ỦY BAN NHÂN DÂN", "HUYỆN CAN LỘC"], "Huyện Can Lộc", "443"),
        (["UBND TỈNH ĐỒNG THÁP", "UBND HUYỆN THÁP MƯỜI"], "Huyện Tháp Mười", "872"),
        (["UBND HUYỆN VŨ THƯ - TỈNH THÁI BÌNH"], "Huyện Vũ Thư", "344"),
        (["UBND THỊ XÃ ĐIỆN BÀN", "PHÒNG TÀI CHÍNH - KẾ HOẠCH"], "Thị xã Điện Bàn", "507"),
        (["Thị xã Điện Bàn, tỉnh Quảng Nam"], "Thị xã Điện Bàn", "507"),
        (["Danh sách hợp tác xã huyện Lâm Hà năm 2024"], "Huyện Lâm Hà", "676"),
        (["UBND H. Can Lộc"], "Huyện Can Lộc", "443"),
        (["UBND TX. Điện Bàn"], "Thị xã Điện Bàn", "507"),
        (["UBND TP.Cao Lãnh"], "Thành phố Cao Lãnh", "866"),
        (["UBND Q.1 - TPHCM"], "Quận 1", "760"),
        (["UBND QUẬN 01"], "Quận 1", "760"),
        (["UY BAN NHAN DAN HUYEN NGHIA HUNG"], "Huyện Nghĩa Hưng", "361"),
        (["Ủy ban nhân dân thành phố Phan Rang-Tháp Chàm"], "Thành phố Phan Rang - Tháp Chàm", "582"),
        (["UBND HUYỆN ĐĂK MIL"], "Huyện Đắk Mil", "663"),
        (["UBND HUYỆN CNA LỘC"], "Huyện Can Lộc", "443"),
        (["Đơn vị báo cáo: Huyện Củ Chi"], "Huyện Củ Chi", "783"),
        (["ỦY BAN NHÂN DÂN\nHUYỆN DUY XUYÊN", "Kính gửi: UBND tỉnh Quảng Nam"], "Huyện Duy Xuyên", "508"),
        (["Biểu tổng hợp 6 tháng đầu năm 2024 trên địa bàn huyện Yên Châu"], "Huyện Yên Châu", "124"),
    ],
)
def test_a_district_is_known_however_it_is_written(sender: Sender, heads: list[str], name: str, code: str) -> None:
    assert (found := sender(*heads))
    assert (found.name, found.area_code, found.level) == (name, code, "district")


def test_a_commune_reports_since_july_2025(sender: Sender) -> None:
    heads = ("UBND XÃ SƠN KIM 2", "PHÒNG KINH TẾ", "Sơn Kim 2, ngày 25 tháng 11 năm 2025")
    assert sender(*heads, day=IN_2025) == Reporter("Xã Sơn Kim 2", "commune", "18199", "42")
    assert sender("UBND XÃ EA HLEO", day=IN_2025).area_code == "24184"
    assert sender("ĐẶC KHU CÔN ĐẢO", day=IN_2025).name == "Đặc khu Côn Đảo"


def test_communes_of_one_name_are_told_apart_by_their_province_or_not_at_all(sender: Sender) -> None:
    told = sender("UBND TỈNH TÂY NINH", "UBND PHƯỜNG TÂN AN", day=IN_2025)
    assert (told.level, told.province_code) == ("commune", "80")
    assert told.area_code is not None
    doubtful = sender("UBND PHƯỜNG TÂN AN", day=IN_2025)
    assert doubtful == Reporter("Phường Tân An", "commune", None, None)


def test_districts_of_one_name_are_told_apart_by_their_province(sender: Sender) -> None:
    assert sender("UBND HUYỆN CHÂU THÀNH").area_code is None
    assert sender("UBND TỈNH TRÀ VINH", "UBND HUYỆN CHÂU THÀNH").province_code == "84"
    addressed = sender("UBND HUYỆN CHÂU THÀNH", "Kính gửi: Sở Kế hoạch và Đầu tư tỉnh Trà Vinh")
    assert addressed.province_code == "84"


def test_the_file_name_decides_only_where_nothing_is_printed(sender: Sender) -> None:
    assert sender("BIỂU TỔNG HỢP", file_name="01_UBND huyen Can Loc_6T2024.xlsx").area_code == "443"
    assert sender("UBND HUYỆN NGHI XUÂN", file_name="01_UBND huyen Can Loc.xlsx").name == "Huyện Nghi Xuân"
    assert sender("BIỂU TỔNG HỢP", file_name="04_Danh sach HTX Lam Ha.csv").name == "Huyện Lâm Hà"
    assert sender("UBND TỈNH HÀ TĨNH", file_name="KTTT huyen Can Loc.xlsx").area_code == "443"
    assert sender("BIỂU TỔNG HỢP", file_name="Bieu 01 - Chau Thanh.xlsx") is None
    assert sender("BIỂU TỔNG HỢP", file_name="Bieu tong hop - ban cuoi.xlsx") is None


def test_a_signature_tells_where_the_title_does_not(sender: Sender) -> None:
    assert sender("BIỂU TỔNG HỢP NĂM 2024", feet=["TM. UBND HUYỆN VŨ THƯ", "CHỦ TỊCH"]).area_code == "344"


def test_two_offices_of_one_level_are_no_guess(sender: Sender) -> None:
    assert sender("UBND HUYỆN CAN LỘC", "UBND HUYỆN NGHI XUÂN") is None


@pytest.mark.parametrize(
    "line",
    [
        "DANH SÁCH HỢP TÁC XÃ BÌNH MINH",
        "PHƯƠNG HƯỚNG NHIỆM VỤ",
        "Tình hình phát triển kinh tế tập thể",
        "Các xã, phường, thị trấn báo cáo",
        "Kính gửi: UBND huyện Can Lộc",
        "Nơi nhận: - UBND huyện Can Lộc",
    ],
)
def test_words_that_sound_like_places_name_nobody(sender: Sender, line: str) -> None:
    assert sender(line) is None


def test_codes_are_of_the_list_in_force_in_the_period(sender: Sender) -> None:
    assert sender("UBND TỈNH BẮC NINH", day=LAST_DISTRICTS) == Reporter("Tỉnh Bắc Ninh", "province", "27", "27")
    assert sender("UBND TỈNH BẮC NINH", day=IN_2025) == Reporter("Tỉnh Bắc Ninh", "province", "24", "24")
    assert sender("UBND THÀNH PHỐ HUẾ", day=LAST_DISTRICTS).area_code == "46"
    assert sender("UBND HUYỆN CAN LỘC", day=date(2026, 6, 30)) is None


def test_a_district_is_still_known_in_the_year_that_its_tier_ended(sender: Sender) -> None:
    assert sender("UBND HUYỆN CAN LỘC", day=IN_2025).area_code == "443"


@pytest.mark.parametrize(
    ("heads", "name", "province", "agency"),
    [
        (
            ["UBND TỈNH ĐỒNG THÁP", "SỞ NÔNG NGHIỆP VÀ PTNT"],
            "Sở Nông nghiệp và Phát triển nông thôn tỉnh Đồng Tháp",
            "87",
            None,
        ),
        (
            ["LIÊN MINH HỢP TÁC XÃ THÀNH PHỐ HỒ CHÍ MINH"],
            "Liên minh Hợp tác xã thành phố Hồ Chí Minh",
            "79",
            "lmhtx-79",
        ),
        (["LIÊN MINH HTX HÀ TĨNH"], "Liên minh Hợp tác xã tỉnh Hà Tĩnh", "42", None),
        (["Sở KH&ĐT tỉnh Hà Tĩnh"], "Sở Kế hoạch và Đầu tư tỉnh Hà Tĩnh", "42", None),
        (["CHI CỤC PTNT TỈNH SƠN LA"], "Chi cục Phát triển nông thôn tỉnh Sơn La", "14", None),
        (["QUỸ HỖ TRỢ PHÁT TRIỂN HTX TỈNH SƠN LA"], "Quỹ Hỗ trợ phát triển hợp tác xã tỉnh Sơn La", "14", None),
    ],
)
def test_departments_report_for_their_province(
    sender: Sender, heads: list[str], name: str, province: str, agency: str | None
) -> None:
    assert sender(*heads) == Reporter(name, "department", province, province, agency)


def test_a_department_that_is_only_written_to_or_cited_is_no_sender(sender: Sender) -> None:
    heads = ("UBND HUYỆN CAN LỘC", "Số: 318/BC-UBND", "(Theo mẫu của Sở Kế hoạch và Đầu tư)", "Kính gửi: Sở Tài chính")
    assert sender(*heads).level == "district"
