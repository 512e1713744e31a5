"""Visits to pages: a row each in raw, whatever came of it, so that the next visit asks only for what has changed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, Engine, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from ingest.articles.exchange import Validators
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.tables import article, fetch

Outcome = Literal["new", "changed", "unchanged", "set_aside", "no_text", "failed", "incident"]
"""set_aside: not about the collective economy. Bytes of set_aside and no_text pages are kept all the same.
failed: the site's doing; incident: our own code broke, and somebody of us must look."""
FAILURES: tuple[Outcome, ...] = ("failed", "incident")
_OK = 200
_GONE_STATUSES = (404, 410)
_PAGES_WITHOUT_ARTICLE: tuple[Outcome, ...] = ("set_aside", "no_text")


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit to an address and what came of it."""

    source_code: str
    url: str
    fetched_at: datetime
    http_status: int | None
    outcome: Outcome
    reason: str | None
    headers: Mapping[str, str] = field(default_factory=dict)


def keep_visit(engine: Engine, visit: Visit) -> bool:
    """Note a visit that brought no bytes: a failure, or a page that its server says was not modified.

    Whether the marts should know: the article is gone, or back.
    """
    with engine.begin() as connection:
        version_id = _version_at(connection, visit.url) if visit.outcome == "unchanged" else None
        is_news = shows_another_thing(connection, visit, version_id)
        append_visit(connection, visit, None, version_id)
    return is_news


def known_validators(engine: Engine, source_code: str) -> dict[str, Validators]:
    """By address as fetched: what the server said when the page last came whole, also of pages that were set aside.

    Pages that our own reader failed on are not among them: they are fetched whole until it is mended.
    """
    last_whole = (
        select(fetch.c.url, fetch.c.etag, fetch.c.last_modified, fetch.c.outcome)
        .where(fetch.c.source_code == source_code, fetch.c.http_status == _OK)
        .order_by(fetch.c.url, fetch.c.fetched_at.desc(), fetch.c.outcome.in_(FAILURES))
        .ext(distinct_on(fetch.c.url))
    )
    with engine.connect() as connection:
        return {
            row.url: Validators(etag=row.etag, last_modified=row.last_modified)
            for row in connection.execute(last_whole)
            if row.outcome not in FAILURES and (row.etag or row.last_modified)
        }


def append_visit(connection: Connection, visit: Visit, sha256: str | None, version_id: uuid.UUID | None) -> None:
    """Note a visit, with the bytes and the version that came of it; the caller commits.

    A run that is repeated for its moment adds a visit only where it sees another thing: a page that came at last.
    """
    seen = "failure" if visit.outcome in FAILURES else version_id
    row = {
        "fetch_id": content_id(visit.source_code, visit.url, visit.fetched_at.astimezone(UTC).isoformat(), seen),
        "source_code": visit.source_code,
        "url": visit.url,
        "fetched_at": visit.fetched_at,
        "http_status": visit.http_status,
        "etag": visit.headers.get("ETag"),
        "last_modified": visit.headers.get("Last-Modified"),
        "file_sha256": sha256,
        "outcome": visit.outcome,
        "reason": visit.reason,
        "article_version_id": version_id,
    }
    append(connection, fetch, [row])


def shows_another_thing(connection: Connection, visit: Visit, version_id: uuid.UUID | None) -> bool:
    """Whether a visit that is about to be noted finds another thing than the visits before it did.

    That is another version of the article than the one that stands (also an earlier one, to which the page went back),
    an article that is gone from an address, or one that is back. An outage tells nothing. The rule is that of the
    marts (``stg_article``); where it says so once too often, a build finds nothing new.
    """
    was_gone = _was_gone(connection, visit.url)
    if version_id is None:
        return was_gone is False and is_gone(visit.outcome, visit.http_status)
    return was_gone is True or not _stands(connection, version_id, visit.fetched_at)


def is_gone(outcome: Outcome, http_status: int | None) -> bool:
    """Whether a visit found that there is no article of ours: another page, or none (404, 410)."""
    return outcome in _PAGES_WITHOUT_ARTICLE or http_status in _GONE_STATUSES


def _was_gone(connection: Connection, url: str) -> bool | None:
    """Whether the last visit to the address that could tell found no article; ``None`` where none could."""
    is_without_article = or_(fetch.c.outcome.in_(_PAGES_WITHOUT_ARTICLE), fetch.c.http_status.in_(_GONE_STATUSES))
    last_look = (
        select(fetch.c.article_version_id)
        .where(fetch.c.url == url, or_(fetch.c.article_version_id.is_not(None), is_without_article))
        .order_by(fetch.c.fetched_at.desc(), is_without_article)
        .limit(1)
    )
    row = connection.execute(last_look).one_or_none()
    return None if row is None else row.article_version_id is None


def _stands(connection: Connection, version_id: uuid.UUID, at: datetime) -> bool:
    """Whether the version stands at its canonical address already, or will not by a visit of that moment."""
    canonical_url = select(article.c.canonical_url).where(article.c.article_version_id == version_id).scalar_subquery()
    last_sighting = (
        select(fetch.c.article_version_id, fetch.c.fetched_at)
        .join(article, article.c.article_version_id == fetch.c.article_version_id)
        .where(article.c.canonical_url == canonical_url)
        .order_by(fetch.c.fetched_at.desc(), fetch.c.article_version_id)
        .limit(1)
    )
    last = connection.execute(last_sighting).one_or_none()
    if last is None:
        return False
    is_later = (at, -version_id.int) > (last.fetched_at, -last.article_version_id.int)
    return last.article_version_id == version_id or not is_later


def _version_at(connection: Connection, url: str) -> uuid.UUID | None:
    """The version that stood at an address when it last came whole; ``None`` where that was no article."""
    last_whole = (
        select(fetch.c.article_version_id)
        .where(fetch.c.url == url, fetch.c.http_status == _OK)
        .order_by(fetch.c.fetched_at.desc())
        .limit(1)
    )
    return connection.scalar(last_whole)
