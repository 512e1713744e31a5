"""The inbox becomes raw rows: once, whole, and the same however often and wherever it is interrupted."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, text

from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_sha256
from ingest.raw.ops import submission_decision
from ingest.raw.store import ContentStore
from ingest.raw.tables import READING_ROWS, file, receipt, submission_change, submission_reading, submission_value
from ingest.submissions import batch, intake
from ingest.submissions.changes import load_changes
from ingest.submissions.decisions import UnknownReceiptError, load_decisions, load_inbox_decisions, take_late
from ingest.submissions.reading import SubmissionReading
from ingest.submissions.receipt import Receipt
from ingest.submissions.reference import Reference
from ingest.submissions.rows import ReadingRows
from samples.make_submissions import SAMPLES, make_round, read_manifest

pytestmark = pytest.mark.integration

NOW = datetime(2024, 5, 24, 6, 0, tzinfo=LOCAL_ZONE)
RAW_TABLES = (file, receipt, submission_reading, *READING_ROWS)
Fill = Callable[..., bytes]

LATE_FILE = "22_Huyen Nha Be_6T2024.xlsx"


@dataclass(frozen=True)
class Round:
    """The sample round, taken in once and undisturbed."""

    settings: Settings
    report: intake.IntakeReport


@pytest.fixture(scope="module")
def sample_round(warehouse: Settings, reference: Reference) -> Round:
    make_round(warehouse.inbox_dir, reference)
    return Round(warehouse, intake.receive_inbox(warehouse, NOW))


@pytest.fixture
def few(fresh_warehouse: Settings, sample_inbox: Path) -> Settings:
    """A fresh warehouse with three submissions in its inbox, and the round's manifest."""
    folder = fresh_warehouse.inbox_dir / "2024-H1"
    folder.mkdir(parents=True)
    for name in ("manifest.csv", "01_Quan 1_6T2024.xlsx", "19_Huyen Cu Chi_6T2024.xlsx", LATE_FILE):
        shutil.copy2(sample_inbox / "2024-H1" / name, folder / name)
    return fresh_warehouse


@contextmanager
def opened_warehouse(settings: Settings) -> Iterator[Connection]:
    engine = connect(settings)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def row_counts(settings: Settings) -> dict[str, int]:
    with opened_warehouse(settings) as opened:
        return {table.name: opened.scalar(select(func.count()).select_from(table)) or 0 for table in RAW_TABLES}


def row_fingerprint(settings: Settings) -> dict[str, str]:
    """The content of every raw table, but for when the database wrote it, as one hash each."""
    query = (
        "select md5(string_agg(row, '|' order by row)) from"
        " (select (to_jsonb(t) - 'stored_at' - 'loaded_at')::text as row from raw.{} t) rows"
    )
    with opened_warehouse(settings) as opened:
        return {table.name: opened.scalar(text(query.format(table.name))) or "" for table in RAW_TABLES}


def test_the_sample_round_is_taken_in_with_its_outcomes(sample_round: Round) -> None:
    report = sample_round.report
    assert report.new_receipts == 22
    assert report.counts == {"accepted": 19, "accepted_with_warnings": 2, "rejected": 1}
    assert [taken.file_name for taken in report.files if taken.outcome == "rejected"] == [
        "10_Quan Binh Tan_6T2024.xlsx"
    ]
    assert {taken.file_name: taken.area_code for taken in report.files} == {
        row["file_name"]: row["area_code"] for row in read_manifest()
    }
    counts = row_counts(sample_round.settings)
    assert counts == report.rows_added
    assert counts["receipt"] == counts["submission_reading"] == 22
    assert counts["submission_value"] == 22 * 170


def test_times_and_senders_are_those_of_the_manifest(sample_round: Round) -> None:
    with opened_warehouse(sample_round.settings) as opened:
        loaded = {
            row.file_name: (row.sender, row.channel, row.received_at, row.round_period)
            for row in opened.execute(select(receipt))
        }
    assert loaded == {
        row["file_name"]: (row["sender"], row["channel"], datetime.fromisoformat(row["received_at"]), "2024-H1")
        for row in read_manifest()
    }


