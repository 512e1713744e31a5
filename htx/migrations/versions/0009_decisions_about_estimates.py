"""For which rounds officers switched estimates of the absent on or off."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "estimate_decision",
        sa.Column("decision_id", sa.Uuid(), nullable=False, comment="of round, decision, reason, name and moment"),
        sa.Column("area_code", sa.Text(), nullable=False, comment="the province, as coded at the end of the period"),
        sa.Column("period_key", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision in ('on', 'off')", name=op.f("ck_estimate_decision_decision")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_estimate_decision")),
        schema="ops",
        comment="An officer has absentees' last stocks carried forward in a round, or not; the last decision counts.",
    )
    op.execute(
        "create trigger append_only before update or delete or truncate on ops.estimate_decision "
        "for each statement execute function ops.refuse_change()"
    )


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
