"""The local Airflow: its environment, its components, its REST API's address. Always on loopback."""

import base64
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from htx.runtime.ports import LOOPBACK, remembered_port, usable_port
from htx.runtime.secrets import secret
from htx.runtime.warehouse import Warehouse
from htx.settings import REPOSITORY, Settings

ADMINISTRATOR = "admin"
COMPONENTS: dict[str, tuple[str, ...]] = {
    # Logs are read from the disk: the log servers would listen on every interface.
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}


@dataclass(frozen=True, slots=True)
class AirflowAddress:
    """Where the local Airflow serves its page and its REST API."""

    port: int

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"


def airflow_executable() -> str:
    """The ``airflow`` beside this Python."""
    return str(Path(sys.executable).parent / "airflow")


def airflow_address(settings: Settings) -> AirflowAddress:
    """Where this home's Airflow serves, or will."""
    return AirflowAddress(remembered_port(_port_file(settings)))


def address_for_start(settings: Settings) -> AirflowAddress:
    """The address for the next start: another port where a program took the remembered one."""
    return AirflowAddress(usable_port(_port_file(settings)))


def _port_file(settings: Settings) -> Path:
    return settings.home / "airflow" / "port"


def administrator_password(settings: Settings) -> str:
    """The generated password of Airflow's page and REST API."""
    return secret(settings.home, "airflow_administrator")


def airflow_environment(warehouse: Warehouse, address: AirflowAddress) -> dict[str, str]:
    """The whole environment of an Airflow process of this home, the warehouse's address with it."""
    settings = warehouse.settings
    home = settings.home
    passwords = home / "secrets" / "airflow_passwords.json"
    if not passwords.exists():
        passwords.parent.mkdir(parents=True, exist_ok=True)
        passwords.touch(mode=0o600)
        passwords.write_text(json.dumps({ADMINISTRATOR: administrator_password(settings)}), encoding="ascii")
    fernet_key = base64.urlsafe_b64encode(secret(home, "airflow_fernet", size_bytes=32).encode()[:32]).decode()
    configuration = {
        "CORE__DAGS_FOLDER": str(REPOSITORY / "dags"),
        "CORE__LOAD_EXAMPLES": "False",
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": str(2 * (os.cpu_count() or 2)),
        "CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "CORE__FERNET_KEY": fernet_key,
        "CORE__EXECUTION_API_SERVER_URL": f"{address.url}/execution/",
        "CORE__SIMPLE_AUTH_MANAGER_USERS": f"{ADMINISTRATOR}:admin",
        "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords),
        "DATABASE__SQL_ALCHEMY_CONN": warehouse.airflow_database_url,
        "API__HOST": LOOPBACK,
        "API__PORT": str(address.port),
        "API__BASE_URL": address.url,
        "API__WORKERS": "1",
        "API__SECRET_KEY": secret(home, "airflow_api"),
        "API__EXPOSE_CONFIG": "False",
        "API__DEFAULT_UI_TIMEZONE": "Asia/Ho_Chi_Minh",
        "API_AUTH__JWT_SECRET": secret(home, "airflow_jwt", size_bytes=64),
        "SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.5",
        # After a power cut the tasks that ran are found and run again within a minute, not within ten.
        "SCHEDULER__SCHEDULER_HEALTH_CHECK_THRESHOLD": "20",
        "SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "20",
        "SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "120",
        "DAG_PROCESSOR__REFRESH_INTERVAL": "30",
        # A flow's file that was changed is read at once all the same.
        "DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "300",
        "LOGGING__BASE_LOG_FOLDER": str(home / "airflow" / "logs"),
        "LOGGING__LOGGING_LEVEL": "WARNING",
        "USAGE_DATA_COLLECTION__ENABLED": "False",
    }
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for name, value in configuration.items():
        # What a person set in the environment wins: containers listen elsewhere.
        environment.setdefault(f"AIRFLOW__{name}", value)
    environment.update(
        {
            "AIRFLOW_HOME": str(home / "airflow"),
            "HTX_HOME": str(home),
            "HTX_DATABASE_URL": settings.database_url or "",
            "HTX_AIRFLOW_DATABASE_URL": warehouse.airflow_database_url,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
            "PYTHONPATH": str(REPOSITORY),
            "GX_ANALYTICS_ENABLED": "false",
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "DO_NOT_TRACK": "1",
            "SCARF_ANALYTICS": "false",
        }
    )
    return environment
