"""Receipts: what each recipient of a publication was given, file by file, to hold the files against."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_sha256
from ingest.raw.ops import delivery
from ingest.raw.sending import delivery_receipt
from publish.mail import Attachment
from publish.publications import Publication, load_publication
from publish.recipients import Recipient
from publish.report.wording import moment_text

_CHANNEL_NAMES = {"folder": "thư mục", "object_store": "kho đối tượng", "email": "thư điện tử"}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a recipient was told that it received, and when."""

    delivery_id: UUID
    channel: str
    recipient: str
    issued_at: datetime
    text: str


def receipt_name(publication: Publication) -> str:
    """The name of a receipt beside its files: `bien-nhan_79_2024-H1_ban-1.txt`."""
    return f"bien-nhan_{publication.area_code}_{publication.period_key}_ban-{publication.edition}.txt"


def receipt_text(
    publication: Publication, recipient: Recipient, attachments: Sequence[Attachment], delivered_at: datetime
) -> str:
    """The receipt; the lines of its files are those that `sha256sum --check` reads."""
    content = publication.content
    sizes = [f"  {one.file_name}: {len(one.content)} byte" for one in attachments]
    hashes = [f"{content_sha256(one.content)}  {one.file_name}" for one in attachments]
    lines = [
        "BIÊN NHẬN TỆP BÁO CÁO",
        f"Báo cáo: kinh tế tập thể, hợp tác xã {content.period_name}, {content.area_name}",
        f"Mã ấn phẩm: {publication.publication_id}",
        f"Lần phát hành: {publication.edition}{' (đính chính)' if publication.edition > 1 else ''}",
        f"Đơn vị gửi: {content.duty.owner_name}",
        f"Nơi nhận: {recipient.address}",
        f"Kênh: {_CHANNEL_NAMES[recipient.channel]}",
        f"Thời điểm giao: {moment_text(delivered_at)}",
        f"Số tệp: {len(attachments)}",
        *sizes,
        "Mã băm SHA-256:",
        *hashes,
    ]
    return "\n".join(lines) + "\n"


def keep_receipt(connection: Connection, delivery_id: UUID, issued_at: datetime, text: str) -> None:
    """The row of a receipt, in the transaction that marks the delivery."""
    connection.execute(
        insert(delivery_receipt)
        .values(delivery_id=delivery_id, issued_at=issued_at, receipt=text)
        .on_conflict_do_nothing()
    )


def receipts(settings: Settings, publication_id: UUID) -> list[Receipt]:
    """Every receipt of a publication, oldest first; `UnknownPublicationError` where there is no such publication."""
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            load_publication(connection, publication_id)
            rows = connection.execute(
                select(delivery_receipt, delivery.c.channel, delivery.c.recipient)
                .join(delivery, delivery.c.delivery_id == delivery_receipt.c.delivery_id)
                .where(delivery.c.publication_id == publication_id)
                .order_by(delivery_receipt.c.issued_at, delivery.c.channel.desc(), delivery.c.recipient)
            )
            return [Receipt(row.delivery_id, row.channel, row.recipient, row.issued_at, row.receipt) for row in rows]
    finally:
        engine.dispose()
