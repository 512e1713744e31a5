"""The content-addressed store: bytes as received, named by their sha256, never changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.raw.files import begin_to_make_durable, make_durable, write_beside, write_whole
from ingest.raw.ids import content_sha256


class ContentStore:
    """A folder of bytes; ``ab/abcdef…`` holds the content whose sha256 is ``abcdef…``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes) -> str:
        """Keep the bytes, whole or not at all, and return their sha256; the same bytes are kept once."""
        sha256 = content_sha256(content)
        path = self.path(sha256)
        if path.exists():
            return sha256
        write_whole(path, content)
        return sha256

    @contextmanager
    def together(self) -> Iterator[Callable[[bytes], str]]:
        """A `put` for many: when the block ends their bytes stand in the store, whole and durable; in an error none.

        The disk is asked once all are written, when it has them nearly done, instead of being waited for after
        each. So what tells of the bytes (a transaction) comes after the block.
        """
        unfinished: dict[Path, Path] = {}

        def put(content: bytes) -> str:
            sha256 = content_sha256(content)
            path = self.path(sha256)
            if path not in unfinished and not path.exists():
                unfinished[path] = write_beside(path, content)
                begin_to_make_durable(unfinished[path])
            return sha256

        try:
            yield put
            for written in unfinished.values():
                make_durable(written)
            for path, written in unfinished.items():
                written.replace(path)
        except BaseException:
            for written in unfinished.values():
                written.unlink(missing_ok=True)
            raise

    def get(self, sha256: str) -> bytes:
        """The bytes of that sha256; ``FileNotFoundError`` where the store does not hold them."""
        return self.path(sha256).read_bytes()

    def path(self, sha256: str) -> Path:
        """Where the bytes of that sha256 stand, whether or not they do."""
        return self.root / sha256[:2] / sha256
