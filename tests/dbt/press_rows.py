"""Articles of the press in raw by hand: a text, the figures read in it, and where it was seen."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection

from ingest.raw import tables
from ingest.raw.ids import content_id
from ingest.raw.loader import append


@dataclass(frozen=True, slots=True)
class Read:
    """A figure as an extractor would give it; the evidence stands once in its text."""

    evidence: str
    low: str | None
    high: str | None = None
    indicator: str | None = "coop_total"
    entity: str | None = "HTX"
    sector: str = "all"
    unit: str = "count"
    qualifier: str = "exact"
    status: str = "actual"
    place: str | None = "Hà Tĩnh"
    period: str | None = "2024-H1"
    kind: str = "figure"
    confidence: str = "0.95"
    trace: tuple[str, ...] = ("form:count", "subject:coop", "attribute:none", "sector:all")


def add_article(
    connection: Connection,
    url: str,
    text: str,
    figures: Sequence[Read],
    *,
    fetched_at: datetime,
    published_on: date | None = date(2024, 7, 15),
    title: str = "Kinh tế tập thể 6 tháng đầu năm",
    copy_of: uuid.UUID | None = None,
    extractor_version: str = "6",
) -> uuid.UUID:
    """An article version with its figures and the visit that saw it; returns the version's id."""
    version_id = content_id(url, text)
    digest = content_id(text).hex * 2
    append(connection, tables.file, [{"file_sha256": digest, "size_bytes": len(text), "media_type": "text/html"}])
    article = {
        "article_version_id": version_id,
        "canonical_url": url,
        "url": url,
        "file_sha256": digest,
        "source_code": "samples",
        "site_name": "Báo mẫu",
        "title": title,
        "published_on": published_on,
        "fetched_at": fetched_at,
        "content_text": text,
        "text_sha256": digest,
        "http_headers": {},
    }
    append(connection, tables.article, [article])
    rows = [_row(version_id, extractor_version, number, text, read) for number, read in enumerate(figures, start=1)]
    append(connection, tables.article_figure, rows)
    if copy_of is not None:
        link = {"article_version_id": version_id, "of_article_version_id": copy_of, "similarity": Decimal("0.93")}
        append(connection, tables.article_copy, [link])
    add_visit(connection, url, fetched_at, version_id)
    return version_id


def claim_of(version_id: uuid.UUID, evidence: str, extractor_version: str = "6") -> uuid.UUID:
    """The id that `add_article` gives a figure."""
    return content_id(version_id, extractor_version, evidence)


def add_visit(
    connection: Connection, url: str, at: datetime, version_id: uuid.UUID | None, *, http_status: int = 200
) -> None:
    """A visit that saw a version, or none."""
    visit = {
        "fetch_id": content_id(url, at.isoformat()),
        "source_code": "samples",
        "url": url,
        "fetched_at": at,
        "http_status": http_status,
        "outcome": "failed" if version_id is None else "unchanged",
        "article_version_id": version_id,
    }
    append(connection, tables.fetch, [visit])


def _row(version_id: uuid.UUID, version: str, ordinal: int, text: str, read: Read) -> dict[str, object]:
    start = text.index(read.evidence)
    low = None if read.low is None else Decimal(read.low)
    high = None if read.high is None else Decimal(read.high)
    if read.qualifier == "exact":
        high = low
    return {
        "claim_id": claim_of(version_id, read.evidence, version),
        "article_version_id": version_id,
        "extractor_version": version,
        "ordinal": ordinal,
        "kind": read.kind,
        "indicator_code": read.indicator,
        "entity": read.entity,
        "sector_code": read.sector,
        "value_low": low,
        "value_high": high,
        "unit": read.unit,
        "qualifier": read.qualifier,
        "value_status": read.status,
        "place": read.place,
        "period": read.period,
        "evidence": read.evidence,
        "start_offset": start,
        "end_offset": start + len(read.evidence),
        "confidence": Decimal(read.confidence),
        "rule_trace": list(read.trace),
    }
