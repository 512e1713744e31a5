"""Collecting a source: fetch, keep, read, judge, load; and a report of what became of every page."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import get_args
from uuid import UUID

from sqlalchemy import Engine

from htx.settings import Settings
from ingest.articles.content import NO_TEXT, ArticleContent, UnreadableDocumentError, read_document, read_page
from ingest.articles.exchange import CrawlLimits, Fetched, FetchedPage, FetchFailure, NotModified
from ingest.articles.fetch import fetch_source
from ingest.articles.load import (
    EARLIER_VERSION,
    KNOWN_VERSION,
    Arrival,
    LoadedArticle,
    figures_of,
    keep_bytes,
    load_article,
)
from ingest.articles.relevance import judge, load_vocabulary
from ingest.articles.sources import SAMPLE_SOURCE_CODE, Source, active_sources, find_source, sample_folder
from ingest.articles.visits import FAILURES, Outcome, Visit, keep_visit, known_validators
from ingest.raw.database import connect
from ingest.raw.store import ContentStore

__all__ = ["CollectReport", "PageOutcome", "active_sources", "collect_source", "load_documents", "load_fetched"]

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

_NOT_MODIFIED = "the server says it was not modified"
_LONGEST_REASON = 300
_DOCUMENT_SUFFIXES = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html"}


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What became of one address; ``reason`` is a sentence for every outcome but a plain load."""

    url: str
    outcome: Outcome
    reason: str | None = None
    article_version_id: UUID | None = None
    figures: int = 0
    """Figures added; 0 for a version that was there."""
    is_news: bool = False
    """Whether the marts should know: another text stands, an article is gone or back, or figures were added."""

    def to_json(self) -> dict[str, object]:
        return {
            "url": self.url,
            "outcome": self.outcome,
            "reason": self.reason,
            "article_version_id": str(self.article_version_id) if self.article_version_id else None,
            "figures": self.figures,
        }


@dataclass(frozen=True, slots=True)
class CollectReport:
    """One collection of one source."""

    source_code: str
    pages: tuple[PageOutcome, ...]

    def count(self, outcome: Outcome) -> int:
        """How many pages ended so."""
        return sum(page.outcome == outcome for page in self.pages)

    @property
    def figures(self) -> int:
        """Figures added, of every kind."""
        return sum(page.figures for page in self.pages)

    @property
    def has_news(self) -> bool:
        """Whether anything happened that the marts do not know."""
        return any(page.is_news for page in self.pages)

    @property
    def is_broken(self) -> bool:
        """Whether nothing at all could be had: the site is down, has changed, or shuts us out."""
        return bool(self.pages) and all(page.outcome in FAILURES for page in self.pages)

    @property
    def incidents(self) -> tuple[PageOutcome, ...]:
        """The pages that our own code broke on; the others were taken all the same."""
        return tuple(page for page in self.pages if page.outcome == "incident")

    def to_json(self) -> dict[str, object]:
        """Totals first, then every page."""
        return {
            "source_code": self.source_code,
            "pages_seen": len(self.pages),
            **{outcome: self.count(outcome) for outcome in OUTCOMES},
            "figures": self.figures,
            "pages": [page.to_json() for page in self.pages],
        }


def collect_source(
    settings: Settings, source_code: str, now: datetime, limits: CrawlLimits | None = None
) -> CollectReport:
    """Collect one source and load what is new.

    The source ``samples`` is the loopback site, or the folder that ``HTX_SAMPLE_ARTICLES`` names. Raises
    ``ValueError`` for a source that is unknown or has no address; what goes wrong with a page is in the report.
    """
    source = find_source(settings, source_code)
    folder = sample_folder(settings, source)
    if folder is not None:
        return load_documents(settings, folder, now)
    if not source.start_url:
        raise ValueError(f"source {source_code!r} has no address; set HTX_SAMPLE_SITE_URL or HTX_SAMPLE_ARTICLES")
    with _engine(settings) as engine:
        known = known_validators(engine, source_code)
    return load_fetched(settings, source, fetch_source(settings, source, known, limits or CrawlLimits()), now)


def load_fetched(settings: Settings, source: Source, fetched: Iterable[Fetched], now: datetime) -> CollectReport:
    """Load what a crawl brought, page by page; each page is loaded whole or not at all."""
    with _engine(settings) as engine:
        loader = _Loader(engine, ContentStore(settings.store_dir), source, now)
        return CollectReport(source.source_code, tuple(loader.take(one) for one in fetched))


