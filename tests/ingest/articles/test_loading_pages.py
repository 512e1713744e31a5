"""Pages into the warehouse: versions, doubles, pages without text, and nothing half-loaded."""

from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select

from htx.settings import LOCAL_ZONE
from ingest.articles.collect import collect_source, load_documents, load_fetched
from ingest.articles.content import read_page
from ingest.articles.exchange import CrawlLimits, FetchedPage, FetchFailure
from ingest.articles.load import Arrival, figures_of, load_article
from ingest.raw.database import connect
from ingest.raw.store import ContentStore
from ingest.raw.tables import article, article_figure, file

NOW = datetime(2024, 7, 16, 5, 0, tzinfo=LOCAL_ZONE)
LATER = datetime(2024, 7, 17, 5, 0, tzinfo=LOCAL_ZONE)
QUICK = CrawlLimits(backoff_seconds=0.05, time_budget_seconds=20.0)
REAL_DOCUMENTS = Path(__file__).resolve().parents[4] / "shared" / "articles"

pytestmark = pytest.mark.integration


@pytest.fixture
def engine(fresh_warehouse):
    engine = connect(fresh_warehouse)
    yield engine
    engine.dispose()


def all_rows(engine, statement):
    with engine.connect() as connection:
        return connection.execute(statement).all()


def count(engine, table):
    return all_rows(engine, select(func.count()).select_from(table))[0][0]


def load(settings, site, *pages):
    fetched = [FetchedPage(url=site.url + path, content=content) for path, content in pages]
    return load_fetched(settings, site.source(), fetched, NOW)


def test_a_changed_article_is_a_new_version_and_the_old_one_stays(
    fresh_warehouse, engine, press_site, article_page, reply
):
    press_site.list_articles("/bai")
    settings = fresh_warehouse.model_copy(update={"sample_site_url": press_site.url})
    press_site.answer("/bai", reply(article_page(coops=120), headers={"ETag": '"1"'}))
    first = collect_source(settings, "samples", NOW, QUICK)
    press_site.answer("/bai", reply(article_page(coops=125), headers={"ETag": '"2"'}))
    second = collect_source(settings, "samples", LATER, QUICK)
    assert [page.outcome for page in (*first.pages, *second.pages)] == ["new", "changed"]
    assert press_site.asked("/bai")[-1].headers["If-None-Match"] == '"1"'
    versions = all_rows(
        engine,
        select(article.c.fetched_at, article_figure.c.value_low)
        .join_from(article, article_figure)
        .where(article_figure.c.indicator_code == "coop_active")
        .order_by(article.c.fetched_at),
    )
    assert [(row.fetched_at, row.value_low) for row in versions] == [(NOW, 120), (LATER, 125)]


def test_one_article_under_two_addresses_is_loaded_once(fresh_warehouse, engine, press_site, article_page):
    page = article_page(canonical=press_site.url + "/bai")
    report = load(fresh_warehouse, press_site, ("/bai", page), ("/ban-in?id=7", page))
    assert [outcome.outcome for outcome in report.pages] == ["new", "unchanged"]
    assert report.pages[0].article_version_id == report.pages[1].article_version_id
    assert count(engine, article) == 1
    assert count(engine, article_figure) == report.figures > 0


def test_a_page_cannot_pass_for_another_site(fresh_warehouse, engine, press_site, article_page):
    load(fresh_warehouse, press_site, ("/bai", article_page(canonical="https://bao-khac.example/bai")))
    assert all_rows(engine, select(article.c.canonical_url)) == [(press_site.url + "/bai",)]


def test_changes_around_the_text_make_no_new_version(fresh_warehouse, engine, press_site, article_page):
    page = article_page()
    report = load(
        fresh_warehouse, press_site, ("/bai", page), ("/bai", page.replace(b"Trang ch", "Quảng cáo mới".encode()))
    )
    assert [outcome.outcome for outcome in report.pages] == ["new", "unchanged"]
    assert count(engine, article) == 1
    assert count(engine, file) == 2


