"""The country's report of a year: what is only expected, and what was expected in an earlier round, is told as such."""

from dataclasses import replace

import pytest

from publish.content import OtherReading, ProvincesHeard, ReportContent, RoundOfFigure
from publish.report.chart_data import TileMap, TrendChart
from publish.report.document import DocumentChart, DocumentTable, Paragraph, ReportDocument
from publish.report.sections.build import build_document
from tests.publish import report_parts
from tests.publish.report_contents import publication, related


@pytest.fixture(scope="module")
def year() -> ReportDocument:
    return document(report_parts.annual_of_country())


def document(of: ReportContent) -> ReportDocument:
    return build_document(publication(of), "vi")


def paragraphs(of: ReportDocument) -> list[str]:
    return [block.text for block in of.blocks if isinstance(block, Paragraph)]


def rows(of: ReportDocument, title: str) -> list[list[str]]:
    (table,) = (
        block
        for appendix in of.appendices
        if appendix.title.startswith(title)
        for block in appendix.blocks
        if isinstance(block, DocumentTable)
    )
    return [[cell.text for cell in row.cells] for row in table.rows]


def charts(of: ReportDocument) -> list[DocumentChart]:
    return [block for block in of.blocks if isinstance(block, DocumentChart)]


def test_it_says_first_that_figures_of_the_year_are_expected_and_which_are_of_an_earlier_round(
    year: ReportDocument,
) -> None:
    told = paragraphs(year)
    assert any("là số ước thực hiện cả năm" in text and "chưa phải số thực hiện" in text for text in told)
    (earlier,) = (text for text in told if "đã ước trong báo cáo 6 tháng đầu năm 2024" in text)
    assert "Hà Tĩnh (4) và Huế (12)." in earlier
    assert "Hà Nội" not in earlier


def test_every_paragraph_of_figures_tells_that_they_are_expected(year: ReportDocument) -> None:
    said = [text for text in paragraphs(year) if "cả nước có" in text or "bình quân một hợp tác xã đạt" in text]
    assert len(said) == 4
    for text in said:
        assert text.startswith("Theo số liệu của 34/36 đơn vị (một phần là số ước từ kỳ trước), ước "), text


def test_the_form_labels_each_total_with_how_many_were_expected_earlier(year: ReportDocument) -> None:
    form = rows(year, "CÁC CHỈ TIÊU")
    assert form[1][1] == "Tổng số hợp tác xã"
    assert form[1][-2] == "theo báo cáo (34/36; 16 đơn vị ước từ kỳ trước)"


def test_a_total_of_half_years_expectations_alone_is_never_called_complete() -> None:
    of = report_parts.annual_of_country()
    alone = tuple(
        replace(one, reporters_reporting=36, completeness="complete", rounds=(RoundOfFigure("2024-H1", 36),))
        for one in of.figures
    )
    built = document(replace(of, figures=alone))
    labels = {row[-2] for row in rows(built, "CÁC CHỈ TIÊU") if len(row) > 1}
    assert labels == {"ước trong báo cáo kỳ trước (36/36)"}
    assert any(
        text.startswith("Theo số ước trong báo cáo 6 tháng đầu năm 2024, ước đến hết năm 2024, cả nước có")
        for text in paragraphs(built)
    )


def test_each_province_tells_how_many_of_its_reporters_were_heard_and_how_many_only_earlier(
    year: ReportDocument,
) -> None:
    assert [row[1:4] for row in rows(year, "SỐ LIỆU THEO TỈNH")] == [
        ["Hà Nội", "12/12", "–"],
        ["Hà Tĩnh", "6/12", "4"],
        ["Huế", "0/12", "12"],
    ]
    half = rows(document(report_parts.of_country()), "SỐ LIỆU THEO TỈNH")
    assert len(half[0]) == len(rows(year, "SỐ LIỆU THEO TỈNH")[0]) - 1, "a half-year's report has no such column"


def test_a_province_that_only_expected_it_earlier_is_not_told_to_be_without_figures(year: ReportDocument) -> None:
    told = "\n".join(paragraphs(year))
    assert "Có số liệu của 3/3 tỉnh, thành phố" in told
    assert "chỉ có số các đơn vị đã ước trong báo cáo kỳ trước (1): Huế." in told
    assert "chưa có số liệu (1)" not in told


