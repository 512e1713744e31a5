"""A few raw rows by hand: submissions of TP.HCM's districts and one sentence of a paper."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection

from ingest.raw import tables
from ingest.raw.ids import content_id
from ingest.raw.loader import append

Cells = Mapping[tuple[str, str], str]
"""What the cells of the column "actual of the first six months" hold, by entity and indicator code."""
_MONEY_ROWS = ("_avg",)


def add_submission(
    connection: Connection,
    area_code: str,
    received_at: datetime,
    cells: Cells,
    *,
    outcome: str = "accepted",
    round_period: str = "2024-H1",
    is_nil: bool = False,
    errors: Mapping[str, str] | None = None,
    is_department: bool = False,
    parts: Sequence[str] = (),
) -> uuid.UUID:
    """A file, its arrival, its reading, its cells and its findings (cell to sentence); returns the receipt's id.

    `area_code` is the code of an agency where the reporter is a department.
    """
    digest = content_id(area_code, received_at, outcome).hex * 2
    receipt_id = content_id(digest, round_period, received_at)
    reading_id = content_id(digest, round_period, "1")
    append(connection, tables.file, [{"file_sha256": digest, "size_bytes": 20_000, "media_type": "xlsx"}])
    append(
        connection,
        tables.receipt,
        [
            {
                "receipt_id": receipt_id,
                "file_sha256": digest,
                "round_period": round_period,
                "channel": "email",
                "sender": f"kinhte.{area_code}@tphcm.example",
                "file_name": f"{area_code}_6T2024.xlsx",
                "received_at": received_at,
            }
        ],
    )
    append(
        connection,
        tables.submission_reading,
        [
            {
                "reading_id": reading_id,
                "file_sha256": digest,
                "round_period": round_period,
                "reader_version": "1",
                "form_code": "A-1",
                "form_version": "v1",
                "area_code": None if is_department else area_code,
                "agency_code": area_code if is_department else None,
                "parts": list(parts),
                "period": round_period,
                "is_nil_return": is_nil,
                "outcome": outcome,
                "read_at": received_at,
            }
        ],
    )
    append(connection, tables.submission_value, [_value_row(reading_id, *cell) for cell in enumerate(cells.items())])
    append(
        connection,
        tables.submission_finding,
        [_finding_row(reading_id, *error) for error in enumerate((errors or {}).items(), start=1)],
    )
    return receipt_id


def _value_row(reading_id: uuid.UUID, order: int, cell: tuple[tuple[str, str], str]) -> dict[str, object]:
    (entity, indicator), content = cell
    address = f"E{order + 10}"
    reading = {"-": "zero", "…": "unknown", "": "unknown"}.get(content, "value")
    return {
        "value_id": content_id(reading_id, "Phụ lục 1", address),
        "reading_id": reading_id,
        "sheet": "Phụ lục 1",
        "cell": address,
        "indicator_code": indicator,
        "entity": entity,
        "sector_code": "all",
        "value_column": "actual_h1",
        "raw_text": content or None,
        "reading": reading,
        "value_printed": Decimal(content) if reading == "value" else None,
        "printed_unit": "triệu đồng/năm" if indicator.endswith(_MONEY_ROWS) else "HTX",
    }


def _finding_row(reading_id: uuid.UUID, ordinal: int, error: tuple[str, str]) -> dict[str, object]:
    cell, sentence = error
    return {
        "finding_id": content_id(reading_id, ordinal),
        "reading_id": reading_id,
        "ordinal": ordinal,
        "rule_code": "active_within_total",
        "family": "active_exceeds_total",
        "severity": "error",
        "sheet": "Phụ lục 1",
        "cell": cell,
        "value_seen": "61",
        "sentence_vi": sentence,
        "mend_vi": "Kiểm tra lại hai ô.",
        "sentence_en": "More operating cooperatives than cooperatives.",
        "mend_en": "Check both cells.",
        "details": {},
    }


def reading_id_of(area_code: str, received_at: datetime, round_period: str = "2024-H1") -> uuid.UUID:
    """The id of the reading that `add_submission` made of an accepted file."""
    return content_id(content_id(area_code, received_at, "accepted").hex * 2, round_period, "1")


def add_parts(connection: Connection, reading_id: uuid.UUID) -> None:
    """A register of one cooperative, an amount of support money and two paragraphs of the narrative."""
    append(
        connection,
        tables.register_cell,
        [
            _register_row(reading_id, "name", "B5", text_value="HTX Nông nghiệp Phước An"),
            _register_row(reading_id, "charter_capital", "K5", number_printed=Decimal(1250), printed_unit="triệu đồng"),
        ],
    )
    append(
        connection,
        tables.support_value,
        [
            {
                "reading_id": reading_id,
                "support_value_id": content_id(reading_id, "A-3", "C8"),
                "policy_code": "training",
                "funding_source": "local",
                "value_column": "actual_h1",
                "label": "Bồi dưỡng nguồn nhân lực",
                "sheet": "Biểu 3",
                "cell": "C8",
                "raw_text": "120",
                "reading": "value",
                "value_printed": Decimal(120),
                "printed_unit": "triệu đồng",
            }
        ],
    )
    append(
        connection,
        tables.narrative_text,
        [
            {
                "reading_id": reading_id,
                "narrative_text_id": content_id(reading_id, 1),
                "topic": "difficulties",
                "sheet": "",
                "address": "paragraph:12",
                "ordinal": 1,
                "text": "Hợp tác xã thiếu vốn và chưa có đất làm trụ sở.",
            },
            {
                "reading_id": reading_id,
                "narrative_text_id": content_id(reading_id, 2),
                "topic": "directions",
                "sheet": "",
                "address": "paragraph:15",
                "ordinal": 2,
                "text": "Thành lập mới 3 hợp tác xã trong 6 tháng cuối năm.",
            },
        ],
    )


def _register_row(
    reading_id: uuid.UUID,
    field: str,
    cell: str,
    *,
    text_value: str | None = None,
    number_printed: Decimal | None = None,
    printed_unit: str | None = None,
) -> dict[str, object]:
    return {
        "reading_id": reading_id,
        "register_cell_id": content_id(reading_id, "Danh sách HTX", 5, field),
        "sheet": "Danh sách HTX",
        "row_number": 5,
        "field": field,
        "cell": cell,
        "raw_text": text_value or str(number_printed),
        "reading": "value",
        "text_value": text_value,
        "number_printed": number_printed,
        "printed_unit": printed_unit,
        "is_second_copy": False,
    }


def add_target(connection: Connection, *, evidence: str, indicator: str, low: int, fetched_at: datetime) -> uuid.UUID:
    """A sentence of a paper that states a target of TP.HCM for 2024; returns the claim's id."""
    text = f"UBND TP.HCM đặt mục tiêu {evidence} trong năm 2024."
    digest = content_id(text).hex * 2
    version_id = content_id("https://bao.example/ke-hoach-2024", text)
    claim_id = content_id(version_id, indicator)
    append(connection, tables.file, [{"file_sha256": digest, "size_bytes": len(text), "media_type": "html"}])
    append(
        connection,
        tables.article,
        [
            {
                "article_version_id": version_id,
                "canonical_url": f"https://bao.example/{indicator}",
                "url": f"https://bao.example/{indicator}",
                "file_sha256": digest,
                "source_code": "samples",
                "site_name": "Báo mẫu",
                "title": "Kế hoạch năm 2024",
                "published_on": None,
                "fetched_at": fetched_at,
                "content_text": text,
                "text_sha256": digest,
                "http_headers": {},
            }
        ],
    )
    append(
        connection,
        tables.article_figure,
        [
            {
                "claim_id": claim_id,
                "article_version_id": version_id,
                "extractor_version": "1",
                "ordinal": 1,
                "kind": "figure",
                "indicator_code": indicator,
                "entity": "HTX",
                "sector_code": "all",
                "value_low": Decimal(low),
                "value_high": Decimal(low),
                "unit": "count",
                "qualifier": "exact",
                "value_status": "target",
                "place": "TP.HCM",
                "period": "2024",
                "evidence": evidence,
                "start_offset": text.index(evidence),
                "end_offset": text.index(evidence) + len(evidence),
                "confidence": Decimal("0.9"),
                "rule_trace": [],
            }
        ],
    )
    return claim_id
