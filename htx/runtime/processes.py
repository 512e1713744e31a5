"""Background processes of the local stack: started detached, found again by their record, stopped whole.

Each process leads a group of its own, so that its children (workers of the executor, DAG parsers)
stop with it. A record in ``<home>/run`` holds the pid and the start time: a pid that the system gave
to somebody else meanwhile is never touched.
"""

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

STOP_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class ProcessRecord:
    """A process that we started: ``started_at`` is seconds since the epoch, as the system counts it."""

    name: str
    pid: int
    started_at: float

    def process(self) -> psutil.Process | None:
        """The living process of this record, or None."""
        try:
            process = psutil.Process(self.pid)
            if abs(process.create_time() - self.started_at) < 1 and process.status() != psutil.STATUS_ZOMBIE:
                return process
        except psutil.NoSuchProcess:
            pass
        return None


class ProcessTable:
    """The processes of one home folder."""

    def __init__(self, home: Path) -> None:
        self.records = home / "run"
        self.logs = home / "logs"

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> ProcessRecord:
        """Start ``command`` detached unless a process of that name lives; its output goes to ``logs/<name>.log``."""
        living = self.living().get(name)
        if living:
            return living
        self.records.mkdir(parents=True, exist_ok=True)
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / f"{name}.log").open("ab") as log:
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                start_new_session=True,
            )
        record = ProcessRecord(name, child.pid, psutil.Process(child.pid).create_time())
        (self.records / f"{name}.json").write_text(json.dumps(asdict(record)), encoding="ascii")
        return record

    def living(self) -> dict[str, ProcessRecord]:
        """The records whose process lives, by name."""
        found = {}
        for path in sorted(self.records.glob("*.json")):
            record = ProcessRecord(**json.loads(path.read_text(encoding="ascii")))
            if record.process():
                found[record.name] = record
        return found

    def stop_all(self) -> list[str]:
        """SIGTERM to every group, wait, then SIGKILL to what is left; return the names that were stopped."""
        return self._stop(list(self.living().values()))

    def _stop(self, records: Sequence[ProcessRecord]) -> list[str]:
        leaders = [process for record in records if (process := record.process())]
        family = [member for leader in leaders for member in [leader, *_descendants(leader)]]
        for leader in leaders:
            _signal_group(leader.pid, signal.SIGTERM)
        _, stubborn = psutil.wait_procs(leaders, timeout=STOP_SECONDS)
        for leader in stubborn:
            _signal_group(leader.pid, signal.SIGKILL)
        for member in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                member.terminate()
        _, orphans = psutil.wait_procs(family, timeout=5)
        for orphan in orphans:
            with contextlib.suppress(psutil.NoSuchProcess):
                orphan.kill()
        psutil.wait_procs(orphans, timeout=5)
        for record in records:
            (self.records / f"{record.name}.json").unlink(missing_ok=True)
        return sorted(record.name for record in records)

    def stop(self, name: str) -> None:
        """Stop one process and its family, if it lives."""
        self._stop([record for record in self.living().values() if record.name == name])

    def log_tail(self, name: str, lines: int = 5) -> str:
        """The last lines that a process wrote, for an error message."""
        path = self.logs / f"{name}.log"
        if not path.exists():
            return ""
        return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def _descendants(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _signal_group(leader_pid: int, signal_number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader_pid, signal_number)
