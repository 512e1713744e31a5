"""Reading a mailbox by IMAP: looked into read-only, never changed."""

import imaplib
import re
import ssl
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from htx.settings import Settings

LARGEST_MESSAGE_BYTES = 40 * 1024 * 1024
"""An attachment of 20 MB takes 27 MB in a mail. Of a larger message the header alone is fetched."""
_TIMEOUT_SECONDS = 60
_DEFAULT_PORTS = {"imap": 143, "imaps": 993}
_PASSWORD_NAME = "mailbox_password"  # noqa: S105  a file's name
_UIDS_AT_ONCE = 200
_ENVELOPE = re.compile(rb"UID (?P<uid>\d+)|RFC822\.SIZE (?P<size>\d+)|INTERNALDATE \"(?P<moment>[^\"]+)\"")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Line = bytes | tuple[bytes, bytes] | None
"""A line of an answer as imaplib gives it; with a literal it is a pair."""


class MailboxError(OSError):
    """The mailbox cannot be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where mail is fetched from, from `HTX_MAILBOX_URL`."""

    host: str
    port: int
    is_tls_from_start: bool
    user: str
    password: str = field(repr=False)
    folder: str
    since: date | None

    @property
    def name(self) -> str:
        """What it is called in the warehouse; no password in it."""
        return f"{self.user}@{self.host}/{self.folder}"


@dataclass(frozen=True, slots=True)
class FetchedMessage:
    """A message as the server has it."""

    uid_validity: int
    uid: int
    received_at: datetime
    """INTERNALDATE: when the server took it."""
    content: bytes
    is_whole: bool
    """False where it is too large and `content` is its header alone."""


def mailbox_of(settings: Settings) -> Mailbox | None:
    """The mailbox of the settings; None where mail is not fetched. Raises `MailboxError` for a URL that is none."""
    if settings.mailbox_url is None:
        return None
    parts = urlsplit(settings.mailbox_url.get_secret_value())
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or not parts.username:
        raise MailboxError("HTX_MAILBOX_URL must look like imaps://user:password@host:993/INBOX")
    return Mailbox(
        host=parts.hostname,
        port=parts.port or _DEFAULT_PORTS[parts.scheme],
        is_tls_from_start=parts.scheme == "imaps",
        user=unquote(parts.username),
        password=unquote(parts.password) if parts.password else _kept_password(settings),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        since=settings.mailbox_since,
    )


def new_messages(mailbox: Mailbox, known: Collection[tuple[int, int]]) -> Iterator[FetchedMessage]:
    """The messages whose (UIDVALIDITY, UID) is not known, oldest first, each fetched when it is asked for.

    Whether a message was read by a person does not matter, and is not changed. Raises `MailboxError`.
    """
    with _logged_in(mailbox) as client:
        uid_validity = _opened(client, mailbox)
        search = ["SINCE", _imap_date(mailbox.since)] if mailbox.since else ["ALL"]
        listed = _answer(client.uid("SEARCH", *search), "cannot be searched")
        uids = sorted(int(uid) for line in listed if isinstance(line, bytes) for uid in line.split())
        fresh = [uid for uid in uids if (uid_validity, uid) not in known]
        for start in range(0, len(fresh), _UIDS_AT_ONCE):
            envelopes = _envelopes(client, fresh[start : start + _UIDS_AT_ONCE])
            for uid, (size_bytes, received_at) in sorted(envelopes.items()):
                is_whole = size_bytes <= LARGEST_MESSAGE_BYTES
                content = _fetched(client, uid, "BODY.PEEK[]" if is_whole else "BODY.PEEK[HEADER]")
                if content is not None:
                    yield FetchedMessage(uid_validity, uid, received_at, content, is_whole)


def _kept_password(settings: Settings) -> str:
    path = settings.home / "secrets" / _PASSWORD_NAME
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise MailboxError(f"no password in HTX_MAILBOX_URL, and none in {path}: write it into that file") from error


