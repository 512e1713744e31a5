"""Roles, ``raw`` and ``ops``.

``raw`` is append only and a publication never changes: triggers hold it, whoever the user is.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
IMMUTABLE_TABLES = (
    "raw.file",
    "raw.receipt",
    "raw.submission_reading",
    "raw.submission_value",
    "raw.submission_finding",
    "raw.article",
    "raw.article_figure",
    "ops.submission_decision",
    "ops.gate_result",
    "ops.publication",
    "ops.published_figure",
    "ops.rendered_file",
    "ops.approval",
)
ROLES = """
do $$
begin
    if not exists (select from pg_roles where rolname = 'htx_reader') then
        create role htx_reader nologin;
    end if;
    if not exists (select from pg_roles where rolname = 'htx_bi') then
        create role htx_bi login in role htx_reader;
    end if;
exception when duplicate_object or unique_violation then
    null; -- another database of this cluster made them at the same moment
end
$$
"""
REFUSE_CHANGE = """
create function ops.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '%.% is append only', tg_table_schema, tg_table_name;
end
$$
"""
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(ROLES)
    op.execute("create schema if not exists raw")
    op.execute(REFUSE_CHANGE)
    op.create_table(
        "file",
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=True, comment="as its content tells, not its extension"),
        sa.Column("stored_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("file_sha256", name=op.f("pk_file")),
        schema="raw",
        comment="Bytes that arrived, once each; the bytes themselves are in the content-addressed store.",
    )
    op.create_table(
        "article",
        sa.Column("article_version_id", sa.Uuid(), nullable=False, comment="of canonical url and sha256 of the text"),
        sa.Column("canonical_url", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False, comment="as fetched"),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("source_code", sa.Text(), nullable=False),
        sa.Column("site_name", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True, comment="as the page prints it; null where it does not"),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_text", sa.Text(), nullable=False, comment="character offsets of figures count in this text"),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("http_headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["file_sha256"], ["raw.file.file_sha256"], name=op.f("fk_article_file_sha256")),
        sa.PrimaryKeyConstraint("article_version_id", name=op.f("pk_article")),
        schema="raw",
        comment="Each version of an article: the same text under the same address adds nothing.",
    )
    op.create_index(op.f("ix_article_canonical_url"), "article", ["canonical_url"], unique=False, schema="raw")
    op.create_table(
        "receipt",
        sa.Column(
            "receipt_id",
            sa.Uuid(),
            nullable=False,
            comment="of file, round, channel, sender, file name and received_at",
        ),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column(
            "round_period",
            sa.Text(),
            nullable=True,
            comment="the round it was handed in for, e.g. 2024-H1; null: the file's own",
        ),
        sa.Column("channel", sa.Text(), nullable=False, comment="folder, email, bucket"),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column(
            "received_at", sa.DateTime(timezone=True), nullable=False, comment="as the channel says; never load time"
        ),
        sa.Column("loaded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["file_sha256"], ["raw.file.file_sha256"], name=op.f("fk_receipt_file_sha256")),
        sa.PrimaryKeyConstraint("receipt_id", name=op.f("pk_receipt")),
        schema="raw",
        comment="Each arrival of a file from a reporter.",
    )
    op.create_index(op.f("ix_receipt_file_sha256"), "receipt", ["file_sha256"], unique=False, schema="raw")
    op.create_table(
        "submission_reading",
        sa.Column("reading_id", sa.Uuid(), nullable=False, comment="of file, round and reader version"),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("round_period", sa.Text(), nullable=True),
        sa.Column("reader_version", sa.Text(), nullable=False),
        sa.Column("form_code", sa.Text(), nullable=True),
        sa.Column("form_version", sa.Text(), nullable=True),
        sa.Column("reporter_name", sa.Text(), nullable=True, comment="as printed"),
        sa.Column("area_code", sa.Text(), nullable=True, comment="code of the reporter's area, where it can be known"),
        sa.Column("period", sa.Text(), nullable=True, comment="what the file itself says"),
        sa.Column("is_nil_return", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome in ('accepted', 'accepted_with_warnings', 'rejected')", name=op.f("ck_submission_reading_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["file_sha256"], ["raw.file.file_sha256"], name=op.f("fk_submission_reading_file_sha256")
        ),
        sa.PrimaryKeyConstraint("reading_id", name=op.f("pk_submission_reading")),
        schema="raw",
        comment="What one version of the reader took from one file; marts take the newest.",
    )
    op.create_index(
        op.f("ix_submission_reading_file_sha256"), "submission_reading", ["file_sha256"], unique=False, schema="raw"
    )
    op.create_table(
        "article_figure",
        sa.Column(
            "claim_id", sa.Uuid(), nullable=False, comment="of article version, extractor version, span and coordinates"
        ),
        sa.Column("article_version_id", sa.Uuid(), nullable=False),
        sa.Column("extractor_version", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="figure, or a kind that no mart sums"),
        sa.Column("indicator_code", sa.Text(), nullable=True, comment="null for a kind that names no indicator"),
        sa.Column("entity", sa.Text(), nullable=True),
        sa.Column("sector_code", sa.Text(), nullable=False),
        sa.Column("value_low", sa.Numeric(precision=24, scale=6), nullable=True),
        sa.Column("value_high", sa.Numeric(precision=24, scale=6), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("qualifier", sa.Text(), nullable=False),
        sa.Column("value_status", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False, comment="in characters of article.content_text"),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Numeric(precision=5, scale=4), nullable=False),
        sa.Column("rule_trace", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_version_id"],
            ["raw.article.article_version_id"],
            name=op.f("fk_article_figure_article_version_id"),
        ),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_article_figure")),
        schema="raw",
        comment="Figures an extractor version took from an article version, each with its evidence.",
    )
    op.create_index(
        op.f("ix_article_figure_article_version_id"),
        "article_figure",
        ["article_version_id"],
        unique=False,
        schema="raw",
    )
    op.create_table(
        "submission_finding",
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("rule_code", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("cell", sa.Text(), nullable=True),
        sa.Column("value_seen", sa.Text(), nullable=True),
        sa.Column("sentence_vi", sa.Text(), nullable=False),
        sa.Column("mend_vi", sa.Text(), nullable=False),
        sa.Column("sentence_en", sa.Text(), nullable=False),
        sa.Column("mend_en", sa.Text(), nullable=False),
        sa.Column(
            "details", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="numbers of both sides, by name"
        ),
        sa.CheckConstraint("severity in ('error', 'warning', 'info')", name=op.f("ck_submission_finding_severity")),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["raw.submission_reading.reading_id"], name=op.f("fk_submission_finding_reading_id")
        ),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_submission_finding")),
        schema="raw",
        comment="What a rule found in a reading.",
    )
    op.create_index(
        op.f("ix_submission_finding_reading_id"), "submission_finding", ["reading_id"], unique=False, schema="raw"
    )
    op.create_table(
        "submission_value",
        sa.Column(
            "value_id", sa.Uuid(), nullable=False, comment="of reading, sheet, cell, indicator, entity, sector, column"
        ),
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("cell", sa.Text(), nullable=False, comment="A1 address in the submitter's own file"),
        sa.Column("indicator_code", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("sector_code", sa.Text(), nullable=False),
        sa.Column("value_column", sa.Text(), nullable=False),
        sa.Column("raw_text", sa.Text(), nullable=True, comment="what the cell holds; null where it is empty"),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column(
            "value_printed",
            sa.Numeric(precision=24, scale=6),
            nullable=True,
            comment="the number in the printed unit; null where there is none",
        ),
        sa.Column("printed_unit", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(reading = 'value') = (value_printed is not null)", name=op.f("ck_submission_value_value_present")
        ),
        sa.CheckConstraint("reading in ('value', 'zero', 'unknown')", name=op.f("ck_submission_value_reading")),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["raw.submission_reading.reading_id"], name=op.f("fk_submission_value_reading_id")
        ),
        sa.PrimaryKeyConstraint("value_id", name=op.f("pk_submission_value")),
        schema="raw",
        comment="Each crossing of a recognised row and value column, with its address.",
    )
    op.create_index(
        op.f("ix_submission_value_reading_id"), "submission_value", ["reading_id"], unique=False, schema="raw"
    )
    op.create_table(
        "build",
        sa.Column("build_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column(
            "input_hash", sa.Text(), nullable=False, comment="sha256 over the ids in raw and ops that the build reads"
        ),
        sa.Column("code_version", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.CheckConstraint("status in ('building', 'refused', 'failed', 'swapped')", name=op.f("ck_build_status")),
        sa.PrimaryKeyConstraint("build_id", name=op.f("pk_build")),
        schema="ops",
        comment="Each build of the candidate marts and how it ended.",
    )
    op.create_table(
        "outbox_message",
        sa.Column("message_id", sa.Uuid(), nullable=False, comment="of kind, recipient, period and day"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("period_key", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind in ('reminder', 'late_list', 'approval_waiting')", name=op.f("ck_outbox_message_kind")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_outbox_message")),
        schema="ops",
        comment="Messages to people: written first, sent after, each once.",
    )
    op.create_table(
        "publication",
        sa.Column("publication_id", sa.Uuid(), nullable=False, comment="of area, period, edition and input hash"),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("period_key", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False, comment="1 is the report; from 2 on an erratum"),
        sa.Column("build_id", sa.Uuid(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("input_hash", sa.Text(), nullable=False),
        sa.Column("code_version", sa.Text(), nullable=False),
        sa.Column(
            "content",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="everything the report prints, frozen",
        ),
        sa.PrimaryKeyConstraint("publication_id", name=op.f("pk_publication")),
        schema="ops",
        comment="A frozen publication; never changed.",
    )
    op.create_table(
        "submission_decision",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decision in ('take_late', 'accept_explained')", name=op.f("ck_submission_decision_decision")
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["raw.receipt.receipt_id"], name=op.f("fk_submission_decision_receipt_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_submission_decision")),
        schema="ops",
        comment="An officer takes a late or explained submission, with a reason.",
    )
    op.create_index(
        op.f("ix_submission_decision_receipt_id"), "submission_decision", ["receipt_id"], unique=False, schema="ops"
    )
    op.create_table(
        "waiver",
        sa.Column("waiver_id", sa.Uuid(), nullable=False),
        sa.Column("suite", sa.Text(), nullable=False),
        sa.Column("expectation", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("waiver_id", name=op.f("pk_waiver")),
        schema="ops",
        comment="A critical expectation that may fail until a day, with a reason and a name.",
    )
    op.create_table(
        "approval",
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision in ('approved', 'rejected')", name=op.f("ck_approval_decision")),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["ops.publication.publication_id"], name=op.f("fk_approval_publication_id")
        ),
        sa.PrimaryKeyConstraint("approval_id", name=op.f("pk_approval")),
        schema="ops",
        comment="Who admitted a publication to delivery, or did not, and why.",
    )
    op.create_index(op.f("ix_approval_publication_id"), "approval", ["publication_id"], unique=False, schema="ops")
    op.create_table(
        "delivery",
        sa.Column("delivery_id", sa.Uuid(), nullable=False, comment="of publication, channel and recipient"),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("file_sha256s", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.CheckConstraint("channel in ('folder', 'email')", name=op.f("ck_delivery_channel")),
        sa.CheckConstraint("status in ('pending', 'delivered', 'failed')", name=op.f("ck_delivery_status")),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["ops.publication.publication_id"], name=op.f("fk_delivery_publication_id")
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_delivery")),
        schema="ops",
        comment="Each hand-over of a publication to a recipient.",
    )
    op.create_index(op.f("ix_delivery_publication_id"), "delivery", ["publication_id"], unique=False, schema="ops")
    op.create_table(
        "gate_result",
        sa.Column("gate_result_id", sa.Uuid(), nullable=False),
        sa.Column("build_id", sa.Uuid(), nullable=False),
        sa.Column("suite", sa.Text(), nullable=False),
        sa.Column("mart", sa.Text(), nullable=False),
        sa.Column("expectation", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("unexpected_count", sa.Integer(), nullable=True),
        sa.Column("detail_vi", sa.Text(), nullable=False),
        sa.Column("observed", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("severity in ('critical', 'warning', 'info')", name=op.f("ck_gate_result_severity")),
        sa.ForeignKeyConstraint(["build_id"], ["ops.build.build_id"], name=op.f("fk_gate_result_build_id")),
        sa.PrimaryKeyConstraint("gate_result_id", name=op.f("pk_gate_result")),
        schema="ops",
        comment="What the gate found in a build: one row an expectation.",
    )
    op.create_index(op.f("ix_gate_result_build_id"), "gate_result", ["build_id"], unique=False, schema="ops")
    op.create_table(
        "published_figure",
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("figure_id", sa.Uuid(), nullable=False),
        sa.Column("indicator_key", sa.Text(), nullable=False),
        sa.Column("sector_code", sa.Text(), nullable=False),
        sa.Column("period_key", sa.Text(), nullable=False),
        sa.Column("value_status", sa.Text(), nullable=False),
        sa.Column("completeness", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(precision=24, scale=6), nullable=True),
        sa.Column("canonical_unit", sa.Text(), nullable=False),
        sa.Column("reporters_expected", sa.Integer(), nullable=True),
        sa.Column("reporters_reporting", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column(
            "claim_ids", postgresql.ARRAY(sa.Uuid()), nullable=False, comment="the claims summed into the figure"
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["ops.publication.publication_id"], name=op.f("fk_published_figure_publication_id")
        ),
        sa.PrimaryKeyConstraint("publication_id", "figure_id", name=op.f("pk_published_figure")),
        schema="ops",
        comment="The figures of a publication as printed; never changed.",
    )
    op.create_table(
        "rendered_file",
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("file_format", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("rendered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["ops.publication.publication_id"], name=op.f("fk_rendered_file_publication_id")
        ),
        sa.PrimaryKeyConstraint("publication_id", "file_format", name=op.f("pk_rendered_file")),
        schema="ops",
        comment="The files of a publication; their bytes are in the content-addressed store.",
    )
    for table in IMMUTABLE_TABLES:
        op.execute(
            f"create trigger append_only before update or delete or truncate on {table} "
            "for each statement execute function ops.refuse_change()"
        )


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
