"""What single cells of a register say, and which of them are told to the submitter."""

from decimal import Decimal

import pytest

from ingest.submissions.reading import RegisterField
from ingest.submissions.reference import Reference
from ingest.submissions.register.codes import rating_of, says_nothing, sector_of, status_of
from ingest.submissions.workbook import Cell, sheet_of
from tests.ingest.submissions.register_sheets import (
    TITLES,
    Content,
    Rows,
    cooperative,
    found,
    names,
    numbers,
    read,
    sheet,
    tax_code,
    texts,
)

MILLION = Decimal(1_000_000)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Đang hoạt động", "active"),
        ("ĐANG HĐ", "active"),
        ("Hoạt động bình thường", "active"),
        ("Đang hoạt động từ năm 2019", "active"),
        ("Đang hoạt đông", "active"),
        ("NNT đang hoạt động (đã được cấp GCN ĐKT)", "active"),
        ("Tạm ngừng kinh doanh", "suspended"),
        ("Tạm ngưng", "suspended"),
        ("Tạm ngừng HĐ (từ 1/3/2024)", "suspended"),
        ("Bị thu hồi do cưỡng chế về quản lý thuế", "tax_revoked"),
        ("Đang làm thủ tục giải thể, bị chia, bị hợp nhất, được sáp nhập", "dissolving"),
        ("Chờ giải thể", "dissolving"),
        ("Ngừng hoạt động, chờ giải thể", "dissolving"),
        ("Đang làm thủ tục phá sản", "bankruptcy"),
        ("Đã giải thể, phá sản, chấm dứt tồn tại", "ceased"),
        ("Giải thể năm 2022", "ceased"),
        ("Không hoạt động tại địa chỉ đã đăng ký", "not_at_address"),
        ("Không HĐ tại địa chỉ ĐK", "not_at_address"),
        ("Ngừng hoạt động", "inactive"),
        ("Dừng hoạt động", "inactive"),
        ("Ngừng HĐ từ 2018", "inactive"),
        ("Chưa hoạt động", None),
        ("Đang hoạt động, chờ giải thể", None),
        ("Sẽ giải thể trong năm 2025", None),
        ("Đang làm thủ tục giải thể, bị chia, bị hợp nhất, bị sáp nhập", "dissolving"),
        ("Đang trong tình trạng phá sản", "bankruptcy"),
    ],
)
def test_status_words(printed: str, code: str | None) -> None:
    assert status_of(printed) == code


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Tốt", "excellent"),
        ("loại khá", "fair"),
        ("TB", "average"),
        ("T.Bình", "average"),
        ("Trung binh", "average"),
        ("Yếu, kém", "weak"),
        ("KXL", "not_rated"),
        ("Chưa xếp loại", "not_rated"),
        ("Chưa đủ 12 tháng", "not_rated"),
        ("Tốt (85 điểm)", "excellent"),
        ("Khá tốt", None),
        ("A", None),
        ("Đạt loại khá", "fair"),
    ],
)
def test_rating_words(printed: str, code: str | None) -> None:
    assert rating_of(printed) == code


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("NN", "agri"),
        ("DV nông nghiệp", "agri"),
        ("Nông - lâm - ngư nghiệp", "agri"),
        ("Lĩnh vực nông nghiệp", "agri"),
        ("Trồng trọt", "crop"),
        ("Thuỷ sản", "fishery"),
        ("NTTS", "fishery"),
        ("Trồng trọt, chăn nuôi", "agri"),
        ("CN-TTCN", "industry_handicraft"),
        ("Công nghiệp và TTCN", "industry_handicraft"),
        ("TMDV", "trade_service"),
        ("Thương mại", "trade_service"),
        ("GTVT", "transport"),
        ("QTDND", "credit_fund"),
        ("Xây dựng, vận tải", "nonagri"),
        ("Nông nghiệp tổng hợp", "mixed_agri"),
        ("Vệ sinh môi trường", "environment"),
        ("Xây dưng", "construction"),
        ("Nông nghiệp, xây dựng", None),
        ("Nông nghiệp - dịch vụ", None),
        ("Chế biến cà phê, hồ tiêu theo chuỗi", None),
    ],
)
def test_sector_words_are_as_precise_as_printed(reference: Reference, printed: str, code: str | None) -> None:
    """Of several sectors the one that holds them all; none where that would be the whole economy."""
    assert sector_of(printed, reference) == code


@pytest.mark.parametrize("text", ["-", "…", "", "x", "đang cập nhật", "Chưa có thông tin", "chưa báo cáo quý này"])
def test_words_that_say_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    ("field", "printed", "number", "rule"),
    [
        ("members", "1.647", 1647, None),
        ("members", "33 người", 33, None),
        ("members", "-", 0, None),
        ("members", "…", None, None),
        ("members", "đang rà soát", None, "words_for_number"),
        ("members", "12 con bò", None, "words_for_number"),
        ("members", "1,284", 1284, "ambiguous_number"),
        ("members", 12.5, Decimal("12.5"), "count_not_whole"),
        ("workers", -4, -4, "negative"),
        ("workers", "5-10", None, "range_for_number"),
        ("revenue", "1.250 trđ", 1250 * MILLION, None),
        ("revenue", "2,5 tỷ", 2500 * MILLION, None),
        ("revenue", "1.250,5", Decimal("1250.5") * MILLION, None),
        ("revenue", "chưa có BC", None, "words_for_number"),
        ("revenue", "15 người", None, "words_for_number"),
        ("profit", -25, -25 * MILLION, None),
        ("profit", "(25)", -25 * MILLION, None),
        ("profit", "lỗ 25", -25 * MILLION, None),
        ("charter_capital", "  500 ", 500 * MILLION, None),
    ],
)
def test_numbers(
    reference: Reference, field: RegisterField, printed: Content, number: Decimal | None, rule: str | None
) -> None:
    registers = read(reference, sheet([TITLES, cooperative(1, **{field: printed})]))
    column = {"members": "I2", "workers": "J2", "charter_capital": "K2", "revenue": "L2", "profit": "M2"}[field]
    assert numbers(registers.rows[0], field) == [number]
    assert found(registers) == ([(rule, column)] if rule else [])


