"""What a page declares to machines: ``meta``, Open Graph, ``link`` and JSON-LD (schema.org), nothing guessed."""

import json
from collections.abc import Iterator
from typing import Any

from parsel import Selector

_DATE_NAMES = (
    "article:published_time", "og:published_time", "datePublished", "publish_date", "pubdate", "dc.date.issued",
    "publish-date", "published_date", "article.published", "article:published", "DC.date.issued", "dcterms.created",
    "parsely-pub-date", "sailthru.date",
)  # fmt: skip
_NAMED_META = "//meta[@property=$name or @name=$name or @itemprop=$name]/@content"


def declared_title(page: Selector) -> str | None:
    """The headline: Open Graph's, else the first ``h1``."""
    return _meta(page, "og:title") or one_line(page.xpath("string((//h1)[1])").get()) or None


def declared_lead(page: Selector) -> str | None:
    """The description that search engines are given, most often the article's lead."""
    return _meta(page, "description")


def declared_site_name(page: Selector) -> str | None:
    """The site's name: Open Graph's, else the publisher of JSON-LD."""
    name = _meta(page, "og:site_name")
    publishers = (node["publisher"] for node in _json_ld_nodes(page) if isinstance(node.get("publisher"), dict))
    named = (publisher["name"] for publisher in publishers if isinstance(publisher.get("name"), str))
    return name or one_line(next(named, None))


def declared_canonical(page: Selector) -> str | None:
    """The address that the page wants to be known under."""
    return one_line(page.xpath("//link[@rel='canonical']/@href").get())


def declared_dates(page: Selector) -> Iterator[str]:
    """Dates of publication as written, best first: JSON-LD, ``meta``, the first ``time``."""
    for node in _json_ld_nodes(page):
        if isinstance(node.get("datePublished"), str):
            yield node["datePublished"]
    for name in _DATE_NAMES:
        yield from page.xpath(_NAMED_META, name=name).getall()
    yield from page.css("time::attr(datetime)").getall()[:1]


def one_line(text: str | None) -> str | None:
    """The text with single spaces; ``None`` where nothing is left."""
    return " ".join(text.split()) or None if text else None


def _meta(page: Selector, name: str) -> str | None:
    return one_line(page.xpath(_NAMED_META, name=name).get())


def _json_ld_nodes(page: Selector) -> Iterator[dict[str, Any]]:
    for script in page.xpath("//script[@type='application/ld+json']/text()").getall():
        try:
            yield from _objects(json.loads(script))
        except (ValueError, RecursionError):  # a broken declaration is none
            continue


def _objects(node: object) -> Iterator[dict[str, Any]]:
    """Every object of a JSON document, outer ones first."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from _objects(inner)
