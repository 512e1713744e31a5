"""A warehouse whose marts hold TP.HCM's first half of 2024, and a mail server on loopback."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import make_url

from htx.runtime.postgres import PostgresAddress
from tests.conftest import copied_warehouse
from tests.publish.half_year_round import Marts, the_round


@pytest.fixture(scope="session")
def round_template(
    postgres: PostgresAddress,
    warehouse_owner: str,
    warehouse_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The name of a warehouse with the reference data and the marts of the round, for others to be copied from."""
    folder = tmp_path_factory.mktemp("round")
    with copied_warehouse(postgres, warehouse_owner, warehouse_template, folder) as settings:
        writer = Marts(settings)
        writer.reference()
        writer.build(the_round())
        yield str(make_url(str(settings.database_url)).database)


@pytest.fixture
def marts(postgres: PostgresAddress, warehouse_owner: str, round_template: str, tmp_path: Path) -> Iterator[Marts]:
    """A warehouse of its own with the reference data and the marts of the round."""
    with copied_warehouse(postgres, warehouse_owner, round_template, tmp_path) as settings:
        yield Marts(settings)


def _nothing() -> None:
    return None


class Mailbox:
    """What the mail server took; it refuses recipients whose address begins with `refused`."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refuses = True
        self.answer: str | None = None
        """What every recipient is answered with, instead of being taken."""
        self.before_taking: Callable[[], None] = _nothing
        """Called when a recipient is named, before the message is taken."""
        self.after_taking: Callable[[], None] = _nothing
        """Called when the message is taken, before the sender is told so."""

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.refuses and address.startswith("refused"):
            return "550 no such mailbox"
        if self.answer is not None:
            return self.answer
        self.before_taking()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.after_taking()
        return "250 OK"


@dataclass(frozen=True, slots=True)
class MailServer:
    url: str
    mailbox: Mailbox


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A real SMTP server on a free loopback port."""
    mailbox = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield MailServer(f"smtp://127.0.0.1:{port}", mailbox)
    finally:
        controller.stop()
