"""Made-up registers into raw, as the reader of submissions would have put them there."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from htx.settings import Settings
from ingest.cooperatives.lines import RegisterLine
from ingest.raw import tables
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.loader import append

_FIELDS = ("name", "tax_code", "address", "founded_on", "chairperson")


def arrive(settings: Settings, received_at: datetime, registers: Sequence[Sequence[RegisterLine]]) -> None:
    """The registers of some reporters, in one transaction."""
    firsts = [lines[0] for lines in registers]
    engine = connect(settings)
    with engine.begin() as connection:
        append(connection, tables.file, [{"file_sha256": _digest(one), "size_bytes": 9_000} for one in firsts])
        append(connection, tables.receipt, [_receipt(one, received_at) for one in firsts])
        append(connection, tables.submission_reading, [_reading(one, received_at) for one in firsts])
        append(connection, tables.register_cell, [cell for lines in registers for cell in _cells(lines)])
    engine.dispose()


def _digest(line: RegisterLine) -> str:
    return content_id(line.reading_id).hex * 2


def _receipt(line: RegisterLine, received_at: datetime) -> dict[str, object]:
    return {
        "receipt_id": content_id("receipt", line.reading_id),
        "file_sha256": _digest(line),
        "round_period": line.period_key,
        "channel": "email",
        "sender": f"{line.reporter_code}@htx.example",
        "file_name": f"{line.reporter_code}.xlsx",
        "received_at": received_at,
    }


def _reading(line: RegisterLine, received_at: datetime) -> dict[str, object]:
    return {
        "reading_id": line.reading_id,
        "file_sha256": _digest(line),
        "round_period": line.period_key,
        "reader_version": "1",
        "area_code": line.reporter_code,
        "period": line.period_key,
        "is_nil_return": False,
        "outcome": "accepted",
        "read_at": received_at,
        "parts": ["register"],
    }


def _cells(lines: Sequence[RegisterLine]) -> Iterator[dict[str, object]]:
    for line in lines:
        for field in _FIELDS:
            said = getattr(line, field)
            if said is not None:
                yield {
                    "reading_id": line.reading_id,
                    "register_cell_id": content_id(line.line_id, field),
                    "sheet": line.sheet,
                    "row_number": line.row_number,
                    "field": field,
                    "cell": f"B{line.row_number}",
                    "raw_text": said,
                    "reading": "value",
                    "text_value": said,
                    "is_second_copy": line.is_second_copy,
                }
