"""Live progress of the demo: what runs now, and how long each step took."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console, Group
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from htx.flow_names import ASKING_STATE
from htx.runtime.airflow_api import TaskState

DEMO_SECONDS = 90
MARKS = {
    "success": "✓",
    "failed": "✗",
    "upstream_failed": "✗",
    "skipped": "–",
    "running": "…",
    "up_for_retry": "↻",
    ASKING_STATE: "?",
}


@dataclass
class Step:
    """A step of the demo; ``seconds`` counts up until it is done."""

    name: str
    started_at: float = field(default_factory=time.monotonic)
    finished_at: float | None = None

    @property
    def seconds(self) -> float:
        return (self.finished_at or time.monotonic()) - self.started_at


class Progress:
    """Steps and the task states of the flows; drawn live on a terminal, one line a change elsewhere."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.steps: list[Step] = []
        self.tasks: dict[str, list[TaskState]] = {}
        self._printed: set[tuple[str, str, str]] = set()
        self._live: Live | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Draw while the body runs."""
        if not self.console.is_terminal:
            yield
            self.finish()
            return
        with Live(get_renderable=self._draw, console=self.console, refresh_per_second=2, transient=True) as live:
            self._live = live
            yield
            self.finish()

    def step(self, name: str) -> None:
        """The step before is done; this one begins."""
        self.finish()
        self.steps.append(Step(name))
        if self._live is None:
            self.console.print(f"· {name}")

    def finish(self) -> None:
        """The current step is done."""
        if self.steps and self.steps[-1].finished_at is None:
            self.steps[-1].finished_at = time.monotonic()

    def show(self, flow: str, tasks: list[TaskState]) -> None:
        """The task states of a flow's run."""
        self.tasks[flow] = tasks
        if self._live is not None:
            return
        for task in tasks:
            key = (flow, task.task, task.state)
            if task.state in MARKS and key not in self._printed:
                self._printed.add(key)
                self.console.print(f"    {flow}.{task.task}: {task.state}")

    def _draw(self) -> Group:
        table = Table.grid(padding=(0, 2))
        for step in self.steps:
            mark = Text("✓", style="green") if step.finished_at else Spinner("dots")
            table.add_row(mark, step.name, f"{step.seconds:5.1f} s")
        for flow, tasks in self.tasks.items():
            for task in tasks:
                seconds = f"{task.seconds:5.1f} s" if task.seconds is not None else ""
                table.add_row("", Text(f"{MARKS.get(task.state, ' ')} {flow}.{task.task}", style="dim"), seconds)
        return Group(table)


def table_of_steps(steps: Sequence[Step]) -> Table:
    """Seconds by step, and their sum."""
    table = Table(
        title=f"Seconds by step (at most {DEMO_SECONDS} in all on two idle cores)",
        title_justify="left",
        box=None,
        pad_edge=False,
    )
    table.add_column("step")
    table.add_column("seconds", justify="right")
    for step in steps:
        table.add_row(step.name, f"{step.seconds:.1f}")
    table.add_row("all", f"{sum(step.seconds for step in steps):.1f}", style="bold")
    return table
