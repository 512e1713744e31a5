"""From the bytes of a page or document to its title, date, site and main text."""

from dataclasses import dataclass, field, replace
from datetime import date
from unicodedata import normalize
from urllib.parse import urljoin, urlsplit

import trafilatura
from parsel import Selector
from trafilatura.settings import Document

from ingest.articles.declarations import (
    CUT_OFF,
    declared_body,
    declared_canonical,
    declared_lead,
    declared_site_name,
    declared_title,
)
from ingest.articles.links import HEADLINE_SYLLABLES, LONGEST_ADDRESS, canonical_form, is_within
from ingest.articles.publication_date import document_date, is_stamped, page_date
from ingest.articles.tidying import tidy

NO_TEXT = "no text: the page holds no article that can be read"
_LONGEST_TITLE = 200
_LEAST_SYLLABLES = 30
"""Less than this is a menu or a caption, not an article."""


class UnreadableDocumentError(ValueError):
    """A document whose text cannot be decoded."""


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
    html = normalize("NFC", trafilatura.utils.decode_file(content))  # windows-1258 and some editors part the marks
    tree = trafilatura.load_html(html)  # parsed once: a second tree would cost a tenth of the reading
    page = Selector(text=html, type="html") if tree is None else Selector(root=tree, type="html")
    declared = ArticleContent(
        canonical_url=_canonical_url(page, url, allowed_domains),
        title=declared_title(page),
        site_name=declared_site_name(page),
        published_on=page_date(page),
        text="",
    )
    lead = declared_lead(page)
    if tree is not None:
        tidy(tree)
    # with_metadata stays off: the library would search the whole page for dates, footers included
    document = None if tree is None else trafilatura.bare_extraction(tree, with_metadata=False, include_comments=False)
    main_text = (document.text or "").strip() if isinstance(document, Document) else ""
    if "\n" not in main_text:  # the library gives the text of JSON-LD without its paragraphs
        body = declared_body(page)
        main_text = body if body is not None and _flat(body) == _flat(main_text) else main_text
    return replace(declared, text=_with_head(declared.title, lead, main_text))


def read_document(content: bytes, *, url: str) -> ArticleContent:
    """Read a plain text document as it stands; raises `UnreadableDocumentError` where it is not UTF-8 text."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableDocumentError(f"not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    if "\0" in text:
        raise UnreadableDocumentError("it holds NUL characters: a binary file under the name of a text")
    return ArticleContent(
        canonical_url=url,
        title=_document_title(text),
        site_name=None,
        published_on=document_date(text),
        text=text if text.strip() else "",
    )


def _canonical_url(page: Selector, url: str, allowed_domains: tuple[str, ...]) -> str:
    """The page's own canonical link where it stays within the source's domains, else the address fetched."""
    canonical = urljoin(url, declared_canonical(page) or url)
    is_believed = len(canonical) <= LONGEST_ADDRESS and is_within(urlsplit(canonical).hostname, allowed_domains)
    return canonical_form(canonical if is_believed else url)


def _with_head(title: str | None, lead: str | None, main_text: str) -> str:
    """The main text under its title and lead, each once; a lead that the site cut off is left out."""
    body = main_text
    if title and _flat(body).startswith(_flat(title)):
        first_line, _, rest = body.partition("\n")
        body = rest.lstrip() if _flat(first_line) == _flat(title) else body
    if len(body.split()) < _LEAST_SYLLABLES:
        return ""
    head = [title] if title else []
    if lead and not lead.endswith(CUT_OFF) and _flat(lead) not in _flat(body):
        head.append(lead)
    return "\n\n".join([*head, body])


def _document_title(text: str) -> str | None:
    """A first line that stands apart, is long enough for a headline, and does not end as a sentence does."""
    first, _, rest = text.lstrip().partition("\n")
    is_apart = rest.startswith(("\n", "\r"))
    is_headline = len(first.split()) >= HEADLINE_SYLLABLES and len(first) <= _LONGEST_TITLE
    is_title = is_apart and is_headline and not first.rstrip().endswith(".") and not is_stamped(first)
    return first.strip() if is_title else None


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()
