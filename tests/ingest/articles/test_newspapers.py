"""Pages as newspapers build them, from a real server through the crawler to title, date, site and text."""

import pytest

from htx.settings import Settings
from ingest.articles.content import read_page
from ingest.articles.exchange import CrawlLimits, FetchedPage
from ingest.articles.fetch import fetch_source
from tests.ingest.articles.newspapers import CLUTTER, PAPERS, PARAGRAPHS, TITLE

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def contents(troubled_site, reply):
    """What was read of each paper that a crawl of the site brought."""
    papers = {name: make() for name, make in PAPERS.items()}
    for name, paper in papers.items():
        troubled_site.answer(
            f"/{name}", reply(paper.content, content_type=paper.content_type, headers=dict(paper.headers))
        )
    troubled_site.list_articles(*(f"/{name}" for name in papers))
    pages = fetch_source(Settings(_env_file=None), troubled_site.source(), {}, CrawlLimits())
    return {
        page.url.rsplit("/", 1)[1]: read_page(page.content, url=page.url, allowed_domains=("127.0.0.1",))
        for page in pages
        if isinstance(page, FetchedPage)
    }


@pytest.mark.parametrize("name", PAPERS)
def test_a_page_gives_its_article_and_nothing_around_it(contents, name):
    content = contents[name]
    assert content.title is not None
    assert content.title.startswith(TITLE)
    flat = " ".join(content.text.split())
    assert [paragraph for paragraph in PARAGRAPHS if paragraph not in flat] == []
    assert [clutter for clutter in CLUTTER if clutter in flat] == []


@pytest.mark.parametrize("name", PAPERS)
def test_a_page_gives_the_day_that_it_says_of_itself_or_none(contents, name):
    day = contents[name].published_on
    assert (day.isoformat() if day else None) == PAPERS[name]().day


@pytest.mark.parametrize("name", [name for name, make in PAPERS.items() if make().site_name])
def test_a_page_gives_the_name_of_its_site(contents, name):
    assert contents[name].site_name == PAPERS[name]().site_name


def test_the_page_for_telephones_is_known_under_the_address_of_the_article(contents, troubled_site):
    assert contents["amp"].canonical_url == troubled_site.url + "/bai-goc"
