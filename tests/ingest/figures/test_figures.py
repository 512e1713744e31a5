"""What the grammar reads in sentences: indicator, entity, sector, status, period and place of each number."""

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest

from ingest.figures.extract import extract_figures
from ingest.figures.types import Figure, Kind, Status

_DAY = dt.date(2024, 7, 15)


def figures(text: str) -> list[Figure]:
    found = extract_figures(text, article_id="t", published=_DAY, source_province="Hà Tĩnh", districts={})
    return [figure for figure in found if figure.kind is Kind.FIGURE]


def short(text: str) -> list[tuple[str | None, str | None, str, Decimal | None]]:
    return [(f.indicator, f.entity, f.sector, f.low if f.low is not None else f.high) for f in figures(text)]


def test_one_event_governs_an_enumeration_until_another_begins() -> None:
    assert short("Từ đầu năm, tỉnh thành lập mới 12 HTX và 7 tổ hợp tác, giải thể 3 HTX.") == [
        ("coop_new", "HTX", "all", 12),
        ("group_new", "THT", "all", 7),
        ("coop_dissolved", "HTX", "all", 3),
    ]


def test_an_event_said_after_a_list_holds_for_the_whole_list() -> None:
    assert short("Trong năm, có 9 HTX, 17 tổ hợp tác được thành lập mới.") == [
        ("coop_new", "HTX", "all", 9),
        ("group_new", "THT", "all", 17),
    ]


def test_a_total_after_nâng_lên_is_no_event() -> None:
    assert short("Tỉnh thành lập mới 8 HTX, nâng tổng số HTX lên 210 đơn vị, tăng 6 đơn vị so với năm 2023.") == [
        ("coop_new", "HTX", "all", 8),
        ("coop_total", "HTX", "all", 210),
    ]


def test_parts_of_a_total_take_its_meaning() -> None:
    text = "Quý I, toàn tỉnh thành lập mới 26 HTX (nông nghiệp 17, vận tải 9); hiện có 300 HTX."
    assert short(text) == [
        ("coop_new", "HTX", "all", 26),
        ("coop_new", "HTX", "agri", 17),
        ("coop_new", "HTX", "transport", 9),
        ("coop_total", "HTX", "all", 300),
    ]


def test_members_belong_to_the_organisation_named_last() -> None:
    text = "Toàn tỉnh có 93 HTX với 21.640 thành viên và 183 tổ hợp tác, trên 3.800 thành viên."
    assert [(f.indicator, f.entity) for f in figures(text)] == [
        ("coop_total", "HTX"),
        ("members_total", "HTX"),
        ("group_total", "THT"),
        ("members_total", "THT"),
    ]


def test_thu_hút_after_several_kinds_counts_all_of_them() -> None:
    text = "Toàn thành phố có 260 tổ hợp tác, 337 HTX đang hoạt động, thu hút trên 20 nghìn thành viên."
    assert [(f.indicator, f.entity) for f in figures(text)][-1] == ("members_total", "KTTT")


def test_averages_follow_a_total_and_the_unit() -> None:
    text = "Tổng vốn điều lệ của các HTX là 1.245,6 tỷ đồng, bình quân 3,27 tỷ đồng/HTX; lãi 190 triệu đồng/HTX."
    assert [(f.indicator, f.low) for f in figures(text)] == [
        ("charter_capital_total", Decimal("1245600000000")),
        ("charter_capital_avg", Decimal("3270000000")),
        ("profit_avg", Decimal("190000000")),
    ]


def test_income_is_told_by_bearer_and_by_month_or_year() -> None:
    text = (
        "Thu nhập bình quân của thành viên HTX đạt 5 triệu đồng/người/tháng; "
        "thu nhập của lao động thường xuyên 66 triệu đồng/người/năm."
    )
    assert [(f.indicator, f.unit) for f in figures(text)] == [
        ("member_income_avg", "VND_per_month"),
        ("worker_income_avg", "VND_per_year"),
    ]


def test_products_and_their_owners_are_different_figures() -> None:
    text = "Toàn tỉnh có 239 sản phẩm OCOP, trong đó có 66 sản phẩm của 65 HTX, tổ hợp tác."
    assert [(f.indicator, f.low) for f in figures(text)] == [
        ("ocop_products_total", 239),
        ("coop_ocop_products", 66),
        ("coop_ocop_entities", 65),
    ]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Năm 2024, tỉnh phấn đấu thành lập mới 20 HTX.", Status.TARGET),
        ("Doanh thu bình quân ước đạt 1,2 tỷ đồng/HTX.", Status.ESTIMATE),
        ("Doanh thu bình quân đạt 1,2 tỷ đồng/HTX.", Status.ACTUAL),
        ("Đến năm 2030, tỉnh có 900 HTX.", Status.TARGET),
    ],
)
def test_status_is_what_governs_the_number(text: str, status: Status) -> None:
    assert [figure.status for figure in figures(text)] == [status]


