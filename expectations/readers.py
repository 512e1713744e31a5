"""Readers of the marts: logins that see everything, or the rows of their provinces only.

What a reader sees follows from the roles it is a member of; ``dbt_project/macros/row_scope.sql`` holds the marts to it.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
from psycopg import sql
from sqlalchemy import Connection, make_url, text

from expectations import schemas
from expectations.errors import ReaderRefusedError
from expectations.schemas import MARTS_SCHEMA, READER_ROLE
from htx.settings import Settings
from ingest.raw.database import connect

LIMITED_ROLE = "htx_limited"
"""Its members see the provinces of their scopes and nothing else; without a scope, nothing."""
SCOPE_PREFIX = "htx_scope_"
"""Followed by the code of a province of today."""
_LOGIN_NAME = re.compile(r"(?!htx_|pg_)[a-z][a-z0-9_]{2,62}")
_PASSWORD_BYTES = 18


@dataclass(frozen=True, slots=True)
class Reader:
    """A login that may read the marts."""

    name: str
    is_limited: bool
    province_codes: tuple[str, ...]
    """Codes of today's provinces in its scope; empty for one that sees all, or that is limited to nothing."""


def add_reader(settings: Settings, name: str, province_codes: Sequence[str]) -> str:
    """Make a login that reads these provinces of today, or everything where none is named; returns its password.

    The password stands nowhere else: the server gets only what it needs to check it. All in one
    transaction. Raises ``ReaderRefusedError`` for a name that is taken or not fit, and for a code that
    is no province of today.
    """
    if not _LOGIN_NAME.fullmatch(name):
        raise ReaderRefusedError(
            f"{name}: a reader's name has 3 to 63 small letters, digits or _, and begins neither with htx_ nor with pg_"
        )
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            if _exists(connection, name):
                raise ReaderRefusedError(f"{name}: there is such a role already; drop it first, or choose another name")
            _check_provinces(connection, province_codes)
            groups = [READER_ROLE, *([LIMITED_ROLE] if province_codes else [])]
            groups += [_ensured_scope(connection, code) for code in sorted(set(province_codes))]
            _create_login(connection, name, password, groups)
    finally:
        engine.dispose()
    return password


def list_readers(settings: Settings) -> tuple[Reader, ...]:
    """Every login that may read the marts, by name."""
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            rows = connection.execute(text(_READERS), {"prefix": SCOPE_PREFIX}).all()
    finally:
        engine.dispose()
    return tuple(Reader(row.name, row.is_limited, tuple(row.province_codes)) for row in rows)


def drop_reader(settings: Settings, name: str) -> None:
    """Take a login away; what it made in the database must be gone before.

    Raises ``ReaderRefusedError`` where there is no such reader or something is still its own.
    """
    if name not in {reader.name for reader in list_readers(settings)}:
        raise ReaderRefusedError(f"{name}: no such reader; `htx reader list` names them")
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            owned = connection.scalar(
                text("select count(*) from pg_shdepend where refobjid = to_regrole(:name) and deptype in ('o', 'a')"),
                {"name": name},
            )
            if owned:
                raise ReaderRefusedError(
                    f"{name}: owns {owned} object(s) or rights of its own; "
                    f"run `drop owned by {name}` in each database first"
                )
            _run(connection, sql.SQL("drop role {}").format(sql.Identifier(name)))
    finally:
        engine.dispose()


def reader_url(settings: Settings, name: str, password: str) -> str:
    """How a tool reaches the warehouse as this reader."""
    url = make_url(str(settings.database_url)).set(drivername="postgresql", username=name, password=password)
    return url.render_as_string(hide_password=False)


def _exists(connection: Connection, role: str) -> bool:
    return bool(connection.scalar(text("select to_regrole(:role) is not null"), {"role": role}))


def _check_provinces(connection: Connection, codes: Sequence[str]) -> None:
    if not codes:
        return
    if not schemas.exists(connection, MARTS_SCHEMA):
        raise ReaderRefusedError("there are no marts yet to look the province up in: run `htx build` first")
    today = set(connection.scalars(text("select province_code from marts.dim_province where is_current")))
    if strange := sorted(set(codes) - today):
        raise ReaderRefusedError(f"no province of today has the code {', '.join(strange)}; see marts.dim_province")


def _ensured_scope(connection: Connection, code: str) -> str:
    role = f"{SCOPE_PREFIX}{code}"
    if not _exists(connection, role):
        _run(connection, sql.SQL("create role {} nologin").format(sql.Identifier(role)))
    return role


def _create_login(connection: Connection, name: str, password: str, groups: Sequence[str]) -> None:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    # Made here, so that the password is in no log of the server.
    verifier = driver.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    _run(
        connection,
        sql.SQL("create role {} login inherit password {} in role {}").format(
            sql.Identifier(name), sql.Literal(verifier), sql.SQL(", ").join(map(sql.Identifier, groups))
        ),
    )
    database = sql.Identifier(str(connection.engine.url.database))
    _run(connection, sql.SQL("grant connect on database {} to {}").format(database, sql.Identifier(READER_ROLE)))


def _run(connection: Connection, statement: sql.Composed) -> None:
    connection.exec_driver_sql(statement.as_string(None))


_READERS = """
select
    login.rolname as name,
    exists (
        select from pg_roles as scope
        where (scope.rolname = 'htx_limited' or starts_with(scope.rolname, :prefix))
            and pg_has_role(login.oid, scope.oid, 'member')
    ) as is_limited,
    array(
        select substr(scope.rolname, length(:prefix) + 1) from pg_roles as scope
        where starts_with(scope.rolname, :prefix) and pg_has_role(login.oid, scope.oid, 'member')
        order by 1
    ) as province_codes
from pg_roles as login
where
    login.rolcanlogin
    and not login.rolsuper
    and login.rolname <> current_user
    and pg_has_role(login.oid, to_regrole('htx_reader'), 'member')
order by login.rolname
"""
