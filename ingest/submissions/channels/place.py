"""The place an inbox stands in: a folder, or a prefix of an object store.

Both hold folders of rounds with files in them. A place lists and reads; it never writes, moves or deletes, since
what lies there is the evidence of what was sent.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Protocol

from htx.settings import Settings

LARGEST_FILE_BYTES = 256 * 1024 * 1024
"""A file beyond it is no submission, and reading it would take the memory of a worker."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands under one name."""

    name: str
    kind: Literal["file", "folder", "link", "other"]
    address: str
    """A path, or the URL of an object."""
    size_bytes: int
    written_at: datetime
    version: str
    """Another one as soon as other bytes stand there: size and time of a file, ETag of an object."""


class Place(Protocol):
    """Where rounds and their files are found. Every method may raise ``OSError``."""

    file_channel: str
    """The channel of a file that no manifest names."""

    def rounds(self) -> list[Entry]:
        """The entries of the inbox itself, by name; none where there is no inbox yet."""

    def entries(self, folder: Entry) -> list[Entry]:
        """The entries of a round's folder, by name."""

    def read(self, entry: Entry) -> bytes | None:
        """The bytes of a file; None where it changes while it is read."""


class FolderPlace:
    """A folder of this machine, or one that is mounted."""

    file_channel = "folder"

    def __init__(self, root: Path) -> None:
        self.root = root

    def rounds(self) -> list[Entry]:
        return list(_folder_entries(self.root)) if self.root.is_dir() else []

    def entries(self, folder: Entry) -> list[Entry]:
        return list(_folder_entries(Path(folder.address)))

    def read(self, entry: Entry) -> bytes | None:
        return read_unchanged(Path(entry.address))


def read_unchanged(path: Path) -> bytes | None:
    """The bytes of a file; None where it is being written meanwhile. Raises ``OSError``."""
    before = path.stat()
    content = path.read_bytes()
    after = path.stat()
    is_same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return content if is_same and len(content) == after.st_size else None


def is_object_store(address: str) -> bool:
    """Whether an address is a URL that fsspec opens, and no path."""
    return "://" in address and not address.startswith("file://")


def open_place(settings: Settings) -> Place:
    """The place of the settings' inbox."""
    address = settings.inbox_address
    if is_object_store(address):
        from ingest.submissions.channels.bucket import BucketPlace

        return BucketPlace(address, settings)
    return FolderPlace(Path(address.removeprefix("file://")))


def _folder_entries(folder: Path) -> Iterator[Entry]:
    for path in sorted(folder.iterdir()):
        try:
            status = path.lstat()
        except FileNotFoundError:
            continue  # gone since the folder was listed
        yield Entry(
            name=path.name,
            kind=_kind(status),
            address=str(path),
            size_bytes=status.st_size,
            written_at=datetime.fromtimestamp(status.st_mtime, UTC),
            version=f"{status.st_size}:{status.st_mtime_ns}",
        )


def _kind(status: os.stat_result) -> Literal["file", "folder", "link", "other"]:
    if stat.S_ISLNK(status.st_mode):
        return "link"
    if stat.S_ISDIR(status.st_mode):
        return "folder"
    return "file" if stat.S_ISREG(status.st_mode) else "other"
