"""Archives that workbooks are (.xlsx, .xlsb, .ods, .docx): looked at before anything of them is unpacked.

What a zip says of itself may be a lie: sizes in its list are checked against what a part really unpacks to, because
a part is never read beyond the size that the list gives for it.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from ingest.submissions.workbook import UnreadableWorkbookError, UnsafeWorkbookError

MAXIMUM_UNPACKED_BYTES = 100_000_000
MAXIMUM_UNPACKING_RATIO = 120
"""A workbook that unpacks to more than both is refused unread: no form of an office comes near."""

MAXIMUM_PART_BYTES = 60_000_000
"""The largest part that is held in memory as a whole: a sheet of some million cells."""
_MAXIMUM_PARTS = 10_000
_CHUNK_BYTES = 1 << 16

ARCHIVE_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,  # an archive packed in a way that Python does not know
    RuntimeError,  # a part of the archive that is encrypted
    OSError,
    EOFError,
    KeyError,
    ValueError,
)


@contextmanager
def open_archive(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive, its size judged by its own list.

    Raises `UnsafeWorkbookError` for one that unpacks out of all proportion, `UnreadableWorkbookError` for a damaged
    one, also where the damage shows only while it is read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bomb(archive, len(content))
            yield archive
    except ARCHIVE_DAMAGE as error:
        raise UnreadableWorkbookError("damaged", f"{type(error).__name__}: {error}") from error


def _refuse_bomb(archive: zipfile.ZipFile, packed_bytes: int) -> None:
    parts = archive.infolist()
    unpacked_bytes = sum(part.file_size for part in parts)
    if unpacked_bytes > MAXIMUM_UNPACKED_BYTES and unpacked_bytes > MAXIMUM_UNPACKING_RATIO * packed_bytes:
        raise UnsafeWorkbookError(f"{packed_bytes} bytes unpack to {unpacked_bytes}")
    if len(parts) > _MAXIMUM_PARTS:
        raise UnsafeWorkbookError(f"an archive of {len(parts)} parts")
    starts = {part.header_offset for part in parts}
    if len(starts) < len(parts):
        raise UnsafeWorkbookError("parts of the archive overlap")


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part as a whole, never more than `MAXIMUM_PART_BYTES` of it: `UnsafeWorkbookError` where there is more."""
    with archive.open(name) as stream:
        content = stream.read(MAXIMUM_PART_BYTES + 1)
    if len(content) > MAXIMUM_PART_BYTES:
        raise UnsafeWorkbookError(f"{name} unpacks to more than {MAXIMUM_PART_BYTES} bytes")
    return content


def part_chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part piece by piece."""
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            yield chunk
