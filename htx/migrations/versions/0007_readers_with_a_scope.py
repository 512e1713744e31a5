"""The role of readers that see no more than their provinces; what they see is the marts' own row-level security."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ROLE = """
do $$
begin
    if not exists (select from pg_roles where rolname = 'htx_limited') then
        create role htx_limited nologin;
    end if;
exception when duplicate_object or unique_violation then
    null; -- another database of this cluster made it at the same moment
end
$$
"""


def upgrade() -> None:
    op.execute(ROLE)


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
