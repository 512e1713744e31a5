"""What a page declares to machines: ``meta``, Open Graph, ``link`` and JSON-LD (schema.org), nothing guessed."""

import json
from collections.abc import Iterator
from typing import Any

from lxml.etree import XPath  # type: ignore[import-untyped]
from parsel import Selector

_DATE_NAMES = (
    "article:published_time", "og:published_time", "datePublished", "publish_date", "pubdate", "dc.date.issued",
    "publish-date", "published_date", "article.published", "article:published", "DC.date.issued", "dcterms.created",
    "parsely-pub-date", "sailthru.date",
)  # fmt: skip
CUT_OFF = ("...", "…")
"""How a text ends that a site has cut."""
_LEAD_CLASSES = frozenset(
    {"sapo", "lead", "description", "article-sapo", "detail-sapo", "article__sapo", "article-lead"}
)
"""The lead under the title is called sapo (chapeau) by editors, and by most of their pages."""
_LONGEST_LEAD_SYLLABLES = 150
_CLASSES = XPath("//@class", smart_strings=False)
_NAMED_META = "//meta[@property=$name or @name=$name or @itemprop=$name]/@content"


def declared_title(page: Selector) -> str | None:
    """The headline: Open Graph's, else that of the page, else the name of its window."""
    heading = headline(page)
    shown = page.xpath("string(//title)") if heading is None else heading.xpath("string()")
    return _meta(page, "og:title") or one_line(shown.get())


def headline(page: Selector) -> Selector | None:
    """The heading over the article: the longest that the page's title holds, else the longest ``h1``.

    Not simply the first: many a paper puts its own name into an ``h1`` above everything else.
    """
    name = _folded(_meta(page, "og:title") or page.xpath("string(//title)").get())
    headings = [(heading, _folded(heading.xpath("string()").get())) for heading in page.xpath("//h1 | //h2")]
    held = [(heading, text) for heading, text in headings if text and text in name]
    chosen = held or [(heading, text) for heading, text in headings if text and heading.root.tag == "h1"]
    return max(chosen, key=lambda one: len(one[1]), default=(None, ""))[0]


def declared_lead(page: Selector) -> str | None:
    """The description that search engines are given, most often the article's lead; where it is cut off or absent,
    what the page itself shows as its lead.
    """
    described = _meta(page, "description")
    if described and not described.endswith(CUT_OFF):
        return described
    name = next((name for name in " ".join(_CLASSES(page.root)).split() if name in _LEAD_CLASSES), None)
    if name is None:
        return None
    shown = page.xpath(
        "//body//*[contains(concat(' ', normalize-space(@class), ' '), concat(' ', $name, ' '))]", name=name
    )
    block = next(iter(shown), None)
    lead = None if block is None else one_line(" ".join(block.xpath(".//text()").getall()))
    return lead if lead and len(lead.split()) < _LONGEST_LEAD_SYLLABLES else None


def declared_site_name(page: Selector) -> str | None:
    """The site's name: Open Graph's, else the publisher of JSON-LD."""
    name = _meta(page, "og:site_name")
    publishers = (node["publisher"] for node in _json_ld_nodes(page) if isinstance(node.get("publisher"), dict))
    named = (publisher["name"] for publisher in publishers if isinstance(publisher.get("name"), str))
    return name or one_line(next(named, None))


def declared_canonical(page: Selector) -> str | None:
    """The address that the page wants to be known under."""
    return one_line(page.xpath("//link[@rel='canonical']/@href").get())


def declared_body(page: Selector) -> str | None:
    """The whole text of the article in JSON-LD, by its lines: all that a page has whose text a script shows."""
    bodies = (node["articleBody"] for node in _json_ld_nodes(page) if isinstance(node.get("articleBody"), str))
    return next(("\n".join(filter(None, map(one_line, body.splitlines()))) for body in bodies), None)


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


def _folded(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()


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
