"""The health check of the compose services, against a server that answers as Airflow's API server does."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

HEALTH = {
    "metadatabase": {"status": "healthy"},
    "scheduler": {"status": "unhealthy", "latest_scheduler_heartbeat": "2024-05-20T01:00:00+00:00"},
    "triggerer": {"status": None, "latest_triggerer_heartbeat": None},
}


class HealthPage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        known = self.path == "/api/v2/monitor/health"
        self.send_response(200 if known else 404)
        self.end_headers()
        self.wfile.write(json.dumps(HEALTH).encode())

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def execution_api() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), HealthPage)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/execution/"
    server.shutdown()
    thread.join()
    server.server_close()


def check(repository: Path, component: str, execution_api: str) -> tuple[int, str]:
    result = subprocess.run(
        [sys.executable, str(repository / "docker" / "healthcheck.py"), component],
        env={"AIRFLOW__CORE__EXECUTION_API_SERVER_URL": execution_api},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stderr == ""
    return result.returncode, result.stdout.strip()


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ("metadatabase", (0, "metadatabase: healthy")),
        ("scheduler", (1, "scheduler: unhealthy")),
        ("triggerer", (1, "triggerer: unknown")),
        ("dag_processor", (1, "dag_processor: unknown")),
    ],
)
def test_it_passes_only_for_a_healthy_component(
    repository: Path, execution_api: str, component: str, expected: tuple[int, str]
) -> None:
    assert check(repository, component, execution_api) == expected


def test_it_fails_with_a_sentence_when_the_server_does_not_answer(repository: Path) -> None:
    code, sentence = check(repository, "scheduler", "http://127.0.0.1:9/execution/")
    assert code == 1
    assert sentence.startswith("scheduler: the API server does not answer: ")
