"""Raw is judged before anything is built of it: partitions that are missing or unknown, values without an address."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Connection, Engine, text, update

from expectations.gate import GateReport, admit_raw, began_at
from expectations.reference import load_reference
from expectations.waivers import add_waiver
from htx.settings import Settings
from ingest.raw.ops import build
from tests.dbt.candidate import local
from tests.dbt.raw_rows import add_submission
from tests.expectations.conftest import FIRST_BUILD, NOW, SECOND_BUILD, begin_build

pytestmark = pytest.mark.integration

ARRIVED = local(5, 14, 9)
TOTAL = {("HTX", "coop_total"): "40"}
Loaded = Callable[[Connection], object]


@pytest.fixture(autouse=True)
def hand_made() -> None:
    """Raw and the reference data are the real ones here."""


@pytest.fixture
def received(fresh_warehouse: Settings, engine: Engine) -> Settings:
    """Three districts of TP.HCM reported; nothing is built yet."""
    load_reference(fresh_warehouse)
    with engine.begin() as connection:
        begin_build(connection, FIRST_BUILD)
        for area_code in ("760", "769", "770"):
            add_submission(connection, area_code, ARRIVED, TOTAL, parts=["A-1"])
    return fresh_warehouse


def keys(report: GateReport | None) -> set[str]:
    return set() if report is None else {one.key for one in report.critical_failures}


def swapped(engine: Engine) -> None:
    """The first build stands; the second one begins."""
    with engine.begin() as connection:
        connection.execute(update(build).values(status="swapped"))
        begin_build(connection, SECOND_BUILD)


def lose(connection: Connection, statement: str) -> None:
    """Delete from an append-only table, as a restore of half a backup would."""
    for table in ("submission_value", "submission_reading"):
        connection.execute(text(f"alter table raw.{table} disable trigger user"))
    connection.execute(text(statement))


def test_what_arrived_as_it_should_lets_dbt_begin(received: Settings, engine: Engine) -> None:
    assert admit_raw(received, FIRST_BUILD, NOW) is None
    with engine.connect() as connection:
        counted = connection.execute(
            text("select table_name, rows from ops.raw_volume where round_period = '2024-H1' order by 1")
        ).all()
    assert [tuple(row) for row in counted] == [
        ("receipt", 3),
        ("reporters", 3),
        ("submission_reading", 3),
        ("submission_value", 3),
    ]


UNSOUND: list[tuple[str, Loaded]] = [
    (
        "raw_submission_reading.accepted_files_hold_something",
        lambda connection: add_submission(connection, "771", ARRIVED, {}, parts=["A-1"]),
    ),
    (
        "raw_receipt.rounds_are_declared",
        lambda connection: add_submission(connection, "771", ARRIVED, TOTAL, round_period="2099-Q7"),
    ),
    (
        "raw_submission_reading.reporters_and_periods_are_declared",
        lambda connection: add_submission(connection, "quan-moi", ARRIVED, TOTAL),
    ),
    (
        "raw_submission_value.every_value_is_addressed_and_known",
        lambda connection: add_submission(connection, "771", ARRIVED, {("HTX", "coop_on_the_moon"): "1"}),
    ),
    (
        "raw_submission_value.every_value_is_addressed_and_known",
        lambda connection: connection.execute(
            text(
                "insert into raw.submission_value (reading_id, value_id, sheet, cell, indicator_code, entity,"
                " sector_code, value_column, raw_text, reading, value_printed, printed_unit) select reading_id,"
                " md5('elsewhere')::uuid, sheet, 'ô E10', indicator_code, entity, sector_code, value_column, raw_text,"
                " reading, value_printed, printed_unit from raw.submission_value limit 1"
            )
        ),
    ),
    (
        "raw_submission_reading.readings_are_of_files_that_arrived",
        lambda connection: connection.execute(
            text(
                "insert into raw.submission_reading (reading_id, file_sha256, round_period, reader_version, form_code,"
                " form_version, area_code, period, is_nil_return, outcome, read_at) select md5('other')::uuid,"
                " file_sha256, '2024', '1', 'A-1', 'v1', area_code, '2024', true, 'accepted', read_at"
                " from raw.submission_reading limit 1"
            )
        ),
    ),
]


@pytest.mark.parametrize(("noticed_by", "load"), UNSOUND, ids=[f"{key}-{n}" for n, (key, _) in enumerate(UNSOUND)])
def test_what_cannot_be_right_keeps_dbt_from_beginning(
    received: Settings, engine: Engine, noticed_by: str, load: Loaded
) -> None:
    with engine.begin() as connection:
        load(connection)
    report = admit_raw(received, FIRST_BUILD, NOW)
    assert noticed_by in keys(report)
    with engine.connect() as connection:
        kept = connection.execute(
            text("select suite || '.' || expectation as key, failing_keys from ops.gate_result where not is_met")
        ).all()
    assert {row.key: row.failing_keys for row in kept}[noticed_by] != [], "the keys of what failed are kept"


@pytest.mark.parametrize(
    "loss",
    [
        "delete from raw.submission_value where reading_id = (select reading_id from raw.submission_reading limit 1)",
        "delete from raw.submission_reading where area_code = '770'",
    ],
    ids=["the values of a file", "a reporter"],
)
def test_a_partition_that_lost_rows_since_the_last_build_is_refused_until_somebody_waives_it(
    received: Settings, engine: Engine, loss: str
) -> None:
    admit_raw(received, FIRST_BUILD, NOW)
    swapped(engine)
    with engine.begin() as connection:
        lose(connection, loss)
    report = admit_raw(received, SECOND_BUILD, NOW)
    assert report is not None
    assert "raw_receipt.raw_never_shrinks" in keys(report)
    (failure,) = (one for one in report.critical_failures if one.expectation == "raw_never_shrinks")
    assert "2024-H1" in str(failure.observed["examples"])


def test_more_than_before_is_no_loss(received: Settings, engine: Engine) -> None:
    admit_raw(received, FIRST_BUILD, NOW)
    swapped(engine)
    with engine.begin() as connection:
        add_submission(connection, "771", ARRIVED, TOTAL, parts=["A-1"])
    assert admit_raw(received, SECOND_BUILD, NOW) is None


def test_a_waiver_lets_a_known_loss_pass(received: Settings, engine: Engine) -> None:
    admit_raw(received, FIRST_BUILD, NOW)
    swapped(engine)
    with engine.begin() as connection:
        lose(connection, "delete from raw.submission_value where cell = 'E10'")
    for suite, expectation in (
        ("raw_receipt", "raw_never_shrinks"),
        ("raw_submission_reading", "accepted_files_hold_something"),
    ):
        add_waiver(
            received,
            suite,
            expectation,
            reason="Phục hồi từ bản sao lưu, đang nạp lại",
            granted_by="Nguyễn Thị Lan",
            granted_at=NOW,
            expires_on=date(2024, 5, 31),
        )
    assert admit_raw(received, SECOND_BUILD, NOW) is None


def test_an_intake_at_work_is_waited_for_by_nobody_and_asked_of_nobody(received: Settings, engine: Engine) -> None:
    with engine.connect() as at_work, engine.connect() as builder:
        with at_work.begin():
            add_submission(at_work, "771", ARRIVED, TOTAL)
            loaded_at = at_work.scalar(text("select max(loaded_at) from raw.receipt"))
            began = builder.scalar(text("select cast(:began as timestamptz)"), {"began": began_at(builder)})
        assert began <= loaded_at, "what cannot be seen yet counts as loaded after the build began"
