"""The local runtime: secrets, ports, processes and the embedded PostgreSQL."""

import os
import shutil
import socket
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from htx.errors import HtxError
from htx.runtime.lost_home import set_lost_cluster_aside
from htx.runtime.ports import LOOPBACK, usable_port
from htx.runtime.postgres import EmbeddedPostgres
from htx.runtime.processes import ProcessTable
from htx.runtime.secrets import secret
from htx.runtime.warehouse import open_warehouse
from htx.settings import Settings


def test_a_secret_is_made_once_and_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first = secret(tmp_path, "htx_owner")
    assert secret(tmp_path, "htx_owner") == first
    assert secret(tmp_path, "airflow") != first
    assert stat.S_IMODE((tmp_path / "secrets" / "htx_owner").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_a_taken_port_is_replaced_and_the_new_one_remembered(tmp_path: Path) -> None:
    with socket.socket() as other_program:
        other_program.bind((LOOPBACK, 0))
        other_program.listen()
        taken = other_program.getsockname()[1]
        (tmp_path / "port").write_text(str(taken))
        moved = usable_port(tmp_path / "port")
        assert moved != taken
        assert int((tmp_path / "port").read_text()) == moved


FAMILY = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"


def wait_for_children(pid: int) -> list[psutil.Process]:
    parent = psutil.Process(pid)
    while not (children := parent.children()):
        assert parent.is_running()
    return children


@pytest.mark.integration
def test_stopping_leaves_no_process_of_the_family_behind(tmp_path: Path) -> None:
    table = ProcessTable(tmp_path)
    record = table.start("family", [sys.executable, "-c", FAMILY], os.environ)
    children = wait_for_children(record.pid)
    assert table.stop_all() == ["family"]
    assert not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children)
    assert table.living() == {}


def test_a_living_process_is_not_started_twice(tmp_path: Path) -> None:
    table = ProcessTable(tmp_path)
    first = table.start("family", [sys.executable, "-c", FAMILY], os.environ)
    assert table.start("family", [sys.executable, "-c", FAMILY], os.environ) == first
    table.stop_all()


def test_a_pid_that_belongs_to_somebody_else_is_never_stopped(tmp_path: Path) -> None:
    table = ProcessTable(tmp_path)
    table.records.mkdir()
    stranger = f'{{"name": "scheduler", "pid": {os.getpid()}, "started_at": 1.0}}'
    (table.records / "scheduler.json").write_text(stranger)
    assert table.living() == {}
    assert table.stop_all() == []
    assert psutil.pid_exists(os.getpid())


@pytest.mark.integration
def test_the_cluster_keeps_its_data_over_a_restart_and_asks_for_a_password(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path, durable=False)
    try:
        address = server.ensure_running()
        with psycopg.connect(address.superuser_url, autocommit=True) as connection:
            connection.execute("create table kept as select 'hợp tác xã' as name")
        assert server.ensure_running() == address
        server.stop()
        assert server.running_port() is None
        with psycopg.connect(server.ensure_running().superuser_url) as connection:
            assert connection.execute("select name from kept").fetchone() == ("hợp tác xã",)
        wrong = address.superuser_url.replace(address.password, "wrong")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)
    finally:
        server.remove()


@pytest.mark.integration
def test_after_a_power_cut_the_server_starts_again_with_what_was_committed(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path)
    try:
        with psycopg.connect(server.ensure_running().superuser_url, autocommit=True) as connection:
            connection.execute("create table kept as select 1 as one")
        postmaster = psutil.Process(int((server.data / "postmaster.pid").read_text().splitlines()[0]))
        family = [postmaster, *postmaster.children(recursive=True)]
        for process in family:
            process.kill()
        psutil.wait_procs(family, timeout=10)
        assert (server.data / "postmaster.pid").exists()
        assert server.running_port() is None
        with psycopg.connect(server.ensure_running().superuser_url) as connection:
            assert connection.execute("select one from kept").fetchone() == (1,)
    finally:
        server.remove()


@pytest.mark.integration
def test_a_stale_record_of_a_server_is_not_taken_for_one(tmp_path: Path) -> None:
    """After a power cut its pid may belong to another program."""
    server = EmbeddedPostgres(tmp_path, durable=False)
    try:
        server.ensure_running()
        record = (server.data / "postmaster.pid").read_text().splitlines()
        server.stop()
        (server.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *record[1:]]))
        assert server.running_port() is None
        assert server.ensure_running().port
    finally:
        server.remove()


@pytest.mark.integration
def test_a_half_made_cluster_is_made_anew(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path, durable=False)
    try:
        (server.root / "data.new").mkdir(parents=True)
        (server.root / "data.new" / "PG_VERSION").write_text("18")
        assert server.ensure_running().port
    finally:
        server.remove()


@pytest.mark.parametrize(
    ("url", "airflow_url", "sentence"),
    [
        ("mysql://htx@127.0.0.1/htx", None, "needs PostgreSQL"),
        ("no address", None, "is no address"),
        ("postgresql://htx@127.0.0.1/htx", None, "HTX_AIRFLOW_DATABASE_URL is not"),
    ],
)
def test_a_wrong_address_is_named_with_what_to_do(
    tmp_path: Path, url: str, airflow_url: str | None, sentence: str
) -> None:
    settings = Settings(home=tmp_path, database_url=url, airflow_database_url=airflow_url, _env_file=None)
    with pytest.raises(HtxError, match=sentence) as caught:
        open_warehouse(settings)
    assert "\n" not in str(caught.value)


@pytest.fixture
def used_home(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """A home whose cluster stands elsewhere, as under root, and holds something."""
    server = EmbeddedPostgres(tmp_path / "home", durable=False)
    if server.root.is_relative_to(server.home):
        pytest.skip("only root's clusters stand outside their homes")
    with psycopg.connect(server.ensure_running().superuser_url, autocommit=True) as connection:
        connection.execute("create table kept as select 1 as one")
    yield server
    server.remove()


@pytest.mark.integration
def test_a_home_that_was_deleted_by_hand_begins_anew_and_its_database_is_set_aside(
    used_home: EmbeddedPostgres,
) -> None:
    shutil.rmtree(used_home.home)  # the server still runs
    aside = set_lost_cluster_aside(used_home)
    assert aside is not None
    assert (aside / "PG_VERSION").exists()
    with psycopg.connect(used_home.ensure_running().superuser_url) as connection:
        assert connection.execute("select to_regclass('kept')").fetchone() == (None,)
    assert set_lost_cluster_aside(used_home) is None


@pytest.mark.integration
def test_a_home_in_use_whose_passwords_are_gone_is_left_to_a_person(used_home: EmbeddedPostgres) -> None:
    shutil.rmtree(used_home.home / "secrets")
    (used_home.home / "store").mkdir()
    with pytest.raises(HtxError, match="passwords are gone: put back") as caught:
        set_lost_cluster_aside(used_home)
    assert "\n" not in str(caught.value)
    with pytest.raises(HtxError, match="passwords are gone: put back"):
        used_home.ensure_running()
    assert (used_home.data / "PG_VERSION").exists()
