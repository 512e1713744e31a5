"""Kept bytes are read again: first shown, then added, and nobody is asked to send twice."""

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.store import ContentStore
from ingest.raw.tables import file, receipt, submission_reading
from ingest.submissions import intake
from ingest.submissions.check import check_submission
from ingest.submissions.loading import load_readings
from ingest.submissions.reading import READER_VERSION, Coordinate, SubmissionReading
from ingest.submissions.reference import Reference
from ingest.submissions.rereading import RereadReport, reread
from ingest.submissions.rows import rows_of

pytestmark = pytest.mark.integration

NOW = datetime(2024, 5, 24, 6, 0, tzinfo=LOCAL_ZONE)
LATER = NOW + timedelta(days=3)
CU_CHI_FILE = "19_Huyen Cu Chi_6T2024.xlsx"
MEMBERS = Coordinate("HTX", "members_total", "all", "actual_h1")
FILES = ("01_Quan 1_6T2024.xlsx", CU_CHI_FILE)


@pytest.fixture
def read_round(fresh_warehouse: Settings, sample_inbox: Path) -> Settings:
    """A warehouse that has taken in two submissions of the sample round."""
    folder = fresh_warehouse.inbox_dir / "2024-H1"
    folder.mkdir(parents=True)
    for name in ("manifest.csv", *FILES):
        shutil.copy2(sample_inbox / "2024-H1" / name, folder / name)
    intake.receive_inbox(fresh_warehouse, NOW)
    return fresh_warehouse


@pytest.fixture
def old_reader(fresh_warehouse: Settings, sample_inbox: Path, reference: Reference) -> Settings:
    """A warehouse whose older reader took another number from a cell of Củ Chi and refused the other file."""
    for name in FILES:
        content = (sample_inbox / "2024-H1" / name).read_bytes()
        reading = _misread(as_read(sample_inbox, reference, name))
        keep(fresh_warehouse, content, replace(reading, reader_version="1"))
    return fresh_warehouse


def as_read(sample_inbox: Path, reference: Reference, name: str) -> SubmissionReading:
    content = (sample_inbox / "2024-H1" / name).read_bytes()
    return check_submission(content, file_name=name, round_period="2024-H1", reference=reference)


def _misread(reading: SubmissionReading) -> SubmissionReading:
    if reading.area_code != "783":
        return replace(reading, outcome="rejected")
    wrong = next(cell for cell in reading.values if cell.coordinate == MEMBERS)
    values = (cell._replace(value_printed=Decimal("54.96")) if cell is wrong else cell for cell in reading.values)
    return replace(reading, values=tuple(values))


def keep(settings: Settings, content: bytes, reading: SubmissionReading) -> None:
    """Put a file with its reading into the warehouse, as an arrival of the round."""
    sha256 = ContentStore(settings.store_dir).put(content)
    arrival: dict[str, object] = {
        "receipt_id": content_id(sha256, reading.file_name),
        "file_sha256": sha256,
        "round_period": reading.round_period,
        "channel": "folder",
        "sender": "",
        "file_name": reading.file_name,
        "received_at": NOW,
    }
    engine = connect(settings)
    with engine.begin() as connection:
        append(connection, file, [{"file_sha256": sha256, "size_bytes": len(content), "media_type": None}])
        append(connection, receipt, [arrival])
        load_readings(connection, [rows_of(reading, NOW)])
    engine.dispose()


def readings(settings: Settings) -> int:
    engine = connect(settings)
    with engine.connect() as connection:
        count = connection.scalar(select(func.count()).select_from(submission_reading))
    engine.dispose()
    return count or 0


def again(settings: Settings, **options: Any) -> RereadReport:
    return reread(settings, **{"round_period": "2024-H1", "now": LATER, **options})


def test_the_same_reader_changes_nothing(read_round: Settings) -> None:
    report = again(read_round, is_applied=True)
    assert (report.files_read, report.rereads, report.readings_added) == (2, (), 0)
    assert readings(read_round) == 2


def test_what_would_change_is_shown_by_address_and_nothing_is_written(
    old_reader: Settings, sample_inbox: Path, reference: Reference
) -> None:
    report = again(old_reader)
    assert readings(old_reader) == 2
    assert [one.file_name for one in report.changed] == list(FILES)
    refused, misread = report.changed
    assert (refused.version_before, refused.version_after) == ("1", READER_VERSION)
    assert [(one.what, one.before, one.after) for one in refused.differences.header] == [
        ("outcome", "rejected", "accepted")
    ]
    (cell,) = misread.differences.cells
    right = next(one for one in as_read(sample_inbox, reference, CU_CHI_FILE).values if one.coordinate == MEMBERS)
    assert (cell.sheet, cell.cell, cell.what) == (right.sheet, right.cell, "HTX.members_total.all.actual_h1")
    assert (cell.before, cell.after) == ("54.96 thành viên", f"{right.value_printed} thành viên")
    assert report.to_json()["files_read"] == 2


def test_applied_it_adds_readings_beside_the_old_and_only_once(old_reader: Settings) -> None:
    progress: list[tuple[int, int, str]] = []
    report = again(old_reader, is_applied=True, on_progress=lambda *told: progress.append(told))
    assert report.readings_added == 2
    assert [done for done, _, _ in progress] == [1, 2]
    assert readings(old_reader) == 4
    second = again(old_reader, is_applied=True, now=LATER + timedelta(hours=1))
    assert (second.rereads, second.readings_added) == ((), 0)
    assert readings(old_reader) == 4


def test_a_mended_mapping_adds_a_reading_without_another_reader(read_round: Settings, tmp_path: Path) -> None:
    """The reader is the same, but a seed calls a row otherwise: the new reading has a number of its own."""
    mended = MendedSeeds(read_round, tmp_path / "seeds")
    report = again(mended.settings, is_applied=True)
    assert {one.version_after for one in report.changed} == {f"{READER_VERSION}.1"}
    assert report.readings_added == 2
    assert again(mended.settings, is_applied=True, now=LATER + timedelta(hours=1)).readings_added == 0
    back = again(read_round, is_applied=True, now=LATER + timedelta(hours=2))
    assert {one.version_after for one in back.changed} == {f"{READER_VERSION}.2"}
    assert again(read_round, now=LATER + timedelta(hours=3)).rereads == ()


def test_other_rounds_are_left_alone(old_reader: Settings) -> None:
    assert again(old_reader, round_period="2023").files_read == 0
    assert again(old_reader, round_period=None).files_read == 2


def test_bytes_that_are_gone_are_told_and_the_others_are_read(old_reader: Settings) -> None:
    first = again(old_reader).changed[0]
    ContentStore(old_reader.store_dir).path(first.file_sha256).unlink()
    report = again(old_reader, is_applied=True)
    assert [one.file_name for one in report.problems] == [first.file_name]
    assert "not in the store" in (report.problems[0].problem or "")
    assert report.readings_added == 1


class MendedSeeds:
    """The settings of a warehouse with seeds in which a rule was made a warning."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        project = folder / "dbt_project"
        shutil.copytree(settings.seeds_dir, project / "seeds")
        indicators = project / "seeds" / "units.csv"
        text = indicators.read_text(encoding="utf-8")
        assert "triệu đồng/năm,VND,1000000\n" in text
        indicators.write_text(
            text.replace("triệu đồng/năm,VND,1000000\n", "triệu đồng/năm,VND,1000\n"), encoding="utf-8"
        )

        class Elsewhere(Settings):
            @property
            def seeds_dir(self) -> Path:
                return project / "seeds"

        self.settings: Settings = Elsewhere(**settings.model_dump(), _env_file=None)
