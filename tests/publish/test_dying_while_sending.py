"""The process that sends is killed at each place; nobody gets a message or a report twice, none is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest
from pydantic import SecretStr

from htx.settings import REPOSITORY, Settings
from publish.approval import record_decision
from publish.chase import send_outbox, sweep
from publish.deliver import deliver_what_waits
from publish.freeze import freeze
from publish.receipts import receipts
from publish.render import render
from tests.publish.conftest import Mailbox, MailServer
from tests.publish.half_year_round import CITY_CODE, PERIOD_KEY, Marts, local

NOW = "2024-05-17 08:00"
SEND = """
import sys
from datetime import datetime
from htx.settings import Settings
from publish.outbox import send_outbox
send_outbox(Settings(), datetime.fromisoformat(sys.argv[1]))
"""
DELIVER = """
import sys
from datetime import datetime
from uuid import UUID
from htx.settings import Settings
from publish.deliver import deliver
deliver(Settings(), UUID(sys.argv[2]), datetime.fromisoformat(sys.argv[1]))
"""


class Sender:
    """A process of its own that sends, and that the mail server may kill."""

    def __init__(self, settings: Settings, program: str, *arguments: str) -> None:
        assert settings.database_url is not None
        assert settings.smtp_url is not None
        environment = {
            **os.environ,
            "HTX_HOME": str(settings.home),
            "HTX_DATABASE_URL": settings.database_url,
            "HTX_SMTP_URL": settings.smtp_url.get_secret_value(),
            "HTX_REPORT_RECIPIENTS": settings.report_recipients,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, local(NOW).isoformat(), *arguments], env=environment, cwd=REPOSITORY
        )

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)


def killed(mailbox: Mailbox, place: str, start: Callable[[], Sender]) -> None:
    """Send in a process of its own; the mail server kills it when it comes to that place."""
    started: list[Sender] = []
    setattr(mailbox, place, lambda: started[0].kill())
    started.append(start())
    assert started[0].process.wait(60) == -signal.SIGKILL
    setattr(mailbox, place, lambda: None)


def _is_sent(marts: Marts) -> bool:
    """Whether the message is marked; waits until the killed sender's lock is gone."""
    with marts.connect() as connection:
        rows = connection.execute(
            "select sent_at is not null from ops.outbox_message where recipient like '%@%' for update"
        )
        ((is_sent,),) = rows.fetchall()
        return bool(is_sent)


@pytest.mark.integration
def test_a_sender_killed_before_and_after_the_server_took_the_message_sends_it_as_one(
    marts: Marts, mail_server: MailServer
) -> None:
    with marts.connect() as connection:  # only one of those who are missing has an address
        connection.execute(
            "insert into ops.address_decision values"
            " (gen_random_uuid(), 'kinhte.quan10@tphcm.example', 'rest', 'Đã đổi', 'Lê Thị Hoa', '2024-05-01')"
        )
    settings = marts.settings.model_copy(update={"smtp_url": SecretStr(mail_server.url)})
    mailbox = mail_server.mailbox
    sweep(settings, local(NOW))

    def killed_at(place: str) -> None:
        killed(mailbox, place, lambda: Sender(settings, SEND))

    killed_at("before_taking")
    assert not _is_sent(marts)
    assert mailbox.messages == []
    killed_at("after_taking")
    assert not _is_sent(marts)
    assert len(mailbox.messages) == 1
    assert send_outbox(settings, local(NOW)).sent == 1
    assert _is_sent(marts)
    assert send_outbox(settings, local(NOW)).sent == 0
    assert len(mailbox.messages) == 2, "the server was told twice, since its answer was never heard"
    assert len({message["Message-ID"] for message in mailbox.messages}) == 1, "by which it knows the double"


@pytest.mark.integration
def test_a_delivery_killed_before_and_after_the_server_took_the_report_is_ended_by_the_sweep(
    marts: Marts, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.render._BUILDERS", {"pdf": lambda _: b"%PDF-1.7", "xlsx": lambda _: b"PK"})
    settings = marts.settings.model_copy(
        update={"smtp_url": SecretStr(mail_server.url), "report_recipients": "vanthu@skhdt.example"}
    )
    mailbox = mail_server.mailbox
    frozen = freeze(settings, CITY_CODE, PERIOD_KEY, local(NOW))
    render(settings, frozen.publication_id)
    record_decision(settings, frozen.publication_id, "approved", "Trần Văn Minh", local(NOW))

    def state() -> list[tuple[object, ...]]:
        """Channel, status and attempts; waits until the killed process's lock is gone."""
        with marts.connect() as connection:
            rows = connection.execute(
                "select channel, status, attempts from ops.delivery order by channel desc for update"
            )
            return rows.fetchall()

    cut_short = [("folder", "delivered", 1), ("email", "pending", 0)]
    for place, taken in (("before_taking", 0), ("after_taking", 1)):
        killed(mailbox, place, lambda: Sender(settings, DELIVER, str(frozen.publication_id)))
        assert (state(), len(mailbox.messages)) == (cut_short, taken)
    assert [one.channel for one in receipts(settings, frozen.publication_id)] == ["folder"]
    assert [one.status for one in deliver_what_waits(settings, local("2024-05-17 09:00"))] == ["delivered"] * 2
    assert deliver_what_waits(settings, local("2024-05-17 10:00")) == []
    assert state() == [("folder", "delivered", 1), ("email", "delivered", 1)]
    assert len({message["Message-ID"] for message in mailbox.messages}) == 1, "by which the double is known"
    assert [one.channel for one in receipts(settings, frozen.publication_id)] == ["folder", "email"]
