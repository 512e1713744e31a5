"""Render a publication into files: PDF for signing, XLSX for checking. Rendered once, kept for good."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.files import write_whole
from ingest.raw.ids import content_sha256
from ingest.raw.ops import rendered_file
from ingest.raw.store import ContentStore
from publish.errors import NotReproducibleError
from publish.publications import Publication, load_publication
from publish.report.former_pdf import build_pdf
from publish.report.workbook import build_workbook

_BUILDERS: dict[str, Callable[[Publication], bytes]] = {"pdf": build_pdf, "xlsx": build_workbook}


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One file of a publication: its name for people, its sha256, and where it was written."""

    file_format: str
    file_name: str
    file_sha256: str
    size_bytes: int
    path: Path


@dataclass(frozen=True, slots=True)
class RenderedFiles:
    """The files of a publication, by format."""

    publication_id: UUID
    pdf: RenderedFile
    xlsx: RenderedFile

    @property
    def files(self) -> tuple[RenderedFile, ...]:
        return (self.pdf, self.xlsx)


def render(settings: Settings, publication_id: UUID) -> RenderedFiles:
    """The files of the publication, in `settings.home/publications/<id>/` and in the content store.

    What was rendered before is taken from the store, byte for byte. Bytes that were lost there are rendered
    again, and must come out the same: else `NotReproducibleError`.
    """
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            publication = load_publication(connection, publication_id)
            made = {
                file_format: _file(connection, settings, publication, file_format, build)
                for file_format, build in _BUILDERS.items()
            }
    finally:
        engine.dispose()
    return RenderedFiles(publication_id, pdf=made["pdf"], xlsx=made["xlsx"])


def file_name(publication: Publication, file_format: str) -> str:
    """Name of a file as recipients see it, with the edition: `bao-cao-kttt_79_2024-H1_ban-1.pdf`."""
    return f"bao-cao-kttt_{publication.area_code}_{publication.period_key}_ban-{publication.edition}.{file_format}"


def _file(
    connection: Connection,
    settings: Settings,
    publication: Publication,
    file_format: str,
    build: Callable[[Publication], bytes],
) -> RenderedFile:
    store = ContentStore(settings.store_dir)
    known: str | None = connection.scalar(
        select(rendered_file.c.file_sha256).where(
            rendered_file.c.publication_id == publication.publication_id, rendered_file.c.file_format == file_format
        )
    )
    content = store.get(known) if known is not None and store.path(known).exists() else build(publication)
    sha256 = content_sha256(content)
    if known is not None and sha256 != known:
        raise NotReproducibleError(
            f"the {file_format} of publication {publication.publication_id} is lost from the store and this code "
            f"({publication.code_version} made it) renders it otherwise: restore {store.path(known)} from a backup"
        )
    store.put(content)
    name = file_name(publication, file_format)
    path = settings.home / "publications" / str(publication.publication_id) / name
    write_whole(path, content)
    connection.execute(
        insert(rendered_file)
        .values(
            publication_id=publication.publication_id,
            file_format=file_format,
            file_name=name,
            file_sha256=sha256,
            size_bytes=len(content),
            rendered_at=func.now(),
        )
        .on_conflict_do_nothing()
    )
    return RenderedFile(file_format, name, sha256, len(content), path)
