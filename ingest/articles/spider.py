"""The spider: from a source's feed, sitemap or listing to its article pages."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from ingest.articles.exchange import CrawlJob, FetchedPage, FetchedWriter, FetchFailure, NotModified
from ingest.articles.links import (
    LONGEST_ADDRESS,
    Links,
    UnreadableListError,
    canonical_form,
    feed_links,
    is_within,
    listing_links,
    sitemap_links,
)

_KEPT_HEADERS = ("ETag", "Last-Modified", "Content-Type", "Content-Language", "Date")


class ArticleSpider(Spider):
    """Fetches a source's articles and writes each outcome; no address ends without one."""

    name = "articles"

    def __init__(self, job: CrawlJob, writer: FetchedWriter, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._job = job
        self._writer = writer
        self._seen: set[str] = set()
        self._articles_left = job.limits.max_pages
        self._lists_left = job.limits.max_listing_pages

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.tell_own_error, signal=signals.spider_error)
        crawler.signals.connect(spider.tell_dropped, signal=signals.request_dropped)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        for request in self._list_request(self._job.source.start_url):
            yield request

    def read_list(self, response: Response) -> Iterator[Request]:
        """Requests for the articles that a feed, sitemap or listing names, and for its further pages."""
        if response.status != 200:
            self._fail(response.url, f"HTTP {response.status}", response.status)
            return
        try:
            links = self._links(response)
        except UnreadableListError as error:
            self._fail(response.url, f"not a readable {self._job.source.kind}: {error}")
            return
        addresses = [url for url in map(response.urljoin, links.articles) if self._is_candidate(url)]
        if not addresses and not links.further:
            self._fail(response.url, f"the {self._job.source.kind} names no article; has the site changed?")
        for url in addresses:
            yield from self._article_request(url)
        for address in links.further:
            yield from self._list_request(response.urljoin(address))

    def read_article(self, response: Response) -> None:
        """Writes a page down, or why there is none."""
        if response.status == 304:
            self._writer.write(NotModified(response.request.url if response.request else response.url))
        elif response.status != 200:
            self._fail(response.url, f"HTTP {response.status}", response.status)
        elif not isinstance(response, TextResponse):
            kind = _header(response, "Content-Type") or "of no named type"
            self._fail(response.url, f"not a text page but {kind}", response.status)
        else:
            headers = {name: value for name in _KEPT_HEADERS if (value := _header(response, name)) is not None}
            self._writer.write(FetchedPage(url=response.url, content=response.body, headers=headers))

    def give_up(self, failure: Failure) -> None:
        """Writes down why a request came to nothing."""
        request: Request = failure.request  # type: ignore[attr-defined]  # scrapy adds it
        if isinstance(failure.value, DownloadCancelledError):
            self._fail(request.url, f"larger than {self._job.limits.max_page_bytes} bytes; cut off on the way")
        else:
            self._fail(request.url, _reason(failure))

    def tell_own_error(self, failure: Failure, response: Response) -> None:
        """Writes down an address that our own code broke on; scrapy would only log it."""
        self._fail(response.url, f"our spider failed: {_reason(failure)}", response.status, is_ours=True)

    def tell_dropped(self, request: Request) -> None:
        """Writes down an address whose redirect ends where this crawl has been; scrapy would drop it without a word."""
        first, *_ = request.meta.get("redirect_urls") or [request.url]
        self._fail(first, f"redirects to an address that was asked for already: {request.url}")

    def closed(self, reason: str) -> None:
        """Says so where the crawl ended before its work did."""
        if reason != "finished":
            self._fail(self._job.source.start_url, f"the crawl ended early ({reason}); the rest is left for later")

    def _links(self, response: Response) -> Links:
        match self._job.source.kind:
            case "rss":
                return feed_links(response.body)
            case "sitemap":
                return sitemap_links(response.body)
            case "listing":
                if not isinstance(response, TextResponse):
                    raise UnreadableListError("it is not a text page")
                return listing_links(response.text)

    def _list_request(self, url: str) -> Iterator[Request]:
        if self._lists_left > 0 and self._is_new(url):
            self._lists_left -= 1
            yield Request(url, callback=self.read_list, errback=self.give_up, priority=1)

    def _article_request(self, url: str) -> Iterator[Request]:
        if not self._is_new(url):
            return
        if self._articles_left <= 0:
            self._fail(url, f"over the limit of {self._job.limits.max_pages} pages in one crawl; left for later")
            return
        self._articles_left -= 1
        known = self._job.known.get(url)
        headers: dict[str, str] = {}
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        if known is not None and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        yield Request(url, callback=self.read_article, errback=self.give_up, headers=headers)

    def _is_candidate(self, url: str) -> bool:
        """Listings are full of advertisements and mail links; only feeds and sitemaps mean every address they give."""
        source = self._job.source
        parts = urlsplit(url)
        is_own = parts.scheme in {"http", "https"} and is_within(parts.hostname, source.allowed_domains)
        return is_own or source.kind != "listing"

    def _is_new(self, url: str) -> bool:
        key = canonical_form(url)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def _fail(self, url: str, reason: str, http_status: int | None = None, *, is_ours: bool = False) -> None:
        self._writer.write(FetchFailure(url[:LONGEST_ADDRESS], reason, http_status, is_ours))


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return None if value is None else value.decode("latin-1")


def _reason(failure: Failure) -> str:
    text = failure.getErrorMessage() or type(failure.value).__name__
    return " ".join(text.split())