@contextmanager
def _logged_in(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    """A connection with the user let in; every trouble on it is a `MailboxError` that names the mailbox."""
    try:
        with _connected(mailbox) as client:
            _log_in(client, mailbox)
            yield client
    except MailboxError:
        raise
    except (imaplib.IMAP4.error, OSError, UnicodeError) as error:
        raise MailboxError(f"mailbox {mailbox.name}: {error}; see HTX_MAILBOX_URL") from error


def _log_in(client: imaplib.IMAP4, mailbox: Mailbox) -> None:
    """By SASL PLAIN where it is offered, which takes every character; LOGIN takes ASCII alone."""
    if "AUTH=PLAIN" in client.capabilities:
        client.authenticate("PLAIN", lambda _challenge: f"\0{mailbox.user}\0{mailbox.password}".encode())
    else:
        client.login(mailbox.user, mailbox.password)


def _connected(mailbox: Mailbox) -> imaplib.IMAP4:
    """TLS from the start, or STARTTLS; a password crosses a network in no other way."""
    context = ssl.create_default_context()
    if mailbox.is_tls_from_start:
        return imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=context, timeout=_TIMEOUT_SECONDS)
    client = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=_TIMEOUT_SECONDS)
    if "STARTTLS" in client.capabilities:
        client.starttls(context)
    elif not _is_this_machine(mailbox.host):
        client.shutdown()
        raise MailboxError(f"mailbox {mailbox.name}: the server offers no TLS, the password was not sent: use imaps://")
    return client


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _opened(client: imaplib.IMAP4, mailbox: Mailbox) -> int:
    """Open the folder read-only; its UIDVALIDITY."""
    quoted = '"' + mailbox.folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
    _answer(client.select(quoted, readonly=True), f"has no folder {mailbox.folder}")
    said = client.response("UIDVALIDITY")[1]
    if not said or said[0] is None:
        raise MailboxError(f"mailbox {mailbox.name}: no UIDVALIDITY, its messages have no lasting names")
    return int(said[0])


def _envelopes(client: imaplib.IMAP4, uids: list[int]) -> dict[int, tuple[int, datetime]]:
    """Size and time of arrival by UID; a message that went away meanwhile is left out."""
    wanted = ",".join(str(uid) for uid in uids)
    found: dict[int, tuple[int, datetime]] = {}
    for line in _answer(client.uid("FETCH", wanted, "(UID RFC822.SIZE INTERNALDATE)"), "cannot be listed"):
        said = line[0] if isinstance(line, tuple) else line
        parts = {
            name: value
            for match in _ENVELOPE.finditer(said or b"")
            for name, value in match.groupdict().items()
            if value
        }
        if parts.keys() >= {"uid", "size", "moment"}:
            found[int(parts["uid"])] = int(parts["size"]), _moment(parts["moment"].decode("ascii"))
    return found


def _fetched(client: imaplib.IMAP4, uid: int, what: str) -> bytes | None:
    """A part of a message; None where it is gone."""
    lines = _answer(client.uid("FETCH", str(uid), f"({what})"), "cannot be fetched")
    return next((bytes(line[1]) for line in lines if isinstance(line, tuple)), None)


def _answer(said: tuple[str, Sequence[Line]], trouble: str) -> Sequence[Line]:
    status, lines = said
    if status != "OK":
        first = lines[0] if lines else b""
        detail = first.decode("utf-8", "replace") if isinstance(first, bytes) else ""
        raise MailboxError(f"the mailbox {trouble}: {detail}; see HTX_MAILBOX_URL")
    return lines


def _moment(text: str) -> datetime:
    """An INTERNALDATE such as ``17-May-2024 09:00:00 +0700``; names of months do not depend on a locale."""
    day, clock, offset = text.split()
    number, month, year = day.split("-")
    plain = f"{int(year):04}-{_MONTHS.index(month.title()) + 1:02}-{int(number):02}T{clock}{offset[:3]}:{offset[3:]}"
    return datetime.fromisoformat(plain)


def _imap_date(day: date) -> str:
    return f"{day.day:02}-{_MONTHS[day.month - 1]}-{day.year}"
