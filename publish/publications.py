"""Publications as `ops.publication` keeps them."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, Row, and_, select
from sqlalchemy.dialects.postgresql import distinct_on

from ingest.raw.ops import delivery, publication
from publish.content import ReportContent, content_from_json
from publish.errors import UnknownPublicationError

NEWEST_FIRST = (publication.c.edition.desc(), publication.c.frozen_at.desc(), publication.c.publication_id)
"""The order of the freezings of one report."""


@dataclass(frozen=True, slots=True)
class PublicationHead:
    """What a publication is, without what it says. Edition 1 is the report, from 2 on an erratum."""

    publication_id: UUID
    area_code: str
    period_key: str
    edition: int
    build_id: UUID
    due_before: date
    frozen_at: datetime
    input_hash: str
    code_version: str


@dataclass(frozen=True, slots=True)
class Publication(PublicationHead):
    """A frozen publication."""

    content: ReportContent
    build_code_version: str | None = None
    """Code of the models and the gate that built the marts; None where the build is not recorded."""
    dbt_manifest_sha256: str | None = None
    """Of the models, seeds, tests and macros of the build; None where its manifest was not at hand."""
    lock_sha256: str | None = None
    """Of the lock file of the libraries; None where the project is installed without it."""
    is_new: bool = False
    """True in the answer of the freezing that made it."""


def load_publication(connection: Connection, publication_id: UUID) -> Publication:
    """The publication of that id; `UnknownPublicationError` where there is none."""
    row = connection.execute(select(publication).where(publication.c.publication_id == publication_id)).one_or_none()
    if row is None:
        raise UnknownPublicationError(f"no publication {publication_id}: `htx publish` lists and makes them")
    return _from_row(row)


def newest_publication(connection: Connection, area_code: str, period_key: str) -> Publication | None:
    """The last freezing of the report of that area and period, delivered or not."""
    row = connection.execute(
        select(publication)
        .where(publication.c.area_code == area_code, publication.c.period_key == period_key)
        .order_by(*NEWEST_FIRST)
        .limit(1)
    ).one_or_none()
    return None if row is None else _from_row(row)


def newest_of_the_same(connection: Connection, publication_id: UUID) -> UUID | None:
    """The last freezing of the report that a publication is a freezing of; without its content, which is large."""
    this = publication.alias()
    found: UUID | None = connection.scalar(
        select(publication.c.publication_id)
        .join(this, and_(this.c.area_code == publication.c.area_code, this.c.period_key == publication.c.period_key))
        .where(this.c.publication_id == publication_id)
        .order_by(*NEWEST_FIRST)
        .limit(1)
    )
    return found


def newest_heads(connection: Connection) -> dict[tuple[str, str], PublicationHead]:
    """The last freezing of every report, delivered or not, by area and period."""
    names = [field.name for field in fields(PublicationHead)]
    rows = connection.execute(
        select(*(publication.c[name] for name in names))
        .ext(distinct_on(publication.c.area_code, publication.c.period_key))
        .order_by(
            publication.c.area_code,
            publication.c.period_key,
            *NEWEST_FIRST,
        )
    )
    heads = (PublicationHead(**row._mapping) for row in rows)
    return {(head.area_code, head.period_key): head for head in heads}


def is_delivered(connection: Connection, publication_id: UUID) -> bool:
    """Whether at least one recipient has it: from then on a change is an erratum."""
    statement = select(delivery.c.delivery_id).where(
        delivery.c.publication_id == publication_id, delivery.c.status == "delivered"
    )
    return connection.execute(statement.limit(1)).one_or_none() is not None


def _from_row(row: Row[tuple[object, ...]]) -> Publication:
    columns = row._mapping
    return Publication(
        publication_id=columns[publication.c.publication_id],
        area_code=columns[publication.c.area_code],
        period_key=columns[publication.c.period_key],
        edition=columns[publication.c.edition],
        build_id=columns[publication.c.build_id],
        due_before=columns[publication.c.due_before],
        frozen_at=columns[publication.c.frozen_at],
        input_hash=columns[publication.c.input_hash],
        code_version=columns[publication.c.code_version],
        content=content_from_json(columns[publication.c.content]),
        build_code_version=columns[publication.c.build_code_version],
        dbt_manifest_sha256=columns[publication.c.dbt_manifest_sha256],
        lock_sha256=columns[publication.c.lock_sha256],
    )
