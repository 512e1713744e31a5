"""What the collector and the crawler process hand each other: one job, then one line a fetched address.

Twisted's reactor runs once a process, so that a crawl lives in a process of its own. Bodies are files beside
the lines; a line is written whole after its body, so that a crawl that is cut off leaves only whole pages.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ingest.articles.sources import Source

_LINES = "fetched.jsonl"
_BODIES = "bodies"


@dataclass(frozen=True, slots=True)
class CrawlLimits:
    """How much a crawl may ask of a site, and how long it may take."""

    max_pages: int = 200
    max_listing_pages: int = 3
    max_page_bytes: int = 5_000_000
    request_timeout_seconds: float = 20.0
    redirects: int = 5
    retries: int = 3
    backoff_seconds: float = 2.0
    """The wait before the first retry; doubled for each further one."""
    longest_wait_seconds: float = 60.0
    """A server that asks for a longer pause than this is left alone until the next run."""
    time_budget_seconds: float = 300.0
    concurrent_requests: int = 1
    """More than one is for a server of our own; then it is not waited for where it is slow (autothrottle) either."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said about the version that we hold, for a conditional request."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class CrawlJob:
    """All that the crawler process needs to know."""

    source: Source
    user_agent: str
    limits: CrawlLimits
    known: Mapping[str, Validators]
    """Validators by address as fetched before."""

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "CrawlJob":
        raw = json.loads(text)
        source = raw["source"] | {"allowed_domains": tuple(raw["source"]["allowed_domains"])}
        return cls(
            source=Source(**source),
            user_agent=raw["user_agent"],
            limits=CrawlLimits(**raw["limits"]),
            known={url: Validators(**validators) for url, validators in raw["known"].items()},
        )


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page that came whole; ``url`` is the address after redirects."""

    url: str
    content: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotModified:
    """A page whose server says that our version is still the newest."""

    url: str


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """An address that gave no page, and why."""

    url: str
    reason: str
    http_status: int | None = None
    """What the server answered; ``None`` where it did not, or was not asked."""
    is_ours: bool = False
    """Whether our own code broke on it, and the site is not to blame."""


Fetched = FetchedPage | NotModified | FetchFailure


class FetchedWriter:
    """Writes what was fetched into a folder, each line whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        (folder / _BODIES).mkdir(parents=True, exist_ok=True)
        self._lines = (folder / _LINES).open("a", encoding="utf-8", buffering=1)  # each line goes out when it ends

    def write(self, fetched: Fetched) -> None:
        line: dict[str, object] = {"kind": type(fetched).__name__, "url": fetched.url}
        match fetched:
            case FetchedPage():
                self._count += 1
                body = f"{self._count:06d}"
                (self._folder / _BODIES / body).write_bytes(fetched.content)
                line |= {"body": body, "headers": dict(fetched.headers)}
            case FetchFailure():
                line |= {"reason": fetched.reason, "http_status": fetched.http_status, "is_ours": fetched.is_ours}
            case NotModified():
                pass
        self._lines.write(json.dumps(line, ensure_ascii=False) + "\n")


def read_fetched(folder: Path) -> Iterator[Fetched]:
    """What the crawler wrote, in its order; a last line that was cut off is left out."""
    path = folder / _LINES
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for text in file:
            if not text.endswith("\n"):
                return
            line = json.loads(text)
            match line["kind"]:
                case "FetchedPage":
                    body = (folder / _BODIES / line["body"]).read_bytes()
                    yield FetchedPage(url=line["url"], content=body, headers=line["headers"])
                case "NotModified":
                    yield NotModified(url=line["url"])
                case _:
                    yield FetchFailure(line["url"], line["reason"], line["http_status"], line["is_ours"])
