"""An inbox in an object store (S3 and its like), reached through fsspec.

Whoever delivers puts objects ``<prefix>/<round>/<file name>``. An object appears whole or not at all, but may be
replaced at any time: bytes count only where the ETag after reading is the one that was listed.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import fsspec

from htx.settings import Settings
from ingest.raw.object_store import store_options, told_as_os_error
from ingest.submissions.channels.place import Entry


class BucketPlace:
    """A prefix of an object store; `address` is an fsspec URL such as ``s3://bucket/prefix``."""

    file_channel = "bucket"

    def __init__(self, address: str, settings: Settings) -> None:
        self.address = address.rstrip("/")
        self.protocol = address.partition("://")[0]
        self._files, self._root = fsspec.core.url_to_fs(self.address, **store_options(address, settings))

    def rounds(self) -> list[Entry]:
        return self._entries(self._root)

    def entries(self, folder: Entry) -> list[Entry]:
        return self._entries(self._files._strip_protocol(folder.address))

    def read(self, entry: Entry) -> bytes | None:
        with told_as_os_error(entry.address):
            content: bytes = self._files.cat_file(entry.address)
            after = self._entry(self._files.info(entry.address))
        return content if after.version == entry.version and len(content) == entry.size_bytes else None

    def _entries(self, path: str) -> list[Entry]:
        with told_as_os_error(path):
            try:
                found = self._files.ls(path, detail=True)
            except FileNotFoundError:
                return []
            # The marker some programs leave for an empty folder bears the name of the folder itself.
            inside = [said for said in found if said["name"].rstrip("/") != path.rstrip("/")]
            return sorted((self._entry(said) for said in inside), key=lambda entry: entry.name)

    def _entry(self, said: Mapping[str, Any]) -> Entry:
        """An entry as the store describes it; the keys are fsspec's and S3's."""
        path = said["name"].rstrip("/")
        written_at = said.get("LastModified") or said.get("last_modified") or said.get("created")
        size_bytes = int(said.get("size") or 0)
        return Entry(
            name=path.rpartition("/")[2],
            kind="folder" if said["type"] == "directory" else "file",
            address=f"{self.protocol}://{path}",
            size_bytes=size_bytes,
            written_at=written_at if isinstance(written_at, datetime) else datetime.fromtimestamp(0, UTC),
            version=f"{size_bytes}:{said.get('ETag') or said.get('etag') or written_at}",
        )
