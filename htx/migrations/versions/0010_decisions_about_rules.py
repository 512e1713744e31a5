"""What officers decided about contradictions that rules between indicators found."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_decision",
        sa.Column(
            "decision_id", sa.Uuid(), nullable=False, comment="of rule, place, period, decision, reason, name, moment"
        ),
        sa.Column("rule_code", sa.Text(), nullable=False),
        sa.Column("place_code", sa.Text(), nullable=False, comment="a province, or the area or department reporting"),
        sa.Column("period_key", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision in ('waive', 'reopen')", name=op.f("ck_rule_decision_decision")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_rule_decision")),
        schema="ops",
        comment="An officer lets a contradiction of indicators stand, or reopens it; the last decision counts.",
    )  # fmt: skip
    op.execute(
        "create trigger append_only before update or delete or truncate on ops.rule_decision "
        "for each statement execute function ops.refuse_change()"
    )


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