def test_a_page_without_text_is_told_and_its_bytes_are_kept(fresh_warehouse, engine, press_site):
    page = b"<html><body><nav><a href='/'>Trang</a></nav><script>play()</script></body></html>"
    (outcome,) = load(fresh_warehouse, press_site, ("/video", page)).pages
    assert outcome.outcome == "no_text"
    assert outcome.reason == "no text: the page holds no article that can be read"
    assert count(engine, article) == 0
    ((sha256,),) = all_rows(engine, select(file.c.file_sha256))
    assert ContentStore(fresh_warehouse.store_dir).get(sha256) == page


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x01", b"<html><body><p>" + b"<div>" * 3000, b"&#0;" * 50])
def test_a_broken_page_does_not_stop_the_ones_after_it(fresh_warehouse, press_site, article_page, content):
    report = load(fresh_warehouse, press_site, ("/hong", content), ("/bai", article_page()))
    assert [outcome.outcome for outcome in report.pages] == ["no_text", "new"]


def test_a_failure_of_the_crawl_is_in_the_report(fresh_warehouse, press_site):
    report = load_fetched(fresh_warehouse, press_site.source(), [FetchFailure("http://bao.example/", "HTTP 500")], NOW)
    assert report.to_json()["failed"] == 1
    assert report.pages[0].reason == "HTTP 500"
    assert (report.has_news, report.is_broken) == (False, True)


def test_a_load_that_breaks_leaves_nothing_of_the_page(fresh_warehouse, engine, press_site, article_page):
    page = article_page()
    source = press_site.source()
    content = read_page(page, url=press_site.url + "/bai")
    figure, *_ = figures_of(content, source)
    unstorable = type(figure)(**{name: getattr(figure, name) for name in figure.__slots__} | {"evidence": "a\0b"})
    arrival = Arrival(page, press_site.url + "/bai", {}, "text/html", source, NOW)
    with pytest.raises(psycopg.DataError):
        load_article(engine, ContentStore(fresh_warehouse.store_dir), arrival, content, [figure, unstorable])
    assert [count(engine, table) for table in (file, article, article_figure)] == [0, 0, 0]


def test_documents_of_a_folder_are_read_by_their_kind(fresh_warehouse, engine, article_page, tmp_path):
    folder = tmp_path / "tai-lieu"
    folder.mkdir()
    (folder / "a.html").write_bytes(article_page())
    text = (
        "Hà Tĩnh: kinh tế tập thể sáu tháng đầu năm\n\n15/07/2024\n\n"
        "Liên minh HTX tỉnh Hà Tĩnh: 6 tháng đầu năm 2024 có 975 HTX.\n"
    )
    (folder / "b.txt").write_text(text, encoding="utf-8")
    (folder / "c.txt").write_bytes("Hợp tác xã".encode("utf-16"))
    (folder / "d.txt").write_bytes(b"HTX\0HTX")
    (folder / "README.md").write_text("# không phải bài viết", encoding="utf-8")
    settings = fresh_warehouse.model_copy(update={"sample_articles": folder})
    report = collect_source(settings, "samples", NOW)
    assert [(page.url, page.outcome) for page in report.pages] == [
        ("file:a.html", "new"), ("file:b.txt", "new"), ("file:c.txt", "failed"), ("file:d.txt", "failed"),
    ]  # fmt: skip
    assert report.pages[2].reason == "not UTF-8 text (byte 0); save it as UTF-8"
    ((kept, published_on),) = all_rows(
        engine,
        select(article.c.content_text, article.c.published_on).where(article.c.url == "file:b.txt"),
    )
    assert kept == text
    assert published_on.isoformat() == "2024-07-15"
    assert not collect_source(settings, "samples", LATER).has_news


def test_a_missing_folder_is_told_in_one_line(fresh_warehouse, tmp_path):
    with pytest.raises(ValueError, match=r"no folder of documents at .*; mend HTX_SAMPLE_ARTICLES"):
        load_documents(fresh_warehouse, tmp_path / "khong-co", NOW)


@pytest.mark.skipif(not REAL_DOCUMENTS.is_dir(), reason="the real documents are not beside this repository")
def test_the_five_real_documents_give_their_38_figures(fresh_warehouse, engine):
    settings = fresh_warehouse.model_copy(update={"sample_articles": REAL_DOCUMENTS})
    report = collect_source(settings, "samples", NOW)
    assert report.count("new") == 5
    figures = all_rows(engine, select(article_figure).where(article_figure.c.kind == "figure"))
    optional_in_gold = 6
    assert 38 <= len(figures) <= 38 + optional_in_gold
