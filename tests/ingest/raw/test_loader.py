"""Raw rows are added once and never changed."""

from datetime import UTC, datetime
from typing import get_args

import pytest
from psycopg.errors import ForeignKeyViolation
from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.loader import append, copy_line, copy_lines, insert_new
from ingest.raw.tables import file, narrative_text, receipt, submission_reading
from ingest.submissions.reading import NarrativeTopic

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


def reading_row() -> dict[str, object]:
    return {
        "reading_id": content_id("reading"),
        "file_sha256": "c" * 64,
        "reader_version": "3",
        "parts": ["A-1", "narrative"],
        "is_nil_return": False,
        "outcome": "accepted",
        "read_at": RECEIVED,
    }


def narrative_line(ordinal: int, text: str, topic: str = "difficulties") -> bytes:
    row = (content_id("reading"), content_id(ordinal), topic, "", f"paragraph:{ordinal}", ordinal, text)
    return copy_line(row).encode()


NARRATIVE = ("reading_id", "narrative_text_id", "topic", "sheet", "address", "ordinal", "text")


def test_only_new_rows_are_told(fresh_warehouse: Settings) -> None:
    with connect(fresh_warehouse).begin() as connection:
        insert_new(connection, file, [{"file_sha256": "c" * 64, "size_bytes": 3, "media_type": None}])
        assert insert_new(connection, submission_reading, [reading_row(), reading_row()]) == {content_id("reading")}
        assert insert_new(connection, submission_reading, [reading_row()]) == set()


def test_text_goes_through_copy_as_it_is_but_for_what_no_database_holds(fresh_warehouse: Settings) -> None:
    texts = ["Khó khăn:\tthiếu vốn\r\nvà đất \\N", "", r"\N", "nửa \ud800 ký tự, NUL \0"]
    with connect(fresh_warehouse).begin() as connection:
        insert_new(connection, file, [{"file_sha256": "c" * 64, "size_bytes": 3, "media_type": None}])
        insert_new(connection, submission_reading, [reading_row()])
        topics = get_args(NarrativeTopic)
        lines = [narrative_line(at, text, topic) for at, (text, topic) in enumerate(zip(texts, topics, strict=True))]
        assert copy_lines(connection, narrative_text, NARRATIVE, lines) == 4
        kept = connection.scalars(select(narrative_text.c.text).order_by(narrative_text.c.ordinal)).all()
    assert kept == [*texts[:3], "nửa \ufffd ký tự, NUL \ufffd"]


def test_rows_need_the_reading_they_belong_to(fresh_warehouse: Settings) -> None:
    engine = connect(fresh_warehouse)
    with pytest.raises(ForeignKeyViolation, match="no reading"), engine.begin() as connection:
        copy_lines(connection, narrative_text, NARRATIVE, [narrative_line(1, "thiếu vốn")])
