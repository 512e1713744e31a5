"""The content-addressed store: bytes as received, named by their sha256, never changed."""

import os
import tempfile
from pathlib import Path

from ingest.raw.ids import content_sha256


class ContentStore:
    """A folder of bytes; ``ab/abcdef…`` holds the content whose sha256 is ``abcdef…``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes) -> str:
        """Keep the bytes and return their sha256; the same bytes are kept once.

        The file appears whole or not at all: it is written beside its place and renamed.
        """
        sha256 = content_sha256(content)
        path = self.path(sha256)
        if path.exists():
            return sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".incoming-", delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of that sha256; ``FileNotFoundError`` where the store does not hold them."""
        return self.path(sha256).read_bytes()

    def path(self, sha256: str) -> Path:
        """Where the bytes of that sha256 stand, whether or not they do."""
        return self.root / sha256[:2] / sha256
