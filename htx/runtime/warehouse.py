"""The warehouse's address: the embedded server's databases and roles, or the address that was given."""

import csv
from dataclasses import dataclass

import psycopg
from psycopg import sql
from pydantic import ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from htx.errors import HtxError
from htx.runtime.postgres import EmbeddedPostgres, PostgresAddress
from htx.runtime.secrets import secret
from htx.settings import Settings, get_settings

OWNER, AIRFLOW, BI_READER = "htx_owner", "airflow", "htx_bi"
DATABASE = "htx"


@dataclass(frozen=True, slots=True)
class Warehouse:
    """Settings with the warehouse's address filled in, and the addresses of its neighbours."""

    settings: Settings
    airflow_database_url: str
    bi_url: str | None
    """For a BI reader; None where the database is not ours and its passwords are not known."""
    server: EmbeddedPostgres | None


def read_settings() -> Settings:
    """The settings, or one line that says which variable is wrong."""
    try:
        settings = get_settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "HTX_" + "_".join(str(part) for part in first["loc"]).upper()
        raise HtxError(f"{name}: {first['msg']}") from error
    _require_owner(settings)
    return settings


def _require_owner(settings: Settings) -> None:
    """An agency that nobody knows owes nothing: every deadline would pass in silence."""
    with (settings.seeds_dir / "agencies.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["agency_code"] for row in csv.DictReader(file)}
    if settings.owner_agency not in codes:
        known = ", ".join(sorted(codes))
        raise HtxError(f"HTX_OWNER_AGENCY: no agency has the code {settings.owner_agency}; agencies.csv has {known}")


def open_warehouse(settings: Settings) -> Warehouse:
    """Reach the warehouse: start the embedded server, or take the addresses of the settings.

    Databases and roles of the embedded server are made on first use. Nothing is migrated here.
    """
    if settings.database_url:
        return _given(settings)
    server = EmbeddedPostgres(settings.home)
    return _embedded(settings, server, server.ensure_running())


def running_warehouse(settings: Settings) -> Warehouse:
    """The warehouse that already runs; ``HtxError`` where the embedded server does not."""
    if settings.database_url:
        return _given(settings)
    server = EmbeddedPostgres(settings.home)
    port = server.running_port()
    if port is None:
        raise HtxError("the stack is not running: run `htx up` (or `htx demo`), or set HTX_DATABASE_URL")
    return _embedded(settings, server, server.ensure_running())


def let_bi_in(warehouse: Warehouse) -> None:
    """Give the BI reader of the embedded server its password; its rights come from migrations and the swap."""
    if warehouse.server is None:
        return
    address = warehouse.server.ensure_running()
    reader = sql.Identifier(BI_READER)
    with psycopg.connect(address.superuser_url, autocommit=True) as connection:
        password = sql.Literal(secret(warehouse.settings.home, BI_READER))
        connection.execute(sql.SQL("alter role {} password {}").format(reader, password))
        connection.execute(sql.SQL("grant connect on database {} to {}").format(sql.Identifier(DATABASE), reader))


def _given(settings: Settings) -> Warehouse:
    assert settings.database_url
    try:
        url = make_url(settings.database_url)
    except ArgumentError as error:
        raise HtxError(
            f"HTX_DATABASE_URL is no address: write postgresql+psycopg://user:password@host/{DATABASE}"
        ) from error
    if url.get_backend_name() != "postgresql":
        raise HtxError(f"HTX_DATABASE_URL names {url.get_backend_name()}: the warehouse needs PostgreSQL 15 or newer")
    settings = settings.model_copy(
        update={"database_url": url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)}
    )
    if not settings.airflow_database_url:
        raise HtxError("HTX_DATABASE_URL is set, HTX_AIRFLOW_DATABASE_URL is not: Airflow needs a database of its own")
    airflow_url = make_url(settings.airflow_database_url).set(drivername="postgresql+psycopg2")
    return Warehouse(settings, airflow_url.render_as_string(hide_password=False), None, None)


def _embedded(settings: Settings, server: EmbeddedPostgres, address: PostgresAddress) -> Warehouse:
    passwords = {name: secret(settings.home, name) for name in (OWNER, AIRFLOW, BI_READER)}
    with psycopg.connect(address.superuser_url, autocommit=True) as connection:
        _ensure_role(connection, OWNER, passwords[OWNER], "createrole")
        _ensure_role(connection, AIRFLOW, passwords[AIRFLOW], "")
        _ensure_database(connection, DATABASE, OWNER)
        _ensure_database(connection, AIRFLOW, AIRFLOW)
    owner_url = address.url(user=OWNER, password=passwords[OWNER], database=DATABASE)
    return Warehouse(
        settings.model_copy(update={"database_url": owner_url}),
        address.url(user=AIRFLOW, password=passwords[AIRFLOW], database=AIRFLOW, driver="postgresql+psycopg2"),
        address.url(user=BI_READER, password=passwords[BI_READER], database=DATABASE, driver="postgresql"),
        server,
    )


def _ensure_role(connection: psycopg.Connection, name: str, password: str, options: str) -> None:
    exists = connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone()
    statement = "alter role {} login {} password {}" if exists else "create role {} login {} password {}"
    connection.execute(sql.SQL(statement).format(sql.Identifier(name), sql.SQL(options), sql.Literal(password)))


def _ensure_database(connection: psycopg.Connection, name: str, owner: str) -> None:
    if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
        return
    connection.execute(sql.SQL("create database {} owner {}").format(sql.Identifier(name), sql.Identifier(owner)))
    connection.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(name)))
