"""What the tests share: a real PostgreSQL, a migrated warehouse, and where the repository is."""

import gc
import uuid
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from htx.migrations import migrate
from htx.runtime.postgres import EmbeddedPostgres, PostgresAddress
from htx.settings import REPOSITORY, Settings
from ingest.raw.database import connect
from tests.selection import marks_of, may_select

TEMPLATE_DATABASE = "warehouse_template"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave a file unread of which `-m` can select no test: what it imports (Airflow, dbt) takes seconds."""
    expression: str = config.option.markexpr
    if expression and collection_path.suffix == ".py" and not may_select(expression, marks_of(collection_path)):
        return True
    return None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported stays to the end: looking for garbage among it again and again costs a tenth of the run."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresAddress]:
    """A throw-away cluster of the embedded PostgreSQL, for the whole session."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("postgres"), durable=False)
    yield server.ensure_running()
    server.remove()


@pytest.fixture(scope="session")
def warehouse_owner(postgres: PostgresAddress) -> str:
    """The name of a role that may do what the warehouse's owner may, and no more; its password is its name."""
    with psycopg.connect(postgres.superuser_url, autocommit=True) as connection:
        connection.execute("create role warehouse_owner login createrole password 'warehouse_owner'")
    return "warehouse_owner"


def warehouse_settings(address: PostgresAddress, owner: str, database: str, folder: Path) -> Settings:
    return Settings(
        home=folder,
        database_url=address.url(user=owner, password=owner, database=database),
        _env_file=None,
    )


@pytest.fixture(scope="session")
def warehouse_template(
    postgres: PostgresAddress, warehouse_owner: str, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The name of a migrated, empty database that others are copied from."""
    with psycopg.connect(postgres.superuser_url, autocommit=True) as connection:
        connection.execute(f"create database {TEMPLATE_DATABASE} owner {warehouse_owner}")
    settings = warehouse_settings(postgres, warehouse_owner, TEMPLATE_DATABASE, tmp_path_factory.mktemp("template"))
    engine = connect(settings)
    migrate(engine)
    engine.dispose()
    return TEMPLATE_DATABASE


@contextmanager
def copied_warehouse(address: PostgresAddress, owner: str, template: str, folder: Path) -> Iterator[Settings]:
    """A database copied from the template, dropped at the end."""
    database = f"warehouse_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(address.superuser_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("create database {} template {} owner {}").format(
                sql.Identifier(database), sql.Identifier(template), sql.Identifier(owner)
            )
        )
        yield warehouse_settings(address, owner, database, folder)
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(database)))


@pytest.fixture
def fresh_warehouse(
    postgres: PostgresAddress, warehouse_owner: str, warehouse_template: str, tmp_path: Path
) -> Iterator[Settings]:
    """A migrated, empty warehouse of its own for one test."""
    with copied_warehouse(postgres, warehouse_owner, warehouse_template, tmp_path) as settings:
        yield settings


@pytest.fixture(scope="module")
def warehouse(
    postgres: PostgresAddress,
    warehouse_owner: str,
    warehouse_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Settings]:
    """A migrated, empty warehouse shared by the tests of one module."""
    folder = tmp_path_factory.mktemp("warehouse")
    with copied_warehouse(postgres, warehouse_owner, warehouse_template, folder) as settings:
        yield settings
