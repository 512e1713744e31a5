"""A publication's files to one recipient, by its channel; the receipt goes last, or in the mail."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from htx.settings import Settings
from ingest.raw.files import write_whole
from publish.mail import Attachment, compose
from publish.publications import Publication
from publish.receipts import receipt_name, receipt_text
from publish.recipients import Recipient
from publish.report.wording import date_text, moment_text
from publish.smtp import MailServer, MailTroubleError, send


def give(
    settings: Settings,
    server: MailServer | None,
    publication: Publication,
    delivery_id: UUID,
    recipient: Recipient,
    attachments: Sequence[Attachment],
    now: datetime,
) -> str:
    """Hand the files over and answer the receipt. Raises ``OSError``, of mail `MailTroubleError`.

    Repeated it gives the recipient nothing new: files are written whole and where they differ, a mail keeps its id.
    """
    receipt = receipt_text(publication, recipient, attachments, now)
    if recipient.channel == "email":
        _by_mail(settings, server, publication, delivery_id, recipient.address, attachments, now, receipt)
        return receipt
    files = [(one.file_name, one.content) for one in attachments]
    # The receipt comes last: where it stands, everything stands.
    for name, content in [*files, (receipt_name(publication), receipt.encode())]:
        if recipient.channel == "folder":
            write_whole(settings.outbox_dir / recipient.address / name, content)
        else:
            from ingest.raw.object_store import put_object

            put_object(f"{recipient.address}/{name}", content, settings)
    return receipt


def _by_mail(
    settings: Settings,
    server: MailServer | None,
    publication: Publication,
    delivery_id: UUID,
    address: str,
    attachments: Sequence[Attachment],
    now: datetime,
    receipt: str,
) -> None:
    if server is None:
        raise MailTroubleError("server", is_permanent=False, said="no mail server is set: set HTX_SMTP_URL")
    content = publication.content
    erratum = f" (đính chính lần {publication.edition - 1})" if publication.edition > 1 else ""
    title = f"Báo cáo kinh tế tập thể, hợp tác xã {content.period_name}, {content.area_name}{erratum}"
    body = (
        f"Kính gửi {content.duty.creditor_name},\n\n"
        f"{content.duty.owner_name} gửi {title[:1].lower()}{title[1:]}.\n"
        f"Hạn báo cáo: trước ngày {date_text(publication.due_before)}. "
        f"Số liệu chốt {moment_text(publication.frozen_at)}.\n\n"
        f"{receipt}"
    )
    try:
        message = compose(
            message_id=delivery_id,
            sender=settings.smtp_sender,
            recipient=address,
            subject=title,
            body=body,
            sent_at=now,
            attachments=attachments,
        )
    except ValueError as error:  # no address at all
        raise MailTroubleError("address", is_permanent=True, said=str(error)) from error
    send(server, message)
