"""Make the files of a publication again from its frozen content, and say whether they are the same.

By the same code and libraries every byte must come out as it was published. Other code may lay the report out
otherwise: then every number that it prints is held against the frozen figures instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection, select

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_sha256
from ingest.raw.ops import published_figure, rendered_file
from publish.errors import NotReadyError
from publish.formats import WRITERS, Draft, kind_and_language
from publish.printed_numbers import Misprint, misprints, printed_numbers
from publish.publications import Publication, load_publication
from publish.report.document import Language
from publish.version import code_version, lock_sha256


@dataclass(frozen=True, slots=True)
class RebuiltFile:
    """A file as it was published and as it comes out now."""

    file_format: str
    frozen_sha256: str
    rebuilt_sha256: str

    @property
    def is_same(self) -> bool:
        return self.frozen_sha256 == self.rebuilt_sha256


@dataclass(frozen=True, slots=True)
class Rebuild:
    """What making a publication again gave. `changed_means` tells what is other than then: code, libraries."""

    publication_id: UUID
    files: tuple[RebuiltFile, ...]
    changed_means: tuple[str, ...]
    numbers_compared: int
    misprints: tuple[Misprint, ...]

    @property
    def is_same_bytes(self) -> bool:
        return all(file.is_same for file in self.files)

    @property
    def is_reproduced(self) -> bool:
        """Every byte is the same; or code or libraries are others, and every number is the frozen one."""
        return self.is_same_bytes or (bool(self.changed_means) and not self.misprints)


def rebuild(settings: Settings, publication_id: UUID) -> Rebuild:
    """Make every file of the publication again and compare; nothing is written.

    `UnknownPublicationError` for an unknown id, `NotReadyError` where the publication was never rendered.
    """
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            publication = load_publication(connection, publication_id)
            hashes = _frozen_hashes(connection, publication_id)
            frozen = _frozen_values(connection, publication_id)
    finally:
        engine.dispose()
    if not hashes:
        raise NotReadyError(f"publication {publication_id} was never rendered: there are no files to compare with")
    return _compared(publication, hashes, frozen)


def _compared(
    publication: Publication, hashes: Sequence[tuple[str, str]], frozen: dict[UUID, Decimal | None]
) -> Rebuild:
    drafts: dict[Language, Draft] = {}
    files: list[RebuiltFile] = []
    for file_format, sha256 in hashes:
        kind, language = kind_and_language(file_format)
        draft = drafts.setdefault(language, Draft(publication, language))
        files.append(RebuiltFile(file_format, sha256, content_sha256(WRITERS[kind](draft))))
    documents = [draft.document for draft in drafts.values()]
    return Rebuild(
        publication_id=publication.publication_id,
        files=tuple(files),
        changed_means=_changed_means(publication),
        numbers_compared=sum(1 for document in documents for _ in printed_numbers(document)),
        misprints=tuple(found for document in documents for found in misprints(document, frozen)),
    )


def _changed_means(publication: Publication) -> tuple[str, ...]:
    """What the publication was made with and is not here now, each in a few words."""
    pairs = (
        ("code", publication.code_version, code_version()),
        ("lock file", publication.lock_sha256, lock_sha256()),
    )
    return tuple(f"{name} {then or 'not recorded'}, now {now or 'none'}" for name, then, now in pairs if then != now)


def _frozen_hashes(connection: Connection, publication_id: UUID) -> list[tuple[str, str]]:
    rows = connection.execute(
        select(rendered_file.c.file_format, rendered_file.c.file_sha256)
        .where(rendered_file.c.publication_id == publication_id)
        .order_by(rendered_file.c.file_format)
    )
    return [(row.file_format, row.file_sha256) for row in rows]


def _frozen_values(connection: Connection, publication_id: UUID) -> dict[UUID, Decimal | None]:
    rows = connection.execute(
        select(published_figure.c.figure_id, published_figure.c.value).where(
            published_figure.c.publication_id == publication_id
        )
    )
    return {row.figure_id: row.value for row in rows}


def rebuild_text(result: Rebuild) -> str:
    """The result for people: a line a file, then what follows from them."""
    lines = [
        f"{file.file_format}: {'same bytes' if file.is_same else 'other bytes'} ({file.rebuilt_sha256[:12]})"
        for file in result.files
    ]
    if result.is_same_bytes:
        return "\n".join([*lines, "every file comes out byte for byte as it was published"])
    lines += [f"made with other means: {changed}" for changed in result.changed_means]
    if not result.changed_means:
        lines.append("by the same code and libraries: this must not be; restore the files from the store")
    lines += [f"differs: {misprint}" for misprint in result.misprints]
    kept = result.numbers_compared - len(result.misprints)
    return "\n".join([*lines, f"{kept} of {result.numbers_compared} printed numbers are the frozen figures"])
