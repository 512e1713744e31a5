"""One run of build, gate and swap: what it leaves, how it ends, and that it can be repeated from anywhere.

Where the subject is the run itself, SQL makes the candidate in dbt's place; ``test_build_with_dbt.py``
runs the real one.
"""

import threading
import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text

from expectations.build import BuildReport, build_gate_swap
from expectations.errors import BuildFailedError, WarehouseBusyError
from expectations.lock import warehouse_lock
from expectations.waivers import add_waiver
from htx.settings import Settings
from tests.expectations.conftest import NOW, create_marts, run_file

pytestmark = pytest.mark.integration

TOMORROW = NOW + timedelta(days=1)
Rows = list[tuple[object, ...]]


class KilledError(BaseException):
    """Ends a run as a kill would: nothing of ours catches it."""


@pytest.fixture
def arrived(fresh_warehouse: Settings, engine: Engine) -> Settings:
    with engine.begin() as connection:
        run_file(connection, "raw_rows.sql")
    return fresh_warehouse


@pytest.fixture
def by_sql(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let SQL make the candidate; call it to add a fault to every candidate from then on."""
    faults: list[str] = []

    def make(settings: Settings, build_id: uuid.UUID) -> None:
        with engine.begin() as connection:
            connection.execute(text("drop schema marts_candidate"))
            create_marts(connection, "marts_candidate")
            run_file(connection, "marts_rows.sql", schema="marts_candidate", build_id=build_id)
            for fault in faults:
                connection.exec_driver_sql(fault)

    def with_fault(fault: str) -> None:
        faults[:] = [fault] if fault else []

    monkeypatch.setattr("expectations.build.build_candidate", make)
    return with_fault


def rows_of(engine: Engine, query: str) -> Rows:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def figures(engine: Engine) -> Rows:
    return rows_of(engine, "select figure_id, value, build_id from marts.fct_figure order by figure_id")


def statuses(engine: Engine) -> list[object]:
    return [row[0] for row in rows_of(engine, "select status from ops.build order by started_at, build_id")]


WRONG_TOTAL = "update marts_candidate.fct_figure set value = 66 where value = 65"


def test_a_sound_build_is_swapped_in_step_by_step(
    arrived: Settings, engine: Engine, by_sql: Callable[[str], None]
) -> None:
    steps: list[str] = []
    report = build_gate_swap(arrived, NOW, steps.append)
    assert (report.status, steps, list(report.seconds)) == (
        "swapped",
        ["raw gate", "cooperatives", "dbt", "gate", "swap"],
        steps,
    )
    assert (report.rows["fct_submission"], report.rows["fct_figure"]) == (5, 20)
    assert rows_of(engine, "select distinct build_id from marts.fct_figure") == [(report.build_id,)]
    assert statuses(engine) == ["swapped"]


def test_nothing_new_is_said_and_nothing_is_done(
    arrived: Settings, engine: Engine, by_sql: Callable[[str], None]
) -> None:
    first = build_gate_swap(arrived, NOW)
    again = build_gate_swap(arrived, TOMORROW)
    assert (again.status, again.build_id, again.rows) == ("nothing_new", first.build_id, first.rows)
    assert statuses(engine) == ["swapped"]


def test_a_forced_build_is_made_although_nothing_is_new(
    arrived: Settings, engine: Engine, by_sql: Callable[[str], None]
) -> None:
    first = build_gate_swap(arrived, NOW)
    forced = build_gate_swap(arrived, TOMORROW, force=True)
    assert forced.status == "swapped"
    assert forced.build_id != first.build_id
    assert statuses(engine) == ["swapped", "swapped"]


@pytest.mark.parametrize(
    "arrival",
    [
        "insert into raw.receipt (receipt_id, file_sha256, round_period, channel, sender, file_name, received_at)"
        " values (md5('again')::uuid, 'sha-bai-bao', '2024-H1', 'email', 'q5', 'Quận 5.xlsx', '2024-05-16 09:00+07')",
        "insert into ops.submission_decision values (md5('d')::uuid, md5('r769')::uuid, 'accept_explained',"
        " 'Đã giải trình', 'Lan', '2024-05-21 07:00+07')",
    ],
    ids=["receipt", "decision"],
)
def test_what_arrives_or_is_decided_makes_a_new_build(
    arrived: Settings, engine: Engine, by_sql: Callable[[str], None], arrival: str
) -> None:
    build_gate_swap(arrived, NOW)
    with engine.begin() as connection:
        connection.exec_driver_sql(arrival)
    assert build_gate_swap(arrived, TOMORROW).status == "swapped"


def test_a_refused_build_leaves_the_marts_as_they_were_and_stays_refused(
    arrived: Settings, engine: Engine, by_sql: Callable[[str], None]
) -> None:
    build_gate_swap(arrived, NOW)
    before = figures(engine)
    by_sql(WRONG_TOTAL)
    refused = build_gate_swap(arrived, TOMORROW, force=True)
    assert refused.status == "refused"
    assert "critical expectation(s) not met" in refused.detail
    for noticed in ("fct_figure.recomputed_from_its_claims", "fct_target_progress.actuals_are_figures"):
        assert noticed in refused.detail
    assert figures(engine) == before
    assert statuses(engine) == ["swapped", "refused"]
    by_sql("")
    retried = build_gate_swap(arrived, TOMORROW, force=True)
    assert (retried.status, retried.build_id) == ("refused", refused.build_id)
    assert retried.detail.startswith("refused before: ")
    assert figures(engine) == before
    assert build_gate_swap(arrived, TOMORROW + timedelta(hours=1), force=True).status == "swapped"


def test_a_waiver_admits_the_next_build(arrived: Settings, engine: Engine, by_sql: Callable[[str], None]) -> None:
    by_sql("update marts_candidate.fct_finding set mend_vi = ' '")
    assert build_gate_swap(arrived, NOW).status == "refused"
    add_waiver(
        arrived,
        "fct_finding",
        "sentences_are_filled_in",
        reason="Câu hướng dẫn đang được viết lại",
        granted_by="Nguyễn Thị Lan",
        granted_at=NOW,
        expires_on=date(2024, 5, 31),
    )
    admitted = build_gate_swap(arrived, TOMORROW)
    assert (admitted.status, admitted.detail) == ("swapped", "swapped in, 1 warning(s)")


def test_a_build_that_dbt_cannot_make_fails_and_leaves_the_marts(
    arrived: Settings, engine: Engine, by_sql: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    build_gate_swap(arrived, NOW)
    before = figures(engine)

    def fails(settings: Settings, build_id: uuid.UUID) -> None:
        raise BuildFailedError("dbt build failed: model fct_figure: division by zero")

    with monkeypatch.context() as patch:
        patch.setattr("expectations.build.build_candidate", fails)
        with pytest.raises(BuildFailedError, match="model fct_figure"):
            build_gate_swap(arrived, TOMORROW, force=True)
    assert figures(engine) == before
    assert rows_of(engine, "select detail from ops.build where status = 'failed'") == [
        ("dbt build failed: model fct_figure: division by zero",)
    ]
    assert build_gate_swap(arrived, TOMORROW, force=True).status == "swapped", "the same run, tried again"


@pytest.mark.parametrize("killed_at", ["build_candidate", "swap"])
@pytest.mark.parametrize("same_now", [True, False], ids=["same run again", "a later run"])
def test_a_run_killed_in_the_middle_ends_in_the_same_rows_when_repeated(
    arrived: Settings,
    engine: Engine,
    by_sql: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    killed_at: str,
    same_now: bool,
) -> None:
    def killed(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(f"expectations.build.{killed_at}", killed)
        with pytest.raises(KilledError):
            build_gate_swap(arrived, NOW)
    assert statuses(engine) == ["building"]
    report = build_gate_swap(arrived, NOW if same_now else TOMORROW)
    assert report.status == "swapped"
    assert report.rows["fct_figure"] == 20
    assert statuses(engine) == (["swapped"] if same_now else ["failed", "swapped"])
    kept = rows_of(engine, f"select count(*) from ops.gate_result where build_id = '{report.build_id}'")
    assert report.gate is not None
    assert kept == [(len(report.gate.results),)], "a gate that ran twice on the same rows keeps each result once"


def test_a_run_killed_after_the_swap_has_nothing_left_to_do(
    arrived: Settings, engine: Engine, by_sql: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr("expectations.swap._drop_retired", killed)
        with pytest.raises(KilledError):
            build_gate_swap(arrived, NOW)
    assert build_gate_swap(arrived, NOW).status == "nothing_new"
    assert statuses(engine) == ["swapped"]


def test_a_second_builder_is_told_who_builds(arrived: Settings, by_sql: Callable[[str], None]) -> None:
    refusals: list[str] = []

    def second() -> None:
        with pytest.raises(WarehouseBusyError) as refused:
            build_gate_swap(arrived, NOW, wait_seconds=0)
        refusals.append(str(refused.value))

    with warehouse_lock(arrived, 0, purpose="build"):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert "in use by htx build, process " in refusals[0]


def test_two_builders_at_once_build_once(arrived: Settings, engine: Engine, by_sql: Callable[[str], None]) -> None:
    reports: list[BuildReport] = []

    def run() -> None:
        reports.append(build_gate_swap(arrived, NOW, wait_seconds=120))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.status for report in reports) == ["nothing_new", "swapped"]
    assert statuses(engine) == ["swapped"]


def test_a_view_on_the_candidate_is_not_dropped_but_named(
    arrived: Settings, engine: Engine, by_sql: Callable[[str], None]
) -> None:
    by_sql(WRONG_TOTAL)
    build_gate_swap(arrived, NOW)
    with engine.begin() as connection:
        connection.execute(text("create schema analyst"))
        connection.execute(text("create view analyst.early as select * from marts_candidate.fct_figure"))
    with pytest.raises(BuildFailedError, match=r"cannot make marts_candidate anew: .*analyst\.early"):
        build_gate_swap(arrived, TOMORROW)
