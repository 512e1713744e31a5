"""Where a crawl starts from, where it may not go, and that it ends."""

import dataclasses
import gzip
import sys
from itertools import pairwise

import psutil
import pytest

from htx.settings import REPOSITORY, Settings
from ingest.articles.exchange import CrawlLimits, FetchedPage, FetchFailure
from ingest.articles.fetch import fetch_source

pytestmark = pytest.mark.integration

SETTINGS = Settings(_env_file=None)
QUICK = CrawlLimits(retries=0, backoff_seconds=0.05)


def fetch(source, limits=QUICK):
    return list(fetch_source(SETTINGS, source, {}, limits))


def test_an_rss_feed_leads_to_its_articles(press_site, article_page, reply):
    feed = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><link>{press_site.url}/</link>
    <item><title>Một</title><link>{press_site.url}/mot</link></item>
    <item><title>Hai</title><link>{press_site.url}/hai</link></item></channel></rss>"""
    press_site.answer("/rss.xml", reply(feed.encode(), content_type="application/rss+xml"))
    for path in ("/mot", "/hai"):
        press_site.answer(path, reply(article_page(path)))
    fetched = fetch(press_site.source(kind="rss", start="/rss.xml"))
    assert {(type(one), one.url) for one in fetched} == {
        (FetchedPage, press_site.url + "/mot"),
        (FetchedPage, press_site.url + "/hai"),
    }


def test_a_packed_sitemap_index_leads_through_its_parts(press_site, article_page, reply):
    namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    index = f"<sitemapindex {namespace}><sitemap><loc>{press_site.url}/phan-1.xml.gz</loc></sitemap></sitemapindex>"
    part = f"<urlset {namespace}><url><loc>{press_site.url}/mot</loc></url></urlset>"
    press_site.answer("/sitemap.xml", reply(index.encode(), content_type="application/xml"))
    press_site.answer("/phan-1.xml.gz", reply(gzip.compress(part.encode()), content_type="application/gzip"))
    press_site.answer("/mot", reply(article_page()))
    (page,) = fetch(press_site.source(kind="sitemap", start="/sitemap.xml"))
    assert page == FetchedPage(page.url, article_page(), page.headers)
    assert page.url == press_site.url + "/mot"


def test_a_feed_that_is_a_web_page_is_told(press_site, reply):
    press_site.answer("/rss.xml", reply(b"<html><body>Bao tri</body></html>"))
    (failure,) = fetch(press_site.source(kind="rss", start="/rss.xml"))
    assert failure == FetchFailure(
        press_site.url + "/rss.xml",
        "not a readable rss: the document's root is <html>, not one of ['RDF', 'feed', 'rss']",
    )


@pytest.mark.parametrize("host", ["localhost", "2130706433"])
def test_an_address_of_an_inner_network_is_refused_for_a_press_source(press_site, host):
    source = press_site.source(
        start_url=f"http://{host}:{press_site.server_port}/", allowed_domains=(host,), allows_private_addresses=False
    )
    (failure,) = fetch(source)
    assert "private address" in failure.reason
    assert press_site.requests == []


def test_nothing_is_fetched_where_robots_txt_cannot_be_read(press_site, reply):
    press_site.answer("/robots.txt", reply(status=503))
    press_site.list_articles("/bai")
    (failure,) = fetch(press_site.source())
    assert failure.reason == "robots.txt cannot be read (HTTP 503), so nothing is fetched"
    assert {request.path for request in press_site.requests} == {"/robots.txt"}


def test_the_pause_that_robots_txt_asks_for_is_kept(press_site, article_page, reply):
    robots = b"User-agent: *\nCrawl-delay: 0.6\n"
    press_site.answer("/robots.txt", reply(robots, content_type="text/plain"))
    press_site.list_articles("/mot", "/hai", "/ba")
    for path in ("/mot", "/hai", "/ba"):
        press_site.answer(path, reply(article_page(path)))
    assert len(fetch(press_site.source())) == 3
    moments = [request.at_seconds for request in press_site.requests]
    assert min(later - earlier for earlier, later in pairwise(moments)) >= 0.55


def test_a_site_that_was_slow_is_asked_less_often_also_where_its_next_page_is_quick(press_site, article_page, reply):
    paths = ("/mot", "/hai", "/ba")
    press_site.list_articles(*paths, pause_seconds=1.0)
    for path in paths:
        press_site.answer(path, reply(article_page(path)))
    assert len(fetch(press_site.source())) == len(paths)
    moments = [request.at_seconds for request in press_site.requests if request.path in paths]
    first_pause_seconds = moments[1] - moments[0]
    assert first_pause_seconds >= 0.2  # the pages themselves come in a hundredth of that


def test_a_crawl_stops_at_its_number_of_pages(press_site, article_page, reply):
    paths = [f"/bai-{number}" for number in range(4)]
    press_site.list_articles(*paths)
    for path in paths:
        press_site.answer(path, reply(article_page(path)))
    limits = CrawlLimits(max_pages=2)
    fetched = fetch(press_site.source(), limits)
    assert sum(isinstance(one, FetchedPage) for one in fetched) == 2
    assert {one.reason for one in fetched if isinstance(one, FetchFailure)} == {
        "over the limit of 2 pages in one crawl; left for later"
    }


def test_a_crawl_ends_with_its_time_and_keeps_what_it_has(press_site, article_page, reply):
    paths = [f"/bai-{number}" for number in range(100)]
    press_site.list_articles(*paths)
    for path in paths:
        press_site.answer(path, reply(article_page(path), pause_seconds=0.2))
    limits = CrawlLimits(time_budget_seconds=8.0)
    fetched = fetch(press_site.source(delay_seconds=0.2), limits)
    pages = [one for one in fetched if isinstance(one, FetchedPage)]
    assert 0 < len(pages) < len(paths)
    assert any("the crawl ended early" in one.reason for one in fetched if isinstance(one, FetchFailure))


def test_a_site_that_nobody_answers_for_is_told(press_site):
    source = press_site.source(start_url="http://127.0.0.1:9/")
    (failure,) = fetch(source)
    assert failure.url == "http://127.0.0.1:9/"
    assert "robots.txt cannot be read" in failure.reason


def test_an_address_that_is_none_is_told(press_site):
    (failure,) = fetch(press_site.source(start_url="không phải địa chỉ"))
    assert failure.reason == "the crawl ended early (start_error); the rest is left for later"


def test_a_listing_without_articles_is_told(press_site, reply):
    press_site.answer("/", reply(b"<html><body><main>Trang dang bao tri</main></body></html>"))
    (failure,) = fetch(press_site.source())
    assert failure.reason == "the listing names no article; has the site changed?"


def test_a_crawler_does_not_outlive_the_collector_that_is_killed(press_site, article_page, reply):
    press_site.list_articles("/bai")
    press_site.answer("/bai", reply(article_page(), pause_seconds=60.0))
    job = f"""
from htx.settings import Settings
from ingest.articles.exchange import CrawlLimits
from ingest.articles.fetch import fetch_source
from ingest.articles.sources import Source
source = Source(**{dataclasses.asdict(press_site.source())!r})
list(fetch_source(Settings(_env_file=None), source, {{}}, CrawlLimits(request_timeout_seconds=60)))
"""
    collector = psutil.Popen([sys.executable, "-c", job], cwd=REPOSITORY)
    assert press_site.was_asked("/bai", within_seconds=120)
    (crawler,) = collector.children()
    collector.kill()
    collector.wait()
    gone, alive = psutil.wait_procs([crawler], timeout=30)
    assert (gone, alive) == ([crawler], [])
