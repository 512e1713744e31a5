"""The country's report of a year, from marts that hold only the half-year's round: its estimates are told as such."""

import pytest

from htx.settings import Settings
from publish.content import ProvincesHeard, ReportContent, RoundOfFigure, content_from_json, content_to_json
from publish.freeze import freeze
from publish.report.sections.build import build_document
from tests.dbt.candidate import local

pytestmark = [pytest.mark.integration, pytest.mark.dbt]
HALF = "2024-H1"


@pytest.fixture(scope="module")
def year(sample_marts: Settings) -> ReportContent:
    """Frozen in December, when no district of TP.HCM has sent an annual report."""
    national = sample_marts.model_copy(update={"owner_agency": "lmhtx-vn"})
    return freeze(national, "VN", "2024", local(12, 5, 9)).content


def test_every_figure_of_the_year_rests_on_the_half_years_reports(year: ReportContent) -> None:
    main = year.main_column
    assert (main.period_key, main.value_status) == ("2024", "estimate")
    known = [one for one in year.figures if one.value is not None and one.period_key == "2024"]
    expected = [one for one in known if one.value_status == "estimate"]
    assert len(expected) > 20
    for one in expected:
        assert [told.period_key for told in one.rounds] == [HALF], one.indicator_key
        assert one.rounds[0].reports <= (one.reporters_reporting or 0)
    assert all(one.rounds == () for one in known if one.value_status != "estimate")


def test_its_provinces_in_both_readings_tell_it_too(year: ReportContent) -> None:
    for provinces in (year.provinces, year.provinces_today):
        (city,) = (one for one in provinces if one.is_known)
        total, of_country = city.value("HTX.coop_total"), year.figure("HTX.coop_total", year.main_column)
        assert total is not None
        assert of_country is not None
        assert total.rounds == of_country.rounds == (RoundOfFigure(HALF, total.rounds[0].reports),)
    assert content_from_json(content_to_json(year)) == year


def test_the_report_calls_no_total_of_the_year_complete(sample_marts: Settings, year: ReportContent) -> None:
    national = sample_marts.model_copy(update={"owner_agency": "lmhtx-vn"})
    document = build_document(freeze(national, "VN", "2024", local(12, 5, 9)), "vi")
    form = next(one for one in document.appendices if one.title.startswith("CÁC CHỈ TIÊU")).blocks[0]
    labels = {row.cells[-2].text for row in form.rows if len(row.cells) > 1}  # type: ignore[union-attr]
    assert any(label.startswith("ước trong báo cáo kỳ trước") for label in labels)
    assert not any(label.startswith("đầy đủ") for label in labels)
    assert year.area_level == "country"


def test_silent_provinces_are_no_units_beside_districts(sample_marts: Settings, year: ReportContent) -> None:
    """One province of all speaks, with its own units: the silent ones count as provinces alone."""
    total = year.figure("HTX.coop_total", year.main_column)
    assert total is not None
    assert total.provinces_heard == ProvincesHeard(expected=63, reporting=1, reporters_expected=22)
    assert (total.reporters_reporting, total.reporters_expected) == (20, 84)
    national = sample_marts.model_copy(update={"owner_agency": "lmhtx-vn"})
    publication = freeze(national, "VN", "2024", local(12, 5, 9))
    for language, said in (
        ("vi", "1/63 tỉnh, thành phố (20/22 đơn vị của các tỉnh đó)"),
        ("en", "1/63 provinces (20/22 of their reporters)"),
    ):
        told = repr(build_document(publication, language))  # type: ignore[arg-type]
        assert said in told
        assert "20/84" not in told
