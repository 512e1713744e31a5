"""Render a publication into files: PDF, DOCX and XLSX. Rendered once, kept for good."""

from collections.abc import Sequence
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
from publish.formats import WRITERS, Draft, Writer, file_format
from publish.publications import Publication, load_publication
from publish.report.document import Language

_BUILDERS: dict[str, Writer] = WRITERS


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
    """The files of a publication, those in Vietnamese first."""

    publication_id: UUID
    files: tuple[RenderedFile, ...]

    @property
    def pdf(self) -> RenderedFile:
        return self.of("pdf")

    @property
    def docx(self) -> RenderedFile:
        return self.of("docx")

    @property
    def xlsx(self) -> RenderedFile:
        return self.of("xlsx")

    def of(self, file_format: str) -> RenderedFile:
        """The file of that format ("pdf", "en.docx"); `KeyError` where it was not rendered."""
        for file in self.files:
            if file.file_format == file_format:
                return file
        raise KeyError(file_format)


def render(settings: Settings, publication_id: UUID, languages: Sequence[Language] | None = None) -> RenderedFiles:
    """The files of the publication, in `settings.home/publications/<id>/` and in the content store.

    In the languages of `HTX_REPORT_LANGUAGES` unless others are named. What was rendered before is taken from the
    store, byte for byte. Bytes that were lost there are rendered again, and must come out the same: else
    `NotReproducibleError`.
    """
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            publication = load_publication(connection, publication_id)
            drafts = [Draft(publication, language) for language in languages or settings.languages_of_reports]
            files = [_file(connection, settings, draft, kind) for draft in drafts for kind in _BUILDERS]
    finally:
        engine.dispose()
    return RenderedFiles(publication_id, tuple(files))


def file_name(publication: Publication, file_format: str) -> str:
    """Name of a file as recipients see it, with the edition: `bao-cao-kttt_79_2024-H1_ban-1.pdf`."""
    return f"bao-cao-kttt_{publication.area_code}_{publication.period_key}_ban-{publication.edition}.{file_format}"


def _file(connection: Connection, settings: Settings, draft: Draft, kind: str) -> RenderedFile:
    publication, recorded_format = draft.publication, file_format(kind, draft.language)
    store = ContentStore(settings.store_dir)
    known: str | None = connection.scalar(
        select(rendered_file.c.file_sha256).where(
            rendered_file.c.publication_id == publication.publication_id,
            rendered_file.c.file_format == recorded_format,
        )
    )
    content = store.get(known) if known is not None and store.path(known).exists() else _BUILDERS[kind](draft)
    sha256 = content_sha256(content)
    if known is not None and sha256 != known:
        raise NotReproducibleError(
            f"the {recorded_format} of publication {publication.publication_id} is lost from the store and this code "
            f"({publication.code_version} made it) renders it otherwise: restore {store.path(known)} from a backup"
        )
    store.put(content)
    name = file_name(publication, recorded_format)
    path = settings.home / "publications" / str(publication.publication_id) / name
    write_whole(path, content)
    connection.execute(
        insert(rendered_file)
        .values(
            publication_id=publication.publication_id,
            file_format=recorded_format,
            file_name=name,
            file_sha256=sha256,
            size_bytes=len(content),
            rendered_at=func.now(),
        )
        .on_conflict_do_nothing()
    )
    return RenderedFile(recorded_format, name, sha256, len(content), path)
