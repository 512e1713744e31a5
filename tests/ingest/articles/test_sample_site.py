"""The sample site over real HTTP, and that its pages, its lists and its gold agree."""

import http.client
import json
from urllib.parse import urlsplit

import pytest

from ingest.articles.content import read_page
from ingest.articles.links import feed_links, listing_links, sitemap_links
from samples.site import ARTICLES, serve

GOLD = [json.loads(line) for line in (ARTICLES / "gold.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def site():
    with serve() as running:
        yield running


def get(site, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", site.server_port, timeout=10)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def test_a_page_is_served_with_validators_and_not_again_to_who_holds_it(site):
    status, headers, content = get(site, "/hue-chi-tieu-2026.html")
    assert (status, content) == (200, (ARTICLES / "hue-chi-tieu-2026.html").read_bytes())
    assert headers["Last-Modified"].endswith("GMT")
    assert get(site, "/hue-chi-tieu-2026.html", If_None_Match=headers["ETag"])[::2] == (304, b"")


@pytest.mark.parametrize(
    "path", ["/khong-co.html", "/../site.py", "/gold.jsonl", "/%2e%2e/site.py", "/..", "/%2Fetc%2Fhosts"]
)
def test_nothing_else_is_served(site, path):
    assert get(site, path)[0] == 404


def test_feed_and_sitemap_name_the_articles_of_the_gold_where_the_site_stands(site):
    wanted = {f"{site.url}/{entry['file']}" for entry in GOLD}
    assert set(feed_links(get(site, "/rss.xml")[2]).articles) == wanted
    assert set(sitemap_links(get(site, "/sitemap.xml")[2]).articles) == wanted


def test_the_listing_and_its_next_page_name_them_too(site):
    first = listing_links(get(site, "/")[2].decode())
    second = listing_links(get(site, first.further[0])[2].decode())
    named = {urlsplit(path).path.removeprefix("/") for path in (*first.articles, *second.articles)}
    assert {entry["file"] for entry in GOLD} <= named


@pytest.mark.parametrize("entry", GOLD, ids=[entry["id"] for entry in GOLD])
def test_every_figure_of_the_gold_stands_in_the_text_of_its_page(entry):
    text = read_page((ARTICLES / entry["file"]).read_bytes(), url="http://127.0.0.1/").text
    for figure in entry["figures"]:
        assert figure["evidence"] in text, figure["indicator"]
    for distractor in entry["distractors"]:
        assert distractor in text


def test_the_samples_carry_the_traits_of_real_pages():
    pages = {path.name: path.read_text(encoding="utf-8") for path in ARTICLES.glob("*.html")}
    assert "\u00d0" in pages["can-tho-tong-ket-2022.html"]
    assert "\u00a0" in pages["tphcm-ke-hoach-2024.html"]
    assert "application/ld+json" in pages["ha-tinh-6-thang-2024.html"]
