"""The demo's course: samples into the inbox, flows woken over the REST API, approval, delivery, summary."""

import os
import sys
import time
from collections.abc import Callable
from datetime import datetime

from rich.console import Console

from htx.demo import summary
from htx.demo.approver import Approver
from htx.demo.progress import Progress
from htx.errors import HtxError
from htx.flow_names import APPROVE, BUILD_TASK, PUBLICATION_FLOW
from htx.runtime.airflow_api import FINISHED, AirflowApi
from htx.runtime.ports import LOOPBACK, usable_port
from htx.runtime.processes import ProcessTable
from htx.runtime.stack import Stack, down, up
from htx.settings import LOCAL_ZONE, REPOSITORY, Settings

DEMO_NOW = datetime(2024, 5, 28, 9, 0, tzinfo=LOCAL_ZONE)
"""The moment the demo plays at: the round is closed, the report is due in four days."""
CORRECTED_NOW = datetime(2024, 5, 29, 9, 0, tzinfo=LOCAL_ZONE)
"""The moment of the correction: the report went out the day before."""
WAIT_SECONDS = 600.0
EVENT_SECONDS = 10.0
"""How long an asset event may take to wake a build."""
SITE = "sample-site"
LOOK_SECONDS = 0.8
"""Between two looks at the flows: each costs Airflow some of the time that it needs for the work."""
PLAIN_WIDTH = 140
"""Columns where the output goes to a file."""
_STOP_IT = "stop it with: htx down (or make down)"


def run_demo(settings: Settings, *, stop: bool, json_output: bool, correct: bool = False) -> None:
    """Run the whole pipeline on the samples and print what came of it; with `correct` an erratum follows the report.

    Ctrl-C stops the stack whole; a failure leaves it running, so that its logs can be read, and says how to stop it.
    Run again, it adds no row and says so.
    """
    console = Console(stderr=json_output, width=None if sys.stdout.isatty() else PLAIN_WIDTH)
    progress = Progress(console)
    try:
        with progress.running():
            stack = _start(settings, progress)
            before = summary.count_rows(stack.warehouse.settings)
            _put_samples(stack.warehouse.settings)
            _play(stack, progress)
            if correct:
                _correct(stack, progress)
        result = summary.collect(stack, DEMO_NOW, before, progress.steps)
    except KeyboardInterrupt:
        console.print("stopping the stack …")
        down(settings)
        raise
    except Exception:
        if ProcessTable(settings.home).living():
            console.print(f"The demo failed. The stack runs on, its logs are in {settings.home / 'logs'}; {_STOP_IT}")
        raise
    summary.show(result, console, json_output=json_output)
    if stop:
        console.print(f"stopped: {', '.join(down(settings))}")
    elif not json_output:
        console.print(f"The stack runs on; {_STOP_IT}", style="bold")


def _start(settings: Settings, progress: Progress) -> Stack:
    processes = ProcessTable(settings.home)
    if SITE not in processes.living():
        port = usable_port(settings.home / "sample-site.port")
        command = [sys.executable, "-m", "samples.site", "--port", str(port)]
        processes.start(SITE, command, dict(os.environ) | {"PYTHONPATH": str(REPOSITORY)})
    port = int((settings.home / "sample-site.port").read_text(encoding="ascii"))
    flows_see = {"HTX_SCHEDULES": "off", "HTX_SAMPLE_SITE_URL": f"http://{LOOPBACK}:{port}"}
    return up(settings, progress.step, flows_see)


def _put_samples(settings: Settings) -> None:
    from ingest.submissions.reference import load_reference
    from samples.make_submissions import make_round

    make_round(settings.inbox_dir, load_reference(settings.seeds_dir))


def _play(stack: Stack, progress: Progress) -> None:
    api, conf = stack.api, {"now": DEMO_NOW.isoformat()}
    progress.step("receive submissions, collect articles")
    intake = {flow: api.wake(flow, conf) for flow in ("collect_articles", "receive_submissions")}
    _watch(api, progress, intake)
    progress.step("build marts, gate, swap")
    _wait_for_marts(stack, progress, DEMO_NOW)
    failed_before = _failed_publications(api)
    progress.step("sweep obligations")
    _watch(api, progress, {"chase_reporters": api.wake("chase_reporters", conf)})
    progress.step("publish, approve, deliver")
    _see_publications_through(stack, progress, failed_before)


