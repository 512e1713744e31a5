"""How the tests of the marts build them: the way the warehouse does, dbt as a process of its own."""

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import RowMapping, make_url, text

from expectations.dbt import build_candidate
from htx.settings import LOCAL_ZONE, Settings
from ingest.cooperatives.assign import assign_cooperatives
from ingest.raw.database import connect

BUILD_ID = uuid.UUID("3f0c7a52-4a86-4f0e-9d8e-0f6c1b7a2d11")
Ask = Callable[..., Sequence[RowMapping]]
"""SQL with named parameters to rows by column name."""


def built(settings: Settings) -> Ask:
    """Build the candidate marts from what is in raw, and give the way to ask them."""
    assign_cooperatives(settings)
    build_candidate(settings, BUILD_ID)
    return asking(settings, "marts_candidate")


def asking(settings: Settings, schema: str) -> Ask:
    """The way to ask the tables of a schema, as the owner."""

    def ask(query: str, **parameters: object) -> Sequence[RowMapping]:
        engine = connect(settings)
        try:
            with engine.connect() as connection:
                connection.execute(text(f"set search_path to {schema}"))
                return connection.execute(text(query), parameters).mappings().all()
        finally:
            engine.dispose()

    return ask


def local(month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of 2024 on the clocks of Viet Nam."""
    return datetime(2024, month, day, hour, minute, second, tzinfo=LOCAL_ZONE)


def dbt(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run dbt on the warehouse of a test, with a target folder of its own."""
    url = make_url(str(settings.database_url))
    environment = {
        **os.environ,
        "HTX_PG_HOST": str(url.host),
        "HTX_PG_PORT": str(url.port),
        "HTX_PG_USER": str(url.username),
        "HTX_PG_PASSWORD": str(url.password),
        "HTX_PG_DATABASE": str(url.database),
    }
    folders = (
        *("--project-dir", str(settings.dbt_project_dir), "--profiles-dir", str(settings.dbt_project_dir)),
        *("--target-path", str(settings.home / "dbt" / "target"), "--log-path", str(settings.home / "dbt" / "logs")),
    )
    return subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", *arguments, *folders],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
