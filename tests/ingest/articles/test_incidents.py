"""What our own code breaks on is kept as an incident, and the other pages are taken all the same."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from htx.settings import LOCAL_ZONE, Settings
from ingest.articles import collect
from ingest.articles.collect import CollectReport, load_fetched
from ingest.articles.exchange import Fetched, FetchedPage, FetchFailure
from ingest.articles.history import Incident, incidents_at, last_collections
from ingest.articles.relevance import Relevance, Vocabulary, judge
from ingest.articles.sources import Source
from ingest.raw.database import connect

NOW = datetime(2024, 7, 16, 5, 0, tzinfo=LOCAL_ZONE)
REFUSED_TITLE = "Bài mà bảng không nhận"
CRASHING_TITLE = "Bài làm hỏng bộ đọc"
BROKEN, REFUSED, GOOD = "http://127.0.0.1/hong", "http://127.0.0.1/khong-nhan", "http://127.0.0.1/tot"

pytestmark = pytest.mark.integration

SOURCE = Source("thu-nghiem", "Báo thử nghiệm", "listing", GOOD, ("127.0.0.1",), None, "vi", 0.0, True)


def _judge_until_it_breaks(read: str, vocabulary: Vocabulary) -> Relevance:
    if read.startswith(CRASHING_TITLE):
        raise IndexError("list index out of range")
    return judge(read, vocabulary)


@pytest.fixture
def broken(
    fresh_warehouse: Settings, article_page: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> CollectReport:
    """A collection in which the reader breaks on one page, and a table refuses another."""
    engine = connect(fresh_warehouse)
    with engine.begin() as connection:
        connection.execute(text(f"alter table raw.article add check (title <> '{REFUSED_TITLE}')"))
    engine.dispose()
    monkeypatch.setattr(collect, "judge", _judge_until_it_breaks)
    return load_fetched(fresh_warehouse, SOURCE, _pages(article_page), NOW)


def _pages(article_page: Callable[..., bytes]) -> list[Fetched]:
    titles = {BROKEN: CRASHING_TITLE, REFUSED: REFUSED_TITLE, GOOD: "Tỉnh Mẫu: Kinh tế tập thể sáu tháng"}
    return [FetchedPage(url, article_page(title, coops=len(title))) for url, title in titles.items()]


def test_a_page_that_breaks_our_code_does_not_cost_the_others(broken: CollectReport) -> None:
    assert [(page.url, page.outcome) for page in broken.pages] == [
        (BROKEN, "incident"), (REFUSED, "incident"), (GOOD, "new"),
    ]  # fmt: skip
    assert (broken.has_news, broken.is_broken) == (True, False)
    assert [page.reason for page in broken.incidents] == [
        "our reader failed: IndexError: list index out of range",
        'our loader failed: CheckViolation: new row for relation "article" violates check constraint '
        '"article_title_check"',
    ]


def test_incidents_are_told_until_a_collection_goes_well(
    broken: CollectReport,
    fresh_warehouse: Settings,
    article_page: Callable[..., bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert [incident.url for incident in incidents_at(fresh_warehouse, NOW)] == [BROKEN, REFUSED]
    (before,) = last_collections(fresh_warehouse)
    assert before.pages == {"incident": 2, "new": 1}
    assert str(before.incidents[0]) == (
        f"{BROKEN} (thu-nghiem): our reader failed: IndexError: list index out of range"
    )
    monkeypatch.undo()
    mended, *_others = _pages(article_page)
    again = load_fetched(fresh_warehouse, SOURCE, [mended], NOW)  # the same run, tried once more
    assert again.has_news
    assert [incident.url for incident in incidents_at(fresh_warehouse, NOW)] == [REFUSED]
    later = NOW + timedelta(days=1)
    load_fetched(fresh_warehouse, SOURCE, [mended], later)
    assert incidents_at(fresh_warehouse, later) == []
    assert [(one.collected_at, dict(one.pages)) for one in last_collections(fresh_warehouse)] == [
        (later, {"unchanged": 1})
    ]


def test_a_crawler_of_ours_that_breaks_is_an_incident_and_a_site_that_refuses_is_none(
    fresh_warehouse: Settings,
) -> None:
    failures = [
        FetchFailure(GOOD, "HTTP 503", 503),
        FetchFailure(SOURCE.start_url + "/", "our crawler ended with code 1: ImportError", is_ours=True),
    ]
    report = load_fetched(fresh_warehouse, SOURCE, failures, NOW)
    assert [page.outcome for page in report.pages] == ["failed", "incident"]
    assert report.is_broken
    assert incidents_at(fresh_warehouse, NOW) == [
        Incident("thu-nghiem", GOOD + "/", "our crawler ended with code 1: ImportError")
    ]
