"""Recipients that are no longer wanted, and which late list came after which."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "delivery",
        sa.Column(
            "withdrawn_at", sa.DateTime(timezone=True), comment="since when the settings no longer name the recipient"
        ),
        schema="ops",
    )
    op.create_check_constraint(
        op.f("ck_delivery_withdrawn"), "delivery", "withdrawn_at is null or status <> 'delivered'", schema="ops"
    )
    op.add_column("outbox_message", sa.Column("area_code", sa.Text(), comment="of a late list"), schema="ops")
    op.add_column(
        "outbox_message", sa.Column("follows", sa.Uuid(), comment="of a late list the one before it"), schema="ops"
    )
    op.create_foreign_key(
        op.f("fk_outbox_message_follows"),
        "outbox_message",
        "outbox_message",
        ["follows"],
        ["message_id"],
        source_schema="ops",
        referent_schema="ops",
    )


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
