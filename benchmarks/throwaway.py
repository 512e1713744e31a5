"""A warehouse of its own for a benchmark: a server, a migrated database, all removed at the end."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from htx.migrations import migrate
from htx.runtime.postgres import SUPERUSER, EmbeddedPostgres
from htx.settings import Settings
from ingest.raw.database import connect

_DATABASE = "benchmark"


@contextmanager
def throwaway_warehouse(*, durable: bool) -> Iterator[Settings]:
    """An empty, migrated warehouse on the embedded server."""
    folder = Path(tempfile.mkdtemp(prefix="htx-bench-"))
    server = EmbeddedPostgres(folder / "postgres", durable=durable)
    try:
        address = server.ensure_running()
        with psycopg.connect(address.superuser_url, autocommit=True) as connection:
            connection.execute(f"create database {_DATABASE}")
        url = address.url(user=SUPERUSER, password=address.password, database=_DATABASE)
        settings = Settings(home=folder, database_url=url, _env_file=None)
        engine = connect(settings)
        migrate(engine)
        engine.dispose()
        yield settings
    finally:
        server.remove()
        shutil.rmtree(folder, ignore_errors=True)


def analyse(settings: Settings) -> None:
    """What the server does by itself a little later."""
    engine = connect(settings)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("analyze")
    engine.dispose()
