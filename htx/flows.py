"""What the flows share: their assets, their defaults, their clock. Light: DAG files import it at parse time."""

import os
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from airflow.sdk import Asset

SUBMISSIONS = Asset("raw_submissions", uri="x-htx://raw/submissions")
"""Something new stands in the raw tables of submissions."""
ARTICLES = Asset("raw_articles", uri="x-htx://raw/articles")
"""Something new stands in the raw tables of articles."""
MARTS = Asset("marts", uri="x-htx://marts")
"""New marts were admitted by the gate."""

DEFAULTS: dict[str, Any] = {
    "owner": "htx",
    "retries": 2,
    "retry_delay": timedelta(seconds=30),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=10),
    "execution_timeout": timedelta(minutes=30),
}
NOW_PARAMETER = "now"
INTAKE_FLOWS = ("receive_submissions", "collect_articles")
"""The flows whose news wakes a build."""
MOST_RUNS = 20
"""Of one publication, all failed."""
INTAKE_SECONDS = 60.0
"""How long a build lets an intake that still runs end: their news in one build cost half of two."""
_LOOK_SECONDS = 0.5


def scheduled(cron: str) -> str | None:
    """The schedule, or none where HTX_SCHEDULES is ``off``: the demo's clock stands in 2024."""
    return None if os.environ.get("HTX_SCHEDULES", "on") == "off" else cron


def flow_clock(context: Mapping[str, Any]) -> datetime:
    """The ``now`` of a run: from its conf, from the events that woke it, else the moment it was due.

    A repeated task of the same run sees the same moment.
    """
    run = context["dag_run"]
    given = (run.conf or {}).get(NOW_PARAMETER)
    if given is None:
        given = max(_moments_of_events(context.get("triggering_asset_events") or {}), default=None)
    moment = datetime.fromisoformat(given) if given else run.run_after
    if moment.tzinfo is None:
        raise ValueError(f"the run's {NOW_PARAMETER} has no time zone: {given}; write 2024-05-28T09:00:00+07:00")
    assert isinstance(moment, datetime)
    return moment


def flow_moment(context: Mapping[str, Any], happened_at: datetime) -> datetime:
    """When something happened in a run that may wait for days: by the clock.

    In a run that was given a ``now`` time stands still: all of it happens then.
    """
    given = (context["dag_run"].conf or {}).get(NOW_PARAMETER)
    return happened_at if given is None else flow_clock(context)


def given_now(context: Mapping[str, Any]) -> dict[str, str]:
    """The ``now`` that a run was given, for the conf of the runs it starts; empty where the clock counts."""
    given = (context["dag_run"].conf or {}).get(NOW_PARAMETER)
    return {} if given is None else {NOW_PARAMETER: given}


def run_to_start(context: Mapping[str, Any], flow: str, run_id: str) -> str:
    """The run of that id, or where it failed the next one that repeats it and did not fail.

    After so many failures a person has to look: the answer is then a run that exists, and nothing is started.
    """
    task = context["ti"]
    names = [run_id, *(f"{run_id}_again_{number}" for number in range(2, MOST_RUNS + 1))]
    return next(
        (name for name in names if not task.get_dr_count(dag_id=flow, run_ids=[name], states=["failed"])), names[-1]
    )


def is_repeated(context: Mapping[str, Any]) -> bool:
    """Whether an attempt of the task came before this one: its news may have been loaded and not been told."""
    return bool(context["ti"].try_number > 1)


def _moments_of_events(events: Mapping[Any, Any]) -> list[str]:
    return [
        event.extra[NOW_PARAMETER]
        for asset_events in events.values()
        for event in asset_events
        if NOW_PARAMETER in event.extra
    ]


def let_intake_end(context: Mapping[str, Any], longest_seconds: float = INTAKE_SECONDS) -> None:
    """Wait, for so long at the most, while a flow that brings news runs.

    Nothing hangs on it but time: what comes too late wakes a build of its own.
    """
    task = context["ti"]
    give_up_at = time.monotonic() + longest_seconds
    while time.monotonic() < give_up_at and any(
        task.get_dr_count(dag_id=flow, states=["queued", "running"]) for flow in INTAKE_FLOWS
    ):
        time.sleep(_LOOK_SECONDS)
