"""The sector of a whole text."""

from ingest.figures.extract import extract_figures


def sectors(title: str, prose: str) -> list[tuple[str | None, str]]:
    return [(figure.indicator, figure.sector) for figure in extract_figures(f"{title}\n\n{prose}", article_id="thử")]


def test_a_text_about_agricultural_cooperatives_speaks_of_them_throughout():
    prose = "Năm 2015, toàn tỉnh có 164 HTX nông nghiệp. Các HTX có 1.050 cán bộ quản lý; 119 HTX hoạt động có lãi."
    assert sectors("Hà Nam: Củng cố hợp tác xã dịch vụ nông nghiệp", prose) == [
        ("coop_total", "agri"),
        ("managers_total", "agri"),
        ("coop_profitable", "agri"),
    ]


def test_a_text_that_counts_all_sectors_is_not_about_the_one_of_its_title():
    prose = "Năm 2015, toàn tỉnh có 264 HTX, trong đó 164 HTX nông nghiệp. Cả tỉnh có 1.050 cán bộ quản lý HTX."
    assert sectors("Hà Nam: Củng cố hợp tác xã dịch vụ nông nghiệp", prose) == [
        ("coop_total", "all"),
        ("coop_total", "agri"),
        ("managers_total", "all"),
    ]