def test_brackets_have_a_time_and_status_of_their_own() -> None:
    text = "Năm 2025, tỉnh phấn đấu có 780 HTX (hiện nay là 742 HTX), 10 liên hiệp HTX."
    assert [(f.low, f.status, f.period) for f in figures(text)] == [
        (780, Status.TARGET, "2025"),
        (742, Status.ACTUAL, "2024-07-15"),
        (10, Status.TARGET, "2025"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Số HTX tăng 25 HTX so với cuối năm 2023.",
        "HTX nông nghiệp chiếm 86,8% tổng số HTX.",
        "Tỉnh đã hoàn thành, đạt 80% kế hoạch năm về phát triển HTX.",
        "HTX Nông nghiệp Thanh Xuân 2 có 112 thành viên, vốn điều lệ 1,8 tỷ đồng.",
        "Một HTX rau ở vùng cao có 7 thành viên, doanh thu 5,8 tỷ đồng.",
        "Có nhiều HTX kiểu mới thu hút trên 100 thành viên, vốn điều lệ từ 2 - 7 tỷ đồng.",
        "Dự hội nghị có đại diện gần 100 HTX của tỉnh và 150 đại biểu.",
        "Trên địa bàn còn 723 trang trại và 240 làng nghề.",
        "Phấn đấu mỗi xã có ít nhất 1 HTX gắn với sản phẩm chủ lực.",
    ],
)
def test_changes_shares_and_single_cooperatives_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_done_of_planned_gives_an_actual_and_a_target() -> None:
    text = "Năm 2024, tỉnh thành lập mới 56/50 HTX theo kế hoạch."
    assert [(f.low, f.status) for f in figures(text)] == [(56, Status.ACTUAL), (50, Status.TARGET)]


def test_a_former_province_set_apart_is_the_place_of_its_number() -> None:
    text = "Toàn tỉnh có 835 HTX. Riêng địa bàn Quảng Bình (cũ) có 438 HTX."
    assert [(f.low, f.place) for f in figures(text)] == [(835, "Hà Tĩnh"), (438, "Quảng Bình")]


def test_a_number_said_twice_is_one_figure_and_a_rounded_one_gives_way() -> None:
    text = (
        "Tỉnh có hơn 1.100 HTX, là mức cao.\n"
        "Tính đến ngày 30/6/2024, toàn tỉnh có 1.128 HTX.\n"
        "Như vậy toàn tỉnh có 1.128 HTX."
    )
    assert [figure.low for figure in figures(text)] == [1128]


def test_the_reviewed_period_dates_what_is_said_at_the_meeting() -> None:
    text = (
        "Ngày 17-2, Liên minh HTX tỉnh tổ chức hội nghị tổng kết hoạt động năm 2022 và triển khai nhiệm vụ năm 2023.\n"
        "Hiện toàn tỉnh có 309 HTX hoạt động đa dạng."
    )
    found = extract_figures(text, article_id="t", districts={})
    assert [figure.period for figure in found if figure.kind is Kind.FIGURE] == ["2022"]


def test_without_any_date_the_period_stays_unknown() -> None:
    (figure,) = extract_figures("Theo Liên minh HTX, hiện cả tỉnh có 215 HTX.", article_id="t", districts={})
    assert figure.period is None


def test_evidence_is_cut_from_the_text_as_it_was_given() -> None:
    text = unicodedata.normalize("NFD", "Đến nay, toàn tỉnh có 1.492\u00a0HTX và 36 tỷ đồng vốn vay.")
    for figure in figures(text):
        assert text[figure.start : figure.end] == figure.evidence


@pytest.mark.parametrize("text", ["", "\n\n", "…", "123", "((((", "HTX HTX HTX 5 5 5, / - %"])
def test_no_text_makes_the_extractor_fail(text: str) -> None:
    assert [figure for figure in figures(text) if figure.indicator is None] == []


@pytest.mark.parametrize(
    ("sentence", "printed", "mark"),
    [
        ("Doanh thu bình quân của HTX đạt 1.300 tỷ đồng/năm.", 1_300_000_000_000, "plausibility:above 300000000000"),
        ("Thu nhập bình quân của lao động trong HTX đạt 4,5 tỷ đồng/người/tháng.", 4_500_000_000, "plausibility:above"),
        ("Lợi nhuận bình quân mỗi HTX đạt 210 nghìn đồng/năm.", 210_000, "plausibility:below"),
    ],
)
def test_a_number_out_of_bounds_stays_as_printed_and_is_trusted_less(sentence: str, printed: int, mark: str) -> None:
    (found,) = figures(sentence)
    (sound,) = figures("Doanh thu bình quân của HTX đạt 1,3 tỷ đồng/năm.")
    assert found.low == found.high == printed
    assert any(step.startswith(mark) for step in found.rule_trace)
    assert found.confidence < sound.confidence / 2
