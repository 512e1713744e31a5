"""From a reading to raw rows, as lines of COPY: every cell of a file, with its address, nothing converted."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Table

from ingest.raw import tables
from ingest.raw.ids import IdsWithin, content_id, joined_parts
from ingest.raw.loader import copy_line, copy_number, copy_text
from ingest.submissions.reading import Coordinate, SubmissionReading

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

_Line = tuple[str, str]
"""The id of a row, and its line of COPY."""


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
    lines: dict[Table, Iterator[_Line]] = {
        tables.submission_value: _value_lines(reading, key, ids),
        tables.submission_finding: _finding_lines(reading, key, ids),
        tables.register_cell: _register_lines(reading, key, ids),
        tables.support_value: _support_lines(reading, key, ids),
        tables.narrative_text: _narrative_lines(reading, key, ids),
    }
    # What was read twice from one cell in the same sense has one id and is one row.
    blocks = {table: "".join(dict(of_table).values()).encode() for table, of_table in lines.items()}
    return ReadingRows(reading_id, _reading_row(reading, reading_id, read_at), blocks)


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


class _InSheets(dict[str, tuple[Callable[..., str], str]]):
    """By the name of a sheet: what gives the ids of its rows, and the name in the text format of COPY."""

    def __init__(self, ids: IdsWithin) -> None:
        self._ids = ids

    def __missing__(self, sheet: str) -> tuple[Callable[..., str], str]:
        found = self[sheet] = (self._ids.within(sheet).of, copy_text(sheet))
        return found


def _value_lines(reading: SubmissionReading, key: str, ids: IdsWithin) -> Iterator[_Line]:
    in_sheets = _InSheets(ids)
    for value in reading.values:
        cell = value.cell
        of_sheet, sheet = in_sheets[value.sheet]
        parts, columns = _of_coordinate(value.coordinate)
        own_id = of_sheet(cell, parts)
        yield (
            own_id,
            f"{key}\t{own_id}\t{sheet}\t{cell}\t{columns}\t{copy_text(value.raw_text)}\t{value.reading}"
            f"\t{copy_number(value.value_printed)}\t{copy_text(value.printed_unit)}\t{_truth(value.is_estimate)}\n",
        )


@lru_cache(maxsize=4_096)
def _of_coordinate(at: Coordinate) -> tuple[str, str]:
    """What a coordinate adds to an id, and its columns: every file of a round has the same ones."""
    columns = (at.indicator_code, at.entity, at.sector_code, at.value_column)
    return joined_parts(columns), "\t".join(map(copy_text, columns))


def _finding_lines(reading: SubmissionReading, key: str, ids: IdsWithin) -> Iterator[_Line]:
    for ordinal, finding in enumerate(reading.findings, start=1):
        own_id = ids.of(joined_parts((ordinal, finding.rule_code, finding.sheet, finding.cell)))
        row = (
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
        )
        yield own_id, f"{key}\t{own_id}\t{copy_line(row)}"


def _register_lines(reading: SubmissionReading, key: str, ids: IdsWithin) -> Iterator[_Line]:
    in_sheets = _InSheets(ids)
    for row in reading.cooperatives:
        row_number = str(row.row)
        is_second_copy = _truth(row.is_second_copy)
        for field, cell in row.cells.items():
            of_sheet, sheet = in_sheets[cell.sheet]
            own_id = of_sheet(row_number, field)
            yield (
                own_id,
                f"{key}\t{own_id}\t{sheet}\t{row_number}\t{field}\t{cell.cell}"
                f"\t{copy_text(cell.raw_text)}\t{cell.reading}\t{copy_text(cell.text)}"
                f"\t{copy_number(cell.number_printed)}\t{copy_text(cell.printed_unit)}\t{is_second_copy}\n",
            )


def _support_lines(reading: SubmissionReading, key: str, ids: IdsWithin) -> Iterator[_Line]:
    for cell in reading.support:
        own_id = ids.of(cell.sheet, cell.cell, cell.policy_code, cell.funding_source, cell.value_column)
        row = (
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
        )
        yield own_id, f"{key}\t{own_id}\t{copy_line(row)}"


def _narrative_lines(reading: SubmissionReading, key: str, ids: IdsWithin) -> Iterator[_Line]:
    for ordinal, paragraph in enumerate(reading.narrative, start=1):
        own_id = ids.of(str(ordinal))
        row = (paragraph.topic, paragraph.sheet, paragraph.address, ordinal, paragraph.text)
        yield own_id, f"{key}\t{own_id}\t{copy_line(row)}"


def _truth(is_so: bool) -> str:
    return "t" if is_so else "f"
