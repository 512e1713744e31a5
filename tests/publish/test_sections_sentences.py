"""The sentences of the report: rises and falls, plans, coverage, loss – and what is not said."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from publish.content import Comparison, Figure, ReportContent
from publish.content.evidence import ClaimsOfFigure, Evidence, EvidenceDocument
from publish.report.document import DocumentTable, Language, Paragraph
from publish.report.sections import build_document
from tests.publish import report_parts
from tests.publish.report_contents import (
    MILLION,
    NUMBERS,
    compared,
    content,
    figure,
    main_figures,
    publication,
    related,
)


def paragraphs(of: ReportContent, language: Language = "vi") -> list[str]:
    return [block.text for block in build_document(publication(of), language).blocks if isinstance(block, Paragraph)]


def sentence(of: ReportContent, begins: str, language: Language = "vi") -> str:
    """The first sentence that begins so."""
    found = [text[text.index(begins) :] for text in paragraphs(of, language) if begins in text]
    assert found, begins
    first, stop, _ = found[0].partition(". ")
    return f"{first}." if stop else first


def half_year(
    *others: Figure,
    numbers: dict[str, Decimal | None] | None = None,
    comparisons: Sequence[Comparison] = (),
) -> ReportContent:
    """The half-year with other figures beside the main column; earlier figures of comparisons are known history."""
    figures = main_figures(numbers={**NUMBERS, **(numbers or {})})
    history = tuple(one.earlier for one in comparisons)
    return content(figures=(*figures, *others), comparisons=tuple(comparisons), history=history)


def total(value: int | None = 611, **coverage: int) -> Figure:
    return figure("HTX.coop_total", value, **coverage)


def test_a_rise_is_told_with_amount_percent_and_the_plan() -> None:
    before = compared(total(), related("HTX.coop_total", 599, "2023-H1"))
    told = sentence(half_year(figure("HTX.coop_total", 663, "2024", "plan"), comparisons=[before]), "Tính đến ngày")
    assert told.startswith(
        "Tính đến ngày 15/05/2024, toàn tỉnh có 611 hợp tác xã, tăng 12 hợp tác xã (2,0%) so với cùng kỳ năm 2023, "
        "đạt 92,2% kế hoạch năm 2024; trong đó: 570 hợp tác xã đang hoạt động (chiếm 93,3%)"
    )


def test_the_english_sentence_has_the_same_numbers() -> None:
    before = compared(total(), related("HTX.coop_total", 599, "2023-H1"))
    told = sentence(half_year(figure("HTX.coop_total", 663, "2024", "plan"), comparisons=[before]), "As of", "en")
    assert told.startswith(
        "As of 15 May 2024: 611 cooperatives in the province, up 12 cooperatives (2.0%) on the same period of 2023, "
        "92.2% of the plan for 2024; of which: 570 cooperatives in operation (93.3%)"
    )


@pytest.mark.parametrize(
    ("earlier", "told"),
    [
        (622, ", giảm 11 hợp tác xã (1,8%) so với cùng kỳ năm 2023"),
        (611, ", không đổi so với cùng kỳ năm 2023"),
        (0, ", tăng 611 hợp tác xã so với cùng kỳ năm 2023"),
        (None, ", chưa có số liệu cùng kỳ năm 2023 để so sánh"),
    ],
)
def test_falls_standstill_and_what_has_no_percent(earlier: int | None, told: str) -> None:
    before = compared(total(), related("HTX.coop_total", earlier, "2023-H1"))
    assert f"611 hợp tác xã{told}; trong đó" in sentence(half_year(comparisons=[before]), "Tính đến")


def test_what_was_never_told_before_is_reported_for_the_first_time() -> None:
    before = compared(total(), related("HTX.coop_total", 599, "2023-H1"))
    of = half_year(comparisons=[before])
    assert "có 3 liên hiệp hợp tác xã, được báo cáo lần đầu" in " ".join(paragraphs(of))


def test_what_the_form_tells_of_the_year_before_is_not_new() -> None:
    before = compared(total(), related("HTX.coop_total", 599, "2023-H1"))
    of = half_year(figure("LHHTX.union_total", 2, "2023", "actual"), comparisons=[before])
    assert "có 3 liên hiệp hợp tác xã; trong đó" in " ".join(paragraphs(of))


def test_nothing_is_new_where_only_other_kinds_of_periods_are_known() -> None:
    of = half_year(comparisons=[compared(total(), related("HTX.coop_total", 606, "2023"), "previous_period")])
    assert "lần đầu" not in " ".join(paragraphs(of))


def test_without_any_earlier_period_nothing_is_called_first() -> None:
    assert "lần đầu" not in " ".join(paragraphs(half_year()))


def test_no_rise_is_told_between_unequal_reporters() -> None:
    before = compared(total(), related("HTX.coop_total", 500, "2023-H1", reporting=8))
    told = sentence(half_year(comparisons=[before]), "Tính đến")
    assert (
        "611 hợp tác xã (cùng kỳ năm 2023 là 500 hợp tác xã, số theo báo cáo (8/10 đơn vị); chưa so sánh tăng, giảm "
        "vì số đơn vị báo cáo của hai kỳ khác nhau)"
    ) in told
    assert "tăng 111" not in told


def test_a_partial_total_says_of_how_many_reporters() -> None:
    told = sentence(report_parts.partial(), "Theo số liệu của 7/10 đơn vị, tính đến")
    assert told.startswith("Theo số liệu của 7/10 đơn vị, tính đến ngày 15/05/2024, toàn tỉnh có 611 hợp tác xã")
    assert "ước tính gồm cả các đơn vị chưa báo cáo là 698 hợp tác xã" in told


def test_where_coverage_differs_each_total_has_its_own() -> None:
    figures = (
        total(reporting=9),
        figure("HTX.coop_active", 570, reporting=7),
        figure("HTX.coop_hightech", 12),
        figure("HTX.coop_effective", 402, reporting=9),
    )
    told = sentence(content(figures=figures), "Theo số liệu của 9/10 đơn vị, tính đến ngày 15/05/2024")
    assert "toàn tỉnh có 611 hợp tác xã; trong đó" in told
    assert "402 hợp tác xã hoạt động hiệu quả (chiếm 65,8%);" in told
    assert "12 hợp tác xã ứng dụng công nghệ cao (số đầy đủ)" in told
    assert "570 hợp tác xã đang hoạt động (theo số liệu của 7/10 đơn vị)" in told


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (600, "vượt 1,8% kế hoạch năm 2024"),
        (611, "đạt 100,0% kế hoạch năm 2024"),
        (612, "đạt 99,8% kế hoạch năm 2024"),
    ],
)
def test_over_at_and_under_the_plan(plan: int, told: str) -> None:
    assert told in sentence(half_year(figure("HTX.coop_total", plan, "2024", "plan")), "Tính đến")


def test_almost_the_plan_is_not_printed_as_all_of_it() -> None:
    of = half_year(figure("HTX.members_total", 67_891, "2024", "plan"))
    assert "đạt 99,999% kế hoạch năm 2024" in " ".join(paragraphs(of))


@pytest.mark.parametrize(
    "plan", [figure("HTX.coop_total", 0, "2024", "plan"), figure("HTX.coop_total", None, "2024", "plan")]
)
def test_no_percent_of_a_plan_that_is_zero_or_unknown(plan: Figure) -> None:
    assert "kế hoạch" not in sentence(half_year(plan), "Tính đến")


def test_a_plan_of_other_reporters_is_not_held_against_the_actual() -> None:
    plan = figure("HTX.coop_total", 600, "2024", "plan", reporting=8)
    assert "kế hoạch" not in sentence(half_year(plan), "Tính đến")


def test_half_a_years_average_is_not_held_against_the_years_plan() -> None:
    of = half_year(figure("HTX.revenue_avg", 2000 * MILLION, "2024", "plan"))
    told = sentence(of, "Trong 6 tháng đầu năm 2024, doanh thu")
    assert "kế hoạch" not in told
    assert "doanh thu bình quân một hợp tác xã đạt 1.640,5 triệu đồng" in told
    assert "triệu đồng/năm" not in told, "the money of six months is no money a year"


def test_a_loss_is_called_one_and_has_no_percent() -> None:
    profit = figure("HTX.profit_avg", Decimal("-36.25") * MILLION)
    before = compared(profit, related("HTX.profit_avg", 10 * MILLION, "2023-H1"))
    told = " ".join(paragraphs(half_year(comparisons=[before])))
    assert "lãi bình quân một hợp tác xã là −36,3 triệu đồng (lỗ), giảm 46,3 triệu đồng so với cùng kỳ năm 2023" in told


def test_a_part_larger_than_its_whole_gets_no_share() -> None:
    told = sentence(half_year(numbers={"HTX.coop_active": Decimal(700)}), "Tính đến")
    assert "700 hợp tác xã đang hoạt động;" in told


def test_the_annual_report_tells_estimates_as_such() -> None:
    told = sentence(report_parts.annual(), "Ước đến hết năm 2024, toàn tỉnh")
    assert told.startswith(
        "Ước đến hết năm 2024, toàn tỉnh có 611 hợp tác xã, giảm 4 hợp tác xã (0,7%) so với năm 2023, "
        "đạt 100,0% kế hoạch năm 2024"
    )
    assert sentence(report_parts.annual(), "Ước cả năm 2024, thành lập mới 14 hợp tác xã")


def test_the_half_year_tells_what_the_year_is_expected_to_bring() -> None:
    told = sentence(report_parts.full_content(), "Ước cả năm 2024: toàn tỉnh")
    assert told == "Ước cả năm 2024: toàn tỉnh có 640 hợp tác xã, đạt 96,5% kế hoạch năm 2024."


def test_without_a_cut_off_no_day_is_claimed() -> None:
    of = half_year()
    told = sentence(replace(of, duty=replace(of.duty, cut_off_on=None)), "Theo báo cáo của các đơn vị, toàn tỉnh")
    assert "Tính đến" not in told


def test_what_nobody_reported_is_named() -> None:
    told = paragraphs(report_parts.nothing_known())
    assert any(text.startswith("Chưa có số liệu về: tổng số hợp tác xã, ") for text in told)
    assert not any("toàn tỉnh có" in text for text in told)


def test_the_country_speaks_of_itself() -> None:
    told = paragraphs(report_parts.of_country())
    assert any("cả nước có 611 hợp tác xã" in text for text in told)
    assert "trên phạm vi cả nước" in told[0]


def test_a_city_and_the_city_with_a_persons_name() -> None:
    for name, said in (("Thành phố Huế", "trên địa bàn thành phố Huế"), ("Thành phố Hồ Chí Minh",) * 2):
        assert said in paragraphs(content(area_name=name))[0]


def test_what_did_not_happen_is_said_in_words() -> None:
    told = " ".join(paragraphs(half_year(numbers={"HTX.coop_new": Decimal(0)})))
    assert "không thành lập mới hợp tác xã nào" in told
    assert "thành lập mới 0" not in told


def foretold(of: ReportContent, rounds: Sequence[str | None]) -> ReportContent:
    """The annual report with a file of each round behind every figure of its main column."""
    documents = tuple(
        EvidenceDocument(f"Huyện {number}", "cell", "bao-cao.xlsx", None, None, None, name)
        for number, name in enumerate(rounds)
    )
    count = len(documents)
    evidence = Evidence(
        documents=documents,
        claim_ids=tuple(str(UUID(int=number)) for number in range(count)),
        documents_of=tuple(range(count)),
    )
    claims = ClaimsOfFigure(evidence, tuple(range(count)))
    return replace(of, figures=tuple(replace(figure, claims=claims) for figure in of.figures))


def test_an_annual_report_that_stands_on_the_half_years_expectations_says_so() -> None:
    told = paragraphs(foretold(report_parts.annual(), ["2024-H1", "2024-H1"]))
    assert any(
        text.startswith(
            "Số ước cả năm 2024 của 2 đơn vị dưới đây là số các đơn vị đã ước trong báo cáo 6 tháng đầu năm 2024, "
            "không phải số thực hiện cả năm"
        )
        for text in told
    )
    assert any(text.startswith("Theo số ước trong báo cáo 6 tháng đầu năm 2024, ước đến hết năm") for text in told)


def test_what_an_annual_report_was_sent_itself_is_no_expectation_of_before() -> None:
    for rounds in (["2024", "2024"], [None, None]):
        assert not any("đã ước trong báo cáo" in text for text in paragraphs(foretold(report_parts.annual(), rounds)))


def test_where_few_numbers_are_of_before_the_form_counts_them() -> None:
    form = (
        build_document(publication(foretold(report_parts.annual(), ["2024-H1", "2024"])), "vi").appendices[0].blocks[0]
    )
    assert isinstance(form, DocumentTable)
    assert "theo báo cáo (10/10; 1 đơn vị ước từ kỳ trước)" in {cell.text for row in form.rows for cell in row.cells}


def test_a_half_years_report_expects_nothing_of_before() -> None:
    assert not any("đã ước trong báo cáo" in text for text in paragraphs(foretold(half_year(), ["2023"])))
