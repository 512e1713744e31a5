"""Which code made a publication."""

import hashlib
from functools import lru_cache
from importlib import metadata
from pathlib import Path

_SOURCES = ("*.py", "*.typ")


@lru_cache(maxsize=1)
def code_version() -> str:
    """Version of the project and, after "+", the first 12 digits of the sha256 over this room's sources."""
    try:
        project = metadata.version("htx-warehouse")
    except metadata.PackageNotFoundError:
        project = "0"
    room = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(path for pattern in _SOURCES for path in room.rglob(pattern)):
        digest.update(path.relative_to(room).as_posix().encode())
        digest.update(path.read_bytes())
    return f"{project}+{digest.hexdigest()[:12]}"
