"""Raw tables of how submissions arrived: mail, signed copies, and what was found about an arrival itself.

Append only, like all of `raw`; Alembic owns their life in a database.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from ingest.raw.tables import file, finding_columns, metadata, receipt

__all__ = ["mail_attachment", "mail_message", "metadata", "receipt_finding", "signed_copy"]

mail_message = Table(
    "mail_message",
    metadata,
    Column("mail_message_id", Uuid, primary_key=True, comment="of mailbox, UIDVALIDITY and UID"),
    Column("mailbox", Text, nullable=False, comment="user, host and folder"),
    Column("uid_validity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column(
        "file_sha256",
        Text,
        ForeignKey(file.c.file_sha256),
        nullable=False,
        comment="the message as the server has it; its header alone where it is too large",
    ),
    Column("message_id_header", Text, comment="as its writer's program gave it; null where it has none"),
    Column(
        "sender",
        Text,
        nullable=False,
        comment="address of the From header, in small letters; empty where none can be read",
    ),
    Column("subject", Text, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False, comment="INTERNALDATE: when the server took it"),
    Column("may_be_answered", Boolean, nullable=False, comment="false for automatic mail, bounces and our own"),
    Column("trouble", Text, comment="why nothing, or not all, could be taken from it"),
    UniqueConstraint("mailbox", "uid_validity", "uid", name="uq_mail_message_uid"),
    comment="Each message that was fetched from a mailbox; it stays in the mailbox.",
)

mail_attachment = Table(
    "mail_attachment",
    metadata,
    Column(
        "mail_attachment_id",
        Uuid,
        primary_key=True,
        comment="of Message-ID, sha256 and file name: a message seen twice adds nothing",
    ),
    Column("mail_message_id", Uuid, ForeignKey(mail_message.c.mail_message_id), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False, comment="from 1, in the order of the message"),
    Column("file_sha256", Text, ForeignKey(file.c.file_sha256), nullable=False),
    Column("file_name", Text, nullable=False, comment="without path, control characters and overrides of direction"),
    Column("round_period", Text, comment="as subject or text say, else the round open that day; null: the file's own"),
    comment="Each attachment that may be a submission; the work list of mail.",
)

receipt_finding = Table(
    "receipt_finding",
    metadata,
    Column("receipt_finding_id", Uuid, primary_key=True, comment="of receipt, rule, sheet, cell and signed copy"),
    Column("receipt_id", Uuid, ForeignKey(receipt.c.receipt_id), nullable=False, index=True),
    *finding_columns(),
    CheckConstraint("severity in ('error', 'warning', 'info')", name="severity"),
    comment="What was found about an arrival, not about its bytes: its sender, its signed copy.",
)

signed_copy = Table(
    "signed_copy",
    metadata,
    Column("signed_copy_id", Uuid, primary_key=True, comment="of both arrivals"),
    Column(
        "receipt_id",
        Uuid,
        ForeignKey(receipt.c.receipt_id),
        nullable=False,
        index=True,
        comment="arrival of the signed copy",
    ),
    Column("workbook_receipt_id", Uuid, ForeignKey(receipt.c.receipt_id), nullable=False, index=True),
    Column("has_text", Boolean, nullable=False, comment="false for a scan: nothing could be compared"),
    Column("numbers_compared", Integer, nullable=False),
    Column("numbers_different", Integer, nullable=False),
    comment="Each signed copy (PDF) and the workbook that it belongs to.",
)
