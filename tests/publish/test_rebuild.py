"""A publication made again: the same bytes from the row alone, on another database, in another process."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import select

from htx.runtime.postgres import PostgresAddress
from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ops import publication, published_figure, rendered_file
from publish.errors import NotReadyError, UnknownPublicationError
from publish.freeze import freeze
from publish.publications import Publication
from publish.rebuild import rebuild, rebuild_text
from publish.render import RenderedFiles, render
from publish.version import code_version, dbt_manifest_sha256, lock_sha256
from tests.conftest import copied_warehouse
from tests.publish.half_year_round import CITY_CODE, PERIOD_KEY, Marts, local, the_round

pytestmark = pytest.mark.integration
REBUILD_ELSEWHERE = """
import sys, uuid
from htx.settings import Settings
from publish.rebuild import rebuild
result = rebuild(Settings(database_url=sys.argv[1], _env_file=None), uuid.UUID(sys.argv[2]))
print(*(f"{file.file_format}={file.rebuilt_sha256}" for file in result.files))
"""
FROZEN_TABLES = (publication, published_figure, rendered_file)


@pytest.fixture(scope="module")
def marts(warehouse: Settings) -> Marts:
    writer = Marts(warehouse)
    writer.reference()
    writer.build(the_round())
    return writer


@pytest.fixture(scope="module")
def frozen(marts: Marts) -> Publication:
    return freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-05-21 09:00"))


@pytest.fixture(scope="module")
def files(marts: Marts, frozen: Publication) -> RenderedFiles:
    return render(marts.settings, frozen.publication_id, ("vi", "en"))


@pytest.fixture(scope="module")
def elsewhere(
    postgres: PostgresAddress,
    warehouse_owner: str,
    warehouse_template: str,
    tmp_path_factory: pytest.TempPathFactory,
    marts: Marts,
    files: RenderedFiles,
) -> Iterator[Settings]:
    """Another database that has the rows of the publication and nothing else: no marts, no store."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with copied_warehouse(postgres, warehouse_owner, warehouse_template, folder) as settings:
        with psycopg.connect(_plain(settings)) as target, psycopg.connect(_plain(marts.settings)) as source:
            for table in FROZEN_TABLES:
                names = ", ".join(column.name for column in table.columns)
                with (
                    source.cursor().copy(f"copy ops.{table.name} ({names}) to stdout") as rows,
                    target.cursor().copy(f"copy ops.{table.name} ({names}) from stdin") as taken,
                ):
                    for row in rows:
                        taken.write(row)
        yield settings


def _plain(settings: Settings) -> str:
    assert settings.database_url is not None
    return settings.database_url.replace("+psycopg", "")


