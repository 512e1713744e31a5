"""The demo's approver: decides on publications that wait, at a person's pace."""

import time

from htx.flow_names import APPROVAL_TASK, ASKING_STATE, PUBLICATION_FLOW
from htx.runtime.airflow_api import AirflowApi, TaskState

READING_SECONDS = 4.0
"""How long the approver reads. Airflow 3.3 fails a task that is answered in the moment between its parking and
the scheduler's note of it, and tries it again; a person is never that quick."""
ROLE = "Chủ tịch Liên minh Hợp tác xã"


class Approver:
    """Gives one answer to every publication that waits, again where Airflow asks again."""

    def __init__(self, api: AirflowApi, option: str, reason: str, name: str = "Trần Văn Minh") -> None:
        self._api = api
        self._option = option
        self._form = {"approver": name, "role": ROLE, "reason": reason}
        self._waiting_since: dict[str, float] = {}

    def look_at(self, run_id: str, tasks: list[TaskState]) -> None:
        """Answer the run if it has waited long enough to be read."""
        if not any(task.task == APPROVAL_TASK and task.state == ASKING_STATE for task in tasks):
            self._waiting_since.pop(run_id, None)
        elif time.monotonic() - self._waiting_since.setdefault(run_id, time.monotonic()) > READING_SECONDS:
            self._api.answer(PUBLICATION_FLOW, run_id, APPROVAL_TASK, self._option, self._form)
            self._waiting_since.pop(run_id, None)
