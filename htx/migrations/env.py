"""The one Alembic tree: roles, ``raw`` and ``ops``. dbt owns every other schema."""

from alembic import context
from sqlalchemy import Connection

from ingest.raw import arrivals, cooperatives, ops, tables

OWNED_SCHEMAS = (tables.RAW_SCHEMA, ops.OPS_SCHEMA)


def run(connection: Connection) -> None:
    """Migrate over a connection that the caller opened and commits."""
    context.configure(
        connection=connection,
        target_metadata=[arrivals.metadata, cooperatives.metadata],
        include_schemas=True,
        include_name=lambda name, kind, _parents: kind != "schema" or name in OWNED_SCHEMAS,
        version_table="alembic_version",
        version_table_schema=ops.OPS_SCHEMA,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
