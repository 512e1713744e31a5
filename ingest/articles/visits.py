"""Visits to pages: a row each in raw, whatever came of it, so that the next visit asks only for what has changed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects.postgresql import distinct_on

from ingest.articles.exchange import Validators
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.tables import fetch

Outcome = Literal["new", "changed", "unchanged", "set_aside", "no_text", "failed"]
"""set_aside: not about the collective economy. Bytes of set_aside and no_text pages are kept all the same."""
_OK = 200


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


def keep_visit(engine: Engine, visit: Visit) -> None:
    """Note a visit that brought no bytes: a failure, or a page that its server says was not modified."""
    with engine.begin() as connection:
        version_id = _version_at(connection, visit.url) if visit.outcome == "unchanged" else None
        append_visit(connection, visit, None, version_id)


def known_validators(engine: Engine, source_code: str) -> dict[str, Validators]:
    """By address as fetched: what the server said when the page last came whole, also of pages that were set aside.

    Pages that our own reader failed on are not among them: they are fetched whole until it is mended.
    """
    last_whole = (
        select(fetch.c.url, fetch.c.etag, fetch.c.last_modified, fetch.c.outcome)
        .where(fetch.c.source_code == source_code, fetch.c.http_status == _OK)
        .order_by(fetch.c.url, fetch.c.fetched_at.desc())
        .ext(distinct_on(fetch.c.url))
    )
    with engine.connect() as connection:
        return {
            row.url: Validators(etag=row.etag, last_modified=row.last_modified)
            for row in connection.execute(last_whole)
            if row.outcome != "failed" and (row.etag or row.last_modified)
        }


def append_visit(connection: Connection, visit: Visit, sha256: str | None, version_id: uuid.UUID | None) -> None:
    """Note a visit, with the bytes and the version that came of it; the caller commits."""
    row = {
        "fetch_id": content_id(visit.source_code, visit.url, visit.fetched_at.astimezone(UTC).isoformat()),
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


def _version_at(connection: Connection, url: str) -> uuid.UUID | None:
    """The version that stood at an address when it last came whole; ``None`` where that was no article."""
    last_whole = (
        select(fetch.c.article_version_id)
        .where(fetch.c.url == url, fetch.c.http_status == _OK)
        .order_by(fetch.c.fetched_at.desc())
        .limit(1)
    )
    return connection.scalar(last_whole)
