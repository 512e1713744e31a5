"""What the figures of one text say about each other, and what a number out of bounds was likely meant to be."""

import pytest

from ingest.figures.extract import extract_figures
from ingest.figures.types import Figure, Kind


def read(text: str) -> list[Figure]:
    return extract_figures(text, article_id="t", source_province="Hà Tĩnh", districts={})


def stated(text: str) -> list[tuple[str | None, int]]:
    return [(f.indicator, int(f.low or f.high or 0)) for f in read(text) if f.kind is Kind.FIGURE]


def marks(figure: Figure, beginning: str) -> list[str]:
    return [step for step in figure.rule_trace if step.startswith(beginning)]


def test_fewer_members_than_cooperatives_are_those_of_some() -> None:
    assert stated("Toàn tỉnh có 320 HTX với 260 thành viên.") == [("coop_total", 320)]
    assert stated("Toàn tỉnh có 320 HTX với 26.000 thành viên.") == [("coop_total", 320), ("members_total", 26000)]


def test_a_total_that_is_called_so_is_kept_however_small() -> None:
    total = ("revenue_total", 450_000_000)
    assert stated("Toàn tỉnh có 320 HTX; tổng doanh thu đạt 450 triệu đồng.") == [("coop_total", 320), total]
    assert stated("Toàn tỉnh có 320 HTX; doanh thu đạt 450 triệu đồng.") == [("coop_total", 320)]


def test_parts_that_sum_to_more_than_their_whole_are_marked() -> None:
    text = "Toàn tỉnh có 320 HTX, trong đó 210 HTX nông nghiệp, 80 HTX xây dựng, 60 HTX vận tải."
    assert {step for figure in read(text) for step in marks(figure, "parts:")} == {"parts:350 of 320"}
    sound = read(text.replace("210", "180"))
    assert all(not marks(figure, "parts:") for figure in sound)
    assert read(text)[0].confidence < sound[0].confidence


def test_parts_with_all_others_must_reach_their_whole() -> None:
    text = "Toàn tỉnh có 320 HTX, trong đó 180 HTX nông nghiệp, 80 HTX xây dựng, 20 HTX lĩnh vực khác."
    assert marks(read(text)[0], "parts:") == ["parts:280 of 320"]


def test_what_a_sector_holds_is_not_summed_twice() -> None:
    text = "Toàn tỉnh có 320 HTX, trong đó 240 HTX nông nghiệp, 130 HTX trồng trọt, 80 HTX phi nông nghiệp."
    assert all(not marks(figure, "parts:") for figure in read(text))


@pytest.mark.parametrize(
    ("sentence", "suggested"),
    [
        ("Doanh thu bình quân của HTX đạt 5,564 triệu đồng/năm.", "suggested:5564000000"),
        ("Doanh thu bình quân của HTX đạt 1.300 tỷ đồng/năm.", "suggested:1300000000"),
        ("Thu nhập bình quân của lao động trong HTX đạt 4,5 tỷ đồng/người/tháng.", "suggested:4500000"),
    ],
)
def test_a_slip_of_the_unit_is_explained_and_the_print_kept(sentence: str, suggested: str) -> None:
    (found,) = read(sentence)
    assert marks(found, "suggested:") == [suggested]
    assert marks(found, "plausibility:")


def test_a_rounded_number_gives_way_only_to_an_exact_one_on_its_side_and_of_its_time() -> None:
    assert stated("Toàn tỉnh có hơn 400 HTX. Theo báo cáo, toàn tỉnh có 412 HTX.") == [("coop_total", 412)]
    kept = [("coop_total", 400), ("coop_total", 396)]
    assert stated("Năm 2023, toàn tỉnh có hơn 400 HTX. Toàn tỉnh có 396 HTX.") == kept
    kept = [("coop_total", 400), ("coop_total", 412)]
    assert stated("Năm 2021, toàn tỉnh có hơn 400 HTX. Năm 2023, toàn tỉnh có 412 HTX.") == kept
