"""Ops tables of the resolution of cooperatives: which cooperative each line of a register is, and what is doubtful.

Ids that were given stay: lines and doubts are append only. Decisions of persons stand beside them, and win.
"""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, DateTime, ForeignKey, Integer, Numeric, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from ingest.raw.ops import metadata
from ingest.raw.tables import submission_reading

__all__ = ["cooperative_doubt", "cooperative_line", "cooperative_ruling", "metadata"]

cooperative_line = Table(
    "cooperative_line",
    metadata,
    Column("reading_id", Uuid, ForeignKey(submission_reading.c.reading_id), primary_key=True),
    Column("sheet", Text, primary_key=True),
    Column("row_number", Integer, primary_key=True, comment="sheet row of the cooperative, from 1"),
    Column("line_id", Uuid, nullable=False, index=True, comment="of file, sheet, row and what identifies it"),
    Column("cooperative_id", Uuid, nullable=False, index=True, comment="as given; a person's ruling goes before it"),
    Column("method", Text, nullable=False),
    Column("confidence", Numeric(5, 4), nullable=False, comment="that the line is this cooperative and no other"),
    Column("evidence", Text, nullable=False, comment="what spoke for it and against it"),
    Column("received_at", DateTime(timezone=True), nullable=False, comment="first arrival of its file"),
    Column("period_key", Text, nullable=False),
    Column("reporter_code", Text, nullable=False),
    Column("is_of_area", Boolean, nullable=False, comment="the reporter is an area, not a department"),
    Column("province_code", Text, nullable=False, comment="of today"),
    Column("neighbourhood", ARRAY(Text), nullable=False, comment="old districts and areas it belongs to in time"),
    Column("name", Text, nullable=False, comment="as read, like all that follows"),
    Column("name_key", Text, nullable=False, comment="what stays of the name however an office spells it"),
    Column("tax_code", Text),
    Column("trusts_tax_code", Boolean, nullable=False, comment="false where all else spoke against the code"),
    Column("address", Text),
    Column("sector_code", Text),
    Column("founded_on", Text, comment="as precise as printed"),
    Column("chairperson", Text),
    Column("is_second_copy", Boolean, nullable=False),
    CheckConstraint("method in ('tax_code', 'evidence', 'same_line', 'new')", name="method"),
    CheckConstraint("confidence between 0 and 1", name="confidence"),
    comment="The cooperative that each line of each register is, as it was given when the line first came.",
)

cooperative_doubt = Table(
    "cooperative_doubt",
    metadata,
    Column("line_id", Uuid, primary_key=True),
    Column("candidate_id", Uuid, primary_key=True, comment="the cooperative that the line may be too"),
    Column("cooperative_id", Uuid, nullable=False, comment="what the line was taken for"),
    Column("confidence", Numeric(5, 4), nullable=False),
    Column("evidence", Text, nullable=False),
    CheckConstraint("confidence between 0 and 1", name="confidence"),
    comment="Lines that may be a known cooperative and were not taken for it: a person decides.",
)

cooperative_ruling = Table(
    "cooperative_ruling",
    metadata,
    Column("line_id", Uuid, primary_key=True),
    Column("in_force_from", Date, primary_key=True, comment="day of the decision"),
    Column("cooperative_id", Uuid, nullable=False),
    comment="What the decisions of persons make of lines; made anew from cooperative_decisions.csv by each build.",
)
