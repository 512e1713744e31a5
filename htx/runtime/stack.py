"""The local stack as a whole: up, down, what runs."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from expectations.dbt import parse_ahead
from htx.errors import HtxError
from htx.migrations import migrate
from htx.runtime import airflow
from htx.runtime.airflow_api import AirflowApi
from htx.runtime.lost_home import set_lost_cluster_aside
from htx.runtime.postgres import EmbeddedPostgres
from htx.runtime.processes import ProcessTable
from htx.runtime.warehouse import Warehouse, let_bi_in, open_warehouse
from htx.settings import REPOSITORY, Settings
from ingest.raw.database import connect

FLOWS = {path.stem for path in (REPOSITORY / "dags").glob("*.py")}
START_SECONDS = 180.0
POLL_SECONDS = 0.3

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Stack:
    """A running stack."""

    warehouse: Warehouse
    api: AirflowApi


def migrate_all(warehouse: Warehouse) -> None:
    """Bring the warehouse and Airflow's metadata to their newest revisions, both at once."""
    address = airflow.airflow_address(warehouse.settings)
    environment = airflow.airflow_environment(warehouse, address)
    with ThreadPoolExecutor(max_workers=1) as pool:
        metadata = pool.submit(_migrate_airflow, environment)
        migrate_warehouse(warehouse)
        metadata.result()


def migrate_warehouse(warehouse: Warehouse) -> None:
    """Roles, ``raw`` and ``ops`` to the newest revision."""
    engine = connect(warehouse.settings)
    try:
        migrate(engine)
    finally:
        engine.dispose()
    let_bi_in(warehouse)


def _migrate_airflow(environment: dict[str, str]) -> None:
    result = subprocess.run(
        [airflow.airflow_executable(), "db", "migrate"], env=environment, capture_output=True, text=True, check=False
    )
    if result.returncode != 0:
        last = (result.stderr.strip() or result.stdout.strip()).splitlines()[-1:]
        raise HtxError(f"Airflow could not migrate its database: {' '.join(last)}; check HTX_AIRFLOW_DATABASE_URL")


def up(settings: Settings, progress: Progress, extra_environment: Mapping[str, str] | None = None) -> Stack:
    """Start what does not run yet, wait until Airflow can start a run, and return the stack.

    ``extra_environment`` is what the flows shall see besides; Airflow is started anew where it runs
    with another one. While Airflow boots, dbt reads its project for the first build.
    """
    progress("PostgreSQL")
    _make_room(settings)
    warehouse = open_warehouse(settings)
    reading = Thread(target=parse_ahead, args=(warehouse.settings,), daemon=True)
    reading.start()
    processes = ProcessTable(settings.home)
    extra = {name: value for name, value in os.environ.items() if name.startswith("HTX_")} | dict(
        extra_environment or {}
    )
    if not set(airflow.COMPONENTS) <= set(processes.living()) or _remembered_environment(settings) != extra:
        for name in airflow.COMPONENTS:
            processes.stop(name)
        address = airflow.address_for_start(settings)
        environment = airflow.airflow_environment(warehouse, address) | extra
        progress("database schemas")
        migrate_all(warehouse)
        progress("Airflow")
        _environment_file(settings).write_text(json.dumps(extra), encoding="utf-8")
        for name, arguments in airflow.COMPONENTS.items():
            processes.start(name, [airflow.airflow_executable(), *arguments], environment)
    else:
        migrate_warehouse(warehouse)
    api = AirflowApi(airflow.airflow_address(settings), airflow.administrator_password(settings))
    _wait_until_ready(api, processes)
    reading.join()
    return Stack(warehouse, api)


def _make_room(settings: Settings) -> None:
    """Set a cluster aside whose home was deleted by hand, and say so: it may hold what somebody wants back."""
    if settings.database_url:
        return
    aside = set_lost_cluster_aside(EmbeddedPostgres(settings.home))
    if aside is not None:
        print(
            f"htx: {settings.home} was deleted, the database of it was not: it stands in {aside} now; "
            "delete that folder when nobody needs it any more",
            file=sys.stderr,
        )


def _environment_file(settings: Settings) -> Path:
    return settings.home / "airflow" / "environment.json"


def _remembered_environment(settings: Settings) -> dict[str, str] | None:
    path = _environment_file(settings)
    remembered: dict[str, str] | None = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    return remembered


def _wait_until_ready(api: AirflowApi, processes: ProcessTable) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while not (api.serves() and api.flows() >= FLOWS):
        dead = set(airflow.COMPONENTS) - set(processes.living())
        if dead:
            name = sorted(dead)[0]
            raise HtxError(f"Airflow's {name} stopped: {processes.log_tail(name, 1)} (see {processes.logs / name}.log)")
        if time.monotonic() > give_up_at:
            problems = "; ".join(api.import_errors()) if api.serves() else f"see the logs in {processes.logs}"
            raise HtxError(f"Airflow was not ready after {START_SECONDS:.0f} s: {problems}")
        time.sleep(POLL_SECONDS)


def down(settings: Settings) -> list[str]:
    """Stop everything of this home; return what was stopped. Data stays."""
    stopped = ProcessTable(settings.home).stop_all()
    if settings.database_url is None and (os.geteuid() == 0 or settings.home.exists()):
        server = EmbeddedPostgres(settings.home)
        if server.running_port() is not None:
            server.stop()
            stopped.append("postgresql")
    return stopped
