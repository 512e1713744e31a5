"""Decisions about press figures, and the sentence that a span of a text stands in."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COORDINATES = (
    "indicator_code",
    "entity",
    "sector_code",
    "value_low",
    "value_high",
    "qualifier",
    "value_status",
    "place",
    "period",
)
SENTENCE_SPAN = r"""
create function raw.sentence_span(
    content text, span_start integer, span_end integer, out sentence_start integer, out sentence_end integer
)
language sql immutable strict parallel safe as $$
    with around as (
        select
            substring(left(content, span_start) from '[^\n]*$') as before,
            substring(substr(content, span_end + 1) from '^[^\n]*') as after
    ),

    cut as (
        -- a sentence ends in a mark and a space; the dot of "TP. Hồ Chí Minh" or "ThS. Nguyễn" ends none
        select
            regexp_replace(
                before, '^.*(?<!\m(TP|Tp|TS|ThS|Ths|PGS|GS|BS|KS|Ô|Q|P|H|Tr))[.!?…]+["”’»)]*\s+', ''
            ) as before,
            coalesce(
                substring(
                    after from '^.*?(?<!\m(TP|Tp|TS|ThS|Ths|PGS|GS|BS|KS|Ô|Q|P|H|Tr))[.!?…]+["”’»)]*(?=\s|$)'
                ),
                after
            ) as after
        from around
    )

    select span_start - length(before), span_end + length(after) from cut
$$
"""


def upgrade() -> None:
    _create_press_decision()
    op.execute(SENTENCE_SPAN)


def _create_press_decision() -> None:
    op.create_table(
        "press_decision",
        sa.Column(
            "decision_id", sa.Uuid(), nullable=False, comment="of claim, decision, correction, reason, name and moment"
        ),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("indicator_code", sa.Text(), comment="what a correction puts in its place; null: as read"),
        sa.Column("entity", sa.Text()),
        sa.Column("sector_code", sa.Text()),
        sa.Column("value_low", sa.Numeric(24, 6), comment="in the canonical unit; counts where the qualifier is given"),
        sa.Column("value_high", sa.Numeric(24, 6)),
        sa.Column("qualifier", sa.Text()),
        sa.Column("value_status", sa.Text()),
        sa.Column("place", sa.Text(), comment="name or code of an area"),
        sa.Column("period", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision in ('accept', 'reject', 'correct')", name=op.f("ck_press_decision_decision")),
        sa.CheckConstraint(
            f"(decision = 'correct') = (num_nonnulls({', '.join(COORDINATES)}) > 0)",
            name=op.f("ck_press_decision_correction"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["raw.article_figure.claim_id"], name=op.f("fk_press_decision_claim_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_press_decision")),
        schema="ops",
        comment="A person takes a press figure, keeps it out or corrects it, with a reason; the last decision counts.",
    )  # fmt: skip
    op.create_index(op.f("ix_press_decision_claim_id"), "press_decision", ["claim_id"], schema="ops")
    op.execute(
        "create trigger append_only before update or delete or truncate on ops.press_decision "
        "for each statement execute function ops.refuse_change()"
    )


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
