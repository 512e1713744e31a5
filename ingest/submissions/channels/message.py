"""What a mail holds: who wrote it, what it says, and the attachments that may be submissions.

Nothing a stranger writes raises an error here: a header that cannot be read is absent, an archive that cannot be
opened is taken as the file that it is, so that its sender is told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import parseaddr

from ingest.submissions.channels.archives import ArchiveMember, workbooks_in
from ingest.submissions.channels.names import safe_name

LARGEST_ATTACHMENT_BYTES = 20 * 1024 * 1024
_MOST_PARTS = 200
_MOST_ATTACHMENTS = 50
_SMALLEST_PHOTO_BYTES = 50 * 1024
"""A picture below it is a logo or a signature."""
_ADORNMENTS = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/ics",
        "message/delivery-status",
        "message/disposition-notification",
        "text/calendar",
        "text/vcard",
        "text/x-vcard",
        "text/directory",
    }
)
"""Parts that mail programs add by themselves."""
_REPORT_TYPE = "multipart/report"
_AUTOMATIC_NAMES = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+._-].*)?")
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail; the name is safe."""

    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as far as intake is concerned with it."""

    message_id: str | None
    sender: str
    """The address of the From header in small letters; empty where none can be read."""
    subject: str
    text: str
    """The plain text of its body; empty where there is only HTML."""
    is_automatic: bool
    """Written by a program: an answer to it would be answered in turn."""
    attachments: tuple[Attachment, ...]
    trouble: str | None
    """What of it could not be taken."""


def read_mail(content: bytes) -> Mail:
    """Read a message as the server has it (or its header alone)."""
    message = message_from_bytes(content, policy=policy.default)
    # What a notification about our own mail brings back is that mail; nobody submits it.
    attachments, trouble = ((), None) if _is_notification(message) else _attachments(message)
    sender = parseaddr(header(message, "From"))[1].casefold()
    return Mail(
        message_id=header(message, "Message-ID").strip() or None,
        sender=sender if "@" in sender else "",
        subject=" ".join(header(message, "Subject").split()),
        text=_text(message),
        is_automatic=_is_automatic(message, sender),
        attachments=attachments,
        trouble=trouble,
    )


def _is_notification(message: Message) -> bool:
    """Whether a mail tells what became of another (RFC 3464, RFC 8098; Exim's own header)."""
    return message.get_content_type() == _REPORT_TYPE or bool(header(message, "X-Failed-Recipients"))


def header(message: Message, name: str) -> str:
    """A header as text, decoded as far as it can be; empty where it is absent. NUL has no place in a text."""
    try:
        value = str(message.get(name, ""))
    except Exception:  # the parser of headers stumbles over some malformed ones, each in a way of its own
        raw = next((value for key, value in message.raw_items() if key.casefold() == name.casefold()), "")
        value = str(raw)
    return _shown(value).replace("\0", "")


def _shown(value: str) -> str:
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _is_automatic(message: Message, sender: str) -> bool:
    """After RFC 3834: what says of itself that a program sent it, bounces, and lists."""
    return_path = header(message, "Return-Path").strip()
    return (
        not sender
        or return_path == "<>"
        or header(message, "Auto-Submitted").split(";")[0].strip().casefold() not in {"", "no"}
        or header(message, "Precedence").strip().casefold() in _BULK
        or any(
            header(message, name) for name in ("List-Id", "X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress")
        )
        or _is_notification(message)
        or _AUTOMATIC_NAMES.fullmatch(sender.partition("@")[0]) is not None
    )


def _text(message: EmailMessage) -> str:
    for part in _parts(message):
        if part.get_content_type() == "text/plain" and part.get_content_disposition() != "attachment":
            return _decoded_text(part)
    return ""


def _decoded_text(part: Message) -> str:
    content = _bytes(part)
    try:
        return content.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _attachments(message: EmailMessage) -> tuple[tuple[Attachment, ...], str | None]:
    """The files of a mail, those inside archives and forwarded mails too, and what had to be left."""
    found: list[Attachment] = []
    photos: list[Attachment] = []
    left: list[str] = []
    for number, part in enumerate(_parts(message), start=1):
        if not _is_file(part):
            continue
        name = safe_name(_file_name(part), f"tep-{number}")
        content = _bytes(part)
        if len(content) > LARGEST_ATTACHMENT_BYTES:
            left.append(f"{name}: larger than {LARGEST_ATTACHMENT_BYTES // 1024**2} MB")
        elif part.get_content_maintype() == "image":
            if part.get_content_disposition() == "attachment" and len(content) >= _SMALLEST_PHOTO_BYTES:
                photos.append(Attachment(name, content))
        elif content:
            found.extend(_unpacked(name, content))
    # A picture is a submission only of those who send nothing better: they are told what is wanted.
    found = found or photos
    if len(found) > _MOST_ATTACHMENTS:
        left.append(f"{len(found) - _MOST_ATTACHMENTS} more files than {_MOST_ATTACHMENTS}")
    return tuple(found[:_MOST_ATTACHMENTS]), "; ".join(left) or None


def _unpacked(name: str, content: bytes) -> Iterator[Attachment]:
    """The workbooks of an archive; anything else, and an archive that holds none, as it is."""
    members: list[ArchiveMember] = workbooks_in(content)
    if not members:
        yield Attachment(name, content)
    for member in members:
        yield Attachment(member.file_name, member.content)


def _parts(message: EmailMessage) -> Iterator[Message]:
    """The parts of a message and of those inside it, in their order, as many as a person would send."""
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _is_file(part: Message) -> bool:
    if part.get_content_type() in _ADORNMENTS:
        return False
    if part.get_content_disposition() == "attachment":
        return True
    if part.get_content_maintype() == "text":
        return _file_name(part) is not None and part.get_content_type() != "text/html"
    is_shown_inside = part.get_content_maintype() == "image"
    return not is_shown_inside


def _file_name(part: Message) -> str | None:
    """The name in its headers: RFC 2231, RFC 2047 where it ought not to be, or bytes that are declared nowhere."""
    try:
        name = part.get_filename()
    except Exception:  # as in `header`
        return None
    if name and "=?" in name:
        try:
            return str(make_header(decode_header(name)))
        except (ValueError, LookupError):
            return name
    return name


def _bytes(part: Message) -> bytes:
    """The bytes of a part, as far as they can be decoded."""
    try:
        content = part.get_payload(decode=True)
    except Exception:  # an unknown or broken transfer encoding
        return b""
    return content if isinstance(content, bytes) else b""
