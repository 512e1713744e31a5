"""What a delivery status notification says (RFC 3464): which message did not reach whom, and why.

Nothing a stranger writes raises an error here: what cannot be read is absent.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from typing import Literal

Outcome = Literal["failed", "no_failure", "unreadable"]

_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_ORIGINAL_TYPES = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers", "message/rfc822-headers"}
)
_MOST_PARTS = 50
_MOST_RECIPIENTS = 100
_LONGEST_DIAGNOSTIC = 500
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_ADDRESS = re.compile(r"[^\s<>@;]+@[^\s<>@;]+")


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """One recipient that the message did not reach."""

    address: str | None
    """In small letters; None where the notification does not name it."""
    status_code: str | None
    diagnostic: str

    @property
    def said(self) -> str:
        """Code and words, the code once."""
        if self.status_code is None or self.status_code in self.diagnostic:
            return self.diagnostic
        return f"{self.status_code} {self.diagnostic}"


@dataclass(frozen=True, slots=True)
class StatusNotification:
    """A notification. `outcome` is `no_failure` where it tells of a delay or a delivery."""

    outcome: Outcome
    original_message_id: str | None
    """The Message-ID of the message it is about, in its angle brackets."""
    failed: tuple[FailedRecipient, ...]


def read_status_notification(content: bytes) -> StatusNotification | None:
    """Read a mail; None where it is no delivery status notification at all."""
    message = message_from_bytes(content, policy=policy.compat32)
    is_report = message.get_content_type() == "multipart/report"
    parts = list(_parts(message))
    status_parts = [part for part in parts if part.get_content_type() in _STATUS_TYPES]
    is_about_reading = is_report and "disposition" in str(message.get("Content-Type", "")).casefold()
    if is_about_reading or not (is_report or status_parts):
        return None
    blocks = [block for part in status_parts for block in _blocks(part)][: _MOST_RECIPIENTS + 1]
    of_recipients = [block for block in blocks if _is_of_recipient(block)]
    original_id = _original_message_id(parts)
    failed = tuple(_failed_recipient(block) for block in of_recipients if _has_failed(block))
    if failed:
        return StatusNotification("failed", original_id, failed)
    return StatusNotification("no_failure" if of_recipients else "unreadable", original_id, ())


def _parts(message: Message) -> Iterator[Message]:
    """The parts of the notification, without those inside the message it brings back."""
    left = [message]
    for _ in range(_MOST_PARTS):
        if not left:
            return
        part = left.pop(0)
        yield part
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            left = [*(one for one in payload if isinstance(one, Message)), *left]


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields of a status part; one that came as mere text is parsed here."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))
        return
    for text in re.split(rb"\r?\n\r?\n", _decoded(part)):
        if text.strip():
            yield message_from_bytes(text.strip() + b"\n\n", policy=policy.compat32)


def _is_of_recipient(block: Message) -> bool:
    return any(name in block for name in ("Final-Recipient", "Original-Recipient", "Action"))


def _has_failed(block: Message) -> bool:
    action = _field(block, "Action").casefold().split(" ")[0]
    return action == "failed" or (not action and _field(block, "Status").startswith("5"))


def _failed_recipient(block: Message) -> FailedRecipient:
    named = (_ADDRESS.search(_field(block, name)) for name in ("Original-Recipient", "Final-Recipient"))
    address = next((match.group().casefold() for match in named if match), None)
    status = _STATUS.search(_field(block, "Status"))
    said = _field(block, "Diagnostic-Code").partition(";")[2].strip() or _field(block, "Diagnostic-Code")
    diagnostic = said or (f"status {status.group()}" if status else "no reason given")
    return FailedRecipient(address, status.group() if status else None, diagnostic[:_LONGEST_DIAGNOSTIC])


def _original_message_id(parts: list[Message]) -> str | None:
    """From the message that is brought back, or the headers of it."""
    for part in parts:
        if part.get_content_type() not in _ORIGINAL_TYPES:
            continue
        payload = part.get_payload()
        inside = payload[0] if isinstance(payload, list) and payload else message_from_bytes(_decoded(part))
        match = _MESSAGE_ID.search(_field(inside, "Message-ID")) if isinstance(inside, Message) else None
        if match:
            return match.group()
    return None


def _field(block: Message, name: str) -> str:
    """A field on one line; empty where it is absent. NUL has no place in a text."""
    shown = str(block.get(name, "")).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(shown.replace("\0", "").split())


def _decoded(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except Exception:  # an unknown or broken transfer encoding
        return b""
    return content if isinstance(content, bytes) else b""
