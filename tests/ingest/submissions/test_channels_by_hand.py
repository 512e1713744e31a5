"""Figures that came by telephone or on paper are entered by an officer, whose name stays with them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from htx.cli import app
from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.arrivals import receipt_finding
from ingest.raw.database import connect
from ingest.raw.tables import receipt
from ingest.submissions.intake import load_files
from tests.ingest.submissions.pdf_files import scanned

pytestmark = pytest.mark.integration

NOW = datetime(2024, 5, 17, 9, 0, tzinfo=LOCAL_ZONE)
OFFICER = "Nguyễn Thị Lan"
Fill = Callable[..., bytes]


@pytest.fixture
def entered(tmp_path: Path, fill: Fill) -> Path:
    path = tmp_path / "Củ Chi - qua điện thoại.xlsx"
    path.write_bytes(fill())
    return path


def load(settings: Settings, path: Path, on_behalf_of: str, at: datetime = NOW) -> int:
    return load_files(settings, [path], "2024-H1", OFFICER, "phone", at, on_behalf_of).new_receipts


def findings(settings: Settings) -> list[tuple[str, str]]:
    engine = connect(settings)
    with engine.connect() as connection:
        rows = connection.execute(select(receipt_finding.c.rule_code, receipt_finding.c.sentence_vi)).all()
    engine.dispose()
    return [(row.rule_code, row.sentence_vi) for row in rows]


def test_the_officer_and_the_reporter_stay_with_the_arrival(fresh_warehouse: Settings, entered: Path) -> None:
    assert load(fresh_warehouse, entered, "783") == 1
    assert load(fresh_warehouse, entered, "783", NOW + timedelta(hours=1)) == 0
    engine = connect(fresh_warehouse)
    with engine.connect() as connection:
        row = connection.execute(select(receipt)).one()
    engine.dispose()
    assert (row.channel, row.sender, row.entered_by, row.on_behalf_of) == ("phone", OFFICER, OFFICER, "783")
    assert findings(fresh_warehouse) == []


def test_a_file_of_another_reporter_than_the_officer_says_is_told(fresh_warehouse: Settings, entered: Path) -> None:
    load(fresh_warehouse, entered, "784")
    ((rule_code, sentence),) = findings(fresh_warehouse)
    assert rule_code == "entered_for_another"
    assert sentence.startswith(f"{OFFICER} nhập thay cho Huyện Hóc Môn")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--channel", "phone"], "--entered-by"),
        (["--channel", "fax"], "there are folder"),
        (["--entered-by", OFFICER], "--channel paper or phone"),
        (["--channel", "paper", "--entered-by", OFFICER, "--on-behalf-of", "99999"], "no area and no agency"),
    ],
)
def test_what_is_said_by_halves_is_a_wrong_usage(entered: Path, arguments: list[str], told: str) -> None:
    said = CliRunner().invoke(app, ["submission", "load", str(entered), *arguments])
    assert told in str(said.exception) + said.output


def test_a_pdf_is_checked_with_its_workbook_and_not_alone(entered: Path) -> None:
    signed = entered.with_name("Củ Chi - qua điện thoại (ký).pdf")
    signed.write_bytes(scanned())
    said = CliRunner().invoke(app, ["submission", "check", str(signed), str(entered)])
    assert "signed_copy" not in said.output
    assert said.output.count(": accepted") == 1
    assert "là bản quét" in said.output
    alone = CliRunner().invoke(app, ["submission", "check", str(signed)])
    assert alone.output.startswith(f"{signed.name}: rejected")
