"""Raw rows are added once and never changed."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.tables import file, receipt

pytestmark = pytest.mark.integration

RECEIVED = datetime(2024, 5, 19, 16, 30, tzinfo=UTC)


def receipt_row(name: str) -> dict[str, object]:
    return {
        "receipt_id": content_id("a" * 64, "2024-H1", "folder", "huyen-can-gio", name, RECEIVED.isoformat()),
        "file_sha256": "a" * 64,
        "round_period": "2024-H1",
        "channel": "folder",
        "sender": "huyen-can-gio",
        "file_name": name,
        "received_at": RECEIVED,
    }


def test_a_repeated_load_adds_nothing(fresh_warehouse: Settings) -> None:
    with connect(fresh_warehouse).begin() as connection:
        assert append(connection, file, [{"file_sha256": "a" * 64, "size_bytes": 3, "media_type": None}]) == 1
        rows = [receipt_row("Huyện Cần Giờ.xlsx"), receipt_row("Huyện Cần Giờ - bản sửa.xlsx")]
        assert append(connection, receipt, rows) == 2
        assert append(connection, receipt, rows) == 0
        assert connection.scalar(select(func.count()).select_from(receipt)) == 2


def test_a_raw_row_cannot_be_deleted(fresh_warehouse: Settings) -> None:
    engine = connect(fresh_warehouse)
    with engine.begin() as connection:
        append(connection, file, [{"file_sha256": "b" * 64, "size_bytes": 3, "media_type": None}])
    with pytest.raises(DBAPIError, match="append only"), engine.begin() as connection:
        connection.execute(delete(file))
