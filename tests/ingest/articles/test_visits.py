"""Every visit leaves a row, and the next visit asks only for what has changed, also of pages set aside."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from htx.settings import LOCAL_ZONE
from ingest.articles.collect import collect_source
from ingest.articles.exchange import CrawlLimits
from ingest.raw.database import connect
from ingest.raw.tables import article, fetch, file

MONDAY = datetime(2024, 7, 15, 5, 0, tzinfo=LOCAL_ZONE)
QUICK = CrawlLimits(retries=0, backoff_seconds=0.05, time_budget_seconds=20.0)
FOOTBALL = (
    "<html><body><article><h1>Đội bóng xã Tân Lập vào chung kết giải phong trào của huyện</h1><p>"
    + "Chiều nay, trên sân vận động huyện, đội chủ nhà thắng ba bàn không gỡ trước sự cổ vũ của đông đảo bà con. " * 4
    + "</p></article></body></html>"
).encode()
VIDEO = b"<html><body><video src='/phim.mp4'></video></body></html>"

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def visits(warehouse, troubled_site, article_page, reply):
    """Five days, on which one article is changed and changed back and another taken down; the last of them twice."""
    press_site = troubled_site
    settings = warehouse.model_copy(update={"sample_site_url": press_site.url})
    press_site.list_articles("/bai", "/bong-da", "/phim", "/mat", "/go-xuong")
    press_site.answer("/bong-da", reply(FOOTBALL, headers={"ETag": '"b"'}), reply(status=304))
    press_site.answer(
        "/phim", reply(VIDEO, headers={"Last-Modified": "Mon, 15 Jul 2024 00:00:00 GMT"}), reply(status=304)
    )
    press_site.answer("/mat", reply(status=410))
    press_site.answer(
        "/bai",
        reply(article_page(coops=120), headers={"ETag": '"1"'}),
        reply(article_page(coops=125), headers={"ETag": '"2"'}),
        reply(article_page(coops=120), headers={"ETag": '"3"'}),
        reply(status=304),
    )
    other = article_page("Huyện Mẫu: Hợp tác xã vào vụ mới sau mùa lũ", coops=7)
    press_site.answer("/go-xuong", *[reply(other)] * 3, *[reply(status=404)] * 2)
    days = [MONDAY + timedelta(days=day) for day in (0, 1, 2, 3, 4, 4)]
    reports = [collect_source(settings, "samples", day, QUICK) for day in days]
    engine = connect(settings)
    yield reports, engine
    engine.dispose()


def rows(engine, statement):
    with engine.connect() as connection:
        return connection.execute(statement).all()


def test_a_visit_is_told_with_status_validators_and_reason(visits, troubled_site):
    _reports, engine = visits
    first = {
        row.url.removeprefix(troubled_site.url): row
        for row in rows(engine, select(fetch).where(fetch.c.fetched_at == MONDAY))
    }
    told = {path: (row.http_status, row.outcome, row.etag, row.last_modified) for path, row in first.items()}
    assert told == {
        "/bai": (200, "new", '"1"', None),
        "/bong-da": (200, "set_aside", '"b"', None),
        "/phim": (200, "no_text", None, "Mon, 15 Jul 2024 00:00:00 GMT"),
        "/mat": (410, "failed", None, None),
        "/go-xuong": (200, "new", None, None),
    }
    assert "points" in first["/bong-da"].reason
    assert first["/mat"].reason == "HTTP 410"
    kept = {row.file_sha256 for row in rows(engine, select(file.c.file_sha256))}
    assert {first[path].file_sha256 for path in ("/bai", "/bong-da", "/phim")} <= kept


def test_pages_that_were_set_aside_are_asked_for_with_their_validators(visits, troubled_site):
    reports, _engine = visits
    assert troubled_site.asked("/bong-da")[1].headers["If-None-Match"] == '"b"'
    assert troubled_site.asked("/phim")[1].headers["If-Modified-Since"] == "Mon, 15 Jul 2024 00:00:00 GMT"
    assert {page.outcome for page in reports[1].pages if "/bong-da" in page.url} == {"unchanged"}


def test_validators_outlive_a_visit_that_found_nothing_changed(visits, troubled_site):
    assert [request.headers.get("If-None-Match") for request in troubled_site.asked("/bong-da")[1:]] == ['"b"'] * 5


def test_a_page_that_goes_back_to_an_earlier_text_is_known_by_its_last_visit(visits, troubled_site):
    reports, engine = visits
    by_day = rows(
        engine,
        select(fetch.c.article_version_id, article.c.fetched_at)
        .join_from(fetch, article, fetch.c.article_version_id == article.c.article_version_id)
        .where(fetch.c.url == troubled_site.url + "/bai")
        .order_by(fetch.c.fetched_at),
    )
    first, second, *later = (row.article_version_id for row in by_day)
    assert {first, *later} == {first}
    assert first != second
    assert [report.count("changed") for report in reports] == [0, 1, 1, 0, 0, 0]
    (back,) = (page for page in reports[2].pages if page.outcome == "changed")
    assert (back.reason, back.figures) == ("it shows an earlier version again", 0)
    assert rows(engine, select(func.count()).select_from(article)) == [(3,)]


def test_there_is_news_where_another_text_stands_or_an_article_is_gone(visits):
    """First day: all; then changed, changed back, taken down; the same again is none."""
    reports, _engine = visits
    assert [report.has_news for report in reports] == [True, True, True, True, False, False]
    assert [[page.url.rsplit("/", 1)[1] for page in report.pages if page.is_news] for report in reports[1:4]] == [
        ["bai"], ["bai"], ["go-xuong"],
    ]  # fmt: skip


def test_a_run_that_is_repeated_adds_no_visit(visits):
    _reports, engine = visits
    assert rows(engine, select(func.count()).select_from(fetch)) == [(5 * 5,)]
