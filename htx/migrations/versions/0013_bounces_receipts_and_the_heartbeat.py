"""Mail that is refused or comes back, retries with growing waits, receipts, object stores, the sweep's heartbeat."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MESSAGE_KINDS = ("reminder", "late_list", "approval_waiting", "answer", "escalation", "undeliverable")
DELIVERY_STATUSES = ("pending", "delivered", "failed", "refused", "bounced")
CHANNELS = ("folder", "object_store", "email")
APPEND_ONLY = ("automatic_mail", "undeliverable", "address_decision", "delivery_receipt", "sweep_run")


def upgrade() -> None:
    _widen("outbox_message", "kind", MESSAGE_KINDS)
    _widen("delivery", "status", DELIVERY_STATUSES)
    _widen("delivery", "channel", CHANNELS)
    for column in (
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), comment="not before; null: at the next look"),
        sa.Column("refused_at", sa.DateTime(timezone=True), comment="for good: it is not tried again"),
        sa.Column("bounced_at", sa.DateTime(timezone=True), comment="when it came back"),
        sa.Column("detail", sa.Text(), comment="why it did not go, or came back"),
    ):
        op.add_column("outbox_message", column, schema="ops")
    op.add_column(
        "delivery",
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), comment="of a failed one: not before"),
        schema="ops",
    )
    _automatic_mail()
    _undeliverable()
    _decisions_receipts_and_sweeps()
    for table in APPEND_ONLY:
        op.execute(
            f"create trigger append_only before update or delete or truncate on ops.{table} "
            "for each statement execute function ops.refuse_change()"
        )


def _widen(table: str, column: str, values: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table, schema="ops")
    op.create_check_constraint(name, table, f"{column} in ({', '.join(map(repr, values))})", schema="ops")


def _automatic_mail() -> None:
    op.create_table(
        "automatic_mail",
        sa.Column("mail_message_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('bounce', 'no_failure', 'unmatched', 'other')", name=op.f("ck_automatic_mail_kind")
        ),
        sa.ForeignKeyConstraint(
            ["mail_message_id"], ["raw.mail_message.mail_message_id"], name=op.f("fk_automatic_mail_mail_message_id")
        ),
        sa.PrimaryKeyConstraint("mail_message_id", name=op.f("pk_automatic_mail")),
        schema="ops",
        comment="What each mail that a program wrote to us turned out to be; each is read once.",
    )


def _undeliverable() -> None:
    op.create_table(
        "undeliverable",
        sa.Column(
            "undeliverable_id", sa.Uuid(), nullable=False, comment="of what it is about, the address, and the answer"
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), comment="in small letters; null where a bounce names none"),
        sa.Column("delivery_id", sa.Uuid(), comment="the report that did not arrive"),
        sa.Column("message_id", sa.Uuid(), comment="the message that did not arrive"),
        sa.Column(
            "status_code", sa.Text(), comment="RFC 3463, such as 5.1.1; of a refusal the code of the server's answer"
        ),
        sa.Column("diagnostic", sa.Text(), nullable=False, comment="what the server said"),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mail_message_id", sa.Uuid(), comment="the notification"),
        sa.CheckConstraint("kind in ('refusal', 'bounce', 'unmatched')", name=op.f("ck_undeliverable_kind")),
        sa.CheckConstraint(
            "(kind = 'unmatched') = (num_nonnulls(delivery_id, message_id) = 0)", name=op.f("ck_undeliverable_subject")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["ops.delivery.delivery_id"], name=op.f("fk_undeliverable_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["ops.outbox_message.message_id"], name=op.f("fk_undeliverable_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["mail_message_id"], ["raw.mail_message.mail_message_id"], name=op.f("fk_undeliverable_mail_message_id")
        ),
        sa.PrimaryKeyConstraint("undeliverable_id", name=op.f("pk_undeliverable")),
        schema="ops",
        comment="Mail that did not arrive: refused for good by the server, or come back later. Its address rests.",
    )


def _decisions_receipts_and_sweeps() -> None:
    op.create_table(
        "address_decision",
        sa.Column("decision_id", sa.Uuid(), nullable=False, comment="of address, decision, reason, name and moment"),
        sa.Column("address", sa.Text(), nullable=False, comment="in small letters"),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision in ('use_again', 'rest')", name=op.f("ck_address_decision_decision")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_address_decision")),
        schema="ops",
        comment="An officer's word on a mail address: to be used again, or to rest; the last word or trouble counts.",
    )
    op.create_table(
        "delivery_receipt",
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "receipt", sa.Text(), nullable=False, comment="publication, edition, channel, files with size and sha256"
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["ops.delivery.delivery_id"], name=op.f("fk_delivery_receipt_delivery_id")
        ),
        sa.PrimaryKeyConstraint("delivery_id", "issued_at", name=op.f("pk_delivery_receipt")),
        schema="ops",
        comment="What each recipient was told that it received.",
    )
    op.create_table(
        "sweep_run",
        sa.Column("swept_at", sa.DateTime(timezone=True), nullable=False, comment="the moment the sweep acted at"),
        sa.Column("publications_started", sa.Integer(), nullable=False),
        sa.Column("messages_written", sa.Integer(), nullable=False),
        sa.Column("messages_sent", sa.Integer(), nullable=False),
        sa.Column("messages_failed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("swept_at", name=op.f("pk_sweep_run")),
        schema="ops",
        comment="The heartbeat: each sweep that came to its end.",
    )


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