def test_the_same_bytes_come_out_of_another_database_in_another_process(
    elsewhere: Settings, frozen: Publication, files: RenderedFiles
) -> None:
    made = subprocess.run(
        [sys.executable, "-c", REBUILD_ELSEWHERE, elsewhere.database_url or "", str(frozen.publication_id)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/New_York", "LC_ALL": "C"},
    )
    rebuilt = dict(pair.split("=") for pair in made.stdout.split())
    assert rebuilt == {file.file_format: file.file_sha256 for file in files.files}
    assert set(rebuilt) == {"pdf", "docx", "xlsx", "en.pdf", "en.docx", "en.xlsx"}


def test_the_same_bytes_are_said_to_be_the_same(elsewhere: Settings, frozen: Publication) -> None:
    result = rebuild(elsewhere, frozen.publication_id)
    assert result.is_same_bytes
    assert result.is_reproduced
    assert "byte for byte" in rebuild_text(result)


def test_by_other_code_every_number_is_held_against_the_frozen_figures(
    elsewhere: Settings, frozen: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.rebuild.code_version", lambda: "0.2.0+000000000000")
    monkeypatch.setattr("publish.rebuild.WRITERS", dict.fromkeys(("pdf", "docx", "xlsx"), lambda _: b"another layout"))
    result = rebuild(elsewhere, frozen.publication_id)
    assert not result.is_same_bytes
    assert result.is_reproduced
    assert result.numbers_compared > 400
    said = rebuild_text(result)
    assert f"code {code_version()}, now 0.2.0+000000000000" in said
    assert f"{result.numbers_compared} of {result.numbers_compared} printed numbers are the frozen figures" in said


def test_by_the_same_code_other_bytes_are_no_reproduction(
    elsewhere: Settings, frozen: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.rebuild.WRITERS", dict.fromkeys(("pdf", "docx", "xlsx"), lambda _: b"another layout"))
    result = rebuild(elsewhere, frozen.publication_id)
    assert not result.is_reproduced
    assert "this must not be" in rebuild_text(result)


def test_a_number_that_is_not_the_frozen_one_is_named(
    elsewhere: Settings, frozen: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure = frozen.content.figure("HTX.coop_total", frozen.content.main_column)
    assert figure is not None
    assert figure.value is not None
    slipped = {figure.figure_id: figure.value + Decimal(1)}
    monkeypatch.setattr("publish.rebuild.code_version", lambda: "0.2.0+000000000000")
    monkeypatch.setattr("publish.rebuild.WRITERS", dict.fromkeys(("pdf", "docx", "xlsx"), lambda _: b"another layout"))
    monkeypatch.setattr("publish.rebuild._frozen_values", lambda *_: slipped)
    result = rebuild(elsewhere, frozen.publication_id)
    assert not result.is_reproduced
    assert any(found.is_frozen and found.printed.figure_id == figure.figure_id for found in result.misprints)
    assert f"prints figure {figure.figure_id}, frozen as {figure.value + 1}" in rebuild_text(result)


def test_what_was_never_rendered_or_is_not_known_is_refused(marts: Marts, fresh_warehouse: Settings) -> None:
    with pytest.raises(UnknownPublicationError):
        rebuild(fresh_warehouse, uuid.UUID(int=1))
    writer = Marts(fresh_warehouse)
    writer.reference()
    writer.build(the_round())
    unrendered = freeze(fresh_warehouse, CITY_CODE, PERIOD_KEY, local("2024-05-21 09:00"))
    with pytest.raises(NotReadyError, match="never rendered"):
        rebuild(fresh_warehouse, unrendered.publication_id)


def test_a_publication_says_what_it_was_made_with(marts: Marts, frozen: Publication) -> None:
    engine = connect(marts.settings)
    with engine.connect() as connection:
        row = connection.execute(select(publication)).one()
    engine.dispose()
    assert row.code_version == frozen.code_version == code_version()
    assert row.lock_sha256 == lock_sha256()
    assert lock_sha256() is not None
    assert row.dbt_manifest_sha256 is None, "no dbt has run here"


@pytest.mark.parametrize("who", ["owner", "htx_bi", "htx_reader", "superuser", "replica"])
def test_nobody_changes_what_is_frozen(who: str, elsewhere: Settings, postgres: PostgresAddress) -> None:
    """The owner and who reads for BI have no right to; a superuser, even as a replica, is stopped by the trigger."""
    own = _plain(elsewhere)
    address = own if who == "owner" else postgres.superuser_url.rpartition("/")[0] + own[own.rindex("/") :]
    before = _rows(elsewhere)
    with psycopg.connect(address, autocommit=True) as connection:
        if who.startswith("htx_"):
            connection.execute(sql.SQL("set role {}").format(sql.Identifier(who)))
        if who == "replica":
            connection.execute("set session_replication_role = replica")
        for table in FROZEN_TABLES:
            for change in ("update {} set publication_id = publication_id", "delete from {}", "truncate {} cascade"):
                with pytest.raises(psycopg.errors.Error, match=r"append only|permission denied"):
                    connection.execute(sql.SQL(change).format(sql.Identifier("ops", table.name)))
    assert _rows(elsewhere) == before
    assert all(before)


def _rows(settings: Settings) -> list[int]:
    with psycopg.connect(_plain(settings)) as connection:
        queries = [sql.SQL("select count(*) from {}").format(sql.Identifier("ops", t.name)) for t in FROZEN_TABLES]
        return [connection.execute(query).fetchall()[0][0] for query in queries]


def test_the_hash_of_the_manifest_is_that_of_its_sources_and_of_the_build_alone(tmp_path: Path) -> None:
    build_id = uuid.UUID(int=7)
    node = {"checksum": {"name": "sha256", "checksum": "ab12"}, "compiled_code": f"select '{build_id}'"}
    manifest = tmp_path / "manifest.json"

    def digest(created_at: float, **changed: object) -> str | None:
        nodes = {"model.htx_warehouse.fct_figure": {**node, "created_at": created_at, **changed}}
        manifest.write_text(json.dumps({"nodes": nodes, "macros": {}, "sources": {}}), "utf-8")
        return dbt_manifest_sha256(manifest, build_id)

    first = digest(1.0)
    assert first is not None
    assert digest(2.0) == first
    assert digest(1.0, checksum={"name": "sha256", "checksum": "cd34"}) not in {None, first}
    assert dbt_manifest_sha256(manifest, uuid.UUID(int=8)) is None
    assert dbt_manifest_sha256(tmp_path / "absent.json", build_id) is None
