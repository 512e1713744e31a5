"""The flows keep the shape that was reviewed, and their files stay light."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from htx.settings import REPOSITORY

pytestmark = pytest.mark.integration

HERE = Path(__file__).parent
SNAPSHOT = HERE / "structure.json"
FLOW_FILES = sorted(path.stem for path in (REPOSITORY / "dags").glob("*.py"))
HEAVY = (
    "great_expectations", "dbt", "pandas", "numpy", "scrapy", "trafilatura", "matplotlib", "typst", "openpyxl",
    "python_calamine", "xlsxwriter", "ingest", "expectations", "publish",
)  # fmt: skip


def run_python(arguments: list[str], home: Path) -> str:
    environment = os.environ | {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "PYTHONPATH": str(REPOSITORY),
    }
    environment.pop("HTX_SCHEDULES", None)
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False, cwd=REPOSITORY
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    output = run_python([str(HERE / "describe_flows.py")], tmp_path_factory.mktemp("airflow"))
    loaded: dict[str, Any] = json.loads(output[output.index("{") :])
    return loaded


def test_every_flow_file_is_parsed(described: dict[str, Any]) -> None:
    assert described["errors"] == {}
    assert sorted(described["flows"]) == FLOW_FILES


def test_structure_is_the_reviewed_one(described: dict[str, Any]) -> None:
    """After a change that is meant: python tests/dags/describe_flows.py, review, put "flows" into structure.json."""
    assert described["flows"] == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


@pytest.mark.parametrize("flow", FLOW_FILES)
def test_every_flow_says_who_owns_it_and_what_it_does(described: dict[str, Any], flow: str) -> None:
    facts = described["flows"][flow]
    assert facts["has_documentation"]
    assert "htx" in facts["tags"]
    assert not facts["catchup"]
    assert facts["max_active_runs"] == (256 if flow == "publish_report" else 1)
    for task in facts["tasks"].values():
        assert task["owner"] == "htx"
        assert task["retries"] >= 1


def test_a_failed_task_cannot_be_hidden_by_a_later_one(described: dict[str, Any]) -> None:
    """The last tasks decide the colour of a run: one that runs whatever happened would turn a refusal green.

    One that runs where nothing failed, though something was skipped, hides nothing.
    """
    rules = {task["trigger_rule"] for flow in described["flows"].values() for task in flow["tasks"].values()}
    assert rules == {"TriggerRule.ALL_SUCCESS", "TriggerRule.NONE_FAILED"}


def test_no_flow_file_imports_anything_heavy(tmp_path: Path) -> None:
    program = (
        "import json, sys, importlib.util, pathlib\n"
        "import airflow.sdk, airflow.providers.standard.operators.hitl\n"
        "import airflow.providers.standard.operators.trigger_dagrun\n"
        "before = set(sys.modules)\n"
        "found = {}\n"
        "for path in sorted(pathlib.Path('dags').glob('*.py')):\n"
        "    spec = importlib.util.spec_from_file_location(path.stem, path)\n"
        "    spec.loader.exec_module(importlib.util.module_from_spec(spec))\n"
        "    found[path.stem] = sorted({name.partition('.')[0] for name in set(sys.modules) - before})\n"
        "print(json.dumps(found))\n"
    )
    found = json.loads(run_python(["-c", program], tmp_path).strip().splitlines()[-1])
    assert sorted(found) == FLOW_FILES
    for flow, modules in found.items():
        assert not set(modules) & set(HEAVY), flow
