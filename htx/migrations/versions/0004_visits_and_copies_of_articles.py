"""Visits to the pages of the press, signatures of article texts, and syndicated copies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NEW_TABLES = ("fetch", "article_signature", "article_copy")
FILE, ARTICLE = "raw.file.file_sha256", "raw.article.article_version_id"


def upgrade() -> None:
    _create_fetch()
    _create_article_signature()
    _create_article_copy()
    for table in NEW_TABLES:
        op.execute(
            f"create trigger append_only before update or delete or truncate on raw.{table} "
            "for each statement execute function ops.refuse_change()"
        )


def _create_fetch() -> None:
    op.create_table(
        "fetch",
        sa.Column("fetch_id", sa.Uuid(), nullable=False, comment="of source, url and fetched_at"),
        sa.Column("source_code", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False, comment="as fetched, after redirects"),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False, comment="moment of the run"),
        sa.Column("http_status", sa.Integer(), comment="null where no answer came, or no server was asked"),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text(), comment="as the server spells it"),
        sa.Column("file_sha256", sa.Text(), comment="the bytes that came; null where none did"),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), comment="why it was set aside, failed or added nothing"),
        sa.Column("article_version_id", sa.Uuid(), comment="the version that stood there; null where none did"),
        sa.CheckConstraint(
            "outcome in ('new', 'changed', 'unchanged', 'set_aside', 'no_text', 'failed')",
            name=op.f("ck_fetch_outcome"),
        ),
        sa.ForeignKeyConstraint(["file_sha256"], [FILE], name=op.f("fk_fetch_file_sha256")),
        sa.ForeignKeyConstraint(["article_version_id"], [ARTICLE], name=op.f("fk_fetch_article_version_id")),
        sa.PrimaryKeyConstraint("fetch_id", name=op.f("pk_fetch")),
        schema="raw",
        comment="Each visit to a page, whatever came of it; the last visit says which version of an article stands.",
    )
    for column in ("source_code", "url"):
        op.create_index(op.f(f"ix_fetch_{column}"), "fetch", [column], schema="raw")


def _create_article_signature() -> None:
    op.create_table(
        "article_signature",
        sa.Column("article_version_id", sa.Uuid(), nullable=False),
        sa.Column(
            "shingle_hashes", postgresql.ARRAY(sa.BigInteger()), nullable=False,
            comment="the smallest hashes of its runs of syllables; texts that share one may be copies",
        ),
        sa.ForeignKeyConstraint(
            ["article_version_id"], [ARTICLE], name=op.f("fk_article_signature_article_version_id")
        ),
        sa.PrimaryKeyConstraint("article_version_id", name=op.f("pk_article_signature")),
        schema="raw",
        comment="By what the copies of a text are found.",
    )  # fmt: skip
    op.create_index(
        op.f("ix_article_signature_shingle_hashes"), "article_signature", ["shingle_hashes"], schema="raw",
        postgresql_using="gin",
    )  # fmt: skip


def _create_article_copy() -> None:
    op.create_table(
        "article_copy",
        sa.Column("article_version_id", sa.Uuid(), nullable=False),
        sa.Column("of_article_version_id", sa.Uuid(), nullable=False, comment="never a copy itself"),
        sa.Column(
            "similarity", sa.Numeric(5, 4), nullable=False,
            comment="share of the shorter text that stands in the other, from 0 to 1, to the nearest text of the story",
        ),
        sa.CheckConstraint("similarity between 0 and 1", name=op.f("ck_article_copy_similarity")),
        sa.ForeignKeyConstraint(["article_version_id"], [ARTICLE], name=op.f("fk_article_copy_article_version_id")),
        sa.ForeignKeyConstraint(
            ["of_article_version_id"], [ARTICLE], name=op.f("fk_article_copy_of_article_version_id")
        ),
        sa.PrimaryKeyConstraint("article_version_id", name=op.f("pk_article_copy")),
        schema="raw",
        comment="Article versions whose text another address gave before: syndicated copies.",
    )  # fmt: skip
    op.create_index(
        op.f("ix_article_copy_of_article_version_id"), "article_copy", ["of_article_version_id"], schema="raw"
    )


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
