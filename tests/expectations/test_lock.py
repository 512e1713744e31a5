"""One builder at a time; the second waits, or is told who is there."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from expectations.errors import WarehouseBusyError
from expectations.lock import assert_still_held, warehouse_lock
from htx.settings import Settings
from ingest.raw.database import connect

pytestmark = pytest.mark.integration

HTX = Path(sys.executable).parent / "htx"


def in_another_thread(settings: Settings, wait_seconds: float) -> tuple[threading.Thread, list[object]]:
    """Start someone else who wants the lock; the list takes "got it" or the refusal."""
    outcome: list[object] = []

    def want() -> None:
        try:
            with warehouse_lock(settings, wait_seconds, purpose="second build"):
                outcome.append("got it")
        except WarehouseBusyError as error:
            outcome.append(error)

    thread = threading.Thread(target=want)
    thread.start()
    return thread, outcome


def wait_until_queued(settings: Settings) -> None:
    """Return when somebody waits for the lock."""
    engine = connect(settings)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.scalar(text("select exists (select from pg_locks where not granted)")):
            pass
    engine.dispose()


def test_a_second_builder_that_does_not_wait_is_told_who_holds_the_lock(fresh_warehouse: Settings) -> None:
    with warehouse_lock(fresh_warehouse, 0, purpose="build"):
        thread, outcome = in_another_thread(fresh_warehouse, wait_seconds=0)
        thread.join()
    (refusal,) = outcome
    assert isinstance(refusal, WarehouseBusyError)
    assert f"in use by htx build, process {os.getpid()} on " in str(refusal)
    assert "server process" in str(refusal)
    assert "\n" not in str(refusal)


def test_a_second_builder_that_waits_too_short_is_told_how_long_it_waited(fresh_warehouse: Settings) -> None:
    with warehouse_lock(fresh_warehouse, 0):
        thread, outcome = in_another_thread(fresh_warehouse, wait_seconds=0.05)
        thread.join()
    (refusal,) = outcome
    assert isinstance(refusal, WarehouseBusyError)
    assert "waited 0.05 s" in str(refusal)


def test_a_second_builder_that_waits_says_so_and_gets_its_turn(
    fresh_warehouse: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with warehouse_lock(fresh_warehouse, 0, purpose="build"):
        assert caplog.messages == []
        thread, outcome = in_another_thread(fresh_warehouse, wait_seconds=60)
        wait_until_queued(fresh_warehouse)
        assert outcome == []
    thread.join()
    assert outcome == ["got it"]
    (told,) = caplog.messages
    assert told.startswith(f"the warehouse is in use by htx build, process {os.getpid()} on ")
    assert told.endswith("; waiting up to 60 s")


def test_a_build_by_hand_says_on_one_line_whom_it_waits_for(fresh_warehouse: Settings) -> None:
    url = str(fresh_warehouse.database_url)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HTX_")} | {
        "HTX_HOME": str(fresh_warehouse.home),
        "HTX_DATABASE_URL": url,
        "HTX_AIRFLOW_DATABASE_URL": url,
    }
    with (
        warehouse_lock(fresh_warehouse, 0, purpose="build"),
        subprocess.Popen(
            [HTX, "build", "--json"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        ) as second,
    ):
        assert second.stderr
        told = second.stderr.readline()
        second.kill()
    assert told.startswith(f"htx: the warehouse is in use by htx build, process {os.getpid()} on ")
    assert told.endswith("); waiting up to 600 s\n")


def test_the_holder_enters_again_and_keeps_the_lock_until_the_outermost_end(fresh_warehouse: Settings) -> None:
    with warehouse_lock(fresh_warehouse, 0) as outer:
        with warehouse_lock(fresh_warehouse, 0) as inner:
            assert inner is outer
        thread, outcome = in_another_thread(fresh_warehouse, wait_seconds=0)
        thread.join()
        assert isinstance(outcome[0], WarehouseBusyError)


def test_the_lock_is_free_again_at_once(fresh_warehouse: Settings) -> None:
    for _ in range(3):
        with warehouse_lock(fresh_warehouse, 0):
            pass


def test_an_error_inside_frees_the_lock(fresh_warehouse: Settings) -> None:
    with pytest.raises(KeyError), warehouse_lock(fresh_warehouse, 0):
        raise KeyError
    with warehouse_lock(fresh_warehouse, 0):
        pass


def test_a_lock_whose_connection_was_ended_by_the_server_is_noticed(fresh_warehouse: Settings) -> None:
    engine = connect(fresh_warehouse)
    with warehouse_lock(fresh_warehouse, 0) as held, engine.begin() as connection:
        assert_still_held(connection, held)
        connection.execute(text("select pg_terminate_backend(:pid, 5000)"), {"pid": held.backend_pid})
        with pytest.raises(WarehouseBusyError, match="was lost"):
            assert_still_held(connection, held)
    engine.dispose()


def test_another_database_has_a_lock_of_its_own(fresh_warehouse: Settings, warehouse: Settings) -> None:
    with warehouse_lock(fresh_warehouse, 0) as one, warehouse_lock(warehouse, 0) as other:
        assert one.backend_pid != other.backend_pid
