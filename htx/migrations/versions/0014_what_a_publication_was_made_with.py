"""A publication says what it was made with; its rows are closed by permissions too, and to replicas of the trigger."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None
FROZEN_TABLES = ("ops.publication", "ops.published_figure", "ops.rendered_file")


def upgrade() -> None:
    for name, comment in (
        ("build_code_version", "code that built the marts; null where it is not known"),
        ("dbt_manifest_sha256", "models, seeds, tests and macros of the build; null where its manifest is not here"),
        ("lock_sha256", "requirements.lock; null where the project is installed without it"),
    ):
        op.add_column("publication", sa.Column(name, sa.Text(), nullable=True, comment=comment), schema="ops")
    for table in FROZEN_TABLES:
        # Also where a session calls itself a replica, which passes ordinary triggers by.
        op.execute(f"alter table {table} enable always trigger append_only")
        op.execute(f"revoke all on {table} from public, htx_reader, htx_bi")
        op.execute(f"revoke delete, truncate on {table} from current_user")
        # Foreign keys lock the rows they point at, which takes the right to update one column; the trigger refuses.
        op.execute(f"revoke update on {table} from current_user")
        op.execute(f"grant update (publication_id) on {table} to current_user")


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
