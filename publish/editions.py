"""Which edition new content is: none, a draft in place of a draft, or the erratum of what was sent."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, Row, select

from ingest.raw.ops import delivery, publication, sealed_publication
from publish.changes import list_changes, material_changes
from publish.content import Correction, ReportContent, input_hash
from publish.publications import Publication, PublicationHead, load_publication


@dataclass(frozen=True, slots=True)
class NextEdition:
    """What freezing makes: `replaced_draft` is the draft that it takes the place of."""

    edition: int
    replaced_draft: UUID | None
    correction: Correction | None


def next_edition(
    connection: Connection, newest: PublicationHead | None, content: ReportContent, digest: str | None = None
) -> NextEdition | None:
    """The edition of the content; None where the newest publication stands. `digest` is its input hash, where known.

    It stands where it says the same, and where it was delivered and nothing material differs
    (`publish.materiality`). Before any delivery every difference makes a new draft. A draft of an erratum is compared
    with what was sent, not with the draft before it, and stands in its place even where nothing differs any more: the
    draft before must not go out.
    """
    if newest is None:
        return NextEdition(1, None, None)
    if newest.input_hash == (digest or input_hash(content)):
        return None
    sent = newest_delivered(connection, content.area_code, content.period_key)
    if sent is None:
        return NextEdition(newest.edition, newest.publication_id, None)
    correction = correct(connection, sent, content)
    if sent.publication_id == newest.publication_id:
        return NextEdition(sent.edition + 1, None, correction) if material_changes(correction.changes) else None
    return NextEdition(newest.edition, newest.publication_id, correction)


def correct(connection: Connection, sent: Publication, content: ReportContent) -> Correction:
    """What the content corrects of a publication that was sent."""
    seal = _newest_seal(connection, sent.publication_id)
    return Correction(
        publication_id=sent.publication_id,
        edition=sent.edition,
        frozen_at=sent.frozen_at,
        issued_number=seal.issued_number if seal else None,
        issued_on=seal.issued_on if seal else None,
        changes=list_changes(sent.content, content),
    )


def newest_delivered(connection: Connection, area_code: str, period_key: str) -> Publication | None:
    """The last publication of an area and period that at least one recipient has; None where nothing was sent."""
    publication_id = connection.scalar(
        select(publication.c.publication_id)
        .join(delivery, delivery.c.publication_id == publication.c.publication_id)
        .where(
            publication.c.area_code == area_code,
            publication.c.period_key == period_key,
            delivery.c.status == "delivered",
        )
        .order_by(publication.c.edition.desc(), publication.c.frozen_at.desc())
        .limit(1)
    )
    return None if publication_id is None else load_publication(connection, publication_id)


def _newest_seal(connection: Connection, publication_id: UUID) -> Row[tuple[object, ...]] | None:
    return connection.execute(
        select(sealed_publication.c.issued_number, sealed_publication.c.issued_on)
        .where(sealed_publication.c.publication_id == publication_id)
        .order_by(sealed_publication.c.sealed_at.desc(), sealed_publication.c.seal_id)
        .limit(1)
    ).one_or_none()
