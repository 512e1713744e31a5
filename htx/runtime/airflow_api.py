"""Airflow's REST API, as far as the command line and the demo need it."""

from dataclasses import dataclass
from typing import Any

import httpx

from htx.errors import HtxError
from htx.runtime.airflow import ADMINISTRATOR, AirflowAddress

FINISHED = ("success", "failed")
ANSWER_SECONDS = 120.0
"""How long one answer may take on a busy machine."""


@dataclass(frozen=True, slots=True)
class TaskState:
    """One task instance of a run: ``seconds`` since it began, None before."""

    task: str
    state: str
    seconds: float | None


class AirflowApi:
    """A session with the local Airflow; every error says what was asked and what came back."""

    def __init__(self, address: AirflowAddress, password: str) -> None:
        self.address = address
        self._password = password
        self._client = httpx.Client(base_url=address.url, timeout=ANSWER_SECONDS)
        self._token: str | None = None

    def serves(self) -> bool:
        """Whether the API answers and the scheduler is alive: enough to start a run."""
        try:
            health = self._client.get("/api/v2/monitor/health").json()
        except (httpx.HTTPError, ValueError):
            return False
        return bool((health.get("scheduler") or {}).get("status") == "healthy")

    def flows(self) -> set[str]:
        """The flows that Airflow has parsed."""
        return {dag["dag_id"] for dag in self._get("/api/v2/dags", limit=100)["dags"]}

    def import_errors(self) -> list[str]:
        """DAG files that Airflow could not parse, with the last line of each error."""
        errors = self._get("/api/v2/importErrors", limit=100)["import_errors"]
        return [f"{error['filename']}: {error['stack_trace'].strip().splitlines()[-1]}" for error in errors]

    def wake(self, flow: str, conf: dict[str, Any], run_id: str | None = None) -> str:
        """Start a run of the flow; return its id. A run that exists already is left as it is."""
        body: dict[str, Any] = {"conf": conf, "logical_date": None}
        if run_id:
            body["dag_run_id"] = run_id
        answer = self._send("POST", f"/api/v2/dags/{flow}/dagRuns", body)
        if answer.status_code == httpx.codes.CONFLICT and run_id:
            return run_id
        return str(self._checked(answer)["dag_run_id"])

    def runs(self, flow: str) -> list[dict[str, Any]]:
        """The runs of a flow, newest first."""
        found: list[dict[str, Any]] = self._get(f"/api/v2/dags/{flow}/dagRuns", limit=100, order_by="-run_after")[
            "dag_runs"
        ]
        return found

    def run_state(self, flow: str, run_id: str) -> str:
        return str(self._get(f"/api/v2/dags/{flow}/dagRuns/{run_id}")["state"])

    def woken_by(self, run_id: str) -> list[frozenset[tuple[str, str]]]:
        """For each asset event of a run, the runs that it woke so far; none before the scheduler took its turn."""
        events = self._get("/api/v2/assets/events", source_run_id=run_id, limit=100)["asset_events"]
        return [frozenset((run["dag_id"], run["run_id"]) for run in event["created_dagruns"]) for event in events]

    def tasks(self, flow: str, run_id: str) -> list[TaskState]:
        """The task instances of a run that have begun or wait."""
        instances = self._get(f"/api/v2/dags/{flow}/dagRuns/{run_id}/taskInstances")["task_instances"]
        return [TaskState(item["task_id"], item["state"] or "waiting", item["duration"]) for item in instances]

    def question(self, flow: str, run_id: str, task: str) -> str:
        """What a waiting task asks, as Markdown."""
        path = f"/api/v2/dags/{flow}/dagRuns/{run_id}/taskInstances/{task}/-1/hitlDetails"
        return str(self._get(path)["body"])

    def answer(self, flow: str, run_id: str, task: str, option: str, form: dict[str, str]) -> None:
        """Give a person's decision to a waiting task, its form filled in; a second answer changes nothing."""
        path = f"/api/v2/dags/{flow}/dagRuns/{run_id}/taskInstances/{task}/-1/hitlDetails"
        answer = self._send("PATCH", path, {"chosen_options": [option], "params_input": form})
        if answer.status_code != httpx.codes.CONFLICT:
            self._checked(answer)

    def _get(self, path: str, **query: Any) -> Any:
        return self._checked(self._send("GET", path, query=query))

    def _send(self, method: str, path: str, body: Any = None, query: Any = None) -> httpx.Response:
        try:
            if self._token is None:
                login = {"username": ADMINISTRATOR, "password": self._password}
                self._token = self._checked(self._client.post("/auth/token", json=login))["access_token"]
            headers = {"Authorization": f"Bearer {self._token}"}
            return self._client.request(method, path, json=body, params=query, headers=headers)
        except httpx.HTTPError as error:
            raise HtxError(f"Airflow does not answer at {self.address.url}: {error}; see `htx status`") from error

    def _checked(self, answer: httpx.Response) -> Any:
        if answer.is_error:
            raise HtxError(f"Airflow refused {answer.request.url.path}: {answer.status_code} {answer.text[:200]}")
        return answer.json()
