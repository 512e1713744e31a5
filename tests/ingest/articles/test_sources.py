"""The seed of sources, and the one source whose address comes from the settings."""

import csv

import pytest

from htx.settings import Settings
from ingest.articles.collect import active_sources, collect_source
from ingest.articles.sources import find_source, load_sources

NOWHERE = Settings(sample_site_url=None, sample_articles=None, _env_file=None)
COLUMNS = [
    "source_code", "name", "kind", "start_url", "allowed_domains", "province_scope", "language", "delay_seconds",
    "active",
]  # fmt: skip


def test_no_real_press_site_is_collected_unless_somebody_switches_it_on():
    assert active_sources(NOWHERE) == []


def test_every_source_of_the_seed_can_be_read_and_waits_between_requests(repository):
    with (repository / "dbt_project/seeds/sources.csv").open(encoding="utf-8", newline="") as file:
        assert csv.DictReader(file).fieldnames == COLUMNS
    sources = load_sources(NOWHERE)
    assert all(source.delay_seconds >= 5 for code, source in sources.items() if code != "samples")
    assert not any(source.allows_private_addresses for source in sources.values())


def test_the_sample_site_is_its_own_domain_and_the_only_one_on_private_ground():
    settings = NOWHERE.model_copy(update={"sample_site_url": "http://127.0.0.1:8123"})
    source = find_source(settings, "samples")
    assert source.start_url == "http://127.0.0.1:8123"
    assert source.allowed_domains[0] == "127.0.0.1"
    assert [one.source_code for one in load_sources(settings).values() if one.allows_private_addresses] == ["samples"]


def test_a_folder_of_documents_makes_the_sample_source_active(tmp_path):
    assert active_sources(NOWHERE.model_copy(update={"sample_articles": tmp_path})) == ["samples"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("x,X,blog,https://x.example/,x.example,,vi,1,true", "sources.csv line 2: kind 'blog' is none of"),
        ("x,X,rss,https://x.example/,x.example,,vi,1,yes", "sources.csv line 2: active must be true or false"),
        ("x,X,rss,https://x.example/,x.example,,vi,soon,true", "sources.csv line 2: delay_seconds"),
        ("x,X,rss,,x.example,,vi,1,true", "sources.csv line 2: an active source needs a start_url"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_by_its_line(tmp_path, monkeypatch, row, message):
    (tmp_path / "sources.csv").write_text(",".join(COLUMNS) + "\n" + row + "\n", encoding="utf-8")
    monkeypatch.setattr(Settings, "seeds_dir", tmp_path)
    with pytest.raises(ValueError, match=message):
        load_sources(NOWHERE)


def test_an_unknown_source_is_told_with_the_known_ones():
    with pytest.raises(ValueError, match=r"unknown source 'bao-la'; sources.csv knows: samples"):
        find_source(NOWHERE, "bao-la")


def test_the_sample_source_without_site_or_folder_says_what_to_set():
    with pytest.raises(ValueError, match="set HTX_SAMPLE_SITE_URL or HTX_SAMPLE_ARTICLES"):
        collect_source(NOWHERE, "samples", now=None)
