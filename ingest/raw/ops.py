"""The ops tables: what the pipeline did and who decided. Not for BI. Alembic owns their life."""

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
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from ingest.raw.tables import article_figure, receipt
from ingest.raw.tables import metadata as raw_metadata

OPS_SCHEMA = "ops"
metadata = MetaData(schema=OPS_SCHEMA, naming_convention=raw_metadata.naming_convention)

submission_decision = Table(
    "submission_decision",
    metadata,
    Column("decision_id", Uuid, primary_key=True),
    Column("receipt_id", Uuid, ForeignKey(receipt.c.receipt_id), nullable=False, index=True),
    Column("decision", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("decision in ('take_late', 'accept_explained')", name="decision"),
    comment="An officer takes a late or explained submission, with a reason.",
)

PRESS_COORDINATES = (
    "indicator_code",
    "entity",
    "sector_code",
    "value_low",
    "value_high",
    "qualifier",
    "value_status",
    "place",
    "period",
)
"""What a correction of a press figure may put in place of what was read."""

press_decision = Table(
    "press_decision",
    metadata,
    Column("decision_id", Uuid, primary_key=True, comment="of claim, decision, correction, reason, name and moment"),
    Column("claim_id", Uuid, ForeignKey(article_figure.c.claim_id), nullable=False, index=True),
    Column("decision", Text, nullable=False),
    Column("indicator_code", Text, comment="what a correction puts in its place; null: as read"),
    Column("entity", Text),
    Column("sector_code", Text),
    Column("value_low", Numeric(24, 6), comment="in the canonical unit; counts where the qualifier is given"),
    Column("value_high", Numeric(24, 6)),
    Column("qualifier", Text),
    Column("value_status", Text),
    Column("place", Text, comment="name or code of an area"),
    Column("period", Text),
    Column("reason", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("decision in ('accept', 'reject', 'correct')", name="decision"),
    CheckConstraint(f"(decision = 'correct') = (num_nonnulls({', '.join(PRESS_COORDINATES)}) > 0)", name="correction"),
    comment="A person takes a press figure, keeps it out or corrects it, with a reason; the last decision counts.",
)

estimate_decision = Table(
    "estimate_decision",
    metadata,
    Column("decision_id", Uuid, primary_key=True, comment="of round, decision, reason, name and moment"),
    Column("area_code", Text, nullable=False, comment="the province, as coded at the end of the period"),
    Column("period_key", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("decision in ('on', 'off')", name="decision"),
    comment="An officer has absentees' last stocks carried forward in a round, or not; the last decision counts.",
)

rule_decision = Table(
    "rule_decision",
    metadata,
    Column("decision_id", Uuid, primary_key=True, comment="of rule, place, period, decision, reason, name, moment"),
    Column("rule_code", Text, nullable=False),
    Column("place_code", Text, nullable=False, comment="a province, or the area or department reporting"),
    Column("period_key", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("decision in ('waive', 'reopen')", name="decision"),
    comment="An officer lets a contradiction of indicators stand, or reopens it; the last decision counts.",
)

build = Table(
    "build",
    metadata,
    Column("build_id", Uuid, primary_key=True),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),
    Column("status", Text, nullable=False),
    Column("input_hash", Text, nullable=False, comment="sha256 over the ids in raw and ops that the build reads"),
    Column("code_version", Text, nullable=False),
    Column("detail", Text),
    CheckConstraint("status in ('building', 'refused', 'failed', 'swapped')", name="status"),
    comment="Each build of the candidate marts and how it ended.",
)

gate_result = Table(
    "gate_result",
    metadata,
    Column("gate_result_id", Uuid, primary_key=True),
    Column("build_id", Uuid, ForeignKey(build.c.build_id), nullable=False, index=True),
    Column("suite", Text, nullable=False),
    Column("mart", Text, nullable=False),
    Column("expectation", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("is_met", Boolean, nullable=False),
    Column("unexpected_count", Integer),
    Column("detail_vi", Text, nullable=False),
    Column("observed", JSONB, nullable=False),
    Column("run_at", DateTime(timezone=True), nullable=False),
    Column(
        "failing_keys",
        JSONB,
        nullable=False,
        server_default="[]",
        comment="keys of the rows that failed; observed.keys_kept says how many of them",
    ),
    CheckConstraint("severity in ('critical', 'warning', 'info')", name="severity"),
    comment="What the gate found in a build: one row an expectation.",
)

raw_volume = Table(
    "raw_volume",
    metadata,
    Column("build_id", Uuid, ForeignKey(build.c.build_id), primary_key=True),
    Column("table_name", Text, primary_key=True, comment="a table of raw, or reporters: who handed in"),
    Column("round_period", Text, primary_key=True, comment="empty where the rows have none"),
    Column("province_code", Text, primary_key=True, comment="as read; empty where the rows have none"),
    Column("rows", BigInteger, nullable=False),
    comment="How many rows of raw a build began with, by round and province: raw never shrinks.",
)

waiver = Table(
    "waiver",
    metadata,
    Column("waiver_id", Uuid, primary_key=True),
    Column("suite", Text, nullable=False),
    Column("expectation", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("granted_by", Text, nullable=False),
    Column("granted_at", DateTime(timezone=True), nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("area_code", Text, comment="the province it is for; null: everywhere"),
    Column("period_key", Text, comment="the period it is for; null: always"),
    comment="A critical expectation that may fail until a day, with a reason and a name.",
)

publication = Table(
    "publication",
    metadata,
    Column("publication_id", Uuid, primary_key=True, comment="of area, period, edition and input hash"),
    Column("area_code", Text, nullable=False),
    Column("period_key", Text, nullable=False),
    Column("edition", Integer, nullable=False, comment="1 is the report; from 2 on an erratum"),
    Column("build_id", Uuid, nullable=False),
    Column("due_before", Date, nullable=False),
    Column("frozen_at", DateTime(timezone=True), nullable=False),
    Column("input_hash", Text, nullable=False),
    Column("code_version", Text, nullable=False),
    Column("build_code_version", Text, comment="code that built the marts; null where it is not known"),
    Column(
        "dbt_manifest_sha256",
        Text,
        comment="models, seeds, tests and macros of the build; null where its manifest is not here",
    ),
    Column("lock_sha256", Text, comment="requirements.lock; null where the project is installed without it"),
    Column("content", JSONB, nullable=False, comment="everything the report prints, frozen"),
    comment="A frozen publication; never changed.",
)

published_figure = Table(
    "published_figure",
    metadata,
    Column("publication_id", Uuid, ForeignKey(publication.c.publication_id), primary_key=True),
    Column("figure_id", Uuid, primary_key=True),
    Column("indicator_key", Text, nullable=False),
    Column("sector_code", Text, nullable=False),
    Column("period_key", Text, nullable=False),
    Column("value_status", Text, nullable=False),
    Column("completeness", Text, nullable=False),
    Column("value", Numeric(24, 6)),
    Column("canonical_unit", Text, nullable=False),
    Column("reporters_expected", Integer),
    Column("reporters_reporting", Integer),
    Column("reason", Text),
    Column("claim_ids", ARRAY(Uuid), nullable=False, comment="the claims summed into the figure"),
    comment="The figures of a publication as printed; never changed.",
)

rendered_file = Table(
    "rendered_file",
    metadata,
    Column("publication_id", Uuid, ForeignKey(publication.c.publication_id), primary_key=True),
    Column("file_format", Text, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("file_sha256", Text, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("rendered_at", DateTime(timezone=True), nullable=False),
    comment="The files of a publication; their bytes are in the content-addressed store.",
)

approval = Table(
    "approval",
    metadata,
    Column("approval_id", Uuid, primary_key=True),
    Column("publication_id", Uuid, ForeignKey(publication.c.publication_id), nullable=False, index=True),
    Column("decision", Text, nullable=False),
    Column("approver", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    Column("role", Text, comment="office of the approver; null in decisions older than the column"),
    CheckConstraint("decision in ('approved', 'rejected')", name="decision"),
    comment="Who admitted a publication to delivery, or did not, and why.",
)

sealed_publication = Table(
    "sealed_publication",
    metadata,
    Column("seal_id", Uuid, primary_key=True, comment="of publication, file, number and date"),
    Column("publication_id", Uuid, ForeignKey(publication.c.publication_id), nullable=False, index=True),
    Column("issued_number", Text, nullable=False, comment="as the registry gave it: 123/BC-LMHTX"),
    Column("issued_on", Date, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file_format", Text, nullable=False),
    Column("file_sha256", Text, nullable=False, comment="its bytes in the content-addressed store"),
    Column("size_bytes", Integer, nullable=False),
    Column("numbers_compared", Integer, nullable=False, comment="frozen numbers found in the file; 0 in a scan"),
    Column("differences", JSONB, nullable=False, comment="every number that is not the frozen one, or not readable"),
    Column("sealed_by", Text, nullable=False),
    Column("sealed_at", DateTime(timezone=True), nullable=False),
    Column("replaces_seal_id", Uuid, ForeignKey("ops.sealed_publication.seal_id"), comment="the file it replaces"),
    Column("replace_reason", Text),
    CheckConstraint("file_format in ('docx', 'pdf')", name="file_format"),
    CheckConstraint("(replaces_seal_id is null) = (replace_reason is null)", name="replacement"),
    comment="The edited and signed paper of a publication, as issued, beside the frozen one; never changed.",
)

delivery = Table(
    "delivery",
    metadata,
    Column("delivery_id", Uuid, primary_key=True, comment="of publication, channel and recipient"),
    Column("publication_id", Uuid, ForeignKey(publication.c.publication_id), nullable=False, index=True),
    Column("channel", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("delivered_at", DateTime(timezone=True)),
    Column("detail", Text),
    Column("file_sha256s", ARRAY(Text), nullable=False),
    Column("next_attempt_at", DateTime(timezone=True), comment="of a failed one: not before"),
    Column("withdrawn_at", DateTime(timezone=True), comment="since when the settings no longer name the recipient"),
    CheckConstraint("withdrawn_at is null or status <> 'delivered'", name="withdrawn"),
    CheckConstraint("status in ('pending', 'delivered', 'failed', 'refused', 'bounced')", name="status"),
    CheckConstraint("channel in ('folder', 'object_store', 'email')", name="channel"),
    comment="Each hand-over of a publication to a recipient.",
)

outbox_message = Table(
    "outbox_message",
    metadata,
    Column(
        "message_id", Uuid, primary_key=True, comment="of kind, recipient, period and day; of an answer: of its receipt"
    ),
    Column("kind", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("period_key", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("sent_at", DateTime(timezone=True)),
    Column("attachment_name", Text, comment="file name of what goes with it"),
    Column("attachment_sha256", Text, comment="its bytes in the content-addressed store"),
    Column("in_reply_to", Text, comment="Message-ID of the mail that is answered"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_attempt_at", DateTime(timezone=True), comment="not before; null: at the next look"),
    Column("refused_at", DateTime(timezone=True), comment="for good: it is not tried again"),
    Column("bounced_at", DateTime(timezone=True), comment="when it came back"),
    Column("detail", Text, comment="why it did not go, or came back"),
    Column("area_code", Text, comment="of a late list"),
    Column("follows", Uuid, ForeignKey("ops.outbox_message.message_id"), comment="of a late list the one before it"),
    CheckConstraint(
        "kind in ('reminder', 'late_list', 'approval_waiting', 'answer', 'escalation', 'undeliverable')", name="kind"
    ),
    comment="Messages to people: written first, sent after, each once.",
)
