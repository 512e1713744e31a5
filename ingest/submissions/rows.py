"""From a reading to raw rows, as lines of COPY: every cell of a file, with its address, nothing converted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table

from ingest.raw import tables
from ingest.raw.ids import IdsWithin, content_id
from ingest.raw.loader import Row, copy_line
from ingest.submissions.reading import SubmissionReading

COLUMNS: Mapping[Table, tuple[str, ...]] = {
    tables.submission_value: (
        "reading_id", "value_id", "sheet", "cell", "indicator_code", "entity", "sector_code", "value_column",
        "raw_text", "reading", "value_printed", "printed_unit", "is_estimate",
    ),
    tables.submission_finding: (
        "reading_id", "finding_id", "ordinal", "rule_code", "family", "severity", "sheet", "cell", "value_seen",
        "sentence_vi", "mend_vi", "sentence_en", "mend_en", "details", "explanation",
    ),
    tables.register_cell: (
        "reading_id", "register_cell_id", "sheet", "row_number", "field", "cell", "raw_text", "reading", "text_value",
        "number_printed", "printed_unit", "is_second_copy",
    ),
    tables.support_value: (
        "reading_id", "support_value_id", "policy_code", "funding_source", "value_column", "label", "sheet", "cell",
        "raw_text", "reading", "value_printed", "printed_unit",
    ),
    tables.narrative_text: ("reading_id", "narrative_text_id", "topic", "sheet", "address", "ordinal", "text"),
}  # fmt: skip
"""The columns of the rows below, in their order."""

_OwnRow = tuple[str, Row]
"""The id of a row, and what follows it in the order of the columns."""


@dataclass(frozen=True, slots=True)
class ReadingRows:
    """A reading as raw rows: its own, and lines of COPY by table for what it holds."""

    reading_id: UUID
    reading: Mapping[str, object]
    lines: Mapping[Table, bytes]


def reading_id_of(reading: SubmissionReading) -> UUID:
    """The id of a reading: the same bytes in the same round, judged against another round before, are another."""
    parts: list[object] = [reading.file_sha256, reading.round_period, reading.reader_version]
    if reading.compared_with is not None:
        parts.append(reading.compared_with)
    return content_id(*parts)


def rows_of(reading: SubmissionReading, read_at: datetime) -> ReadingRows:
    """All raw rows of a reading made at that moment."""
    reading_id = reading_id_of(reading)
    ids = IdsWithin(reading_id)
    key = str(reading_id)
    rows: dict[Table, Iterator[_OwnRow]] = {
        tables.submission_value: _value_rows(reading, ids),
        tables.submission_finding: _finding_rows(reading, key),
        tables.register_cell: _register_rows(reading, ids),
        tables.support_value: _support_rows(reading, ids),
        tables.narrative_text: _narrative_rows(reading, ids),
    }
    lines = {table: _lines(key, of_table) for table, of_table in rows.items()}
    return ReadingRows(reading_id, _reading_row(reading, reading_id, read_at), lines)


def _lines(key: str, rows: Iterator[_OwnRow]) -> bytes:
    """Lines of COPY, one for each id: what was read twice from one cell in the same sense is one row."""
    return "".join({own_id: f"{key}\t{own_id}\t{copy_line(row)}" for own_id, row in rows}.values()).encode()


def _reading_row(reading: SubmissionReading, reading_id: UUID, read_at: datetime) -> dict[str, object]:
    return {
        "reading_id": reading_id,
        "file_sha256": reading.file_sha256,
        "round_period": reading.round_period,
        "reader_version": reading.reader_version,
        "form_code": reading.form_code,
        "form_version": reading.form_version,
        "reporter_name": reading.reporter_name,
        "area_code": reading.area_code,
        "agency_code": reading.agency_code,
        "level": reading.level,
        "province_code": reading.province_code,
        "period": reading.period,
        "parts": list(reading.parts),
        "is_nil_return": reading.is_nil_return,
        "outcome": reading.outcome,
        "compared_with_reading_id": UUID(reading.compared_with) if reading.compared_with else None,
        "read_at": read_at,
    }


def _value_rows(reading: SubmissionReading, ids: IdsWithin) -> Iterator[_OwnRow]:
    for cell in reading.values:
        at = cell.coordinate
        own_id = ids.of(cell.sheet, cell.cell, at.indicator_code, at.entity, at.sector_code, at.value_column)
        yield (
            own_id,
            (
                cell.sheet,
                cell.cell,
                at.indicator_code,
                at.entity,
                at.sector_code,
                at.value_column,
                cell.raw_text,
                cell.reading,
                cell.value_printed,
                cell.printed_unit,
                cell.is_estimate,
            ),
        )


def _finding_rows(reading: SubmissionReading, key: str) -> Iterator[_OwnRow]:
    for ordinal, finding in enumerate(reading.findings, start=1):
        own_id = str(content_id(key, ordinal, finding.rule_code, finding.sheet, finding.cell))
        yield (
            own_id,
            (
                ordinal,
                finding.rule_code,
                finding.family,
                finding.severity,
                finding.sheet,
                finding.cell,
                finding.value_seen,
                finding.sentence_vi,
                finding.mend_vi,
                finding.sentence_en,
                finding.mend_en,
                dict(finding.details),
                finding.explanation,
            ),
        )


def _register_rows(reading: SubmissionReading, ids: IdsWithin) -> Iterator[_OwnRow]:
    for row in reading.cooperatives:
        row_number = str(row.row)
        for field, cell in row.cells.items():
            own_id = ids.of(cell.sheet, row_number, field)
            yield (
                own_id,
                (
                    cell.sheet,
                    row.row,
                    field,
                    cell.cell,
                    cell.raw_text,
                    cell.reading,
                    cell.text,
                    cell.number_printed,
                    cell.printed_unit,
                    row.is_second_copy,
                ),
            )


def _support_rows(reading: SubmissionReading, ids: IdsWithin) -> Iterator[_OwnRow]:
    for cell in reading.support:
        own_id = ids.of(cell.sheet, cell.cell, cell.policy_code, cell.funding_source, cell.value_column)
        yield (
            own_id,
            (
                cell.policy_code,
                cell.funding_source,
                cell.value_column,
                cell.label,
                cell.sheet,
                cell.cell,
                cell.raw_text,
                cell.reading,
                cell.value_printed,
                cell.printed_unit,
            ),
        )


def _narrative_rows(reading: SubmissionReading, ids: IdsWithin) -> Iterator[_OwnRow]:
    for ordinal, paragraph in enumerate(reading.narrative, start=1):
        own_id = ids.of(str(ordinal))
        yield (
            own_id,
            (
                paragraph.topic,
                paragraph.sheet,
                paragraph.address,
                ordinal,
                paragraph.text,
            ),
        )
