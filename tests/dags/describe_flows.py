"""Prints the structure of the flows as JSON: run as a program of its own, for Airflow reads its settings on import."""

import json
import sys
from typing import Any

from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG

from htx.settings import REPOSITORY


def describe(flow: DAG) -> dict[str, Any]:
    condition = getattr(flow.timetable, "asset_condition", None)
    return {
        "schedule": flow.schedule if condition is None else None,
        "woken_by": sorted(asset.name for asset in condition.objects) if condition else [],
        "tags": sorted(flow.tags),
        "max_active_runs": flow.max_active_runs,
        "catchup": flow.catchup,
        "has_documentation": bool(flow.doc_md),
        "tasks": {
            task.task_id: {
                "downstream": sorted(task.downstream_task_ids),
                "outlets": sorted(outlet.name for outlet in task.outlets),
                "owner": task.owner,
                "retries": task.retries,
                "trigger_rule": str(task.trigger_rule),
                "is_mapped": task.is_mapped,
            }
            for task in flow.tasks
        },
    }


bag = DagBag(REPOSITORY / "dags")
json.dump(
    {"errors": bag.import_errors, "flows": {name: describe(flow) for name, flow in sorted(bag.dags.items())}},
    sys.stdout,
    indent=1,
    ensure_ascii=False,
)
