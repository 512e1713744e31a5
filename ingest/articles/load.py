"""One page into raw: its bytes, its article version, its figures and the visit itself, in one transaction."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from sqlalchemy import Connection, Engine, select

from ingest.articles.content import ArticleContent
from ingest.articles.copies import Original, link_copy
from ingest.articles.sources import Source
from ingest.articles.visits import Outcome, Visit, append_visit, shows_another_thing
from ingest.figures.extract import extract_figures
from ingest.figures.types import EXTRACTOR_VERSION, Figure
from ingest.raw.ids import content_id, content_sha256
from ingest.raw.loader import append
from ingest.raw.store import ContentStore
from ingest.raw.tables import article, article_figure, file

Novelty = Literal["new", "changed", "unchanged"]
KNOWN_VERSION = "this version is there already"
EARLIER_VERSION = "it shows an earlier version again"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A page as it came: bytes, address, and what the server said."""

    content: bytes
    url: str
    headers: Mapping[str, str]
    media_type: str
    source: Source
    fetched_at: datetime
    http_status: int | None = 200
    """``None`` for a document of a folder."""


@dataclass(frozen=True, slots=True)
class LoadedArticle:
    """The version a page belongs to, whether it is new, and how many figures were added.

    A page is ``changed`` where another version stands from now on, be it one that was there before.
    """

    article_version_id: uuid.UUID
    novelty: Novelty
    figures: int
    is_added: bool
    is_news: bool
    """Whether the marts should know: another version stands, or figures were added."""
    original: Original | None
    """Whose copy a version that was added is."""


def keep_bytes(engine: Engine, store: ContentStore, arrival: Arrival, outcome: Outcome, reason: str) -> bool:
    """Keep the bytes of a page that gives no article, and note the visit with the reason.

    Whether the marts should know: an article that stood there is gone.
    """
    visit = _visit_of(arrival, outcome, reason)
    with engine.begin() as connection:
        sha256 = _append_file(connection, store, arrival)
        is_news = shows_another_thing(connection, visit, None)
        append_visit(connection, visit, sha256, None)
    return is_news


def version_id_of(content: ArticleContent) -> uuid.UUID:
    """The id of an article version: the same text under the same canonical address is the same version."""
    return content_id(content.canonical_url, _text_sha256(content))


def figures_of(content: ArticleContent, source: Source) -> list[Figure]:
    """The figures that an article states, with spans in its text."""
    return extract_figures(
        content.text,
        article_id=str(version_id_of(content)),
        title=content.title,
        url=content.canonical_url,
        published=content.published_on,
        source_province=source.province_scope,
    )


def load_article(
    engine: Engine, store: ContentStore, arrival: Arrival, content: ArticleContent, figures: list[Figure]
) -> LoadedArticle:
    """Load an article, its figures and the visit; a version that is there already, under whatever address, adds no more
    than the visit.
    """
    version_id = version_id_of(content)
    with engine.begin() as connection:
        is_known = _has_version(connection, content.canonical_url)
        sha256 = _append_file(connection, store, arrival)
        row = {
            "article_version_id": version_id,
            "canonical_url": content.canonical_url,
            "url": arrival.url,
            "file_sha256": sha256,
            "source_code": arrival.source.source_code,
            "site_name": content.site_name,
            "title": content.title,
            "published_on": content.published_on,
            "fetched_at": arrival.fetched_at,
            "content_text": content.text,
            "text_sha256": _text_sha256(content),
            "http_headers": dict(arrival.headers),
        }
        is_added = append(connection, article, [row]) == 1
        added_figures = append(connection, article_figure, figure_rows(version_id, figures))
        original = link_copy(connection, version_id, content.canonical_url, content.text) if is_added else None
        visit = _visit_of(arrival, "new", None)
        is_another = shows_another_thing(connection, visit, version_id)
        novelty: Novelty = "unchanged" if not is_added and not is_another else "changed" if is_known else "new"
        reason = None if is_added else EARLIER_VERSION if is_another else KNOWN_VERSION
        append_visit(connection, replace(visit, outcome=novelty, reason=reason), sha256, version_id)
    return LoadedArticle(version_id, novelty, added_figures, is_added, is_another or added_figures > 0, original)


def figure_rows(version_id: uuid.UUID, figures: list[Figure]) -> list[dict[str, object]]:
    """Rows of ``raw.article_figure``; the id says what was read where, so that a second reading adds nothing."""
    return [_figure_row(version_id, ordinal, figure) for ordinal, figure in enumerate(figures, start=1)]


def _figure_row(version_id: uuid.UUID, ordinal: int, figure: Figure) -> dict[str, object]:
    coordinates: dict[str, object] = {
        "kind": figure.kind.value,
        "indicator_code": figure.indicator,
        "entity": figure.entity,
        "sector_code": figure.sector,
        "value_low": _plain(figure.low),
        "value_high": _plain(figure.high),
        "unit": figure.unit,
        "qualifier": figure.qualifier.value,
        "value_status": figure.status.value,
        "place": figure.place,
        "period": figure.period,
    }
    return {
        "claim_id": content_id(version_id, EXTRACTOR_VERSION, figure.start, figure.end, *coordinates.values()),
        "article_version_id": version_id,
        "extractor_version": EXTRACTOR_VERSION,
        "ordinal": ordinal,
        **coordinates,
        "evidence": figure.evidence,
        "start_offset": figure.start,
        "end_offset": figure.end,
        "confidence": Decimal(str(figure.confidence)),
        "rule_trace": list(figure.rule_trace),
    }


def _text_sha256(content: ArticleContent) -> str:
    return content_sha256(content.text.encode("utf-8"))


def _plain(number: Decimal | None) -> Decimal | None:
    """The number without an exponent or trailing zeros, so that equal numbers are spelled alike in an id."""
    if number is None:
        return None
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _append_file(connection: Connection, store: ContentStore, arrival: Arrival) -> str:
    sha256 = store.put(arrival.content)
    row = {"file_sha256": sha256, "size_bytes": len(arrival.content), "media_type": arrival.media_type}
    append(connection, file, [row])
    return sha256


def _has_version(connection: Connection, canonical_url: str) -> bool:
    statement = select(article.c.article_version_id).where(article.c.canonical_url == canonical_url).limit(1)
    return connection.execute(statement).first() is not None


def _visit_of(arrival: Arrival, outcome: Outcome, reason: str | None) -> Visit:
    source_code, status = arrival.source.source_code, arrival.http_status
    return Visit(source_code, arrival.url, arrival.fetched_at, status, outcome, reason, arrival.headers)
