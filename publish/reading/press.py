"""One figure of the press as raw keeps it, with its article, the copies of its story, and what the marts make of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Connection, RowMapping, text

from publish.errors import NotReadyError

_FIGURE = text(
    """
    select f.claim_id, f.kind, f.entity || '.' || f.indicator_code as indicator_key, f.sector_code, f.value_low,
        f.value_high, f.unit, f.qualifier, f.value_status, f.place, f.period, f.evidence, f.confidence, f.rule_trace,
        f.extractor_version, a.article_version_id, a.title, a.canonical_url, a.source_code, a.published_on,
        a.fetched_at, a.file_sha256,
        substr(a.content_text, s.sentence_start + 1, f.start_offset - s.sentence_start) as words_before,
        substr(a.content_text, f.end_offset + 1, s.sentence_end - f.end_offset) as words_after,
        nullif(newest.extractor_version, f.extractor_version) as newer_extractor_version
    from raw.article_figure as f
    inner join raw.article as a using (article_version_id)
    cross join lateral raw.sentence_span(a.content_text, f.start_offset, f.end_offset) as s
    cross join lateral (
        select r.extractor_version from raw.article_figure as r
        where r.article_version_id = f.article_version_id
        order by cast(string_to_array(
            nullif(btrim(regexp_replace(r.extractor_version, '[^0-9]+', '.', 'g'), '.'), ''), '.'
        ) as numeric[]) desc nulls last, r.extractor_version desc
        limit 1
    ) as newest
    where f.claim_id = :claim_id
    """
)
_COPIES = text(
    """
    with story as (
        select coalesce(
            (select of_article_version_id from raw.article_copy where article_version_id = :article_version_id),
            cast(:article_version_id as uuid)
        ) as first_version_id
    )
    select distinct on (a.canonical_url) a.canonical_url, a.title, a.published_on, a.fetched_at, c.similarity
    from story
    inner join raw.article as a on true
    left join raw.article_copy as c using (article_version_id)
    where coalesce(c.of_article_version_id, a.article_version_id) = story.first_version_id
        and a.canonical_url <> :canonical_url
    order by a.canonical_url, a.fetched_at
    """
)
_DECISIONS = text(
    "select decision, reason, decided_by, decided_at from ops.press_decision where claim_id = :claim_id"
    " order by decided_at, decision_id"
)
_STANDING = text(
    "select state, reason_vi, articles_telling, correction_vi from marts.fct_press_figure where claim_id = :claim_id"
)
_NAMES = text("select name_vi, canonical_unit from marts.dim_indicator where indicator_key = :indicator_key")
_SECTORS = text("select sector_code, name_vi from marts.dim_sector")


@dataclass(frozen=True, slots=True)
class Copy:
    """Another address that gave the story."""

    canonical_url: str
    title: str | None
    published_on: date | None
    fetched_at: datetime
    similarity: Decimal | None
    """Share of the shorter text that stands in the other; None for the text that the story is named after."""


@dataclass(frozen=True, slots=True)
class PressDecision:
    """What a person decided about the figure, and when."""

    decision: str
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What the marts of today make of it."""

    state: str
    reason_vi: str | None
    articles_telling: int
    correction_vi: str | None


@dataclass(frozen=True, slots=True)
class PressFigure:
    """A number of an article, as one version of the extractor read it; values as scaled in the text's own unit."""

    claim_id: UUID
    kind: str
    indicator_key: str | None
    indicator_name: str | None
    canonical_unit: str | None
    sector_code: str
    value_low: Decimal | None
    value_high: Decimal | None
    unit: str
    qualifier: str
    value_status: str
    place: str | None
    period: str | None
    words_before: str
    evidence: str
    words_after: str
    confidence: Decimal
    rule_trace: tuple[str, ...]
    extractor_version: str
    newer_extractor_version: str | None
    article_version_id: UUID
    title: str | None
    canonical_url: str
    source_code: str
    published_on: date | None
    fetched_at: datetime
    file_sha256: str
    copies: tuple[Copy, ...]
    decisions: tuple[PressDecision, ...]
    standing: Standing | None
    """None where the marts do not hold it."""
    sector_names: dict[str, str]


_ADAPTER = TypeAdapter(PressFigure)


def find_press_figure(connection: Connection, claim_id: UUID) -> PressFigure | None:
    """The figure of that id, of whatever extractor and version of its article; None where there is none."""
    row = connection.execute(_FIGURE, {"claim_id": claim_id}).mappings().one_or_none()
    if row is None:
        return None
    found: dict[str, Any] = {**row, "indicator_name": None, "canonical_unit": None, "standing": None}
    story = {"article_version_id": row["article_version_id"], "canonical_url": row["canonical_url"]}
    found["copies"] = _all(connection.execute(_COPIES, story).mappings())
    found["decisions"] = _all(connection.execute(_DECISIONS, {"claim_id": claim_id}).mappings())
    found["sector_names"] = {}
    if has_press_mart(connection):
        standing = connection.execute(_STANDING, {"claim_id": claim_id}).mappings().one_or_none()
        found["standing"] = dict(standing) if standing else None
        found["sector_names"] = {sector.sector_code: sector.name_vi for sector in connection.execute(_SECTORS)}
        name = connection.execute(_NAMES, {"indicator_key": row["indicator_key"]}).one_or_none()
        if name is not None:
            found["indicator_name"], found["canonical_unit"] = name
    return _ADAPTER.validate_python(found)


def has_press_mart(connection: Connection) -> bool:
    """Whether the marts of today hold the figures of the press."""
    return connection.scalar(text("select to_regclass('marts.fct_press_figure')")) is not None


def require_press_mart(connection: Connection) -> None:
    """Raise `NotReadyError` where they do not."""
    if not has_press_mart(connection):
        raise NotReadyError("marts.fct_press_figure does not exist: run `htx build` first")


def _all(rows: Iterable[RowMapping]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]