def test_the_nil_return_counts_zero_and_does_not_guess_averages(sample_round: Round) -> None:
    with opened_warehouse(sample_round.settings) as opened:
        nil = opened.execute(select(submission_reading).where(submission_reading.c.is_nil_return)).one()
        values = opened.execute(select(submission_value).where(submission_value.c.reading_id == nil.reading_id))
        readings = {(row.entity, row.indicator_code, row.value_column): row.reading for row in values}
    assert (nil.area_code, nil.outcome) == ("773", "accepted")
    assert readings["HTX", "coop_total", "actual_h1"] == "zero"
    assert readings["HTX", "revenue_avg", "actual_h1"] == "unknown"
    assert readings["HTX", "coop_total", "plan_next_year"] == "unknown"


def test_a_second_run_adds_nothing(few: Settings) -> None:
    intake.receive_inbox(few, NOW)
    before = row_fingerprint(few)
    again = intake.receive_inbox(few, NOW + timedelta(days=1))
    assert again.new_receipts == 0
    assert again.rows_added == {}
    assert row_fingerprint(few) == before


def test_reading_the_same_work_list_twice_adds_nothing(few: Settings) -> None:
    work = [Receipt.from_json(new.to_json()) for new in intake.new_receipts(few)]
    intake.read_receipts(few, work, NOW)
    before = row_fingerprint(few)
    doubled = intake.read_receipts(few, work, NOW)
    assert set(doubled.rows_added.values()) == {0}
    assert row_fingerprint(few) == before


def test_the_same_bytes_under_another_name_add_nothing(few: Settings) -> None:
    intake.receive_inbox(few, NOW)
    before = row_fingerprint(few)
    folder = few.inbox_dir / "2024-H1"
    (folder / "Ban sao cua Quan 1.xlsx").write_bytes((folder / "01_Quan 1_6T2024.xlsx").read_bytes())
    assert intake.receive_inbox(few, NOW).new_receipts == 0
    assert row_fingerprint(few) == before


def test_the_same_bytes_sent_again_are_a_new_arrival_of_the_same_reading(few: Settings) -> None:
    """What a channel says arrived, arrived: a resent file is a receipt of its own, and is not read again."""
    intake.receive_inbox(few, NOW)
    manifest = few.inbox_dir / "2024-H1" / "manifest.csv"
    line = "01_Quan 1_6T2024.xlsx,760,kinhte.quan1@tphcm.example,email,2024-05-19T07:00:00+07:00,gửi lại\n"
    manifest.write_text(manifest.read_text(encoding="utf-8") + line, encoding="utf-8")
    report = intake.receive_inbox(few, NOW)
    assert report.rows_added == {table.name: 1 if table is receipt else 0 for table in RAW_TABLES}


