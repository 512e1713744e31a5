"""The process that sends the outbox is killed at each place; nobody gets a message twice, none is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest
from pydantic import SecretStr

from htx.settings import REPOSITORY, Settings
from publish.chase import send_outbox, sweep
from tests.publish.conftest import MailServer
from tests.publish.half_year_round import Marts, local

NOW = "2024-05-17 08:00"
SEND = """
import sys
from datetime import datetime
from htx.settings import Settings
from publish.outbox import send_outbox
send_outbox(Settings(), datetime.fromisoformat(sys.argv[1]))
"""


class Sender:
    """A process of its own that sends the outbox, and that the mail server may kill."""

    def __init__(self, settings: Settings) -> None:
        assert settings.database_url is not None
        assert settings.smtp_url is not None
        environment = {
            **os.environ,
            "HTX_HOME": str(settings.home),
            "HTX_DATABASE_URL": settings.database_url,
            "HTX_SMTP_URL": settings.smtp_url.get_secret_value(),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", SEND, local(NOW).isoformat()], env=environment, cwd=REPOSITORY
        )

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)


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
    marts.receipt(area_code="765", sender="kinhte.binhthanh@tphcm.example", name="2023.xlsx")
    settings = marts.settings.model_copy(update={"smtp_url": SecretStr(mail_server.url)})
    mailbox = mail_server.mailbox
    nothing: Callable[[], None] = mailbox.before_taking
    sweep(settings, local(NOW))

    def killed_at(place: str) -> None:
        """Send in a process of its own; the mail server kills it when it comes to that place."""
        setattr(mailbox, place, lambda: sender.kill())
        sender = Sender(settings)
        assert sender.process.wait(60) == -signal.SIGKILL
        setattr(mailbox, place, nothing)

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
