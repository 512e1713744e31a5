"""Freeze a publication: what the report says, read under the warehouse lock from one build of the marts."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Engine, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError

from htx.settings import Settings
from ingest.raw.database import WAREHOUSE_LOCK_KEY, connect
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.ops import publication, published_figure
from publish.content import ReportContent, content_to_json, hash_of_stored, with_correction
from publish.editions import next_edition
from publish.errors import NotReadyError
from publish.printed_figures import published_rows
from publish.publications import Publication, newest_publication
from publish.reading.report import read_content, read_scope
from publish.version import MadeWith, made_with

LOCK_WAIT_SECONDS = 900
"""A build holds the lock for a minute or two; longer than this and something hangs."""
_LOCK_NOT_AVAILABLE = "55P03"
"""The state in which PostgreSQL says so; a connection that was lost says something else."""


def freeze(settings: Settings, area_code: str, period_key: str, now: datetime) -> Publication:
    """Freeze the report of an area and period as the marts say it now.

    The same content gives the same publication and adds no row. A material change after a delivery gives the next
    edition, an erratum that lists what changed; a change before any delivery gives a new draft of the same edition,
    to be approved anew. `NotReadyError` where the marts or the calendar lack what it needs.
    """
    engine = connect(settings)
    try:
        with _warehouse_lock(engine), engine.connect() as connection:
            reading = connection.execution_options(isolation_level="REPEATABLE READ")
            with reading.begin():
                scope = read_scope(reading, area_code, period_key)
                content = read_content(reading, scope, settings.owner_agency)
                return _keep(reading, content, made_with(reading, settings, scope.build_id), now)
    finally:
        engine.dispose()


@contextmanager
def _warehouse_lock(engine: Engine) -> Iterator[None]:
    """The lock that build, gate and swap hold, on a connection of its own: the reading transaction must begin
    after the lock is ours, else its snapshot may be older."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"set lock_timeout = '{LOCK_WAIT_SECONDS}s'"))
        try:
            connection.execute(text("select pg_advisory_lock(:key)"), {"key": WAREHOUSE_LOCK_KEY})
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
                raise
            raise NotReadyError(
                f"the warehouse is being built for more than {LOCK_WAIT_SECONDS} s: see `htx status`, then try again"
            ) from error
        try:
            yield
        finally:
            connection.execute(text("select pg_advisory_unlock(:key)"), {"key": WAREHOUSE_LOCK_KEY})
            connection.execute(text("reset lock_timeout"))


def _keep(connection: Connection, content: ReportContent, means: MadeWith, now: datetime) -> Publication:
    """The newest publication if it stands, else a new one."""
    stored = content_to_json(content)
    digest = hash_of_stored(stored)
    newest = newest_publication(connection, content.area_code, content.period_key)
    made = next_edition(connection, newest, content, digest)
    if made is None:
        assert newest is not None, "only what is there already can stand"
        return newest
    frozen = Publication(
        publication_id=_publication_id(content, made.edition, digest, made.replaced_draft),
        area_code=content.area_code,
        period_key=content.period_key,
        edition=made.edition,
        build_id=means.build_id,
        due_before=content.duty.due_before,
        frozen_at=now,
        input_hash=digest,
        code_version=means.code_version,
        content=replace(content, correction=made.correction),
        build_code_version=means.build_code_version,
        dbt_manifest_sha256=means.dbt_manifest_sha256,
        lock_sha256=means.lock_sha256,
        is_new=True,
    )
    _write(connection, frozen, with_correction(stored, made.correction))
    return frozen


def _publication_id(content: ReportContent, edition: int, digest: str, replaced_draft: UUID | None) -> UUID:
    """Of area, period, edition and input hash; a draft that replaces a draft counts that one in too, so that
    facts which come back after a correction are a publication of their own, to be approved again."""
    parts: list[object] = ["publication", content.area_code, content.period_key, edition, digest]
    return content_id(*parts, *([replaced_draft] if replaced_draft else []))


def _write(connection: Connection, frozen: Publication, stored: Mapping[str, object]) -> None:
    connection.execute(
        insert(publication).values(
            publication_id=frozen.publication_id,
            area_code=frozen.area_code,
            period_key=frozen.period_key,
            edition=frozen.edition,
            build_id=frozen.build_id,
            due_before=frozen.due_before,
            frozen_at=frozen.frozen_at,
            input_hash=frozen.input_hash,
            code_version=frozen.code_version,
            build_code_version=frozen.build_code_version,
            dbt_manifest_sha256=frozen.dbt_manifest_sha256,
            lock_sha256=frozen.lock_sha256,
            content=stored,
        )
    )
    append(connection, published_figure, published_rows(frozen.publication_id, frozen.content))