@pytest.mark.parametrize("function", ["check_submission", "write_whole", "_receipt_row"])
def test_killed_in_the_middle_it_ends_in_the_same_rows(
    fresh_warehouse: Settings,
    reference: Reference,
    sample_round: Round,
    monkeypatch: pytest.MonkeyPatch,
    function: str,
) -> None:
    """Killed in the third batch: before a file is read, before its marked copy stands, inside the transaction."""
    make_round(fresh_warehouse.inbox_dir, reference)
    monkeypatch.setattr(intake, "BATCH_FILES", 4)
    real = getattr(batch, function)
    calls = 0

    def dies_at_the_ninth_call(*args: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 9:
            raise KeyboardInterrupt
        return real(*args, **named)

    with monkeypatch.context() as patched:
        patched.setattr(batch, function, dies_at_the_ninth_call)
        with pytest.raises(KeyboardInterrupt):
            intake.receive_inbox(fresh_warehouse, NOW)
    assert row_counts(fresh_warehouse)["receipt"] == 8
    intake.receive_inbox(fresh_warehouse, NOW)

    assert row_fingerprint(fresh_warehouse) == row_fingerprint(sample_round.settings)
    assert marked_copies(fresh_warehouse) == marked_copies(sample_round.settings)


def marked_copies(settings: Settings) -> list[str]:
    return sorted(path.name for path in (settings.outbox_dir / "marked" / "2024-H1").iterdir())


def test_bytes_are_kept_and_a_marked_copy_is_written(sample_round: Round) -> None:
    report = sample_round.report
    store = ContentStore(sample_round.settings.store_dir)
    for taken in report.files:
        content = (sample_round.settings.inbox_dir / "2024-H1" / taken.file_name).read_bytes()
        assert store.get(content_sha256(content)) == content
        assert taken.marked_copy is not None
        assert taken.marked_copy.is_file()
    assert len({taken.marked_copy for taken in report.files}) == 22


def test_files_that_are_still_being_written_wait(few: Settings) -> None:
    folder = few.inbox_dir / "2024-H1"
    whole = (folder / "01_Quan 1_6T2024.xlsx").read_bytes()
    for name in ("23_Quan 11.xlsx.part", ".23_Quan 11.xlsx", "~$01_Quan 1_6T2024.xlsx", "24.xlsx.tmp"):
        (folder / name).write_bytes(whole[:4000])
    assert intake.receive_inbox(few, NOW).new_receipts == 3


def test_a_file_that_changes_after_it_was_listed_is_left_for_the_next_look(few: Settings) -> None:
    work = intake.new_receipts(few)
    Path(work[0].address).write_bytes(Path(work[1].address).read_bytes() + b"\0")
    report = intake.read_receipts(few, work, NOW)
    assert report.new_receipts == 2
    assert [held.file_name for held in report.held_back] == [work[0].file_name]


def test_a_manifest_line_without_a_time_holds_its_file_back(fresh_warehouse: Settings, fill: Fill) -> None:
    folder = fresh_warehouse.inbox_dir / "2024-H1"
    folder.mkdir(parents=True)
    (folder / "cu chi.xlsx").write_bytes(fill())
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as manifest:
        csv.writer(manifest).writerows(
            [["file_name", "sender", "channel", "received_at"], ["cu chi.xlsx", "", "email", "hôm qua"]]
        )
    report = intake.receive_inbox(fresh_warehouse, NOW)
    assert report.new_receipts == 0
    assert "line 2" in report.held_back[0].reason


def test_without_a_manifest_a_file_arrived_when_it_was_written(fresh_warehouse: Settings, fill: Fill) -> None:
    folder = fresh_warehouse.inbox_dir / "2024-H1"
    folder.mkdir(parents=True)
    (folder / "cu chi.xlsx").write_bytes(fill())
    (new,) = intake.new_receipts(fresh_warehouse)
    assert (new.channel, new.sender) == ("folder", "")
    assert new.received_at.timestamp() == pytest.approx((folder / "cu chi.xlsx").stat().st_mtime)


def test_load_files_takes_files_from_anywhere(fresh_warehouse: Settings, sample_inbox: Path) -> None:
    path = sample_inbox / "2024-H1" / "19_Huyen Cu Chi_6T2024.xlsx"
    first = intake.load_files(fresh_warehouse, [path], None, "văn thư", "email", NOW)
    assert [(taken.area_code, taken.outcome) for taken in first.files] == [("783", "accepted")]
    assert intake.load_files(fresh_warehouse, [path], None, "văn thư", "email", NOW).new_receipts == 0


def test_an_unreadable_file_is_kept_and_refused(fresh_warehouse: Settings, sample_inbox: Path) -> None:
    folder = fresh_warehouse.inbox_dir / "2024-H1"
    folder.mkdir(parents=True)
    content = (sample_inbox / "2024-H1" / "01_Quan 1_6T2024.xlsx").read_bytes()[:5000]
    (folder / "cut short.xlsx").write_bytes(content)
    report = intake.receive_inbox(fresh_warehouse, NOW)
    assert report.counts == {"rejected": 1}
    assert ContentStore(fresh_warehouse.store_dir).get(content_sha256(content)) == content


def test_a_file_that_our_reader_crashes_on_stops_nobody_else(few: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    real = batch.check_submission

    def crashes_on_cu_chi(content: bytes, **named: Any) -> SubmissionReading:
        if "Cu Chi" in named["file_name"]:
            raise RecursionError("a table within itself")
        return real(content, **named)

    with monkeypatch.context() as patched:
        patched.setattr(batch, "check_submission", crashes_on_cu_chi)
        report = intake.receive_inbox(few, NOW)
    assert report.new_receipts == 2
    crashed = [held for held in report.held_back if held.absent_of is None]
    assert [(held.file_name, "RecursionError" in held.reason) for held in crashed] == [
        ("19_Huyen Cu Chi_6T2024.xlsx", True)
    ]
    content = (few.inbox_dir / "2024-H1" / "19_Huyen Cu Chi_6T2024.xlsx").read_bytes()
    assert ContentStore(few.store_dir).get(content_sha256(content)) == content
    assert [taken.area_code for taken in intake.receive_inbox(few, NOW).files] == ["783"]


def test_a_late_submission_is_taken_by_an_officer_once(few: Settings) -> None:
    intake.receive_inbox(few, NOW)
    decisions = SAMPLES / "decisions.csv"
    assert load_decisions(few, decisions) == load_decisions(few, decisions)
    query = select(receipt.c.file_name, submission_decision.c.decision).join(receipt)
    with opened_warehouse(few) as opened:
        assert opened.execute(query).all() == [(LATE_FILE, "take_late")]


def test_a_decision_in_the_inbox_waits_for_its_file(few: Settings) -> None:
    shutil.copy2(SAMPLES / "decisions.csv", few.inbox_dir / "2024-H1" / "decisions.csv")
    assert load_inbox_decisions(few) == []
    assert intake.receive_inbox(few, NOW).new_receipts == 3
    (decision,) = load_inbox_decisions(few)
    assert load_inbox_decisions(few) == [decision]


def test_a_decision_needs_a_submission_and_a_reason(few: Settings) -> None:
    with pytest.raises(UnknownReceiptError, match="Quan 11"):
        take_late(few, reason="chậm thư", decided_by="a", decided_at=NOW, file_name="Quan 11.xlsx")
    with pytest.raises(ValueError, match="reason"):
        take_late(few, reason=" ", decided_by="a", decided_at=NOW, file_name=LATE_FILE)


def test_the_report_is_plain_json(sample_round: Round) -> None:
    said = json.loads(json.dumps(sample_round.report.to_json()))
    assert said["new_receipts"] == 22
    refused = next(entry for entry in said["files"] if entry["outcome"] == "rejected")
    assert "Thiếu “Tổng số hợp tác xã”" in refused["reasons"][0]


def test_what_the_manifest_names_and_nobody_sent_is_asked_for_until_it_was_taken(few: Settings) -> None:
    folder = few.inbox_dir / "2024-H1"
    (folder / "01_Quan 1_6T2024.xlsx").rename(folder.parent.parent / "kept back.xlsx")
    asked_for = {held.file_name for held in intake.receive_inbox(few, NOW).held_back}
    assert "01_Quan 1_6T2024.xlsx" in asked_for
    assert "19_Huyen Cu Chi_6T2024.xlsx" not in asked_for
    (folder / "19_Huyen Cu Chi_6T2024.xlsx").unlink()
    assert {held.file_name for held in intake.receive_inbox(few, NOW).held_back} == asked_for


def test_one_decision_that_cannot_be_read_stops_no_other(few: Settings, caplog: pytest.LogCaptureFixture) -> None:
    intake.receive_inbox(few, NOW)
    good = f"2024-H1;{LATE_FILE};take_late;chờ quyết toán;Lan;2024-05-23T09:00:00+07:00"
    rows = [
        "round_period;file_name;decision;reason;decided_by;decided_at",
        good.replace("take_late", "nhận"),
        good.replace("2024-05-23T09:00:00+07:00", "hôm qua"),
        good.replace("+07:00", ""),
        good.replace("chờ quyết toán", ""),
        f"2024-H1;{LATE_FILE}",
        "",
        good,
    ]
    (few.inbox_dir / "2024-H1" / "decisions.csv").write_text("\n".join(rows), encoding="utf-8-sig")
    (few.inbox_dir / "2023-H1").mkdir()
    (few.inbox_dir / "2023-H1" / "decisions.csv").write_bytes(b"\xff\xfe\xfd")
    assert len(load_inbox_decisions(few)) == 1
    told = [record.getMessage() for record in caplog.records if record.name.endswith("decisions")]
    assert [message.partition(" is not taken")[0] for message in told if "line" in message] == [
        f"2024-H1/decisions.csv line {line}" for line in (2, 3, 4, 5, 6)
    ]
    assert any(message.startswith("no decision is taken from 2023-H1/decisions.csv") for message in told)


def test_files_given_by_hand_are_held_back_one_by_one(few: Settings, tmp_path: Path) -> None:
    good = few.inbox_dir / "2024-H1" / "01_Quan 1_6T2024.xlsx"
    long = tmp_path / ("Ủ" * 79 + ".xlsx")
    shutil.copy(few.inbox_dir / "2024-H1" / LATE_FILE, long)
    paths = [tmp_path, tmp_path / "không có.xlsx", good, long]
    report = intake.load_files(few, paths, "2024-H1", "UBND Quận 1", "folder", NOW)
    assert [(taken.file_name, bool(taken.marked_copy and taken.marked_copy.is_file())) for taken in report.files] == [
        (good.name, True),
        (long.name, True),
    ]
    assert [held.file_name for held in report.held_back] == [tmp_path.name, "không có.xlsx"]


def test_many_processes_load_the_same_rows_as_one(
    fresh_warehouse: Settings, reference: Reference, sample_round: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_round(fresh_warehouse.inbox_dir, reference)
    monkeypatch.setattr(intake, "BATCH_FILES", 4)
    monkeypatch.setattr(intake, "_FEWEST_FILES_OF_A_WORKER", 8)
    report = intake.read_receipts(fresh_warehouse, intake.new_receipts(fresh_warehouse), NOW, workers=2)
    assert report.counts == sample_round.report.counts
    assert row_fingerprint(fresh_warehouse) == row_fingerprint(sample_round.settings)


def test_a_file_whose_rows_the_database_refuses_is_held_back_alone(
    few: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = batch.rows_of

    def too_large_for_cu_chi(reading: SubmissionReading, read_at: datetime) -> ReadingRows:
        if reading.area_code == "783":
            huge = reading.values[0]._replace(reading="value", value_printed=Decimal("1e30"))
            reading = replace(reading, values=(huge, *reading.values[1:]))
        return real(reading, read_at)

    monkeypatch.setattr(batch, "rows_of", too_large_for_cu_chi)
    report = intake.receive_inbox(few, NOW)
    assert sorted(taken.area_code or "" for taken in report.files) == ["760", "786"]
    refused = [held for held in report.held_back if held.absent_of is None]
    assert [(held.file_name, "NumericValueOutOfRange" in held.reason) for held in refused] == [
        ("19_Huyen Cu Chi_6T2024.xlsx", True)
    ]
    counts = row_counts(few)
    assert (counts["receipt"], counts["submission_value"]) == (2, 340)


def test_rows_without_marked_copies_are_the_same(few: Settings) -> None:
    report = intake.read_receipts(few, intake.new_receipts(few), NOW, with_marked_copies=False)
    assert {taken.marked_copy for taken in report.files} == {None}
    assert not (few.outbox_dir / "marked").exists()
    assert row_counts(few)["submission_value"] == 3 * 170


def test_a_corrected_version_brings_the_list_of_what_it_changed_once(sample_round: Round) -> None:
    query = (
        select(submission_change, receipt.c.file_name)
        .join(receipt, submission_change.c.receipt_id == receipt.c.receipt_id)
        .order_by(submission_change.c.ordinal)
    )
    with opened_warehouse(sample_round.settings) as opened:
        rows = opened.execute(query).all()
    assert {row.file_name for row in rows} == {"21_Huyen Hoc Mon_6T2024_sua lai.xlsx"}
    assert [row.ordinal for row in rows] == list(range(1, len(rows) + 1))
    assert any(row.change_class == "material" and row.indicator_code for row in rows)
    assert load_changes(sample_round.settings) == 0
