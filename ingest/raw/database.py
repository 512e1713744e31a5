"""One way to reach the warehouse."""

from sqlalchemy import Engine, create_engine

from htx.settings import Settings

WAREHOUSE_LOCK_KEY = 4_857_002
"""Key of the advisory lock that spans build, gate and swap; freezing a publication reads under the same lock."""


def connect(settings: Settings) -> Engine:
    """An engine on the warehouse; nothing is opened until it is used.

    Raises ``ValueError`` where no address is set: the embedded server's address comes from ``htx up``.
    """
    if not settings.database_url:
        raise ValueError("no warehouse address: run `htx up`, or set HTX_DATABASE_URL")
    return create_engine(settings.database_url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
