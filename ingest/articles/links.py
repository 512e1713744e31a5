"""The links of a feed, a sitemap or a listing page; pure readers of what a site says about itself."""

import gzip
import io
import zlib
from dataclasses import dataclass

from parsel import Selector
from w3lib.url import canonicalize_url, url_query_cleaner

_TRACKING_PARAMETERS = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "fbclid", "gclid", "zalo_id",
)  # fmt: skip
HEADLINE_SYLLABLES = 6
"""Vietnamese is written by the syllable: menu entries have up to five, headlines more."""
LONGEST_ADDRESS = 2_000
"""In characters; what is longer is no address that a browser, or an index of a database, would take."""
_LONGEST_SITEMAP_BYTES = 50_000_000
"""What the sitemap protocol allows a file to be, unpacked."""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses as the page gives them, relative or not, each once and in its order."""

    articles: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    """More pages of the same kind: the next page of a listing, the parts of a sitemap index."""


class UnreadableListError(ValueError):
    """A feed or sitemap that is not what it says it is."""


def feed_links(body: bytes) -> Links:
    """The entries of an RSS 2.0, RSS 1.0 or Atom feed."""
    feed = _xml(body, {"rss", "RDF", "feed"})
    addresses = feed.xpath(
        "//*[local-name()='item']/*[local-name()='link']/text()"
        " | //*[local-name()='entry']/*[local-name()='link'][not(@rel) or @rel='alternate']/@href"
    )
    return Links(articles=_each_once(addresses.getall()))


def sitemap_links(body: bytes) -> Links:
    """The pages of a sitemap, or the sitemaps of a sitemap index; also where it is packed with gzip."""
    if body.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(io.BytesIO(body)) as file:
                body = file.read(_LONGEST_SITEMAP_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise UnreadableListError(f"it is packed with gzip and damaged: {error}") from error
        if len(body) > _LONGEST_SITEMAP_BYTES:
            raise UnreadableListError("the sitemap unpacks to more than 50 MB")
    sitemap = _xml(body, {"urlset", "sitemapindex"})
    return Links(
        articles=_each_once(sitemap.xpath("//*[local-name()='url']/*[local-name()='loc']/text()").getall()),
        further=_each_once(sitemap.xpath("//*[local-name()='sitemap']/*[local-name()='loc']/text()").getall()),
    )


def listing_links(html: str) -> Links:
    """The headlines of a listing page, known by their length, and its next page where it names one."""
    page = Selector(text=html, type="html")
    anchors = page.xpath("//body//a[@href][not(ancestor::nav or ancestor::footer)]")
    headlines = [
        anchor.attrib["href"]
        for anchor in anchors
        if len("".join(anchor.xpath(".//text()").getall()).split()) >= HEADLINE_SYLLABLES
    ]
    return Links(articles=_each_once(headlines), further=_each_once(page.xpath("//*[@rel='next']/@href").getall()))


def canonical_form(url: str) -> str:
    """One spelling for one address: no fragment, no tracking parameters, sorted query, lower-case host."""
    return str(canonicalize_url(url_query_cleaner(url, _TRACKING_PARAMETERS, remove=True, unique=False)))


def is_within(host: str | None, domains: tuple[str, ...]) -> bool:
    """Whether a host is one of the domains or a subdomain of one."""
    return host is not None and any(host == domain or host.endswith("." + domain) for domain in domains)


def _xml(body: bytes, roots: set[str]) -> Selector:
    document = Selector(body=body or b" ", type="xml")
    root = document.xpath("local-name(/*)").get()
    if root not in roots:
        raise UnreadableListError(f"the document's root is <{root or 'nothing'}>, not one of {sorted(roots)}")
    return document


def _each_once(addresses: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address.strip() for address in addresses if address.strip()))
