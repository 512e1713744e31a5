"""What keeps the crawler polite and on its own ground: allowed hosts, public addresses, robots, patience.

Middlewares of Scrapy's downloader; each request passes them, also those that redirects and retries make.
"""

import asyncio
import ipaddress
import time
from collections.abc import Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import ClassVar, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.robotstxt import RobotParser
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred

from ingest.articles.exchange import CrawlLimits
from ingest.articles.links import LONGEST_ADDRESS, is_within
from ingest.articles.sources import Source

SOURCE_SETTING = "HTX_SOURCE"
LIMITS_SETTING = "HTX_LIMITS"

_TRY_AGAIN_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
_ATTEMPT = "attempt"


class PolicyError(IgnoreRequest):
    """A request that we do not make; the text says why, for the report."""


def _source(settings: BaseSettings) -> Source:
    source = settings[SOURCE_SETTING]
    assert isinstance(source, Source)
    return source


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for the IPv4 address of their last 32 bits (NAT64, RFC 6052)."""


def is_public_address(text: str) -> bool:
    """Whether an IP address is one of the public internet, also where it wraps another; ``ValueError`` for no address.

    A spelling that programs of the system understand but the standard does not (``2130706433``, ``127.1``) is no
    address here: it is looked up as a name, and the address found is judged.
    """
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public_address(str(inner))
    return address.is_global and not address.is_multicast


class OwnGround:
    """Refuses requests that leave the source's domains or the web, and addresses of inner networks."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(_source(crawler.settings))

    def process_request(self, request: Request) -> None:
        if len(request.url) > LONGEST_ADDRESS:
            raise PolicyError(f"the address is longer than {LONGEST_ADDRESS} characters")
        parts = urlsplit(request.url)
        if parts.scheme not in {"http", "https"}:
            raise PolicyError(f"not a web address: {request.url}")
        if not is_within(parts.hostname, self._source.allowed_domains):
            raise PolicyError(f"leaves the allowed domains of {self._source.source_code}: {request.url}")
        if not self._source.allows_private_addresses and self._is_private_literal(parts.hostname or ""):
            raise PolicyError(f"private address: {request.url}")

    @staticmethod
    def _is_private_literal(host: str) -> bool:
        try:
            return not is_public_address(host)
        except ValueError:
            return False


class PublicResolver(CachingThreadedResolver):
    """Resolves names as the connection will use them and refuses those that lead into an inner network.

    Where the environment sets a proxy, the proxy resolves names and must hold this line itself.
    """

    refused: ClassVar[dict[str, str]] = {}
    """Names that led into an inner network in this process, with the reason."""

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.allows_private_addresses = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        resolver: Self = super().from_crawler(crawler, reactor)
        resolver.allows_private_addresses = _source(crawler.settings).allows_private_addresses
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":  # noqa: N802
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found.addCallback(self._only_public, name)

    def _only_public(self, address: str, name: str) -> str:
        if not self.allows_private_addresses and not is_public_address(address):
            self.refused[name] = f"{name} leads to the private address {address}"
            raise PolicyError(self.refused[name])
        return address


class PrivateNames:
    """Gives the resolver's refusal as the reason; Twisted itself reports no more than a failed lookup."""

    def process_exception(self, request: Request, exception: Exception) -> None:
        reason = PublicResolver.refused.get(urlsplit(request.url).hostname or "")
        if reason is not None:
            raise PolicyError(reason) from exception


class CarefulRobots(RobotsTxtMiddleware):
    """robots.txt after RFC 9309: absent (4xx) allows all, unreachable (5xx, no answer) forbids all.

    ``Crawl-delay``, which many sites set though no standard has it, is kept where it is longer than our own pause.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unreachable: dict[str, str] = {}

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        reason = self._unreachable.get(urlsplit(request.url).netloc)
        if reason is not None:
            raise PolicyError(f"robots.txt cannot be read ({reason}), so nothing is fetched")
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise PolicyError("robots.txt forbids it") from error

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            self._unreachable[netloc] = f"HTTP {response.status}"
        body = response.body if response.status == 200 else b""
        await super()._parse_robots(response.replace(body=body), netloc, request)
        parser = self._parsers[netloc]
        if not isinstance(parser, Deferred) and parser is not None:
            self._slow_down(parser.crawl_delay(self._default_useragent) or 0.0)

    def _slow_down(self, delay_seconds: float) -> None:
        """Make the crawl pause so long between two requests; a crawl has one source, whose hosts share the pause."""
        throttle = self.crawler.get_extension(AutoThrottle)
        engine = self.crawler.engine
        if throttle is None or engine is None or delay_seconds <= throttle.mindelay:
            return
        throttle.mindelay = delay_seconds
        throttle.maxdelay = max(throttle.maxdelay, delay_seconds)
        engine.downloader._delay = delay_seconds  # where the extension itself sets it, for hosts not yet asked
        for slot in engine.downloader.slots.values():
            slot.delay = max(slot.delay, delay_seconds)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._unreachable[netloc] = str(exc) or type(exc).__name__
        super()._robots_error(exc, netloc)


class Patience:
    """Tries again what may pass, after a wait that doubles or that the server asks for.

    A wait holds for the whole host: nobody else's request slips in while the server asked for a pause.
    """

    def __init__(self, limits: CrawlLimits, transient_errors: tuple[type[BaseException], ...]) -> None:
        self._limits = limits
        self._transient_errors = transient_errors
        self._quiet_until: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        limits = crawler.settings[LIMITS_SETTING]
        assert isinstance(limits, CrawlLimits)
        errors = tuple(load_object(name) for name in crawler.settings.getlist("RETRY_EXCEPTIONS"))
        return cls(limits, errors)

    async def process_request(self, request: Request) -> None:
        host = urlsplit(request.url).netloc
        while (wait_seconds := self._quiet_until.get(host, 0.0) - time.monotonic()) > 0:
            await asyncio.sleep(wait_seconds)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        if response.status not in _TRY_AGAIN_STATUSES:
            return response
        asked_seconds = retry_after_seconds(response)
        if asked_seconds is not None and asked_seconds > self._limits.longest_wait_seconds:
            raise PolicyError(f"HTTP {response.status}: the server asks to wait {asked_seconds:.0f} s; left for later")
        return self._again(request, asked_seconds) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        return self._again(request, None) if isinstance(exception, self._transient_errors) else None

    def _again(self, request: Request, asked_seconds: float | None) -> Request | None:
        attempt = int(request.meta.get(_ATTEMPT, 0)) + 1
        if attempt > self._limits.retries:
            return None
        backoff_seconds = min(self._limits.backoff_seconds * 2 ** (attempt - 1), self._limits.longest_wait_seconds)
        wait_seconds = backoff_seconds if asked_seconds is None else asked_seconds
        self._quiet_until[urlsplit(request.url).netloc] = time.monotonic() + wait_seconds
        return request.replace(meta=request.meta | {_ATTEMPT: attempt}, dont_filter=True)


def retry_after_seconds(response: Response) -> float | None:
    """The pause that ``Retry-After`` asks for: seconds, or a date counted from the server's own ``Date``."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isdigit():
        return float(text)
    until, sent = _http_date(text), _http_date((response.headers.get("Date") or b"").decode("latin-1"))
    if until is None or sent is None:
        return None
    return max(0.0, (until - sent).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None
