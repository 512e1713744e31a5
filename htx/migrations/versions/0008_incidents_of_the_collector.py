"""Visits that our own code broke on are told apart from those that a site refused; visits are found by version."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OUTCOMES = ("new", "changed", "unchanged", "set_aside", "no_text", "failed", "incident")


def upgrade() -> None:
    op.drop_constraint(op.f("ck_fetch_outcome"), "fetch", schema="raw", type_="check")
    listed = ", ".join(f"'{outcome}'" for outcome in OUTCOMES)
    op.create_check_constraint(op.f("ck_fetch_outcome"), "fetch", f"outcome in ({listed})", schema="raw")
    op.create_index(op.f("ix_fetch_article_version_id"), "fetch", ["article_version_id"], schema="raw")


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
