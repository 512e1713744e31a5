"""Fetching a source: the crawler as a process of its own, never left behind and never waited for too long."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from htx.settings import REPOSITORY, Settings
from ingest.articles.exchange import (
    CrawlJob,
    CrawlLimits,
    Fetched,
    FetchFailure,
    Validators,
    read_fetched,
)
from ingest.articles.sources import Source

_JOB_FILE = "job.json"
_GRACE_SECONDS = 15
_SHOWN_ERROR_CHARACTERS = 500


def fetch_source(
    settings: Settings, source: Source, known: Mapping[str, Validators], limits: CrawlLimits
) -> Iterator[Fetched]:
    """Everything that one crawl of a source brought, pages and failures, in the order of arrival, one page in memory.

    The crawl is over before the first is given. A crawl that breaks or runs out of time keeps the pages it had and adds
    one failure for the source's address.
    """
    job = CrawlJob(source=source, user_agent=user_agent(settings), limits=limits, known=known)
    with tempfile.TemporaryDirectory(prefix="htx-crawl-") as name:
        folder = Path(name)
        (folder / _JOB_FILE).write_text(job.to_json(), encoding="utf-8")
        trouble = _run_crawler(folder, limits.time_budget_seconds + _GRACE_SECONDS)
        yield from read_fetched(folder)
    if trouble is not None:
        yield FetchFailure(source.start_url, trouble.reason, is_ours=trouble.is_ours)


def user_agent(settings: Settings) -> str:
    """Who we are and where to write to, as the press may want to know."""
    try:
        release = version("htx-warehouse")
    except PackageNotFoundError:
        release = "0"
    contact = settings.press_contact or settings.smtp_sender
    return f"htx-warehouse/{release} (press articles for {settings.owner_agency}; contact {contact})"


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why a crawl did not end as it should; out of time is the site's doing, a crash is ours."""

    reason: str
    is_ours: bool


def _run_crawler(folder: Path, wait_seconds: float) -> _Trouble | None:
    """Run the crawler to its end; what went wrong, or ``None``."""
    log_path = folder / "log.txt"
    with log_path.open("wb") as log:
        process = subprocess.Popen(  # our own module, no shell
            [sys.executable, "-m", "ingest.articles.crawl", str(folder)],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,  # never written to: its end tells the crawler that we are gone
            stdout=log,
            stderr=log,
        )
        try:
            exit_code = process.wait(wait_seconds)
        except subprocess.TimeoutExpired:
            return _Trouble(f"the crawl was stopped after {wait_seconds:.0f} s", is_ours=False)
        finally:
            _end(process)
    if exit_code == 0:
        return None
    if exit_code == -signal.SIGALRM:
        return _Trouble("the crawl was stopped at the end of its time budget", is_ours=False)
    log_end = log_path.read_text(encoding="utf-8", errors="replace").strip()[-_SHOWN_ERROR_CHARACTERS:]
    return _Trouble(f"our crawler ended with code {exit_code}: {' '.join(log_end.split())}", is_ours=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
        process.wait()
    if process.stdin is not None:
        process.stdin.close()
