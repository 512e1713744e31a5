"""Feeds, sitemaps and listings in the spellings that sites use, and those that are none."""

import gzip

import pytest

from ingest.articles.links import UnreadableListError, canonical_form, feed_links, listing_links, sitemap_links

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/atom.xml"/>
<entry><title>Một</title><link href="https://bao.example/mot"/></entry>
<entry><link rel="alternate" href="https://bao.example/hai"/><link rel="replies" href="/hai/y-kien"/></entry></feed>"""
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<link>https://bao.example/</link><atom:link href="https://bao.example/rss.xml" rel="self"/>
<item><link><![CDATA[ https://bao.example/mot ]]></link></item>
<item><link>
  https://bao.example/hai?a=1&amp;b=2
</link></item><item><link>https://bao.example/mot</link></item></channel></rss>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><link>https://bao.example/</link></channel><item><link>https://bao.example/mot</link></item></rdf:RDF>"""


@pytest.mark.parametrize(
    ("feed", "expected"),
    [
        (ATOM, ("https://bao.example/mot", "https://bao.example/hai")),
        (RSS, ("https://bao.example/mot", "https://bao.example/hai?a=1&b=2")),
        (RDF, ("https://bao.example/mot",)),
    ],
    ids=["Atom", "RSS 2.0", "RSS 1.0"],
)
def test_a_feed_names_its_entries_once_and_not_itself(feed, expected):
    assert feed_links(feed.encode()).articles == expected


def test_an_entity_of_a_feed_opens_no_file():
    feed = '<!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/hostname">]><rss><channel><item><link>&e;</link></item></channel></rss>'
    assert feed_links(feed.encode()).articles == ()


@pytest.mark.parametrize("body", [b"", b"<html><body>Bao tri</body></html>", b"\x00\x01", b"{}"])
def test_what_is_no_feed_or_sitemap_is_refused(body):
    for read in (feed_links, sitemap_links):
        with pytest.raises(UnreadableListError, match="not one of"):
            read(body)


def test_a_sitemap_of_news_names_its_pages_and_not_their_pictures():
    sitemap = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc> https://bao.example/mot </loc>
    <image:image><image:loc>https://bao.example/anh.jpg</image:loc></image:image></url></urlset>"""
    links = sitemap_links(sitemap.encode())
    assert links.articles == ("https://bao.example/mot",)
    assert links.further == ()


def test_a_packed_sitemap_that_unpacks_without_end_is_refused():
    with pytest.raises(UnreadableListError, match="more than 50 MB"):
        sitemap_links(gzip.compress(b" " * 1_000_000, mtime=0) * 51)


@pytest.mark.parametrize("packed", [gzip.compress(b"<urlset/>", mtime=0)[:-6], b"\x1f\x8b" + b"khong phai gzip"])
def test_a_packed_sitemap_that_is_damaged_is_refused(packed):
    with pytest.raises(UnreadableListError, match="damaged"):
        sitemap_links(packed)


def test_a_listing_gives_headlines_and_its_next_page_and_leaves_menus():
    page = """<body><nav><a href="/muc">Kinh tế - Xã hội - Văn hóa - Thể thao</a></nav>
    <h2><a href="/bai-1"><span>Hợp tác xã trồng</span> cam có lãi lớn</a></h2><a href="/bai-1"><img src="a.jpg"></a>
    <a href="/muc/kinh-te">Kinh tế</a><a rel="next" href="?trang=2">Trang sau</a>
    <footer><a href="/gioi-thieu">Giới thiệu về tòa soạn báo điện tử</a></footer></body>"""
    links = listing_links(page)
    assert links.articles == ("/bai-1",)
    assert links.further == ("?trang=2",)


@pytest.mark.parametrize(
    "url",
    [
        "https://bao.example/bai?a=1&b=2#binh-luan", "https://BAO.example/bai?b=2&a=1&utm_source=fb",
        "https://bao.example/bai?fbclid=x&a=1&b=2",
    ],
)  # fmt: skip
def test_one_address_has_one_spelling(url):
    assert canonical_form(url) == "https://bao.example/bai?a=1&b=2"