def load_documents(settings: Settings, folder: Path, now: datetime) -> CollectReport:
    """Load the ``.txt`` and ``.html`` documents of a folder as pages of the sample source, by name.

    A document's address is ``file:`` and its name. Raises ``ValueError`` where the folder does not exist.
    """
    if not folder.is_dir():
        raise ValueError(f"no folder of documents at {folder}; mend HTX_SAMPLE_ARTICLES")
    source = find_source(settings, SAMPLE_SOURCE_CODE)
    paths = sorted(path for path in folder.iterdir() if path.suffix in _DOCUMENT_SUFFIXES and path.is_file())
    with _engine(settings) as engine:
        loader = _Loader(engine, ContentStore(settings.store_dir), source, now)
        return CollectReport(SAMPLE_SOURCE_CODE, tuple(loader.take_document(path) for path in paths))


@contextmanager
def _engine(settings: Settings) -> Iterator[Engine]:
    engine = connect(settings)
    try:
        yield engine
    finally:
        engine.dispose()


class _Loader:
    """Takes pages one by one; each is loaded whole or not at all, and each ends in one outcome."""

    def __init__(self, engine: Engine, store: ContentStore, source: Source, now: datetime) -> None:
        self._engine = engine
        self._store = store
        self._source = source
        self._now = now

    def take(self, fetched: Fetched) -> PageOutcome:
        match fetched:
            case FetchFailure():
                outcome: Outcome = "incident" if fetched.is_ours else "failed"
                return self._without_bytes(fetched.url, fetched.http_status, outcome, fetched.reason)
            case NotModified():
                return self._without_bytes(fetched.url, 304, "unchanged", _NOT_MODIFIED)
            case FetchedPage():
                media_type = fetched.headers.get("Content-Type", "text/html").partition(";")[0].strip()
                arrival = self._arrival(fetched.content, fetched.url, media_type, dict(fetched.headers))
                return self._take_arrival(arrival, self._read_page)

    def take_document(self, path: Path) -> PageOutcome:
        media_type = _DOCUMENT_SUFFIXES[path.suffix]
        arrival = replace(self._arrival(path.read_bytes(), f"file:{path.name}", media_type, {}), http_status=None)
        return self._take_arrival(arrival, self._read_page if media_type == "text/html" else self._read_document)

    def _take_arrival(self, arrival: Arrival, read: Callable[[Arrival], ArticleContent]) -> PageOutcome:
        try:
            content = read(arrival)
            relevance = judge(content.text, load_vocabulary())
            figures = figures_of(content, self._source) if relevance.is_relevant else []
        except UnreadableDocumentError as error:
            return self._kept_aside(arrival, "failed", str(error))
        except Exception as error:  # one page that breaks our reader must not cost the others
            return self._kept_aside(arrival, "incident", f"our reader failed: {_named(error)}")
        if not content.text:
            return self._kept_aside(arrival, "no_text", NO_TEXT)
        if not relevance.is_relevant:
            return self._kept_aside(arrival, "set_aside", relevance.reason)
        try:
            loaded = load_article(self._engine, self._store, arrival, content, figures)
        except Exception as error:  # where the database or the disk is gone, keeping the bytes fails too and says so
            return self._kept_aside(arrival, "incident", f"our loader failed: {_named(error)}")
        reason = _reason_of(loaded, relevance.reason)
        version_id, novelty = loaded.article_version_id, loaded.novelty
        return PageOutcome(arrival.url, novelty, reason, version_id, loaded.figures, loaded.is_news)

    def _kept_aside(self, arrival: Arrival, outcome: Outcome, reason: str) -> PageOutcome:
        is_news = keep_bytes(self._engine, self._store, arrival, outcome, reason)
        return PageOutcome(arrival.url, outcome, reason, is_news=is_news)

    def _without_bytes(self, url: str, http_status: int | None, outcome: Outcome, reason: str) -> PageOutcome:
        visit = Visit(self._source.source_code, url, self._now, http_status, outcome, reason)
        return PageOutcome(url, outcome, reason, is_news=keep_visit(self._engine, visit))

    def _read_page(self, arrival: Arrival) -> ArticleContent:
        return read_page(arrival.content, url=arrival.url, allowed_domains=self._source.allowed_domains)

    def _read_document(self, arrival: Arrival) -> ArticleContent:
        return read_document(arrival.content, url=arrival.url)

    def _arrival(self, content: bytes, url: str, media_type: str, headers: dict[str, str]) -> Arrival:
        return Arrival(content, url, headers, media_type, self._source, self._now)


def _named(error: Exception) -> str:
    """An error in one line that can be stored: its kind, and the first line of what it says."""
    first_line = (str(error).strip().splitlines() or [""])[0]
    return f"{type(error).__name__}: {first_line[:_LONGEST_REASON]}"


def _reason_of(loaded: LoadedArticle, relevance: str) -> str:
    if not loaded.is_added:
        return EARLIER_VERSION if loaded.novelty == "changed" else KNOWN_VERSION
    original = loaded.original
    if original is None or original.is_own_address:
        return relevance
    return f"{relevance}; a copy ({original.similarity:.0%}) of another address"
