"""How the tests of the marts build them: the way the warehouse does, dbt as a process of its own."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import RowMapping, text

from expectations.dbt import build_candidate
from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.database import connect

BUILD_ID = uuid.UUID("3f0c7a52-4a86-4f0e-9d8e-0f6c1b7a2d11")
Ask = Callable[..., Sequence[RowMapping]]
"""SQL with named parameters to rows by column name."""


def built(settings: Settings) -> Ask:
    """Build the candidate marts from what is in raw, and give the way to ask them."""
    build_candidate(settings, BUILD_ID)

    def ask(query: str, **parameters: object) -> Sequence[RowMapping]:
        engine = connect(settings)
        try:
            with engine.connect() as connection:
                connection.execute(text("set search_path to marts_candidate"))
                return connection.execute(text(query), parameters).mappings().all()
        finally:
            engine.dispose()

    return ask


def local(month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of 2024 on the clocks of Viet Nam."""
    return datetime(2024, month, day, hour, minute, second, tzinfo=LOCAL_ZONE)
