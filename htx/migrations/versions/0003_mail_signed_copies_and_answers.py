"""Mail, signed copies, findings about arrivals, and answers in the outbox."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NEW_TABLES = ("mail_message", "mail_attachment", "receipt_finding", "signed_copy")
FILE, RECEIPT = "raw.file.file_sha256", "raw.receipt.receipt_id"


def upgrade() -> None:
    _create_mail()
    _create_receipt_finding()
    _create_signed_copy()
    _let_the_outbox_answer()
    for table in NEW_TABLES:
        op.execute(
            f"create trigger append_only before update or delete or truncate on raw.{table} "
            "for each statement execute function ops.refuse_change()"
        )


def _create_mail() -> None:
    op.create_table(
        "mail_message",
        sa.Column("mail_message_id", sa.Uuid(), nullable=False, comment="of mailbox, UIDVALIDITY and UID"),
        sa.Column("mailbox", sa.Text(), nullable=False, comment="user, host and folder"),
        sa.Column("uid_validity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column(
            "file_sha256", sa.Text(), nullable=False,
            comment="the message as the server has it; its header alone where it is too large",
        ),
        sa.Column("message_id_header", sa.Text(), comment="as its writer's program gave it; null where it has none"),
        sa.Column(
            "sender", sa.Text(), nullable=False,
            comment="address of the From header, in small letters; empty where none can be read",
        ),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column(
            "received_at", sa.DateTime(timezone=True), nullable=False, comment="INTERNALDATE: when the server took it"
        ),
        sa.Column(
            "may_be_answered", sa.Boolean(), nullable=False, comment="false for automatic mail, bounces and our own"
        ),
        sa.Column("trouble", sa.Text(), comment="why nothing, or not all, could be taken from it"),
        sa.ForeignKeyConstraint(["file_sha256"], [FILE], name=op.f("fk_mail_message_file_sha256")),
        sa.PrimaryKeyConstraint("mail_message_id", name=op.f("pk_mail_message")),
        sa.UniqueConstraint("mailbox", "uid_validity", "uid", name="uq_mail_message_uid"),
        schema="raw",
        comment="Each message that was fetched from a mailbox; it stays in the mailbox.",
    )  # fmt: skip
    op.create_table(
        "mail_attachment",
        sa.Column(
            "mail_attachment_id", sa.Uuid(), nullable=False,
            comment="of Message-ID, sha256 and file name: a message seen twice adds nothing",
        ),
        sa.Column("mail_message_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="from 1, in the order of the message"),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column(
            "file_name", sa.Text(), nullable=False,
            comment="without path, control characters and overrides of direction",
        ),
        sa.Column(
            "round_period", sa.Text(),
            comment="as subject or text say, else the round open that day; null: the file's own",
        ),
        sa.ForeignKeyConstraint(
            ["mail_message_id"], ["raw.mail_message.mail_message_id"], name=op.f("fk_mail_attachment_mail_message_id")
        ),
        sa.ForeignKeyConstraint(["file_sha256"], [FILE], name=op.f("fk_mail_attachment_file_sha256")),
        sa.PrimaryKeyConstraint("mail_attachment_id", name=op.f("pk_mail_attachment")),
        schema="raw",
        comment="Each attachment that may be a submission; the work list of mail.",
    )  # fmt: skip
    op.create_index(op.f("ix_mail_attachment_mail_message_id"), "mail_attachment", ["mail_message_id"], schema="raw")


def _create_receipt_finding() -> None:
    op.create_table(
        "receipt_finding",
        sa.Column(
            "receipt_finding_id", sa.Uuid(), nullable=False, comment="of receipt, rule, sheet, cell and signed copy"
        ),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("rule_code", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text()),
        sa.Column("cell", sa.Text()),
        sa.Column("value_seen", sa.Text()),
        sa.Column("sentence_vi", sa.Text(), nullable=False),
        sa.Column("mend_vi", sa.Text(), nullable=False),
        sa.Column("sentence_en", sa.Text(), nullable=False),
        sa.Column("mend_en", sa.Text(), nullable=False),
        sa.Column(
            "details", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="numbers of both sides, by name"
        ),
        sa.CheckConstraint("severity in ('error', 'warning', 'info')", name=op.f("ck_receipt_finding_severity")),
        sa.ForeignKeyConstraint(["receipt_id"], [RECEIPT], name=op.f("fk_receipt_finding_receipt_id")),
        sa.PrimaryKeyConstraint("receipt_finding_id", name=op.f("pk_receipt_finding")),
        schema="raw",
        comment="What was found about an arrival, not about its bytes: its sender, its signed copy.",
    )
    op.create_index(op.f("ix_receipt_finding_receipt_id"), "receipt_finding", ["receipt_id"], schema="raw")


def _create_signed_copy() -> None:
    op.create_table(
        "signed_copy",
        sa.Column("signed_copy_id", sa.Uuid(), nullable=False, comment="of both arrivals"),
        sa.Column("receipt_id", sa.Uuid(), nullable=False, comment="arrival of the signed copy"),
        sa.Column("workbook_receipt_id", sa.Uuid(), nullable=False),
        sa.Column("has_text", sa.Boolean(), nullable=False, comment="false for a scan: nothing could be compared"),
        sa.Column("numbers_compared", sa.Integer(), nullable=False),
        sa.Column("numbers_different", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["receipt_id"], [RECEIPT], name=op.f("fk_signed_copy_receipt_id")),
        sa.ForeignKeyConstraint(["workbook_receipt_id"], [RECEIPT], name=op.f("fk_signed_copy_workbook_receipt_id")),
        sa.PrimaryKeyConstraint("signed_copy_id", name=op.f("pk_signed_copy")),
        schema="raw",
        comment="Each signed copy (PDF) and the workbook that it belongs to.",
    )
    for column in ("receipt_id", "workbook_receipt_id"):
        op.create_index(op.f(f"ix_signed_copy_{column}"), "signed_copy", [column], schema="raw")


def _let_the_outbox_answer() -> None:
    op.drop_constraint(op.f("ck_outbox_message_kind"), "outbox_message", schema="ops")
    op.create_check_constraint(
        op.f("ck_outbox_message_kind"),
        "outbox_message",
        "kind in ('reminder', 'late_list', 'approval_waiting', 'answer')",
        schema="ops",
    )
    op.alter_column(
        "outbox_message", "message_id", comment="of kind, recipient, period and day; of an answer: of its receipt",
        existing_comment="of kind, recipient, period and day", existing_type=sa.Uuid(), schema="ops",
    )  # fmt: skip
    for column in (
        sa.Column("attachment_name", sa.Text(), comment="file name of what goes with it"),
        sa.Column("attachment_sha256", sa.Text(), comment="its bytes in the content-addressed store"),
        sa.Column("in_reply_to", sa.Text(), comment="Message-ID of the mail that is answered"),
    ):
        op.add_column("outbox_message", column, schema="ops")


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
