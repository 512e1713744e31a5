"""The sample site collected into a real warehouse, and what must come out of it."""

import json
from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from htx.settings import LOCAL_ZONE
from ingest.articles.collect import active_sources, collect_source
from ingest.raw.database import connect
from ingest.raw.store import ContentStore
from ingest.raw.tables import article, article_figure, file
from samples.site import serve

NOW = datetime(2024, 6, 3, 5, 0, tzinfo=LOCAL_ZONE)
LATER = datetime(2024, 6, 4, 5, 0, tzinfo=LOCAL_ZONE)

CLUTTER = ("Trang chủ", "Tin liên quan", "Đọc thêm", "Các trang", "Chia sẻ", "phục vụ trình diễn", "Bạn đọc")

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def collected(warehouse):
    """Settings, and the reports of a first collection, of a second, and of one after the site moved to another port."""
    with serve() as site:
        settings = warehouse.model_copy(update={"sample_site_url": site.url})
        first, second = (collect_source(settings, "samples", now) for now in (NOW, LATER))
    with serve() as moved_site:
        third = collect_source(settings.model_copy(update={"sample_site_url": moved_site.url}), "samples", LATER)
    return settings, first, second, third


@pytest.fixture(scope="module")
def gold(repository):
    lines = (repository / "samples/articles/gold.jsonl").read_text(encoding="utf-8").splitlines()
    return {entry["file"]: entry for entry in map(json.loads, lines)}


def rows(settings, statement):
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            return connection.execute(statement).all()
    finally:
        engine.dispose()


def test_the_sample_source_is_active_where_its_site_is_known(collected, warehouse):
    settings, *_ = collected
    assert active_sources(settings) == ["samples"]
    assert active_sources(warehouse.model_copy(update={"sample_site_url": None})) == []


def test_every_page_ends_in_one_outcome_with_its_reason(collected):
    _settings, first, _second, _third = collected
    assert {outcome: first.count(outcome) for outcome in ("new", "set_aside", "no_text", "failed")} == {
        "new": 5, "set_aside": 1, "no_text": 1, "failed": 0,
    }  # fmt: skip
    (football,) = (page for page in first.pages if page.outcome == "set_aside")
    assert football.url.endswith("/giai-bong-da-phong-trao.html")
    assert football.reason == "1 of 6 points: HTX ×1"


def test_articles_carry_title_date_and_site_as_their_pages_print_them(collected, gold):
    settings, *_ = collected
    found = {row.canonical_url.rsplit("/", 1)[1]: row for row in rows(settings, select(article))}
    assert set(found) == set(gold)
    for name, entry in gold.items():
        printed = found[name].published_on
        assert (printed.isoformat() if printed else None) == entry["published"], name
    assert found["tphcm-ke-hoach-2024.html"].title == "TP.HCM giao chỉ tiêu cho khu vực hợp tác xã trong năm 2024"
    assert found["ha-tinh-6-thang-2024.html"].site_name == "Trang tin mẫu"
    assert found["ha-tinh-6-thang-2024.html"].canonical_url.startswith("https://kinh-te-tap-the.example/")


def test_the_text_holds_the_article_and_not_the_clutter_around_it(collected):
    settings, *_ = collected
    for row in rows(settings, select(article)):
        for clutter in CLUTTER:
            assert clutter not in row.content_text, (row.canonical_url, clutter)


def test_figures_are_those_of_the_gold_and_their_spans_lie_in_the_text(collected, gold):
    settings, *_ = collected
    found = rows(settings, select(article, article_figure).join_from(article, article_figure))
    read: dict[str, set[tuple[object, ...]]] = {name: set() for name in gold}
    for row in found:
        assert row.content_text[row.start_offset : row.end_offset] == row.evidence
        if row.kind == "figure":
            name = row.canonical_url.rsplit("/", 1)[1]
            read[name].add(
                (
                    *(row.indicator_code, row.entity, row.sector_code, row.value_low, row.value_high),
                    *(row.unit, row.qualifier, row.value_status, row.place, row.period),
                )
            )
    for name, entry in gold.items():
        wanted = {key(figure) for figure in entry["figures"] if not figure.get("optional")}
        optional = {key(figure) for figure in entry["figures"] if figure.get("optional")}
        assert read[name] - optional == wanted, name


def key(figure):
    low, high = (None if figure[end] is None else Decimal(str(figure[end])) for end in ("low", "high"))
    names = ("indicator", "entity", "sector"), ("unit", "qualifier", "status", "place", "period")
    before, after = (tuple(figure[name] for name in part) for part in names)
    return (*before, low, high, *after)


def test_the_bytes_of_every_page_are_kept_also_of_those_that_gave_no_article(collected, repository):
    settings, first, _second, _third = collected
    store = ContentStore(settings.store_dir)
    kept = {store.get(row.file_sha256) for row in rows(settings, select(file))}
    pages = {(repository / "samples/articles" / page.url.rsplit("/", 1)[1]).read_bytes() for page in first.pages}
    assert kept == pages


def test_a_second_collection_adds_nothing_and_asks_only_what_changed(collected):
    settings, _first, second, _third = collected
    assert not second.has_news
    unchanged = [page for page in second.pages if page.outcome == "unchanged"]
    assert {page.reason for page in unchanged} == {"the server says it was not modified"}
    assert len(unchanged) == len(second.pages) == 7  # also those set aside and without text
    assert rows(settings, select(func.count()).select_from(article)) == [(5,)]


def test_the_same_articles_from_another_address_are_known_by_their_canonical_link(collected):
    _settings, _first, _second, third = collected
    assert not third.has_news
    assert third.count("unchanged") == 5


def test_the_report_can_be_handed_on_as_json(collected):
    _settings, first, _second, _third = collected
    told = json.loads(json.dumps(first.to_json()))
    assert told["pages_seen"] == 7
    assert told["figures"] == sum(page["figures"] for page in told["pages"])
