"""The office of who approves, and the signed papers beside the frozen publications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "approval",
        sa.Column("role", sa.Text(), comment="office of the approver; null in decisions older than the column"),
        schema="ops",
    )
    op.create_table(
        "sealed_publication",
        sa.Column("seal_id", sa.Uuid(), nullable=False, comment="of publication, file, number and date"),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("issued_number", sa.Text(), nullable=False, comment="as the registry gave it: 123/BC-LMHTX"),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_format", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False, comment="its bytes in the content-addressed store"),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column(
            "numbers_compared", sa.Integer(), nullable=False, comment="frozen numbers found in the file; 0 in a scan"
        ),
        sa.Column(
            "differences",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="every number that is not the frozen one, or not readable",
        ),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaces_seal_id", sa.Uuid(), comment="the file it replaces"),
        sa.Column("replace_reason", sa.Text()),
        sa.CheckConstraint("file_format in ('docx', 'pdf')", name=op.f("ck_sealed_publication_file_format")),
        sa.CheckConstraint(
            "(replaces_seal_id is null) = (replace_reason is null)", name=op.f("ck_sealed_publication_replacement")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["ops.publication.publication_id"], name=op.f("fk_sealed_publication_publication_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_seal_id"],
            ["ops.sealed_publication.seal_id"],
            name=op.f("fk_sealed_publication_replaces_seal_id"),
        ),
        sa.PrimaryKeyConstraint("seal_id", name=op.f("pk_sealed_publication")),
        schema="ops",
        comment="The edited and signed paper of a publication, as issued, beside the frozen one; never changed.",
    )
    op.create_index(
        op.f("ix_sealed_publication_publication_id"),
        "sealed_publication",
        ["publication_id"],
        unique=False,
        schema="ops",
    )
    op.execute(
        "create trigger append_only before update or delete or truncate on ops.sealed_publication "
        "for each statement execute function ops.refuse_change()"
    )


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