def _correct(stack: Stack, progress: Progress) -> None:
    """A reporter corrects a cell after the report went out: the same flows make and send the erratum."""
    from ingest.submissions.reference import load_reference
    from samples.make_correction import make_correction

    api, conf = stack.api, {"now": CORRECTED_NOW.isoformat()}
    progress.step("receive a corrected workbook")
    settings = stack.warehouse.settings
    make_correction(settings.inbox_dir, load_reference(settings.seeds_dir))
    _watch(api, progress, {"receive_submissions": api.wake("receive_submissions", conf)})
    progress.step("build marts again")
    _wait_for_marts(stack, progress, CORRECTED_NOW)
    failed_before = _failed_publications(api)
    progress.step("sweep obligations again")
    _watch(api, progress, {"chase_reporters": api.wake("chase_reporters", conf)})
    progress.step("approve and send the erratum")
    _see_publications_through(stack, progress, failed_before)


def _watch(api: AirflowApi, progress: Progress, runs: dict[str, str]) -> None:
    """Wait until the runs are finished; a failed one ends the demo with the task that failed."""
    left = dict(runs)

    def all_finished() -> bool:
        for flow, run_id in list(left.items()):
            tasks = api.tasks(flow, run_id)
            progress.show(flow, tasks)
            state = api.run_state(flow, run_id)
            if state == "failed":
                failed = next((task.task for task in tasks if task.state == "failed"), "a task")
                raise HtxError(f"{flow}.{failed} failed: see its log at {api.address.url}/dags/{flow}/runs/{run_id}")
            if state in FINISHED:
                del left[flow]
        return not left

    _wait_for(all_finished, f"{', '.join(runs)} did not finish")


def _wait_for_marts(stack: Stack, progress: Progress, now: datetime) -> None:
    """Wait until the marts hold all that stands in raw, whichever event built them.

    Where no event woke a build (the demo was killed between the two), it is woken here.
    """
    from expectations.build import is_up_to_date

    api, flow = stack.api, "build_marts"
    idle_since = time.monotonic()
    woken: set[str] = set()

    def up_to_date() -> bool:
        nonlocal idle_since
        runs = api.runs(flow)
        active = [run["dag_run_id"] for run in runs if run["state"] not in FINISHED]
        may_be_built = not active
        for run_id in active:
            idle_since = time.monotonic()
            tasks = api.tasks(flow, run_id)
            progress.show(flow, tasks)
            may_be_built |= any(task.task == BUILD_TASK and task.state == "success" for task in tasks)
        if may_be_built and is_up_to_date(stack.warehouse.settings):
            return True  # a run that another event woke, and that has yet to begin, will find nothing new
        refused = [run["dag_run_id"] for run in runs if run["state"] == "failed" and run["dag_run_id"] in woken]
        if refused:
            raise HtxError(f"the marts were refused: see {api.address.url}/dags/{flow}/runs/{refused[0]}")
        if not active and time.monotonic() - idle_since > EVENT_SECONDS:
            woken.add(api.wake(flow, {"now": now.isoformat()}))
        return False

    _wait_for(up_to_date, "the marts were not built")


def _failed_publications(api: AirflowApi) -> frozenset[str]:
    """Runs that failed; a refusal by a person is one."""
    return frozenset(run["dag_run_id"] for run in api.runs(PUBLICATION_FLOW) if run["state"] == "failed")


def _see_publications_through(stack: Stack, progress: Progress, failed_before: frozenset[str]) -> None:
    """Approve what waits for approval, and wait until every publication of the sweep is delivered."""
    api, flow = stack.api, PUBLICATION_FLOW
    approver = Approver(api, APPROVE, "Số liệu khớp với báo cáo của các đơn vị")

    def all_delivered() -> bool:
        open_runs = [run["dag_run_id"] for run in api.runs(flow) if run["state"] not in FINISHED]
        for run_id in open_runs:
            tasks = api.tasks(flow, run_id)
            progress.show(flow, tasks)
            approver.look_at(run_id, tasks)
        failed = _failed_publications(api) - failed_before
        if failed:
            raise HtxError(f"a publication failed: see {api.address.url}/dags/{flow}/runs/{min(failed)}")
        return not open_runs

    _wait_for(all_delivered, "the report was not delivered")


def _wait_for(is_done: Callable[[], bool], complaint: str) -> None:
    give_up_at = time.monotonic() + WAIT_SECONDS
    while not is_done():
        if time.monotonic() > give_up_at:
            raise HtxError(f"{complaint} within {WAIT_SECONDS:.0f} s: see `htx status` and the logs of the stack")
        time.sleep(LOOK_SECONDS)
