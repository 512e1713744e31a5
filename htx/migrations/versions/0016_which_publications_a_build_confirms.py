"""Which publications still stand in the newest build, so that a sweep compares each with each build once."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standing_publication",
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("build_id", sa.Uuid(), nullable=False, comment="the newest build that it was compared with"),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["ops.publication.publication_id"],
            name=op.f("fk_standing_publication_publication_id"),
        ),
        sa.PrimaryKeyConstraint("publication_id", name=op.f("pk_standing_publication")),
        schema="ops",
        comment="Publications that the marts of a build neither contradict nor complete; of the newest build alone.",
    )


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
