"""Arrivals in the warehouse with what was read of them, and what is found about an arrival rather than its bytes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy.dialects.postgresql import distinct_on

from ingest.raw.arrivals import receipt_finding
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.tables import file as file_table
from ingest.raw.tables import receipt as receipt_table
from ingest.raw.tables import submission_reading
from ingest.submissions.reading import Finding


@dataclass(frozen=True, slots=True)
class Arrived:
    """An arrival with what was read of it."""

    receipt_id: UUID
    file_sha256: str
    media_type: str | None
    round_period: str | None
    channel: str
    sender: str
    file_name: str
    received_at: datetime
    on_behalf_of: str | None
    reporter_code: str | None
    reporter_name: str | None
    period: str | None
    """As the file says; None too where it is no form of ours."""


def arrived(connection: Connection, *conditions: ColumnElement[bool]) -> list[Arrived]:
    """Arrivals with their newest reading."""
    newest = (
        select(submission_reading)
        .ext(distinct_on(submission_reading.c.file_sha256, submission_reading.c.round_period))
        .order_by(
            submission_reading.c.file_sha256, submission_reading.c.round_period, submission_reading.c.read_at.desc()
        )
        .subquery()
    )
    query = (
        select(receipt_table, file_table.c.media_type, newest)
        .join(file_table, file_table.c.file_sha256 == receipt_table.c.file_sha256)
        .outerjoin(
            newest,
            (newest.c.file_sha256 == receipt_table.c.file_sha256)
            & newest.c.round_period.is_not_distinct_from(receipt_table.c.round_period),
        )
        .where(*conditions)
        .order_by(receipt_table.c.received_at, receipt_table.c.receipt_id)
    )
    return [
        Arrived(
            receipt_id=row[receipt_table.c.receipt_id],
            file_sha256=row[receipt_table.c.file_sha256],
            media_type=row[file_table.c.media_type],
            round_period=row[receipt_table.c.round_period],
            channel=row[receipt_table.c.channel],
            sender=row[receipt_table.c.sender],
            file_name=row[receipt_table.c.file_name],
            received_at=row[receipt_table.c.received_at],
            on_behalf_of=row[receipt_table.c.on_behalf_of],
            reporter_code=row[newest.c.area_code] or row[newest.c.agency_code],
            reporter_name=row[newest.c.reporter_name],
            period=row[newest.c.period],
        )
        for row in connection.execute(query).mappings()
    ]


def write_findings(
    connection: Connection, receipt_id: UUID, findings: Iterable[Finding], signed_receipt_id: UUID | None
) -> int:
    """Append findings about an arrival; how many were not there yet. A signed copy that they are from names it."""
    rows: list[dict[str, object]] = [
        {
            "receipt_finding_id": content_id(
                receipt_id, finding.rule_code, finding.sheet, finding.cell, signed_receipt_id
            ),
            "receipt_id": receipt_id,
            "ordinal": ordinal,
            "rule_code": finding.rule_code,
            "family": finding.family,
            "severity": finding.severity,
            "sheet": finding.sheet,
            "cell": finding.cell,
            "value_seen": finding.value_seen,
            "sentence_vi": finding.sentence_vi,
            "mend_vi": finding.mend_vi,
            "sentence_en": finding.sentence_en,
            "mend_en": finding.mend_en,
            "details": dict(finding.details),
        }
        for ordinal, finding in enumerate(findings, start=1)
    ]
    return append(connection, receipt_finding, rows)
