"""One page into raw: its bytes, its article version and its figures, in one transaction."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from sqlalchemy import Connection, Engine, select

from ingest.articles.content import ArticleContent
from ingest.articles.exchange import Validators
from ingest.articles.sources import Source
from ingest.figures.extract import extract_figures
from ingest.figures.types import EXTRACTOR_VERSION, Figure
from ingest.raw.ids import content_id, content_sha256
from ingest.raw.loader import append
from ingest.raw.store import ContentStore
from ingest.raw.tables import article, article_figure, file

Novelty = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A page as it came: bytes, address, and what the server said."""

    content: bytes
    url: str
    headers: Mapping[str, str]
    media_type: str
    source: Source
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class LoadedArticle:
    """The version a page belongs to, whether it is new, and how many figures were added."""

    article_version_id: uuid.UUID
    novelty: Novelty
    figures: int


def keep_bytes(engine: Engine, store: ContentStore, arrival: Arrival) -> str:
    """Keep a page's bytes alone, for one that gives no article; return their sha256."""
    with engine.begin() as connection:
        return _append_file(connection, store, arrival)


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
    """Load an article and its figures; a version that is there already, under whatever address, adds nothing."""
    version_id = version_id_of(content)
    with engine.begin() as connection:
        is_known = _has_version(connection, content.canonical_url)
        row = {
            "article_version_id": version_id,
            "canonical_url": content.canonical_url,
            "url": arrival.url,
            "file_sha256": _append_file(connection, store, arrival),
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
    novelty: Novelty = "unchanged" if not is_added else "changed" if is_known else "new"
    return LoadedArticle(version_id, novelty, added_figures)


def known_validators(engine: Engine, source_code: str) -> dict[str, Validators]:
    """By address as fetched: what the server said about the newest version that we hold."""
    newest = (
        select(article.c.url, article.c.http_headers)
        .where(article.c.source_code == source_code)
        .order_by(article.c.fetched_at)
    )
    with engine.connect() as connection:
        return {
            row.url: Validators(etag=row.http_headers.get("ETag"), last_modified=row.http_headers.get("Last-Modified"))
            for row in connection.execute(newest)
        }


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
