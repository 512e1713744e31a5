"""The raw tables: append only, addressed, nothing converted. Alembic owns their life in a database."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

RAW_SCHEMA = "raw"
metadata = MetaData(
    schema=RAW_SCHEMA,
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    },
)

file = Table(
    "file",
    metadata,
    Column("file_sha256", Text, primary_key=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("media_type", Text, comment="as its content tells, not its extension"),
    Column("stored_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    comment="Bytes that arrived, once each; the bytes themselves are in the content-addressed store.",
)

receipt = Table(
    "receipt",
    metadata,
    Column("receipt_id", Uuid, primary_key=True, comment="of file, round, channel, sender, file name and received_at"),
    Column("file_sha256", Text, ForeignKey(file.c.file_sha256), nullable=False, index=True),
    Column("round_period", Text, comment="the round it was handed in for, e.g. 2024-H1; null: the file's own"),
    Column("channel", Text, nullable=False, comment="folder, email, bucket"),
    Column("sender", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False, comment="as the channel says; never load time"),
    Column("loaded_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    comment="Each arrival of a file from a reporter.",
)

submission_reading = Table(
    "submission_reading",
    metadata,
    Column("reading_id", Uuid, primary_key=True, comment="of file, round and reader version"),
    Column("file_sha256", Text, ForeignKey(file.c.file_sha256), nullable=False, index=True),
    Column("round_period", Text),
    Column("reader_version", Text, nullable=False),
    Column("form_code", Text),
    Column("form_version", Text),
    Column("reporter_name", Text, comment="as printed"),
    Column("area_code", Text, comment="code of the reporter's area, where it can be known"),
    Column("period", Text, comment="what the file itself says"),
    Column("is_nil_return", Boolean, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("read_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("outcome in ('accepted', 'accepted_with_warnings', 'rejected')", name="outcome"),
    comment="What one version of the reader took from one file; marts take the newest.",
)

submission_value = Table(
    "submission_value",
    metadata,
    Column("value_id", Uuid, primary_key=True, comment="of reading, sheet, cell, indicator, entity, sector, column"),
    Column("reading_id", Uuid, ForeignKey(submission_reading.c.reading_id), nullable=False, index=True),
    Column("sheet", Text, nullable=False),
    Column("cell", Text, nullable=False, comment="A1 address in the submitter's own file"),
    Column("indicator_code", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("sector_code", Text, nullable=False),
    Column("value_column", Text, nullable=False),
    Column("raw_text", Text, comment="what the cell holds; null where it is empty"),
    Column("reading", Text, nullable=False),
    Column("value_printed", Numeric(24, 6), comment="the number in the printed unit; null where there is none"),
    Column("printed_unit", Text, nullable=False),
    CheckConstraint("reading in ('value', 'zero', 'unknown')", name="reading"),
    CheckConstraint("(reading = 'value') = (value_printed is not null)", name="value_present"),
    comment="Each crossing of a recognised row and value column, with its address.",
)

submission_finding = Table(
    "submission_finding",
    metadata,
    Column("finding_id", Uuid, primary_key=True),
    Column("reading_id", Uuid, ForeignKey(submission_reading.c.reading_id), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("rule_code", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("sheet", Text),
    Column("cell", Text),
    Column("value_seen", Text),
    Column("sentence_vi", Text, nullable=False),
    Column("mend_vi", Text, nullable=False),
    Column("sentence_en", Text, nullable=False),
    Column("mend_en", Text, nullable=False),
    Column("details", JSONB, nullable=False, comment="numbers of both sides, by name"),
    CheckConstraint("severity in ('error', 'warning', 'info')", name="severity"),
    comment="What a rule found in a reading.",
)

article = Table(
    "article",
    metadata,
    Column("article_version_id", Uuid, primary_key=True, comment="of canonical url and sha256 of the text"),
    Column("canonical_url", Text, nullable=False, index=True),
    Column("url", Text, nullable=False, comment="as fetched"),
    Column("file_sha256", Text, ForeignKey(file.c.file_sha256), nullable=False),
    Column("source_code", Text, nullable=False),
    Column("site_name", Text),
    Column("title", Text),
    Column("published_on", Date, comment="as the page prints it; null where it does not"),
    Column("fetched_at", DateTime(timezone=True), nullable=False),
    Column("content_text", Text, nullable=False, comment="character offsets of figures count in this text"),
    Column("text_sha256", Text, nullable=False),
    Column("http_headers", JSONB, nullable=False),
    comment="Each version of an article: the same text under the same address adds nothing.",
)

article_figure = Table(
    "article_figure",
    metadata,
    Column("claim_id", Uuid, primary_key=True, comment="of article version, extractor version, span and coordinates"),
    Column("article_version_id", Uuid, ForeignKey(article.c.article_version_id), nullable=False, index=True),
    Column("extractor_version", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("kind", Text, nullable=False, comment="figure, or a kind that no mart sums"),
    Column("indicator_code", Text, comment="null for a kind that names no indicator"),
    Column("entity", Text),
    Column("sector_code", Text, nullable=False),
    Column("value_low", Numeric(24, 6)),
    Column("value_high", Numeric(24, 6)),
    Column("unit", Text, nullable=False),
    Column("qualifier", Text, nullable=False),
    Column("value_status", Text, nullable=False),
    Column("place", Text),
    Column("period", Text),
    Column("evidence", Text, nullable=False),
    Column("start_offset", Integer, nullable=False, comment="in characters of article.content_text"),
    Column("end_offset", Integer, nullable=False),
    Column("confidence", Numeric(5, 4), nullable=False),
    Column("rule_trace", JSONB, nullable=False),
    comment="Figures an extractor version took from an article version, each with its evidence.",
)
