"""The ops tables of what goes out by mail and what comes back: refusals, bounces, receipts, and what sweeps leave.

Append only but for `standing_publication`; Alembic owns their life in a database.
"""

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Integer, Table, Text, Uuid

from ingest.raw.arrivals import mail_message
from ingest.raw.ops import delivery, metadata, publication

__all__ = [
    "address_decision",
    "automatic_mail",
    "delivery_receipt",
    "metadata",
    "standing_publication",
    "sweep_run",
    "undeliverable",
]

automatic_mail = Table(
    "automatic_mail",
    metadata,
    Column("mail_message_id", Uuid, ForeignKey(mail_message.c.mail_message_id), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("read_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("kind in ('bounce', 'no_failure', 'unmatched', 'other')", name="kind"),
    comment="What each mail that a program wrote to us turned out to be; each is read once.",
)

undeliverable = Table(
    "undeliverable",
    metadata,
    Column("undeliverable_id", Uuid, primary_key=True, comment="of what it is about, the address, and the answer"),
    Column("kind", Text, nullable=False),
    Column("address", Text, comment="in small letters; null where a bounce names none"),
    Column("delivery_id", Uuid, ForeignKey(delivery.c.delivery_id), comment="the report that did not arrive"),
    Column("message_id", Uuid, ForeignKey("ops.outbox_message.message_id"), comment="the message that did not arrive"),
    Column("status_code", Text, comment="RFC 3463, such as 5.1.1; of a refusal the code of the server's answer"),
    Column("diagnostic", Text, nullable=False, comment="what the server said"),
    Column("happened_at", DateTime(timezone=True), nullable=False),
    Column("mail_message_id", Uuid, ForeignKey(mail_message.c.mail_message_id), comment="the notification"),
    CheckConstraint("kind in ('refusal', 'bounce', 'unmatched')", name="kind"),
    CheckConstraint("(kind = 'unmatched') = (num_nonnulls(delivery_id, message_id) = 0)", name="subject"),
    comment="Mail that did not arrive: refused for good by the server, or come back later. Its address rests.",
)

address_decision = Table(
    "address_decision",
    metadata,
    Column("decision_id", Uuid, primary_key=True, comment="of address, decision, reason, name and moment"),
    Column("address", Text, nullable=False, comment="in small letters"),
    Column("decision", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("decision in ('use_again', 'rest')", name="decision"),
    comment="An officer's word on a mail address: to be used again, or to rest; the last word or trouble counts.",
)

delivery_receipt = Table(
    "delivery_receipt",
    metadata,
    Column("delivery_id", Uuid, ForeignKey(delivery.c.delivery_id), primary_key=True),
    Column("issued_at", DateTime(timezone=True), primary_key=True),
    Column("receipt", Text, nullable=False, comment="publication, edition, channel, files with size and sha256"),
    comment="What each recipient was told that it received.",
)

sweep_run = Table(
    "sweep_run",
    metadata,
    Column("swept_at", DateTime(timezone=True), primary_key=True, comment="the moment the sweep acted at"),
    Column("publications_started", Integer, nullable=False),
    Column("messages_written", Integer, nullable=False),
    Column("messages_sent", Integer, nullable=False),
    Column("messages_failed", Integer, nullable=False),
    comment="The heartbeat: each sweep that came to its end.",
)

standing_publication = Table(
    "standing_publication",
    metadata,
    Column("publication_id", Uuid, ForeignKey(publication.c.publication_id), primary_key=True),
    Column("build_id", Uuid, nullable=False, comment="the newest build that it was compared with"),
    comment="Publications that the marts of a build neither contradict nor complete; of the newest build alone.",
)
