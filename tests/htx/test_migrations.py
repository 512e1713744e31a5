"""Migrations make what the code declares, may be repeated, and may run twice at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from htx.migrations import migrate
from htx.settings import Settings
from ingest.raw import arrivals, cooperatives, sending
from ingest.raw.database import connect

pytestmark = pytest.mark.integration


def test_the_database_is_what_the_tables_declare(warehouse: Settings) -> None:
    assert sending.metadata is cooperatives.metadata, "the tables of ops, of whatever module"
    engine = connect(warehouse)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_schemas": True,
                "include_name": lambda name, kind, _: kind != "schema" or name in ("raw", "ops"),
                "include_object": lambda _o, name, _kind, _reflected, _to: name != "alembic_version",
                "compare_type": True,
            },
        )
        assert compare_metadata(context, [arrivals.metadata, sending.metadata]) == []
    engine.dispose()


def test_migrating_twice_at_once_is_migrating_once(fresh_warehouse: Settings) -> None:
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda _: migrate(connect(fresh_warehouse)), range(3)))
