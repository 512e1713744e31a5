"""Mail goes out over TLS that is proven, passwords never without it, and each refusal says what it is."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from pydantic import SecretStr

from htx.settings import Settings
from publish.errors import PublishError
from publish.mail import compose
from publish.smtp import MailTroubleError, mail_server, send
from tests.publish.certificates import Certificates, make_certificates
from tests.publish.conftest import Mailbox

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


class _Controller(Controller):
    """aiosmtpd's, whose first visitor (by which it knows that it runs) speaks TLS as a client."""

    def _trigger_server(self) -> None:
        with ExitStack() as stack:
            visitor = stack.enter_context(socket.create_connection((self.hostname, self.port), 5))
            if self.ssl_context is not None:
                context = ssl.create_default_context()
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                visitor = stack.enter_context(context.wrap_socket(visitor))
            visitor.recv(1024)


@contextmanager
def serving(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    """A real SMTP server on a free loopback port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = _Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def settings(url: str, ca_file: Path | None = None) -> Settings:
    return Settings(smtp_url=SecretStr(url), smtp_ca_file=ca_file, _env_file=None)


def send_to(recipient: str, with_settings: Settings) -> None:
    server = mail_server(with_settings)
    assert server is not None
    send(server, letter(recipient))


def letter(recipient: str) -> EmailMessage:
    return compose(
        message_id=UUID(int=1),
        sender="bao-cao@htx.example",
        recipient=recipient,
        subject="Báo cáo",
        body="Kính gửi",
        sent_at=datetime(2024, 5, 28, 2, tzinfo=UTC),
    )


def accept(_server: object, _session: object, _envelope: object, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=data.password == "mật khẩu".encode(), handled=False)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_tls_by_our_own_authority_carries_the_password(certificates: Certificates, scheme: str) -> None:
    mailbox = Mailbox()
    tls: dict[str, Any] = (
        {"ssl_context": certificates.server_context}
        if scheme == "smtps"
        else {"tls_context": certificates.server_context, "require_starttls": True}
    )
    with serving(mailbox, authenticator=accept, auth_require_tls=scheme == "smtp", **tls) as port:
        url = f"{scheme}://gui:m%E1%BA%ADt%20kh%E1%BA%A9u@127.0.0.1:{port}"
        send_to("vanthu@stc.example", settings(url, certificates.ca_file))
        with pytest.raises(MailTroubleError, match="CERTIFICATE_VERIFY_FAILED") as unknown:
            send_to("vanthu@stc.example", settings(url))
        with pytest.raises(MailTroubleError, match="535") as wrong:
            send_to("vanthu@stc.example", settings(url.replace("gui:m", "gui:x"), certificates.ca_file))
    assert [message["To"] for message in mailbox.messages] == ["vanthu@stc.example"]
    assert {(one.value.place, one.value.is_permanent) for one in (unknown, wrong)} == {("server", False)}


def test_nothing_goes_out_in_the_clear_where_a_password_or_an_authority_is_set(certificates: Certificates) -> None:
    mailbox = Mailbox()
    with serving(mailbox) as port:
        for one in (
            settings(f"smtp://gui:mat-khau@127.0.0.1:{port}"),
            settings(f"smtp://127.0.0.1:{port}", certificates.ca_file),
        ):
            with pytest.raises(MailTroubleError, match="no TLS at the mail server, nothing was sent"):
                send_to("vanthu@stc.example", one)
        assert mailbox.messages == []
        send_to("vanthu@stc.example", settings(f"smtp://127.0.0.1:{port}"))
    assert len(mailbox.messages) == 1


@pytest.mark.parametrize(
    ("answer", "place", "is_permanent"),
    [
        ("450 mailbox busy", "address", False),
        ("550 5.1.1 no such user", "address", True),
        ("421 shutting down", "address", False),
    ],
)
def test_a_refusal_says_whether_it_is_for_good(answer: str, place: str, is_permanent: bool) -> None:
    mailbox = Mailbox()
    mailbox.answer = answer
    with serving(mailbox) as port, pytest.raises(MailTroubleError) as refused:
        send_to("vanthu@stc.example", settings(f"smtp://127.0.0.1:{port}"))
    assert (refused.value.place, refused.value.is_permanent, str(refused.value)) == (place, is_permanent, answer)


def test_a_message_that_is_too_large_is_refused_for_good_and_its_address_is_not_to_blame() -> None:
    with serving(Mailbox(), data_size_limit=100) as port, pytest.raises(MailTroubleError, match="552") as refused:
        send_to("vanthu@stc.example", settings(f"smtp://127.0.0.1:{port}"))
    assert (refused.value.place, refused.value.is_permanent) == ("message", True)


def test_an_address_that_is_none_is_refused_before_anything_is_sent() -> None:
    mailbox = Mailbox()
    with serving(mailbox, enable_SMTPUTF8=False) as port, pytest.raises(MailTroubleError) as refused:
        send_to("vănthư@stc.example", settings(f"smtp://127.0.0.1:{port}"))
    assert (refused.value.place, refused.value.is_permanent, mailbox.messages) == ("address", True, [])


def test_settings_that_cannot_be_are_told(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="HTX_SMTP_URL must look like"):
        mail_server(settings("http://mail"))
    with pytest.raises(PublishError, match=r"HTX_SMTP_CA_FILE .* is no file"):
        mail_server(settings("smtp://mail", tmp_path / "ca.pem"))
