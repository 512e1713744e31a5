"""Which cooperative each line of a register is, what is doubtful, and what persons decided."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_cooperative_line()
    _create_cooperative_doubt()
    _create_cooperative_ruling()
    for table in ("cooperative_line", "cooperative_doubt"):
        op.execute(
            f"create trigger append_only before update or delete or truncate on ops.{table} "
            "for each statement execute function ops.refuse_change()"
        )


def _create_cooperative_line() -> None:
    op.create_table(
        "cooperative_line",
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False, comment="sheet row of the cooperative, from 1"),
        sa.Column("line_id", sa.Uuid(), nullable=False, comment="of file, sheet, row and what identifies it"),
        sa.Column(
            "cooperative_id", sa.Uuid(), nullable=False, comment="as given; a person's ruling goes before it"
        ),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column(
            "confidence", sa.Numeric(5, 4), nullable=False, comment="that the line is this cooperative and no other"
        ),
        sa.Column("evidence", sa.Text(), nullable=False, comment="what spoke for it and against it"),
        sa.Column(
            "received_at", sa.DateTime(timezone=True), nullable=False, comment="first arrival of its file"
        ),
        sa.Column("period_key", sa.Text(), nullable=False),
        sa.Column("reporter_code", sa.Text(), nullable=False),
        sa.Column("is_of_area", sa.Boolean(), nullable=False, comment="the reporter is an area, not a department"),
        sa.Column("province_code", sa.Text(), nullable=False, comment="of today"),
        sa.Column(
            "neighbourhood", postgresql.ARRAY(sa.Text()), nullable=False,
            comment="old districts and areas it belongs to in time",
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="as read, like all that follows"),
        sa.Column(
            "name_key", sa.Text(), nullable=False, comment="what stays of the name however an office spells it"
        ),
        sa.Column("tax_code", sa.Text()),
        sa.Column(
            "trusts_tax_code", sa.Boolean(), nullable=False, comment="false where all else spoke against the code"
        ),
        sa.Column("address", sa.Text()),
        sa.Column("sector_code", sa.Text()),
        sa.Column("founded_on", sa.Text(), comment="as precise as printed"),
        sa.Column("chairperson", sa.Text()),
        sa.Column("is_second_copy", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "method in ('tax_code', 'evidence', 'same_line', 'new')", name=op.f("ck_cooperative_line_method")
        ),
        sa.CheckConstraint("confidence between 0 and 1", name=op.f("ck_cooperative_line_confidence")),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["raw.submission_reading.reading_id"], name=op.f("fk_cooperative_line_reading_id")
        ),
        sa.PrimaryKeyConstraint("reading_id", "sheet", "row_number", name=op.f("pk_cooperative_line")),
        schema="ops",
        comment="The cooperative that each line of each register is, as it was given when the line first came.",
    )  # fmt: skip
    for column in ("line_id", "cooperative_id"):
        op.create_index(op.f(f"ix_cooperative_line_{column}"), "cooperative_line", [column], schema="ops")


def _create_cooperative_doubt() -> None:
    op.create_table(
        "cooperative_doubt",
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False, comment="the cooperative that the line may be too"),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False, comment="what the line was taken for"),
        sa.Column("confidence", sa.Numeric(5, 4), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.CheckConstraint("confidence between 0 and 1", name=op.f("ck_cooperative_doubt_confidence")),
        sa.PrimaryKeyConstraint("line_id", "candidate_id", name=op.f("pk_cooperative_doubt")),
        schema="ops",
        comment="Lines that may be a known cooperative and were not taken for it: a person decides.",
    )


def _create_cooperative_ruling() -> None:
    op.create_table(
        "cooperative_ruling",
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False, comment="day of the decision"),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("line_id", "in_force_from", name=op.f("pk_cooperative_ruling")),
        schema="ops",
        comment="What the decisions of persons make of lines; made anew from cooperative_decisions.csv by each build.",
    )


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
