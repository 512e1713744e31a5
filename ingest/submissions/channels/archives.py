"""Workbooks inside a zip archive: opened within bounds, never written to a path that the archive names."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.submissions.channels.names import safe_name

_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".docx", ".pdf"})
_MOST_MEMBERS = 50
_LARGEST_MEMBER_BYTES = 20 * 1024 * 1024
_MOST_UNPACKED_BYTES = 100 * 1024 * 1024
_OFFICE_PARTS = frozenset({"[Content_Types].xml", "mimetype", "META-INF/manifest.xml"})
"""A zip with one of these is a document itself."""
_ENCRYPTED_FLAG, _UTF8_FLAG = 0x1, 0x800


@dataclass(frozen=True, slots=True)
class ArchiveMember:
    """A file out of an archive; the name is safe."""

    file_name: str
    content: bytes


def workbooks_in(content: bytes) -> list[ArchiveMember]:
    """The workbooks in an archive, by the order of its table; none where it is no archive of workbooks.

    None too where it is encrypted, damaged, or unpacks beyond the bounds: it is then judged as the file it is.
    """
    if not content.startswith(b"PK"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _members(archive)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return []
    except Exception:  # zlib and its like have errors of their own for damaged data
        return []


def _members(archive: zipfile.ZipFile) -> list[ArchiveMember]:
    entries = archive.infolist()
    if any(entry.filename in _OFFICE_PARTS for entry in entries):
        return []
    wanted = [entry for entry in entries if _is_workbook(entry)]
    is_within_bounds = (
        len(wanted) <= _MOST_MEMBERS
        and all(entry.file_size <= _LARGEST_MEMBER_BYTES for entry in wanted)
        and sum(entry.file_size for entry in wanted) <= _MOST_UNPACKED_BYTES
    )
    if not is_within_bounds or any(entry.flag_bits & _ENCRYPTED_FLAG for entry in wanted):
        return []
    members: list[ArchiveMember] = []
    for number, entry in enumerate(wanted, start=1):
        with archive.open(entry) as file:
            unpacked = file.read(_LARGEST_MEMBER_BYTES + 1)  # the size in the table may be a lie
        if len(unpacked) > _LARGEST_MEMBER_BYTES:
            return []
        members.append(ArchiveMember(safe_name(_written_name(entry), f"tep-{number}"), unpacked))
    return members


def _is_workbook(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename)
    is_litter = path.name.startswith((".", "~$")) or "__MACOSX" in path.parts
    return not entry.is_dir() and not is_litter and path.suffix.lower() in _SUFFIXES


def _written_name(entry: zipfile.ZipInfo) -> str:
    """Programs of Windows write UTF-8 without saying so; zipfile then takes it for the code page of DOS."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename
