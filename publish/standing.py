"""Which publications stand in the newest build: compared with it once, not at every sweep for all years to come."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from ingest.raw.sending import standing_publication


def standing_in(connection: Connection, build_id: UUID) -> set[UUID]:
    """The publications that were compared with the build before and stand."""
    return set(
        connection.scalars(
            select(standing_publication.c.publication_id).where(standing_publication.c.build_id == build_id)
        )
    )


def keep_standing(connection: Connection, build_id: UUID, publication_ids: Collection[UUID]) -> None:
    """Keep that these publications stand in the build."""
    if not publication_ids:
        return
    rows = [{"publication_id": one, "build_id": build_id} for one in publication_ids]
    statement = insert(standing_publication).values(rows)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["publication_id"], set_={"build_id": statement.excluded.build_id}
        )
    )
