"""Readings as the warehouse keeps them: which there are of a round, and what the newest of a file says."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from ingest.raw.tables import (
    narrative_text,
    receipt,
    register_cell,
    submission_finding,
    submission_reading,
    submission_value,
    support_value,
)
from ingest.submissions.reading import SubmissionReading
from ingest.submissions.rereading.differences import FindingKey, Place, ReadingFacts, as_kept, shown

_HEADER = ("outcome", "area_code", "agency_code", "period", "form_code", "is_nil_return", "parts")


@dataclass(frozen=True, slots=True)
class KeptReading:
    """Bytes of a round with their first arrival and their newest reading."""

    file_sha256: str
    round_period: str | None
    file_name: str
    received_at: datetime
    reading_id: UUID
    reader_version: str
    versions: frozenset[str]
    """Of all its readings."""


def kept_readings(connection: Connection, round_period: str | None) -> list[KeptReading]:
    """The files that were read for a round, or for any, in the order of their arrival."""
    reading = submission_reading.c
    is_same_file = receipt.c.file_sha256 == reading.file_sha256
    is_same_round = receipt.c.round_period.is_not_distinct_from(reading.round_period)
    query = (
        select(
            reading.file_sha256,
            reading.round_period,
            reading.reading_id,
            reading.reader_version,
            receipt.c.file_name,
            receipt.c.received_at,
        )
        .join(receipt, is_same_file & is_same_round)
        .order_by(
            receipt.c.received_at,
            receipt.c.receipt_id,
            reading.read_at.desc(),
            func.length(reading.reader_version).desc(),
            reading.reader_version.desc(),
            reading.reading_id,
        )
    )
    if round_period is not None:
        query = query.where(func.coalesce(reading.round_period, reading.period) == round_period)
    first: dict[tuple[str, str | None], Row[tuple[object, ...]]] = {}
    versions: dict[tuple[str, str | None], set[str]] = {}
    for row in connection.execute(query):
        key = (row.file_sha256, row.round_period)
        first.setdefault(key, row)
        versions.setdefault(key, set()).add(row.reader_version)
    return [
        KeptReading(
            file_sha256=key[0],
            round_period=key[1],
            file_name=row.file_name,
            received_at=row.received_at,
            reading_id=row.reading_id,
            reader_version=row.reader_version,
            versions=frozenset(versions[key]),
        )
        for key, row in first.items()
    ]


@dataclass(slots=True)
class _Gathered:
    header: dict[str, str | None] = field(default_factory=dict)
    cells: dict[Place, str] = field(default_factory=dict)
    findings: Counter[FindingKey] = field(default_factory=Counter)


def facts_of_kept(connection: Connection, reading_ids: Sequence[UUID]) -> Mapping[UUID, ReadingFacts]:
    """What readings of the warehouse say."""
    gathered = {reading_id: _Gathered() for reading_id in reading_ids}
    reading = submission_reading
    for row in connection.execute(select(reading).where(reading.c.reading_id.in_(reading_ids))):
        gathered[row.reading_id].header = _header({name: getattr(row, name) for name in _HEADER})
    value = submission_value
    for row in connection.execute(select(value).where(value.c.reading_id.in_(reading_ids))):
        what = f"{row.entity}.{row.indicator_code}.{row.sector_code}.{row.value_column}"
        place = (row.sheet, row.cell, what)
        gathered[row.reading_id].cells[place] = shown(row.reading, row.value_printed, row.printed_unit)
    cell = register_cell
    for row in connection.execute(select(cell).where(cell.c.reading_id.in_(reading_ids))):
        said = shown(row.reading, row.number_printed, row.printed_unit, row.text_value)
        gathered[row.reading_id].cells[row.sheet, row.cell, f"register.{row.field}"] = said
    support = support_value
    for row in connection.execute(select(support).where(support.c.reading_id.in_(reading_ids))):
        what = f"support.{row.policy_code}.{row.funding_source}.{row.value_column}"
        said = shown(row.reading, row.value_printed, row.printed_unit)
        gathered[row.reading_id].cells[row.sheet, row.cell, what] = said
    text = narrative_text
    for row in connection.execute(select(text).where(text.c.reading_id.in_(reading_ids))):
        gathered[row.reading_id].cells[row.sheet, row.address, f"narrative.{row.topic}"] = row.text
    finding = submission_finding
    for row in connection.execute(select(finding).where(finding.c.reading_id.in_(reading_ids))):
        key = (row.rule_code, row.severity, row.sheet or "", row.cell or "")
        gathered[row.reading_id].findings[key] += 1
    return {reading_id: ReadingFacts(one.header, one.cells, one.findings) for reading_id, one in gathered.items()}


def facts_of_reading(reading: SubmissionReading) -> ReadingFacts:
    """What a reading in memory says, in the same words."""
    cells: dict[Place, str] = {}
    for value in reading.values:
        at = value.coordinate
        what = f"{at.entity}.{at.indicator_code}.{at.sector_code}.{at.value_column}"
        cells[value.sheet, value.cell, what] = shown(value.reading, value.value_printed, value.printed_unit)
    for row in reading.cooperatives:
        for name, cell in row.cells.items():
            said = shown(cell.reading, cell.number_printed, cell.printed_unit, cell.text)
            cells[cell.sheet, cell.cell, f"register.{name}"] = said
    for amount in reading.support:
        what = f"support.{amount.policy_code}.{amount.funding_source}.{amount.value_column}"
        cells[amount.sheet, amount.cell, what] = shown(amount.reading, amount.value_printed, amount.printed_unit)
    for paragraph in reading.narrative:
        cells[paragraph.sheet, paragraph.address, f"narrative.{paragraph.topic}"] = as_kept(paragraph.text)
    findings: Counter[FindingKey] = Counter(
        (finding.rule_code, finding.severity, finding.sheet or "", finding.cell or "") for finding in reading.findings
    )
    return ReadingFacts(_header({name: getattr(reading, name) for name in _HEADER}), cells, findings)


def _header(said: Mapping[str, object]) -> dict[str, str | None]:
    header: dict[str, str | None] = {}
    for name in _HEADER:
        value = said[name]
        if isinstance(value, list | tuple):
            value = ", ".join(map(str, value)) or None
        header[name] = None if value is None else str(value)
    return header
