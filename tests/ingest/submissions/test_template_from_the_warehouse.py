"""A template shows what the warehouse has of the reporter's last round: figures beside, cooperatives beforehand."""

import io
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from htx.settings import LOCAL_ZONE, Settings
from ingest.submissions.intake import load_files
from ingest.submissions.reading import Coordinate
from ingest.submissions.reference import Reference
from ingest.submissions.template import build_template
from ingest.submissions.template.content import Reporter
from ingest.submissions.template.last_round import Said, SaidInWarehouse
from ingest.submissions.template.register_sheet import REGISTER_HEADER_ROW, REGISTER_SHEET

pytestmark = pytest.mark.integration

CU_CHI = Reporter("Huyện Củ Chi", area_code="783")
COOPS = Coordinate("HTX", "coop_total", "all", "actual_h1")


def sent(reference: Reference, folder: Path) -> Path:
    """The report of huyện Củ Chi with two cooperatives, of which one has ceased to be."""
    values = {COOPS: 1, Coordinate("HTX", "members_total", "all", "actual_h1"): 25}
    content = build_template("A-1", "783", "2024-H1", reference, values, parts=("A-1", "register"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    for place, (name, status) in enumerate((("HTX Phú Lộc", "Đang hoạt động"), ("HTX Tân Tiến", "Đã giải thể"))):
        row = REGISTER_HEADER_ROW + 2 + place
        book[REGISTER_SHEET].cell(row, 2).value = name
        book[REGISTER_SHEET].cell(row, 4).value = "Xã Phú Hòa Đông"
        book[REGISTER_SHEET].cell(row, 7).value = status
        book[REGISTER_SHEET].cell(row, 9).value = 25
    path = folder / "cu-chi.xlsx"
    book.save(path)
    return path


def test_the_last_round_is_taken_from_the_warehouse(
    fresh_warehouse: Settings, reference: Reference, tmp_path: Path
) -> None:
    path = sent(reference, tmp_path)
    arrived_at = datetime(2024, 5, 10, 9, tzinfo=LOCAL_ZONE)
    load_files(fresh_warehouse, [path], round_period="2024-H1", sender="", channel="folder", received_at=arrived_at)
    warehouse = SaidInWarehouse(fresh_warehouse, "2024")
    try:
        said = warehouse.of(CU_CHI)
        nothing = warehouse.of(Reporter("Quận 1", area_code="760"))
    finally:
        warehouse.close()
    assert nothing == Said()
    assert said.previous is not None
    assert said.previous.numbers[COOPS] == Decimal(1)
    assert [row.text("name") for row in said.cooperatives] == ["HTX Phú Lộc"]
    assert said.cooperatives[0].text("address") == "Xã Phú Hòa Đông"
