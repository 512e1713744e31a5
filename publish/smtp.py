"""Handing a message to a mail server by SMTP, one connection a message, and telling its refusals apart."""

import smtplib
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from htx.settings import Settings
from publish.errors import PublishError

_TIMEOUT_SECONDS = 30
_DEFAULT_PORTS = {"smtp": 25, "smtps": 465}
_FIRST_PERMANENT_CODE = 500
_TAKEN_IN = 235

Place = Literal["server", "message", "address"]


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes out, from `HTX_SMTP_URL`. With a `ca_file` of its own it must prove itself by that."""

    host: str
    port: int
    is_tls_from_start: bool
    user: str | None
    password: str | None
    ca_file: Path | None = None


class MailTroubleError(OSError):
    """A message that was not taken, and where it hangs.

    `server`: it cannot be reached, or does not take us; every other message would fare the same. `message`: this one
    is refused. `address`: its recipient is. Permanent is what the server says will never go (RFC 5321: 5yz).
    """

    def __init__(self, place: Place, *, is_permanent: bool, said: str, code: int | None = None) -> None:
        super().__init__(said)
        self.place = place
        self.is_permanent = is_permanent
        self.code = code


def mail_server(settings: Settings) -> MailServer | None:
    """The server of the settings; None where mail is not configured."""
    if settings.smtp_url is None:
        return None
    parts = urlsplit(settings.smtp_url.get_secret_value())
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise PublishError("HTX_SMTP_URL must look like smtp://user:password@host:port or smtps://…")
    if settings.smtp_ca_file is not None and not settings.smtp_ca_file.is_file():
        raise PublishError(
            f"HTX_SMTP_CA_FILE {settings.smtp_ca_file} is no file: name the certificate of your CA (PEM)"
        )
    return MailServer(
        host=parts.hostname,
        port=parts.port or _DEFAULT_PORTS[parts.scheme],
        is_tls_from_start=parts.scheme == "smtps",
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        ca_file=settings.smtp_ca_file,
    )


def send(server: MailServer, message: EmailMessage) -> None:
    """Hand the message to the server; `MailTroubleError` where it is not taken.

    On a plain connection TLS is taken where the server offers it; a password never goes out without it, and where a
    CA is named nothing does.
    """
    with _connected(server) as client:
        try:
            client.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _refused("address", code, said) from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise _refused("message", error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:  # an address beyond ASCII at a server of ASCII
            raise MailTroubleError("address", is_permanent=True, said=str(error)) from error
        except OSError as error:
            raise _unreachable(error) from error
        except (ValueError, UnicodeError) as error:  # the address is malformed
            raise MailTroubleError("address", is_permanent=True, said=str(error)) from error


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A connection on which a message may be sent; what goes wrong when it closes changes nothing any more."""
    try:
        client = _open(server)
    except OSError as error:  # `smtplib.SMTPException` is one, wrong passwords and certificates are
        raise _unreachable(error) from error
    try:
        yield client
    finally:
        with suppress(OSError):
            client.quit()
        client.close()


def _open(server: MailServer) -> smtplib.SMTP:
    client = (
        smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT_SECONDS, context=_tls(server))
        if server.is_tls_from_start
        else smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT_SECONDS)
    )
    try:
        client.ehlo()
        is_private = server.is_tls_from_start
        if not is_private and client.has_extn("starttls"):
            client.starttls(context=_tls(server))
            client.ehlo()
            is_private = True
        if not is_private and (server.user is not None or server.ca_file is not None):
            raise smtplib.SMTPNotSupportedError("no TLS at the mail server, nothing was sent: use smtps://")
        if server.user is not None:
            _log_in(client, server.user, server.password or "")
    except BaseException:
        client.close()
        raise
    return client


def _tls(server: MailServer) -> ssl.SSLContext:
    """With the certificates of the machine, or of the CA that is named; reading them takes longer than a mail."""
    return ssl.create_default_context(cafile=server.ca_file)


def _log_in(client: smtplib.SMTP, user: str, password: str) -> None:
    """By what the server offers; smtplib's own ways take ASCII alone, so that other passwords go by PLAIN in UTF-8."""
    if (user + password).isascii():
        client.login(user, password)
        return
    secret = b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
    code, said = client.docmd("AUTH", f"PLAIN {secret}")
    if code != _TAKEN_IN:
        raise smtplib.SMTPAuthenticationError(code, said)


def _refused(place: Place, code: int, said: bytes | str) -> MailTroubleError:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    is_permanent = code >= _FIRST_PERMANENT_CODE
    return MailTroubleError(place, is_permanent=is_permanent, said=f"{code} {' '.join(text.split())}", code=code)


def _unreachable(error: OSError) -> MailTroubleError:
    return MailTroubleError("server", is_permanent=False, said=f"{type(error).__name__}: {error}")
