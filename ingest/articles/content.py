"""From the bytes of a page or document to its title, date, site and main text."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urljoin, urlsplit

import trafilatura
from parsel import Selector

from ingest.articles.links import canonical_form, is_within
from ingest.articles.publication_date import document_date, page_date

NO_TEXT = "no text: the page holds no article that can be read"
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class ArticleContent:
    """What a page says. ``text`` begins with the title and is what the offsets of figures count in."""

    canonical_url: str
    title: str | None
    site_name: str | None
    published_on: date | None
    text: str = field(repr=False)
    """Empty where the page has no main text."""


def read_page(content: bytes, *, url: str, allowed_domains: tuple[str, ...] = ()) -> ArticleContent:
    """Read an HTML page; menus, captions, related lists and comments stay out of its text.

    ``allowed_domains`` are the hosts that a canonical link is believed for; a page cannot pass for another site's.
    """
    html = trafilatura.utils.decode_file(content)
    document = trafilatura.bare_extraction(
        html, url=url, with_metadata=True, include_comments=False, include_images=False, deduplicate=False
    )
    page = Selector(text=html, type="html")
    title = _clean(page.xpath("//meta[@property='og:title']/@content").get()) or _clean(
        page.xpath("string(//h1)").get()
    )
    site_name, main_text = None, ""
    if document is not None and not isinstance(document, dict):
        title = title or _clean(document.title)
        site_name, main_text = _clean(document.sitename), (document.text or "").strip()
    return ArticleContent(
        canonical_url=_canonical_url(page, url, allowed_domains),
        title=title,
        site_name=site_name,
        published_on=page_date(page),
        text=_with_head(title, _clean(page.css("meta[name=description]::attr(content)").get()), main_text),
    )


def read_document(content: bytes, *, url: str) -> ArticleContent:
    """Read a plain text document as it stands; raises ``ValueError`` where it is not UTF-8."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 text (byte {error.start})") from error
    return ArticleContent(
        canonical_url=url,
        title=_document_title(text),
        site_name=None,
        published_on=document_date(text),
        text=text if text.strip() else "",
    )


def _canonical_url(page: Selector, url: str, allowed_domains: tuple[str, ...]) -> str:
    """The page's own canonical link where it stays within the source's domains, else the address fetched."""
    link = page.xpath("//link[@rel='canonical']/@href").get()
    canonical = urljoin(url, link.strip()) if link and link.strip() else url
    return canonical_form(canonical if is_within(urlsplit(canonical).hostname, allowed_domains) else url)


def _with_head(title: str | None, lead: str | None, main_text: str) -> str:
    """The main text under its title and lead, each only where the text does not hold it already."""
    if not main_text:
        return ""
    head: list[str] = []
    flat = _flat(main_text)
    if lead and not lead.endswith(("...", "…")) and _flat(lead) not in flat:
        head.insert(0, lead)
    if title and not flat.startswith(_flat(title)):
        head.insert(0, title)
    return "\n\n".join([*head, main_text])


def _document_title(text: str) -> str | None:
    """A short first line that stands apart and does not end as a sentence does."""
    first, _, rest = text.lstrip().partition("\n")
    is_title = 0 < len(first) <= _LONGEST_TITLE and rest.startswith(("\n", "\r")) and not first.rstrip().endswith(".")
    return first.strip() if is_title else None


def _clean(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()
