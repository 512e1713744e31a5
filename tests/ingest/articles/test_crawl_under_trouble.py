"""One crawl over a site where much goes wrong: every address ends in one outcome, with a reason."""

import gzip
from urllib.parse import urlsplit

import pytest

from htx.settings import Settings
from ingest.articles.exchange import CrawlLimits, FetchedPage, FetchFailure, NotModified, Validators
from ingest.articles.fetch import fetch_source

pytestmark = pytest.mark.integration

ETAG = '"phien-ban-1"'
LIMITS = CrawlLimits(
    max_page_bytes=50_000,
    request_timeout_seconds=1.5,
    retries=1,
    backoff_seconds=0.05,
    longest_wait_seconds=5.0,
    time_budget_seconds=120.0,
)


@pytest.fixture(scope="module")
def crawl(troubled_site, article_page, reply):
    """What the crawl brought, by path."""
    site = troubled_site
    site.answer("/robots.txt", reply(b"User-agent: *\nDisallow: /cam/\n", content_type="text/plain"))
    site.answer("/tot", reply(article_page(), headers={"ETag": ETAG}))
    site.answer("/cam/bai", reply(article_page()))
    site.answer("/cu", reply(status=304))
    site.answer("/ban", reply(status=429, headers={"Retry-After": "1"}), reply(article_page("Bài sau khi chờ")))
    site.answer("/nghi-lau", reply(status=503, headers={"Retry-After": "3600"}))
    site.answer("/loi-roi-duoc", reply(status=500), reply(article_page("Bài sau khi lỗi")))
    site.answer("/loi-mai", reply(status=500))
    site.answer("/di-noi-khac", reply(status=302, headers={"Location": "http://bao-khac.example/bai"}))
    site.answer(
        "/loi-roi-di-noi-khac", reply(status=500), reply(status=302, headers={"Location": "http://bao-khac.example/"})
    )
    site.answer("/doi-cho", reply(status=301, headers={"Location": "/cho-moi"}))
    site.answer("/cho-moi", reply(article_page("Bài ở chỗ mới")))
    site.answer("/qua-to", reply(b"x" * 60_000))
    site.answer("/pdf", reply(b"%PDF-1.7\x00\x01\x02", content_type="application/pdf"))
    site.answer("/cham", reply(article_page(), pause_seconds=3.0))
    site.answer("/nho-giot", reply(b"<p>", times=100, drip_seconds=0.5))
    site.answer("/nam-muoi-mb", reply(b"<p>" + b"x" * 99_997, times=500))
    site.answer("/bao-truoc-nam-muoi-mb", reply(b"x", headers={"Content-Length": "50000000"}, times=2))
    site.answer("/bom-nen", reply(gzip.compress(b"x" * 20_000_000), headers={"Content-Encoding": "gzip"}))
    site.answer("/nen", reply(gzip.compress(article_page("Bài nén")), headers={"Content-Encoding": "gzip"}))
    site.answer("/vong", reply(status=302, headers={"Location": "/vong-2"}))
    site.answer("/vong-2", reply(status=302, headers={"Location": "/vong"}))
    for step in range(8):
        site.answer(f"/xa-{step}", reply(status=302, headers={"Location": f"/xa-{step + 1}"}))
    site.answer("/vao-trong", reply(status=302, headers={"Location": f"http://localhost:{site.server_port}/tot"}))
    site.answer("/so-nguyen", reply(status=302, headers={"Location": f"http://2130706433:{site.server_port}/tot"}))
    site.answer("/da-go", reply(status=410))
    site.list_articles(
        "/nho-giot", "/nam-muoi-mb", "/bao-truoc-nam-muoi-mb", "/bom-nen", "/nen", "/vong", "/xa-0", "/vao-trong",
        "/da-go", "/so-nguyen",
        "/dai?" + "x" * 3_000,
        "/tot", "/cam/bai", "/cu", "/ban", "/nghi-lau", "/loi-roi-duoc", "/loi-mai", "/di-noi-khac",
        "/loi-roi-di-noi-khac", "/doi-cho", "/qua-to", "/pdf", "/cham", "/khong-co", "/tot?utm_source=trang-chu",
        "mailto:toa-soan@bao.example", "ftp://127.0.0.1/tep",
        "http://quang-cao.example/mua-hang",
    )  # fmt: skip
    known = {site.url + "/cu": Validators(etag=ETAG, last_modified="Mon, 15 Jul 2024 00:00:00 GMT")}
    fetched = list(fetch_source(Settings(_env_file=None), site.source(), known, LIMITS))
    outcomes = {(urlsplit(one.url).path if "127.0.0.1" in one.url else one.url): one for one in fetched}
    assert len(outcomes) == len(fetched), "an address ended twice"
    return outcomes


def reason(outcome):
    assert isinstance(outcome, FetchFailure)
    return outcome.reason


def test_a_page_comes_whole_with_its_validators(crawl, article_page):
    page = crawl["/tot"]
    assert isinstance(page, FetchedPage)
    assert page.content == article_page()
    assert page.headers["ETag"] == ETAG


def test_a_path_that_robots_forbids_is_not_asked_for(crawl, troubled_site):
    assert reason(crawl["/cam/bai"]) == "robots.txt forbids it"
    assert troubled_site.asked("/cam/bai") == []


