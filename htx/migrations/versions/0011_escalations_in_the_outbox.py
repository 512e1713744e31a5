"""The outbox takes escalations of reports that are not delivered."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint(op.f("ck_outbox_message_kind"), "outbox_message", schema="ops")
    op.create_check_constraint(
        op.f("ck_outbox_message_kind"),
        "outbox_message",
        "kind in ('reminder', 'late_list', 'approval_waiting', 'answer', 'escalation')",
        schema="ops",
    )


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
