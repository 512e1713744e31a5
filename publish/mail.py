"""Sending mail by SMTP, one connection a message."""

import re
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit
from uuid import UUID

from htx.settings import Settings
from publish.errors import PublishError

_TIMEOUT_SECONDS = 30
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")
"""One a stranger wrote goes into our headers only where it is plainly one."""
_DEFAULT_PORTS = {"smtp": 25, "smtps": 465}
MEDIA_TYPES = {
    "pdf": ("application", "pdf"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes out, from `HTX_SMTP_URL`."""

    host: str
    port: int
    is_tls_from_start: bool
    user: str | None
    password: str | None


@dataclass(frozen=True, slots=True)
class Attachment:
    file_name: str
    file_format: str
    content: bytes


def mail_server(settings: Settings) -> MailServer | None:
    """The server of the settings; None where mail is not configured."""
    if settings.smtp_url is None:
        return None
    parts = urlsplit(settings.smtp_url.get_secret_value())
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise PublishError("HTX_SMTP_URL must look like smtp://user:password@host:port or smtps://…")
    return MailServer(
        host=parts.hostname,
        port=parts.port or _DEFAULT_PORTS[parts.scheme],
        is_tls_from_start=parts.scheme == "smtps",
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def compose(
    *,
    message_id: UUID,
    sender: str,
    recipient: str,
    subject: str,
    body: str,
    sent_at: datetime,
    attachments: Sequence[Attachment] = (),
    in_reply_to: str | None = None,
    is_automatic: bool = False,
) -> EmailMessage:
    """A message whose Message-ID follows from `message_id`: sent twice, it is known as the same message.

    An automatic one says so (RFC 3834), so that no program answers it.
    """
    message = EmailMessage()
    message["Message-ID"] = f"<{message_id}@{sender.rpartition('@')[2]}>"
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = subject
    message["Date"] = format_datetime(sent_at)
    if in_reply_to is not None and _MESSAGE_ID.fullmatch(in_reply_to):
        message["In-Reply-To"] = in_reply_to
        message["References"] = in_reply_to
    if is_automatic:
        message["Auto-Submitted"] = "auto-replied" if in_reply_to else "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
    message.set_content(body)
    for attachment in attachments:
        main_type, sub_type = MEDIA_TYPES[attachment.file_format]
        message.add_attachment(attachment.content, maintype=main_type, subtype=sub_type, filename=attachment.file_name)
    return message


def send(server: MailServer, message: EmailMessage) -> None:
    """Hand the message to the server; `OSError` (of which `smtplib.SMTPException` is one) where it refuses.

    On a plain connection TLS is taken where the server offers it; a password never goes out without it.
    """
    context = ssl.create_default_context()
    client = (
        smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT_SECONDS, context=context)
        if server.is_tls_from_start
        else smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT_SECONDS)
    )
    with client:
        client.ehlo()
        is_private = server.is_tls_from_start
        if not is_private and client.has_extn("starttls"):
            client.starttls(context=context)
            client.ehlo()
            is_private = True
        if server.user is not None:
            if not is_private:
                raise smtplib.SMTPNotSupportedError(
                    "no TLS at the mail server, the password was not sent: use smtps://"
                )
            client.login(server.user, server.password or "")
        client.send_message(message)
