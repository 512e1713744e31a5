"""The raw tables: append only, addressed, nothing converted. Alembic owns their life in a database.

What a reading holds by the cell has the key (reading, own id), so that the rows of a file stand together, and no
foreign key: it would look the reading up row by row and take half of the time of loading. A trigger does it once a
statement; readings are never deleted, so that nothing can come loose afterwards.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

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
    Column("channel", Text, nullable=False, comment="folder, email, bucket, phone, paper"),
    Column("sender", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False, comment="as the channel says; never load time"),
    Column("loaded_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("on_behalf_of", Text, comment="area or agency whose figures these are, where the channel says so"),
    Column("entered_by", Text, comment="officer who entered figures that came by telephone or paper"),
    Column(
        "companion_of_receipt_id",
        Uuid,
        ForeignKey("raw.receipt.receipt_id"),
        comment="arrival of the workbook that this signed copy stands beside",
    ),
    comment="Each arrival of a file from a reporter.",
)

submission_reading = Table(
    "submission_reading",
    metadata,
    Column("reading_id", Uuid, primary_key=True, comment="of file, round, reader version and reading compared with"),
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
    Column("agency_code", Text, comment="the reporter where it is a department and no area"),
    Column("level", Text, comment="commune, district, province or department"),
    Column("province_code", Text, comment="communes of one name exist in several provinces"),
    Column("parts", ARRAY(Text), nullable=False, server_default="{}", comment="A-1, A-2, A-3, register, narrative"),
    Column(
        "compared_with_reading_id",
        Uuid,
        ForeignKey("raw.submission_reading.reading_id"),
        comment="the round before, as the rules across rounds saw it",
    ),
    CheckConstraint("outcome in ('accepted', 'accepted_with_warnings', 'rejected')", name="outcome"),
    comment="What one version of the reader took from one file; marts take the newest.",
)


def _of_a_reading(own_id: str, comment: str) -> tuple[Column[UUID], Column[UUID]]:
    """The key of a row that a reading holds."""
    return Column("reading_id", Uuid, primary_key=True), Column(own_id, Uuid, primary_key=True, comment=comment)


submission_value = Table(
    "submission_value",
    metadata,
    *_of_a_reading("value_id", "of reading, sheet, cell, indicator, entity, sector, column"),
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
    Column("is_estimate", Boolean, comment="its header says that it is still an estimate (ước thực hiện)"),
    CheckConstraint("reading in ('value', 'zero', 'unknown')", name="reading"),
    CheckConstraint("(reading = 'value') = (value_printed is not null)", name="value_present"),
    comment="Each crossing of a recognised row and value column, with its address.",
)


def finding_columns() -> list[Column[Any]]:
    """What is said of every finding, whatever it was found in."""
    return [
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
    ]


submission_finding = Table(
    "submission_finding",
    metadata,
    *_of_a_reading("finding_id", "of reading, ordinal, rule, sheet, cell"),
    *finding_columns(),
    Column("explanation", Text, comment="what the submitter wrote beside it (giải trình)"),
    CheckConstraint("severity in ('error', 'warning', 'info')", name="severity"),
    comment="What a rule found in a reading.",
)

register_cell = Table(
    "register_cell",
    metadata,
    *_of_a_reading("register_cell_id", "of reading, sheet, row, field"),
    Column("sheet", Text, nullable=False),
    Column("row_number", Integer, nullable=False, comment="sheet row of the cooperative, from 1"),
    Column("field", Text, nullable=False, comment="name, tax_code, sector, status, members, charter_capital …"),
    Column("cell", Text, nullable=False, comment="A1 address in the submitter's own file"),
    Column("raw_text", Text, comment="what the cell holds; null where it is empty"),
    Column("reading", Text, nullable=False),
    Column("text_value", Text, comment="text as read; dates as ISO, sector, status and rating as codes"),
    Column("number_printed", Numeric(24, 6), comment="the number in the printed unit"),
    Column("printed_unit", Text),
    Column("is_second_copy", Boolean, nullable=False, comment="the same cooperative stands in an earlier row"),
    CheckConstraint("reading in ('value', 'zero', 'unknown')", name="reading"),
    comment="Each field of each cooperative in a register (Danh sách HTX), with its address.",
)

support_value = Table(
    "support_value",
    metadata,
    *_of_a_reading("support_value_id", "of reading, sheet, cell, policy, source, column"),
    Column("policy_code", Text, nullable=False, comment="line of form A-3"),
    Column("funding_source", Text, nullable=False),
    Column("value_column", Text, nullable=False),
    Column("label", Text, nullable=False, comment="the row's label as printed"),
    Column("sheet", Text, nullable=False),
    Column("cell", Text, nullable=False, comment="A1 address in the submitter's own file"),
    Column("raw_text", Text, comment="what the cell holds; null where it is empty"),
    Column("reading", Text, nullable=False),
    Column("value_printed", Numeric(24, 6), comment="the number in the printed unit; null where there is none"),
    Column("printed_unit", Text, nullable=False),
    CheckConstraint("reading in ('value', 'zero', 'unknown')", name="reading"),
    CheckConstraint("funding_source in ('all', 'central', 'local', 'other')", name="funding_source"),
    comment="Support money (form A-3) by policy line and funding source.",
)

narrative_text = Table(
    "narrative_text",
    metadata,
    *_of_a_reading("narrative_text_id", "of reading, ordinal"),
    Column("topic", Text, nullable=False),
    Column("sheet", Text, nullable=False, comment="sheet name; empty for a document"),
    Column("address", Text, nullable=False, comment="A1 address, or paragraph:12 of a document"),
    Column("ordinal", Integer, nullable=False, comment="from 1, in the order of the file"),
    Column("text", Text, nullable=False, comment="as written"),
    CheckConstraint("topic in ('difficulties', 'proposals', 'benefits', 'directions')", name="topic"),
    comment="Paragraphs of the narrative: khó khăn; kiến nghị; lợi ích tới thành viên; phương hướng kỳ tới.",
)

submission_change = Table(
    "submission_change",
    metadata,
    Column("change_id", Uuid, primary_key=True, comment="of both arrivals, ordinal, sheet and cell"),
    Column("receipt_id", Uuid, ForeignKey(receipt.c.receipt_id), nullable=False, index=True),
    Column("previous_receipt_id", Uuid, ForeignKey(receipt.c.receipt_id), nullable=False),
    Column("ordinal", Integer, nullable=False, comment="from 1, in the order of the file"),
    Column("sheet", Text, comment="null where no cell changed but the file did"),
    Column("cell", Text),
    Column("change_class", Text, nullable=False),
    Column("change_kind", Text, nullable=False),
    Column("before_text", Text),
    Column("after_text", Text),
    Column("indicator_code", Text),
    Column("entity", Text),
    Column("sector_code", Text),
    Column("value_column", Text),
    CheckConstraint("change_class in ('clerical', 'material')", name="change_class"),
    comment="What a corrected version of a submission changed against the version before it.",
)

READING_ROWS = (submission_value, submission_finding, register_cell, support_value, narrative_text)
"""What a reading holds, loaded with it or not at all."""

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

fetch = Table(
    "fetch",
    metadata,
    Column("fetch_id", Uuid, primary_key=True, comment="of source, url and fetched_at"),
    Column("source_code", Text, nullable=False, index=True),
    Column("url", Text, nullable=False, index=True, comment="as fetched, after redirects"),
    Column("fetched_at", DateTime(timezone=True), nullable=False, comment="moment of the run"),
    Column("http_status", Integer, comment="null where no answer came, or no server was asked"),
    Column("etag", Text),
    Column("last_modified", Text, comment="as the server spells it"),
    Column("file_sha256", Text, ForeignKey(file.c.file_sha256), comment="the bytes that came; null where none did"),
    Column("outcome", Text, nullable=False),
    Column("reason", Text, comment="why it was set aside, failed or added nothing"),
    Column(
        "article_version_id",
        Uuid,
        ForeignKey(article.c.article_version_id),
        index=True,
        comment="the version that stood there; null where none did",
    ),
    CheckConstraint(
        "outcome in ('new', 'changed', 'unchanged', 'set_aside', 'no_text', 'failed', 'incident')",
        name="outcome",
    ),
    comment="Each visit to a page, whatever came of it; the last visit says which version of an article stands.",
)

article_signature = Table(
    "article_signature",
    metadata,
    Column("article_version_id", Uuid, ForeignKey(article.c.article_version_id), primary_key=True),
    Column(
        "shingle_hashes",
        ARRAY(BigInteger),
        nullable=False,
        comment="the smallest hashes of its runs of syllables; texts that share one may be copies",
    ),
    Index(None, "shingle_hashes", postgresql_using="gin"),
    comment="By what the copies of a text are found.",
)

article_copy = Table(
    "article_copy",
    metadata,
    Column("article_version_id", Uuid, ForeignKey(article.c.article_version_id), primary_key=True),
    Column(
        "of_article_version_id",
        Uuid,
        ForeignKey(article.c.article_version_id),
        nullable=False,
        index=True,
        comment="never a copy itself",
    ),
    Column(
        "similarity",
        Numeric(5, 4),
        nullable=False,
        comment="share of the shorter text that stands in the other, from 0 to 1, to the nearest text of the story",
    ),
    CheckConstraint("similarity between 0 and 1", name="similarity"),
    comment="Article versions whose text another address gave before: syndicated copies.",
)
