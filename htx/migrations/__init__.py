"""Migrations of what Alembic owns: roles, ``raw`` and ``ops``."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from htx.errors import HtxError

_MIGRATION_LOCK = 4_857_001


def configuration() -> Config:
    """Alembic's configuration; the caller puts the connection into ``attributes``."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def migrate(engine: Engine) -> None:
    """Bring roles, ``raw`` and ``ops`` to the newest revision, in one transaction; safe to repeat.

    Two callers at once wait for each other. Raises ``HtxError`` where the database cannot be
    reached or its user may not create schemas and roles.
    """
    config = configuration()
    try:
        with engine.begin() as connection:
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            connection.execute(text("create schema if not exists ops"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except OperationalError as error:
        address = engine.url.render_as_string(hide_password=True)
        raise HtxError(
            f"cannot reach the warehouse at {address}: {_first_line(error)}; check HTX_DATABASE_URL"
        ) from error
    except ProgrammingError as error:
        raise HtxError(
            f"cannot migrate the warehouse: {_first_line(error)}; its user must own the database and have CREATEROLE"
        ) from error


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", error)).strip().splitlines()[0]
