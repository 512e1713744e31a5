"""Which period a line of a title states, as offices write it."""

import pytest

from ingest.submissions.period_lines import first_stated, half_without_year, period_as_of, period_in, year_of_letter


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("6 THÁNG ĐẦU NĂM 2024", "2024-H1"),
        ("6T2024", "2024-H1"),
        ("TH 6T/2024", "2024-H1"),
        ("Kỳ báo cáo: 6 tháng/2024", "2024-H1"),
        ("BÁO CÁO sáu tháng đầu năm 2024", "2024-H1"),
        ("Kết quả 06 tháng năm 2024", "2024-H1"),
        ("Tình hình KTTT nửa đầu năm 2024", "2024-H1"),
        ("6 tháng đầu năm và nhiệm vụ 6 tháng cuối năm 2024", "2024-H1"),
        ("Tình hình KTTT 6 tháng đầu năm 2024, kế hoạch 6 tháng cuối năm 2024", "2024-H1"),
        ("SỐ LIỆU KTTT 6 THÁNG ĐẦU NĂM, ƯỚC THỰC HIỆN CẢ NĂM 2024", "2024-H1"),
        ("Số liệu 06 tháng đầu năm 2024 (so với cùng kỳ năm 2023)", "2024-H1"),
        ("Tình hình thực hiện Kế hoạch số 123/KH-UBND ngày 15/02/2023 6 tháng đầu năm 2024", "2024-H1"),
        ("Ket qua 6 thang dau nam 2024", "2024-H1"),
        ("6 tháng cuối năm 2024", "2024-H2"),
        ("Kỳ: 2024-H1", "2024-H1"),
        ("BIỂU SỐ LIỆU KINH TẾ TẬP THỂ NĂM 2025", "2025"),
        ("Tình hình thực hiện năm 2024 và kế hoạch năm 2025", "2024"),
        ("Báo cáo KTTT năm 2024; phương hướng, nhiệm vụ năm 2025", "2024"),
        ("Tình hình thực hiện Kế hoạch phát triển KTTT năm 2024", "2024"),
        ("Số liệu thực hiện Nghị định số 77/2019/NĐ-CP năm 2024", "2024"),
        ("Kết quả thực hiện Luật Hợp tác xã năm 2023 trong năm 2025", "2025"),
        ("Kết quả giai đoạn 2021-2025, năm 2024", "2024"),
        ("12 tháng năm 2024", "2024"),
    ],
)
def test_a_title_states_its_period(line: str, period: str) -> None:
    found = period_in(line)
    assert found is not None
    assert found.key == period


@pytest.mark.parametrize(
    "line",
    [
        "Can Lộc, ngày 28 tháng 5 năm 2024",
        "Hà Tĩnh, ngày … tháng 6 năm 2024",
        "(Kèm theo Báo cáo số 215/BC-UBND ngày 28/5/2024 của UBND huyện Can Lộc)",
        "Kế hoạch số 15/KH-UBND ngày 15/02/2023",
        "Nghị định số 113/2024/NĐ-CP",
        "Quyết định 1804/QĐ-TTg ngày 13/11/2020",
        "theo Luật Hợp tác xã năm 2023",
        "Luật HTX 2023",
        "giai đoạn 2021-2025",
        "Kế hoạch phát triển KTTT, HTX năm 2025",
        "Quý II/2024",
        "quý II năm 2024",
        "9 tháng đầu năm 2024",
        "Báo cáo tháng 5 năm 2024",
        "so với năm 2023",
        "PHỤ LỤC 1: CÁC CHỈ TIÊU CƠ BẢN",
    ],
)
def test_letters_laws_plans_and_other_spans_state_no_period(line: str) -> None:
    assert period_in(line) is None


def test_a_half_year_anywhere_goes_before_a_year() -> None:
    found = first_stated(["KẾT QUẢ PHÁT TRIỂN KTTT NĂM 2024", "(6 tháng đầu năm 2024)"])
    assert found is not None
    assert found.key == "2024-H1"


def test_a_half_year_without_its_year_and_the_letter_that_has_it() -> None:
    assert half_without_year("KẾT QUẢ 6 THÁNG ĐẦU NĂM") == 1
    assert half_without_year("6 THÁNG ĐẦU NĂM 2024") is None
    assert year_of_letter("Tháp Mười, ngày 30 tháng 5 năm 2024") == 2024


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("DANH SÁCH HỢP TÁC XÃ (đến 30/5/2024)", "2024-H1"),
        ("Tính đến ngày 31 tháng 12 năm 2024", "2024"),
        ("Tính đến 28/2/2024", None),
    ],
)
def test_a_day_of_account_implies_the_period_that_it_ends(line: str, period: str | None) -> None:
    found = period_as_of(line)
    assert (found.key if found else None) == period
