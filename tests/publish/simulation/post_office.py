"""A real mail server on loopback that writes down what it takes, and that can be away, full or broken."""

import hashlib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

State = Literal["up", "away", "full", "breaks"]


@dataclass(frozen=True, slots=True)
class Taken:
    """A message as the server took it."""

    message_id: str
    recipient: str
    subject: str
    body: str
    attachments: tuple[tuple[str, str], ...]
    """File name and sha256."""
    at: datetime
    call: int
    """Number of the call of the product in which it came."""


def _nothing() -> None:
    return None


class PostOffice:
    """The server. The clock and the number of the running call are told to it."""

    def __init__(self, now: datetime) -> None:
        self.taken: list[Taken] = []
        self.refused_for_good: list[tuple[datetime, str]] = []
        """When, and whose mailbox."""
        self.refused_for_now: list[tuple[datetime, str]] = []
        self.now = now
        self.call = 0
        self.state: State = "up"
        self.dead_mailboxes: frozenset[str] = frozenset()
        self.before_taking: Callable[[], None] = _nothing
        self.after_taking: Callable[[], None] = _nothing
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._controller: Controller | None = None

    def set(self, now: datetime, state: State, dead_mailboxes: frozenset[str]) -> None:
        """What the server does from now on."""
        self.now, self.dead_mailboxes = now, dead_mailboxes
        self.state = state
        if state == "away":
            self.close()
        elif self._controller is None:
            self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
            self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.dead_mailboxes:
            self.refused_for_good.append((self.now, address))
            return "550 no such mailbox"
        if self.state != "up":
            self.refused_for_now.append((self.now, address))
        if self.state == "full":
            return "452 insufficient storage, try again later"
        if self.state == "breaks":
            assert server.transport is not None
            server.transport.abort()
            return "421 closing"
        self.before_taking()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        body = message.get_body()
        assert body is not None
        self.taken.append(
            Taken(
                message_id=str(message["Message-ID"]),
                recipient=str(message["To"]),
                subject=str(message["Subject"]),
                body=str(body.get_content()),
                attachments=tuple(
                    (str(part.get_filename()), hashlib.sha256(part.get_payload(decode=True) or b"").hexdigest())  # type: ignore[arg-type]
                    for part in message.iter_attachments()
                ),
                at=self.now,
                call=self.call,
            )
        )
        self.after_taking()
        return "250 OK"
