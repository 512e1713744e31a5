"""Which earlier round a submission is held against: the newest accepted one of the same reporter and area."""

import pickle
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import pytest

from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id, content_sha256
from ingest.raw.loader import append
from ingest.raw.tables import file, receipt, submission_reading, submission_value
from ingest.submissions.history import DatabaseHistory
from ingest.submissions.period import Period
from ingest.submissions.reading import Coordinate

pytestmark = pytest.mark.integration

CU_CHI = "783"
HTX_TOTAL = Coordinate("HTX", "coop_total", "all", "estimate_year")
REVENUE = Coordinate("HTX", "revenue_avg", "all", "estimate_year")


def arrive(
    settings: Settings,
    name: str,
    *,
    period: str,
    day: str,
    coops: int,
    area_code: str | None = CU_CHI,
    agency_code: str | None = None,
    outcome: str = "accepted",
    reader_version: str = "2",
) -> UUID:
    """Write an arrival with its reading; the file is its name."""
    sha256 = content_sha256(name.encode())
    reading_id = content_id(sha256, period, reader_version)
    received_at = datetime.fromisoformat(day).replace(tzinfo=LOCAL_ZONE)
    rows = {
        file: [{"file_sha256": sha256, "size_bytes": len(name), "media_type": None}],
        receipt: [
            {
                "receipt_id": content_id(sha256, period, day),
                "file_sha256": sha256,
                "round_period": period,
                "channel": "folder",
                "sender": "",
                "file_name": name,
                "received_at": received_at,
            }
        ],
        submission_reading: [
            {
                "reading_id": reading_id,
                "file_sha256": sha256,
                "round_period": period,
                "reader_version": reader_version,
                "area_code": area_code,
                "agency_code": agency_code,
                "period": period,
                "is_nil_return": False,
                "outcome": outcome,
                "read_at": received_at.replace(hour=int(reader_version)),
            }
        ],
        submission_value: [
            value_row(reading_id, "F7", HTX_TOTAL, "value", Decimal(coops), "HTX"),
            value_row(reading_id, "F8", HTX_TOTAL, "value", Decimal(coops + 1), "HTX"),
            value_row(reading_id, "F21", REVENUE, "value", Decimal("1841.5"), "triệu đồng/năm"),
            value_row(reading_id, "F9", Coordinate("HTX", "coop_new", "all", "estimate_year"), "zero", None, "HTX"),
            value_row(reading_id, "F10", Coordinate("HTX", "coop_active", "all", "estimate_year"), "unknown", None, ""),
        ],
    }
    engine = connect(settings)
    with engine.begin() as connection:
        for table, table_rows in rows.items():
            append(connection, table, table_rows)
    engine.dispose()
    return reading_id


def value_row(
    reading_id: UUID, cell: str, at: Coordinate, reading: str, printed: Decimal | None, unit: str
) -> dict[str, object]:
    return {
        "value_id": content_id(reading_id, cell),
        "reading_id": reading_id,
        "sheet": "PL1",
        "cell": cell,
        "indicator_code": at.indicator_code,
        "entity": at.entity,
        "sector_code": at.sector_code,
        "value_column": at.value_column,
        "raw_text": None if printed is None else str(printed),
        "reading": reading,
        "value_printed": printed,
        "printed_unit": unit,
    }


def test_the_last_accepted_round_is_found_with_canonical_numbers(fresh_warehouse: Settings) -> None:
    arrive(fresh_warehouse, "năm 2022", period="2022", day="2022-11-18", coops=55)
    arrive(fresh_warehouse, "năm 2023", period="2023", day="2023-11-17", coops=59)
    mended = arrive(fresh_warehouse, "năm 2023, sửa", period="2023", day="2023-11-21", coops=58)
    arrive(fresh_warehouse, "năm 2023, sai kỳ", period="2023", day="2023-11-22", coops=12, outcome="rejected")
    arrive(fresh_warehouse, "6T2024", period="2024-H1", day="2024-05-17", coops=60)
    history = DatabaseHistory(fresh_warehouse)
    found = history.previous(CU_CHI, None, Period(2024, 1))
    assert found is not None
    assert (found.reading_id, found.period) == (str(mended), Period(2023))
    assert found.numbers == {
        HTX_TOTAL: Decimal(58),
        REVENUE: Decimal(1_841_500_000),
        Coordinate("HTX", "coop_new", "all", "estimate_year"): Decimal(0),
    }
    half = history.previous(CU_CHI, None, Period(2024))
    assert half is not None
    assert half.period == Period(2024, 1)
    assert history.previous(CU_CHI, None, Period(2022)) is None
    assert history.previous("784", None, Period(2024)) is None
    assert history.previous(None, None, Period(2024)) is None
    history.close()


def test_the_newest_reading_of_the_same_bytes_counts(fresh_warehouse: Settings) -> None:
    arrive(fresh_warehouse, "năm 2023", period="2023", day="2023-11-17", coops=59)
    newest = arrive(fresh_warehouse, "năm 2023", period="2023", day="2023-11-17", coops=61, reader_version="3")
    history = DatabaseHistory(fresh_warehouse)
    found = history.previous(CU_CHI, None, Period(2024, 1))
    assert found is not None
    assert found.reading_id == str(newest)
    history.close()


def test_departments_have_a_history_of_their_own(fresh_warehouse: Settings) -> None:
    arrive(fresh_warehouse, "Sở", period="2023", day="2023-11-17", coops=815, area_code=None, agency_code="so-79")
    history = DatabaseHistory(fresh_warehouse)
    assert history.previous(None, "so-79", Period(2024, 1)) is not None
    assert history.previous("79", None, Period(2024, 1)) is None
    history.close()


def test_a_code_that_means_another_area_now_has_no_history(fresh_warehouse: Settings) -> None:
    """Code 24 was tỉnh Bắc Giang until 30 June 2025, and is tỉnh Bắc Ninh from then on."""
    arrive(fresh_warehouse, "Bắc Giang", period="2024", day="2024-11-17", coops=700, area_code="24")
    history = DatabaseHistory(fresh_warehouse)
    assert history.previous("24", None, Period(2025, 1)) is not None
    assert history.previous("24", None, Period(2025)) is None
    history.close()


def test_a_history_can_go_to_another_process(fresh_warehouse: Settings) -> None:
    arrive(fresh_warehouse, "năm 2023", period="2023", day="2023-11-17", coops=59)
    history = DatabaseHistory(fresh_warehouse)
    assert history.previous(CU_CHI, None, Period(2024, 1)) is not None
    elsewhere: DatabaseHistory = pickle.loads(pickle.dumps(history))
    found = elsewhere.previous(CU_CHI, None, Period(2024, 1))
    assert found is not None
    assert found.numbers[HTX_TOTAL] == 59
    history.close()
    elsewhere.close()
