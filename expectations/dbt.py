"""dbt as a subprocess: builds the candidate, and says in one line what failed."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import make_url

from expectations.errors import BuildFailedError
from expectations.reference import load_reference
from htx.settings import Settings

_FAILED_STATUSES = frozenset({"error", "fail", "runtime error"})
_DEFAULT_PORT = 5432
_SESSION_OPTIONS = {
    # A build reads whole tables, often just loaded: where the planner takes many rows for few, nested loops take hours.
    # Text keys are dear to sort: a hash join does in one pass what each worker of a merge join sorts for itself.
    "enable_nestloop": "off",
    "enable_mergejoin": "off",
    "jit": "off",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    # The swap commits durably, and with it all that was written before.
    "synchronous_commit": "off",
}
_HELD_BY_CONSTRAINTS = ("relationships", "accepted_values", "unique")
"""Data tests of marts that `hold_data_tests` of the dbt project turns into constraints of their tables."""


def build_candidate(settings: Settings, build_id: uuid.UUID, variables: Mapping[str, str] | None = None) -> None:
    """Load the reference data and run ``dbt build`` with models and tests for one build.

    ``variables`` are those of the dbt project that differ from its own: what is parsed with them is kept apart.
    Raises ``BuildFailedError`` that names the models and tests that failed, or the reference data that is wrong.
    """
    load_reference(settings)
    home = settings.home / "dbt"
    target = home / ("target_with_variables" if variables else "target")
    target.mkdir(parents=True, exist_ok=True)
    results = target / "run_results.json"
    results.unlink(missing_ok=True)
    command = _command(settings.dbt_project_dir, target, home / "logs", variables or {})
    finished = _run(command, _environment(settings, build_id))
    if finished.returncode != 0:
        log = home / "logs" / "dbt.log"
        raise BuildFailedError(f"dbt build failed: {_why(results, finished.stdout)}; the whole story is in {log}")


def parse_ahead(settings: Settings) -> None:
    """Let dbt read the project where it never did here, so that the first build need not; nothing is built.

    It needs the address of the database and not the database. What fails here fails again, and is told, in the build.
    """
    home = settings.home / "dbt"
    target = home / "target"
    if (target / "partial_parse.msgpack").exists():
        return
    target.mkdir(parents=True, exist_ok=True)
    command = [*_dbt("parse"), *_places(settings.dbt_project_dir, target, home / "logs")]
    _run(command, _environment(settings, uuid.UUID(int=0)))


def _command(project: Path, target: Path, logs: Path, variables: Mapping[str, str]) -> list[str]:
    return [
        *_dbt("build"),
        *("--exclude-resource-type", "unit_test"),  # they test the code, not the data
        *("--exclude-resource-type", "seed"),  # loaded before, by COPY
        *("--exclude", *(f"test_name:{name},path:models/marts" for name in _HELD_BY_CONSTRAINTS)),
        *_places(project, target, logs),
        *(("--vars", json.dumps(variables)) if variables else ()),
    ]


def _dbt(verb: str) -> list[str]:
    leashed = Path(__file__).with_name("leashed_dbt.py")
    # -P: this room's modules must not be found as dbt's
    flags = ("--no-use-colors", "--no-version-check", "--no-send-anonymous-usage-stats")
    return [sys.executable, "-P", str(leashed), *flags, verb]


def _places(project: Path, target: Path, logs: Path) -> list[str]:
    return [
        *("--project-dir", str(project), "--profiles-dir", str(project)),
        *("--target-path", str(target), "--log-path", str(logs)),
    ]


def _environment(settings: Settings, build_id: uuid.UUID) -> Mapping[str, str]:
    url = make_url(str(settings.database_url))
    return {
        **os.environ,
        "HTX_PG_HOST": url.host or "localhost",
        "HTX_PG_PORT": str(url.port or _DEFAULT_PORT),
        "HTX_PG_USER": url.username or "",
        "HTX_PG_PASSWORD": url.password or "",
        "HTX_PG_DATABASE": url.database or "",
        "HTX_BUILD_ID": str(build_id),
        "PGOPTIONS": " ".join([os.environ.get("PGOPTIONS", ""), *(f"-c {k}={v}" for k, v in _SESSION_OPTIONS.items())]),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def _run(command: list[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        try:
            output = process.stdout.read()
            code = process.wait()
        except BaseException:
            process.kill()
            raise
    return subprocess.CompletedProcess(command, code, output)


def _why(results: Path, output: str) -> str:
    if results.exists():
        failures = list(_failures(json.loads(results.read_text(encoding="utf-8"))))
        if failures:
            shown = "; ".join(failures[:3])
            return shown if len(failures) <= 3 else f"{shown}; and {len(failures) - 3} more"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return " ".join(lines[-3:]) if lines else "dbt said nothing"


def _failures(run_results: Mapping[str, list[Mapping[str, str | None]]]) -> Iterator[str]:
    """Each failed node as "test not_null_dim_area_area_key: Got 1 result, configured to fail if != 0"."""
    for result in run_results["results"]:
        if result["status"] in _FAILED_STATUSES:
            kind, _, name = (result["unique_id"] or "").split(".", 2)
            message = " ".join((result["message"] or "no message").split())
            yield f"{kind} {name.split('.')[0]}: {message}"
