"""Killed anywhere, the demo played again ends in the same rows; stopped, it leaves no process behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from htx.runtime.postgres import EmbeddedPostgres
from htx.runtime.processes import ProcessTable
from htx.runtime.stack import down
from htx.settings import Settings
from tests.end_to_end.stack import HTX, Played, environment, play

pytestmark = [pytest.mark.long, pytest.mark.end_to_end, pytest.mark.timeout(1800)]

HISTORY_OF_BUILDS = ("ops.build", "ops.gate_result", "ops.raw_volume")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    down(Settings(home=tmp_path, _env_file=None))
    EmbeddedPostgres(tmp_path).remove()


def start_demo(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(HTX), "demo"],
        env=environment(home) | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        preexec_fn=hear_ctrl_c,
    )  # fmt: skip


def hear_ctrl_c() -> None:
    """What a shell starts in the background is deaf to Ctrl-C, and so are its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def read_until(demo: subprocess.Popen[str], sign: str) -> None:
    """Read the demo's progress until a line holds the sign."""
    assert demo.stdout is not None
    lines = []
    for line in demo.stdout:
        lines.append(line)
        if sign in line:
            return
    raise AssertionError(f"{sign!r} never came:\n{''.join(lines[-30:])}")


def family_of(home: Path) -> list[psutil.Process]:
    leaders = [process for record in ProcessTable(home).living().values() if (process := record.process())]
    return [member for leader in leaders for member in [leader, *leader.children(recursive=True)]]


def servers_of(home: Path) -> list[psutil.Process]:
    data = str(EmbeddedPostgres(home).data)
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if data in (process.info["cmdline"] or []):
            found += [process, *process.children(recursive=True)]
    return found


def kill_all(demo: subprocess.Popen[str], home: Path) -> None:
    """A power cut: nothing gets a chance to tidy up."""
    for process in [psutil.Process(demo.pid), *family_of(home), *servers_of(home)]:
        if process.is_running():
            process.kill()
    demo.wait()


def kept_rows(summary: dict[str, Any]) -> dict[str, int]:
    """Rows by table without the history of builds: how often was built depends on which flow ended first."""
    return {name: count for name, count in summary["rows"].items() if name not in HISTORY_OF_BUILDS}


@pytest.mark.parametrize(
    "moment",
    [
        "database schemas",
        "receive_submissions.read_and_load: running",
        "build_marts.build_gate_swap: running",
        "publish_report.wait_for_approval: deferred",
    ],
)
def test_after_a_power_cut_the_demo_ends_in_the_same_rows(played: Played, home: Path, moment: str) -> None:
    demo = start_demo(home)
    read_until(demo, moment)
    kill_all(demo, home)
    again = play(home)
    assert kept_rows(again) == kept_rows(played.summary)
    assert again["figures"] == played.summary["figures"]


def test_ctrl_c_leaves_no_process_behind(home: Path) -> None:
    demo = start_demo(home)
    read_until(demo, "receive submissions")
    members = [*family_of(home), *servers_of(home)]
    assert members
    demo.send_signal(signal.SIGINT)
    assert demo.wait(timeout=120) == 130
    assert not [member for member in members if member.is_running() and member.status() != psutil.STATUS_ZOMBIE]


def test_the_demo_can_stop_the_stack_at_its_end(home: Path) -> None:
    done = subprocess.run(
        [str(HTX), "demo", "--stop"], env=environment(home), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Seconds by step" in done.stdout
    assert family_of(home) == []
    assert servers_of(home) == []


def test_a_full_disk_is_said_in_one_line(tmp_path: Path) -> None:
    """A home on a file system that is too small: the demo says how much it wants."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(small)], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"cannot mount here: {mounted.stderr.strip()}")
    try:
        done = subprocess.run(
            [str(HTX), "up"], env=environment(small), capture_output=True, text=True, check=False, cwd=sys.prefix
        )
        assert done.returncode == 3
        assert "MiB free" in done.stderr
    finally:
        subprocess.run(["umount", str(small)], check=True)
