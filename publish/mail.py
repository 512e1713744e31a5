"""Messages as mail: their headers, their text, what goes with them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")
"""One a stranger wrote goes into our headers only where it is plainly one."""
MEDIA_TYPES = {
    "pdf": ("application", "pdf"),
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@dataclass(frozen=True, slots=True)
class Attachment:
    file_name: str
    file_format: str
    content: bytes


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
        main_type, sub_type = MEDIA_TYPES.get(
            attachment.file_format.rpartition(".")[2], ("application", "octet-stream")
        )
        message.add_attachment(attachment.content, maintype=main_type, subtype=sub_type, filename=attachment.file_name)
    return message
