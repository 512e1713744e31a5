"""Runs the sweep's task as Airflow does, without its scheduler, and prints what it would start as JSON.

A program of its own, for Airflow reads its settings on import. Arguments: the moment, then ids of runs that failed.
"""

import json
import sys
from types import SimpleNamespace
from typing import Any

from dags import chase_reporters as flow_file

moment, *failed = sys.argv[1:]


def count(dag_id: str, run_ids: list[str], states: list[str]) -> int:
    return sum(run_id in failed for run_id in run_ids)


context = {
    "dag_run": SimpleNamespace(conf={"now": moment}, run_after=None),
    "ti": SimpleNamespace(get_dr_count=count),
}
vars(flow_file)["get_current_context"] = lambda: context
sweep: Any = flow_file.chase_reporters().get_task("sweep")
json.dump(sweep.python_callable(), sys.stdout)