def test_losses_may_have_a_column_of_their_own(reference: Reference) -> None:
    rows: Rows = [
        ["STT", "Tên HTX", "Kết quả kinh doanh (triệu đồng)", None],
        [None, None, "Lãi", "Lỗ"],
        [1, "HTX Hòa Bình", 120, None],
        [2, "HTX Tân Tiến", None, 45],
        [3, "HTX Minh Khai", None, None],
    ]
    registers = read(reference, sheet(rows, merged=["C1:D1"]))
    assert [row.number("profit") for row in registers.rows] == [120 * MILLION, -45 * MILLION, None]
    assert registers.rows[1].cells["profit"].cell == "D4"


def test_thousands_parted_by_commas_throughout_are_no_doubt(reference: Reference) -> None:
    english = [cooperative(n, charter_capital=f"{n},500", revenue="1,234", profit="80") for n in (1, 2, 3)]
    registers = read(reference, sheet([TITLES, *english]))
    capital = [row.number("charter_capital") for row in registers.rows]
    assert capital == [1500 * MILLION, 2500 * MILLION, 3500 * MILLION]
    assert registers.findings == ()
    mixed = [cooperative(1, revenue="1,234"), cooperative(2, revenue="1.234")]
    assert found(read(reference, sheet([TITLES, *mixed]))) == [("ambiguous_number", "L2")]


def test_a_wrong_tax_code_is_told_at_its_cell_and_kept_as_printed(reference: Reference) -> None:
    wrong = "5800007808"
    registers = read(reference, sheet([TITLES, cooperative(1, tax_code=wrong), cooperative(2, tax_code="580012345")]))
    assert [row.text("tax_code") for row in registers.rows] == [wrong, "580012345"]
    assert found(registers) == [("invalid_tax_code", "C2"), ("invalid_tax_code", "C3")]
    assert {finding.family for finding in registers.findings} == {"invalid_tax_code"}
    assert "chữ số kiểm tra" in registers.findings[0].sentence_vi
    assert "10 chữ số" in registers.findings[1].sentence_vi


def test_a_lost_zero_is_restored_without_a_word(reference: Reference) -> None:
    """In a number always; in a text only where other codes of the register begin with zero too."""
    code, other = tax_code(1464, "03"), tax_code(2500, "03")
    as_number = read(reference, sheet([TITLES, cooperative(1, tax_code=int(code))]))
    as_text = read(reference, sheet([TITLES, cooperative(1, tax_code=code[1:]), cooperative(2, tax_code=other)]))
    alone = read(reference, sheet([TITLES, cooperative(1, tax_code=code[1:])]))
    assert [as_number.rows[0].text("tax_code"), as_text.rows[0].text("tax_code")] == [code, code]
    assert as_number.findings == as_text.findings == ()
    assert found(alone) == [("invalid_tax_code", "C2")]


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        ('=HYPERLINK("http://tai-ve.example/a.exe","HTX Hòa Bình")', True),
        ("@SUM(1+1)*cmd|' /C calc'!A0", True),
        ("-2+3+cmd|' /C calc'!A0", True),
        ("+cmd|' /C calc'!A0", True),
        ("+HTX cà phê bền vững Thanh Thái", False),
        ("- HTX Hòa Bình", False),
    ],
)
def test_a_name_that_is_a_command_is_kept_as_text_and_told(reference: Reference, name: str, is_told: bool) -> None:
    registers = read(reference, sheet([TITLES, cooperative(1, name=name)]))
    assert names(registers) == [name]
    assert found(registers) == ([("formula_as_name", "B2")] if is_told else [])


def test_a_cell_that_takes_its_value_from_another_workbook_is_told(reference: Reference) -> None:
    plain = sheet([TITLES, cooperative(1)])
    linked = dict(plain.cells)
    linked[2, 12] = Cell(2, 12, "number", "1201", Decimal(1201), points_outside=True)
    linked[2, 2] = Cell(2, 2, "text", "HTX Hòa Bình", points_outside=True)
    registers = read(reference, sheet_of("DS", linked))
    assert found(registers) == [("formula_points_outside", "B2"), ("formula_points_outside", "L2")]
    assert numbers(registers.rows[0], "revenue") == [1201 * MILLION]


def test_errors_of_formulas_are_told_and_say_nothing(reference: Reference) -> None:
    plain = sheet([TITLES, cooperative(1)])
    cells = dict(plain.cells) | {(2, place): Cell(2, place, "error", "#REF!") for place in (7, 9)}
    registers = read(reference, sheet_of("DS", cells))
    assert found(registers) == [("formula_error", "G2"), ("formula_error", "I2")]
    assert texts(registers.rows[0], "status") == [None]


def test_an_unknown_word_for_the_status_is_told_for_information_alone(reference: Reference) -> None:
    rows = [TITLES, cooperative(1, status="Chưa hoạt động"), cooperative(2, status="đang cập nhật", rating="-")]
    registers = read(reference, sheet(rows))
    assert found(registers) == [("register_word_unknown", "G2")]
    assert [finding.severity for finding in registers.findings] == ["info"]
    assert [texts(row, "status", "rating") for row in registers.rows] == [[None, "fair"], [None, None]]
