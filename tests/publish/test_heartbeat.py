"""A monitor elsewhere notices that the sweep is dead, and `htx status --check` says what needs a person."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr

from htx import cli
from htx.settings import Settings, get_settings
from publish.alarms import alarms
from publish.chase import look, send_outbox, sweep
from publish.heartbeat import beat, call_monitor
from publish.outbox import SendReport
from tests.publish.conftest import MailServer
from tests.publish.half_year_round import Marts, local

pytestmark = pytest.mark.integration


class Monitor:
    """A real HTTP server that counts its calls and answers with one status."""

    def __init__(self, status: int = 200) -> None:
        self.calls: list[str] = []
        calls = self.calls

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                calls.append(self.path)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(b'{"scheduler": {"status": "healthy"}}')

            def log_message(self, *_: object) -> None:
                return None

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def serving(self) -> Iterator["Monitor"]:
        thread = threading.Thread(target=self._server.serve_forever)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()


def told(settings: Settings, now: str) -> list[str]:
    return alarms(settings, look(settings, local(now)), local(now))


def swept(settings: Settings, now: str) -> None:
    found = sweep(settings, local(now))
    sent = send_outbox(settings, local(now), still_due=[message.message_id for message in found.messages])
    beat(settings, local(now), found, sent)


def test_the_monitor_is_called_after_each_sweep(marts: Marts) -> None:
    with Monitor().serving() as monitor:
        settings = marts.settings.model_copy(update={"heartbeat_url": f"{monitor.url}/ping/abc"})
        for now in ("2024-05-06 08:00", "2024-05-06 08:00", "2024-05-06 09:00"):
            swept(settings, now)
    assert monitor.calls == ["/ping/abc"] * 3
    with marts.connect() as connection:
        rows = connection.execute("select messages_written, messages_sent from ops.sweep_run order by swept_at")
        assert rows.fetchall() == [(2, 0), (0, 0)]


def test_a_monitor_that_is_away_or_no_url_never_fails_a_sweep(marts: Marts) -> None:
    for url in ("file:///etc/passwd", "http://[", "http://127.0.0.1:99999/", "http://127.0.0.1:1/"):
        settings = marts.settings.model_copy(update={"heartbeat_url": url})
        assert call_monitor(settings), url
    beat(settings, local("2024-05-06 08:00"), look(settings, local("2024-05-06 08:00")), SendReport(0, 0, 0))
    with Monitor(status=503).serving() as monitor:
        assert "503" in str(call_monitor(marts.settings.model_copy(update={"heartbeat_url": monitor.url})))


def test_a_sweep_that_stands_still_is_told_and_one_that_runs_is_not(marts: Marts) -> None:
    assert told(marts.settings, "2024-05-06 08:00") == [
        "no sweep ever ran, although reports are owed: is chase_reporters switched on?"
    ]
    swept(marts.settings, "2024-05-06 08:00")
    assert told(marts.settings, "2024-05-06 10:00") == []
    (late,) = told(marts.settings, "2024-05-06 10:01")
    assert late.startswith("the last sweep ran at 2024-05-06 08:00")


def test_an_overdue_report_and_a_stuck_outbox_are_told(marts: Marts, mail_server: MailServer) -> None:
    away = marts.settings.model_copy(update={"smtp_url": SecretStr("smtp://127.0.0.1:1")})
    swept(away, "2024-05-06 08:00")
    swept(away, "2024-05-06 11:00")
    assert told(away, "2024-05-06 11:00") == []
    (stuck,) = told(away, "2024-05-06 11:01")
    assert stuck == "2 messages wait in the outbox since 2024-05-06 08:00: no mail server"
    swept(marts.settings.model_copy(update={"smtp_url": SecretStr(mail_server.url)}), "2024-05-06 12:00")
    assert told(away, "2024-05-06 13:00") == []
    swept(marts.settings, "2024-06-03 08:00")
    assert told(marts.settings, "2024-06-03 08:00") == ["2024-H1 of 79 was due before 2024-06-01: 3 days overdue"]


def test_status_check_is_one_line_and_an_exit_code(
    marts: Marts, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert marts.settings.database_url is not None
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HTX_HOME", str(marts.settings.home))
    monkeypatch.setenv("HTX_DATABASE_URL", marts.settings.database_url)
    monkeypatch.setenv("HTX_AIRFLOW_DATABASE_URL", marts.settings.database_url)
    swept(marts.settings, "2024-05-06 08:00")
    with Monitor().serving() as airflow:
        for url, code, line in (
            (airflow.url, 0, "all is well"),
            ("http://127.0.0.1:1", 1, "Airflow does not answer, or its scheduler is dead: `htx up`"),
        ):
            monkeypatch.setenv("HTX_AIRFLOW_URL", url)
            get_settings.cache_clear()
            assert cli.run(["status", "--check", "--now", "2024-05-06T09:00"]) == code
            assert capsys.readouterr().out == f"{line}\n"
    get_settings.cache_clear()
