"""A stack that played the demo, and what tests ask of it."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from htx.demo.run import DEMO_NOW
from htx.runtime.airflow import administrator_password, airflow_address
from htx.runtime.airflow_api import FINISHED, AirflowApi
from htx.runtime.warehouse import running_warehouse
from htx.settings import Settings

HTX = Path(sys.executable).parent / "htx"
RUN_SECONDS = 300


@dataclass(frozen=True)
class Played:
    """A stack on which the demo was played once, and the summary it printed."""

    home: Path
    summary: dict[str, Any]

    @property
    def settings(self) -> Settings:
        return running_warehouse(Settings(home=self.home, _env_file=None)).settings

    @property
    def api(self) -> AirflowApi:
        settings = Settings(home=self.home, _env_file=None)
        return AirflowApi(airflow_address(settings), administrator_password(settings))

    def demo(self, *options: str) -> dict[str, Any]:
        """Play the demo again; its summary."""
        return play(self.home, *options)

    def htx(self, *arguments: str) -> str:
        """What a command of the command line prints; it must end well."""
        return call(self.home, *arguments)

    def finish(self, flow: str, run_id: str) -> str:
        """Wait for the end of a run; its state."""
        api = self.api
        deadline = time.monotonic() + RUN_SECONDS
        while (state := api.run_state(flow, run_id)) not in FINISHED:
            assert time.monotonic() < deadline, f"{flow} {run_id} is {state}: {api.tasks(flow, run_id)}"
        return state

    def run(self, flow: str, now: datetime = DEMO_NOW) -> tuple[str, str]:
        """Wake a flow at the demo's or another moment and wait for its end; run id and state."""
        run_id = self.api.wake(flow, {"now": now.isoformat()})
        return run_id, self.finish(flow, run_id)

    def woken_by(self, run_id: str) -> set[tuple[str, str]]:
        """Wait until every asset event of a finished run woke what it is to wake: flows with their runs.

        The scheduler creates these runs in a round of its own, which may come after the end of the run.
        """
        api = self.api
        deadline = time.monotonic() + RUN_SECONDS
        while not all(woken := api.woken_by(run_id)):
            assert time.monotonic() < deadline, f"an event of {run_id} woke nothing: {woken}"
        return {one for of_an_event in woken for one in of_an_event}


def environment(home: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HTX_", "AIRFLOW"))}
    return clean | {"HTX_HOME": str(home)}


def play(home: Path, *options: str) -> dict[str, Any]:
    """`htx demo --json` as a person would call it; its summary."""
    summary: dict[str, Any] = json.loads(call(home, "demo", "--json", *options))
    return summary


def call(home: Path, *arguments: str) -> str:
    """The output of `htx` on this home."""
    done = subprocess.run(
        [str(HTX), *arguments],
        env=environment(home), capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