def test_charts_and_sectors_name_their_numbers_as_expected(year: ReportDocument) -> None:
    drawn = charts(year)
    (trend,) = (chart.data for chart in drawn if isinstance(chart.data, TrendChart))
    assert [point.period for point in trend.lines[0].points] == ["2023", "2024 (ước)"]
    (tiles,) = (chart.caption for chart in drawn if isinstance(chart.data, TileMap))
    assert tiles.endswith("hiện nay, ước thực hiện năm 2024")
    assert any("theo lĩnh vực, ước thực hiện năm 2024" in chart.caption for chart in drawn)
    assert any(text.startswith("Hợp tác xã theo lĩnh vực, ước thực hiện năm 2024: ") for text in paragraphs(year))


def test_the_list_of_figures_tells_it_of_each_province(year: ReportDocument) -> None:
    listed = {row[0]: row[2] for row in rows(year, "DANH MỤC SỐ LIỆU") if len(row) > 1 and "ƯTH 2024, " in row[0]}
    assert listed["ƯTH 2024, Hà Nội"] == "12/12"
    assert listed["ƯTH 2024, Hà Tĩnh"] == "10/12, 4 ƯKT"
    assert listed["ƯTH 2024, Huế"] == "12/12, ƯKT"


def test_an_assumed_calendar_is_no_order_to_report_on(year: ReportDocument) -> None:
    of = report_parts.annual_of_country()
    assumed = replace(of, duty=replace(of.duty, legal_basis="Lịch giả định: chưa rõ hạn", is_assumption=True))
    told = paragraphs(document(assumed))
    assert not any("Lịch giả định" in text for text in told)
    assert of.duty.legal_basis
    assert any(text.startswith("Thực hiện ") for text in paragraphs(year))


def test_what_the_country_is_without_stands_before_its_first_number(year: ReportDocument) -> None:
    of = report_parts.annual_of_country()
    silent = tuple(
        replace(province, reporters_accepted=0, figures=()) if province.province_code == "46" else province
        for province in of.provinces
    )
    told = paragraphs(document(replace(of, provinces=silent)))
    (missing,) = (place for place, text in enumerate(told) if "Mới có số liệu của 2/3 tỉnh, thành phố" in text)
    assert missing < next(place for place, text in enumerate(told) if "cả nước có" in text)
    assert not any("Mới có số liệu" in text for text in paragraphs(year))


def test_other_boundaries_of_the_country_are_those_of_its_provinces() -> None:
    of = report_parts.annual_of_country()
    then = of.figures[0]
    today = replace(related(then.indicator_key, then.value, "2024"), area_name="Việt Nam")
    told = paragraphs(document(replace(of, other_readings=(OtherReading(then.figure_id, today),))))
    assert any("nay cả nước có 3 tỉnh và thành phố" in text for text in told)
    assert not any("nay là Việt Nam" in text for text in told)


def test_the_letterhead_of_the_country_breaks_before_its_name() -> None:
    of = report_parts.annual_of_country()
    named = document(replace(of, duty=replace(of.duty, owner_name="Liên minh Hợp tác xã Việt Nam")))
    assert named.letterhead.issuing_body == ("LIÊN MINH HỢP TÁC XÃ", "VIỆT NAM")


def test_the_country_tells_provinces_and_their_units_apart() -> None:
    """Sixty silent provinces beside 36 units would be a denominator of neither."""
    of, heard = report_parts.of_country(), ProvincesHeard(expected=63, reporting=3, reporters_expected=36)
    figures = tuple(replace(one, reporters_expected=96, provinces_heard=heard) for one in of.figures)
    told = replace(of, figures=figures)
    said = "\n".join(paragraphs(document(told)))
    assert "Theo số liệu của 3/63 tỉnh, thành phố (34/36 đơn vị của các tỉnh đó), " in said
    assert rows(document(told), "CÁC CHỈ TIÊU")[1][-2] == "theo báo cáo (34/36; 3/63 tỉnh)"
    in_english = build_document(publication(told), "en")
    assert any("3/63 provinces (34/36 of their reporters)" in text for text in paragraphs(in_english))
    assert not any("/96" in repr(built) for built in (document(told), in_english))
