"""The sweep's task: bounces read, messages out, deliveries ended, the monitor called, what to start answered."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from htx.settings import REPOSITORY
from publish.approval import record_decision
from publish.freeze import freeze
from publish.render import render
from tests.publish.conftest import MailServer
from tests.publish.half_year_round import CITY_CODE, PERIOD_KEY, Marts, local

pytestmark = pytest.mark.integration
HERE = Path(__file__).parent


def run_the_sweep(marts: Marts, server: MailServer, tmp_path: Path, now: str, *failed: str) -> list[dict[str, object]]:
    """In a process of its own, with the settings of the environment as a worker has them."""
    assert marts.settings.database_url is not None
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(tmp_path / "airflow"),
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
        "PYTHONPATH": str(REPOSITORY),
        "HTX_HOME": str(marts.settings.home),
        "HTX_DATABASE_URL": marts.settings.database_url,
        "HTX_SMTP_URL": server.url,
        "HTX_REPORT_RECIPIENTS": "vanthu@skhdt.example",
    }
    done = subprocess.run(
        [sys.executable, str(HERE / "run_the_sweep.py"), local(now).isoformat(), *failed],
        env=environment, capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_the_task_does_the_whole_sweep(
    marts: Marts, mail_server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = "publish_79_2024-H1"
    (start,) = run_the_sweep(marts, mail_server, tmp_path, "2024-05-20 08:00", first)
    assert start["trigger_run_id"] == f"{first}_again_2", "the first run failed before it froze anything"
    assert [message["Subject"] for message in mail_server.mailbox.messages] == [
        "Đơn vị chưa có báo cáo được tiếp nhận, 6 tháng đầu năm 2024: 3"
    ]
    monkeypatch.setattr("publish.render._BUILDERS", {"pdf": lambda _: b"%PDF-1.7", "xlsx": lambda _: b"PK"})
    settings = marts.settings.model_copy(update={"smtp_url": SecretStr(mail_server.url)})
    frozen = freeze(settings, CITY_CODE, PERIOD_KEY, local("2024-05-20 08:10"))
    render(settings, frozen.publication_id)
    record_decision(settings, frozen.publication_id, "approved", "Trần Văn Minh", local("2024-05-20 08:30"))
    assert run_the_sweep(marts, mail_server, tmp_path, "2024-05-20 09:00") == []
    assert mail_server.mailbox.messages[-1]["To"] == "vanthu@skhdt.example", "delivered, though its run died"
    with marts.connect() as connection:
        beats = connection.execute("select publications_started, messages_sent from ops.sweep_run order by swept_at")
        assert beats.fetchall() == [(1, 1), (0, 0)]
