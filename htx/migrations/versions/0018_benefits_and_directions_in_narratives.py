"""Narratives tell of benefits to members and of directions as well."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TOPICS = ("difficulties", "proposals", "benefits", "directions")


def upgrade() -> None:
    name = op.f("ck_narrative_text_topic")
    op.drop_constraint(name, "narrative_text", schema="raw", type_="check")
    op.create_check_constraint(name, "narrative_text", f"topic in ({', '.join(map(repr, TOPICS))})", schema="raw")
    op.create_table_comment(
        "narrative_text",
        "Paragraphs of the narrative: khó khăn; kiến nghị; lợi ích tới thành viên; phương hướng kỳ tới.",
        existing_comment="Paragraphs of the narrative: khó khăn, vướng mắc; kiến nghị, đề xuất.",
        schema="raw",
    )


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
