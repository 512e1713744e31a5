"""The gate keeps the keys of what failed and how much of raw a build saw; a waiver may be of an area and period."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "gate_result",
        sa.Column(
            "failing_keys",
            postgresql.JSONB(),
            nullable=False,
            server_default="[]",
            comment="keys of the rows that failed; observed.keys_kept says how many of them",
        ),
        schema="ops",
    )
    for name, comment in (
        ("area_code", "the province it is for; null: everywhere"),
        ("period_key", "the period it is for; null: always"),
    ):
        op.add_column("waiver", sa.Column(name, sa.Text(), nullable=True, comment=comment), schema="ops")
    op.create_table(
        "raw_volume",
        sa.Column("build_id", sa.Uuid(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False, comment="a table of raw, or reporters: who handed in"),
        sa.Column("round_period", sa.Text(), nullable=False, comment="empty where the rows have none"),
        sa.Column("province_code", sa.Text(), nullable=False, comment="as read; empty where the rows have none"),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["build_id"], ["ops.build.build_id"], name=op.f("fk_raw_volume_build_id")),
        sa.PrimaryKeyConstraint("build_id", "table_name", "round_period", "province_code", name=op.f("pk_raw_volume")),
        schema="ops",
        comment="How many rows of raw a build began with, by round and province: raw never shrinks.",
    )


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