def test_a_known_page_is_asked_for_with_its_validators(crawl, troubled_site):
    assert isinstance(crawl["/cu"], NotModified)
    (request,) = troubled_site.asked("/cu")
    assert request.headers["If-None-Match"] == ETAG
    assert request.headers["If-Modified-Since"] == "Mon, 15 Jul 2024 00:00:00 GMT"


def test_the_site_is_left_in_peace_for_as_long_as_it_asks(crawl, troubled_site):
    assert isinstance(crawl["/ban"], FetchedPage)
    refused, _granted = troubled_site.asked("/ban")
    following = [r for r in troubled_site.requests if r.at_seconds > refused.at_seconds]
    assert following[0].at_seconds - refused.at_seconds >= 0.9


def test_a_pause_longer_than_we_wait_is_left_for_later(crawl, troubled_site):
    assert "asks to wait 3600 s" in reason(crawl["/nghi-lau"])
    assert len(troubled_site.asked("/nghi-lau")) == 1


def test_a_passing_failure_is_tried_again(crawl, troubled_site):
    assert isinstance(crawl["/loi-roi-duoc"], FetchedPage)
    assert len(troubled_site.asked("/loi-roi-duoc")) == 2


def test_a_lasting_failure_is_given_up_after_the_retries(crawl, troubled_site):
    assert reason(crawl["/loi-mai"]) == "HTTP 500"
    assert len(troubled_site.asked("/loi-mai")) == 1 + LIMITS.retries


def test_a_missing_page_is_not_tried_again(crawl, troubled_site):
    assert reason(crawl["/khong-co"]) == "HTTP 404"
    assert len(troubled_site.asked("/khong-co")) == 1


def test_a_redirect_out_of_the_allowed_domains_is_not_followed(crawl):
    assert "leaves the allowed domains" in reason(crawl["http://bao-khac.example/bai"])


def test_a_redirect_after_a_retry_is_not_followed_out_either(crawl):
    assert "leaves the allowed domains" in reason(crawl["http://bao-khac.example/"])


def test_a_redirect_within_the_domains_is_followed(crawl):
    assert isinstance(crawl["/cho-moi"], FetchedPage)


def test_a_page_over_the_size_limit_is_cut_off(crawl):
    assert "50000" in reason(crawl["/qua-to"])


def test_fifty_megabytes_of_unknown_length_are_cut_off_on_the_way(crawl, troubled_site):
    assert reason(crawl["/nam-muoi-mb"]) == "larger than 50000 bytes; cut off on the way"
    assert troubled_site.sent_bytes["/nam-muoi-mb"] < 25_000_000


def test_fifty_megabytes_that_are_announced_are_not_taken(crawl):
    assert "50000" in reason(crawl["/bao-truoc-nam-muoi-mb"])


def test_a_small_answer_that_unpacks_to_a_large_page_is_refused(crawl):
    assert "50000" in reason(crawl["/bom-nen"])


def test_a_packed_page_comes_unpacked(crawl, article_page):
    assert crawl["/nen"].content == article_page("Bài nén")


def test_a_page_that_drips_is_given_up_at_the_end_of_its_time(crawl, troubled_site):
    assert "took longer" in reason(crawl["/nho-giot"])
    assert len(troubled_site.asked("/nho-giot")) == 1 + LIMITS.retries


def test_a_ring_of_redirects_is_left(crawl, troubled_site):
    assert reason(crawl["/vong"]).startswith("redirects to an address that was asked for already")
    assert len(troubled_site.asked("/vong")) == len(troubled_site.asked("/vong-2")) == 1


def test_a_chain_of_redirects_is_left_where_it_is_too_long(crawl, troubled_site):
    assert "redirections" in reason(crawl["/xa-5"])
    assert troubled_site.asked("/xa-6") == []


def test_a_redirect_to_an_inner_name_or_a_disguised_address_is_not_followed(crawl, troubled_site):
    refused = [url for url in crawl if url.startswith(("http://localhost", "http://2130706433"))]
    assert len(refused) == 2
    assert all("leaves the allowed domains" in reason(crawl[url]) for url in refused)
    assert len(troubled_site.asked("/tot")) == 1


def test_a_page_that_was_taken_down_is_told_with_its_status(crawl, troubled_site):
    assert crawl["/da-go"] == FetchFailure(troubled_site.url + "/da-go", "HTTP 410", 410)
    assert len(troubled_site.asked("/da-go")) == 1


def test_what_is_not_a_text_page_is_named(crawl):
    assert reason(crawl["/pdf"]) == "not a text page but application/pdf"


def test_a_page_that_does_not_answer_in_time_is_given_up(crawl, troubled_site):
    assert "imeout" in reason(crawl["/cham"]) or "took longer" in reason(crawl["/cham"])
    assert len(troubled_site.asked("/cham")) == 1 + LIMITS.retries


def test_links_of_a_listing_that_lead_elsewhere_are_no_articles(crawl):
    assert not any(path.startswith(("mailto:", "/tep", "http://quang-cao")) for path in crawl)


def test_an_address_that_no_table_could_hold_is_not_asked_for(crawl):
    assert reason(crawl["/dai"]) == "the address is longer than 2000 characters"


def test_the_same_page_under_a_tracking_parameter_is_fetched_once(crawl, troubled_site):
    assert troubled_site.asked("/tot?utm_source=trang-chu") == []


def test_the_site_can_see_who_asks_and_whom_to_write_to(crawl, troubled_site):
    assert all("contact bao-cao@htx.example" in request.headers["User-Agent"] for request in troubled_site.requests)
