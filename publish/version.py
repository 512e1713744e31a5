"""What a publication is made with: this room's code, the locked libraries, and the code that built the marts."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, select

from htx.settings import REPOSITORY, Settings
from ingest.raw.ops import build

_ROOM = Path(__file__).parent
_LOCK_FILE = REPOSITORY / "requirements.lock"
_LEFT_OUT = frozenset({".pyc"})
_MANIFEST_PARTS = ("nodes", "sources", "macros")


@dataclass(frozen=True, slots=True)
class MadeWith:
    """The build that a publication reads, and the code and libraries behind both."""

    build_id: UUID
    code_version: str
    build_code_version: str | None
    dbt_manifest_sha256: str | None
    lock_sha256: str | None


def made_with(connection: Connection, settings: Settings, build_id: UUID) -> MadeWith:
    """What a publication frozen now is made with; the caller holds the lock of the warehouse."""
    return MadeWith(
        build_id=build_id,
        code_version=code_version(),
        build_code_version=connection.scalar(select(build.c.code_version).where(build.c.build_id == build_id)),
        dbt_manifest_sha256=dbt_manifest_sha256(settings.home / "dbt" / "target" / "manifest.json", build_id),
        lock_sha256=lock_sha256(),
    )


@lru_cache(maxsize=1)
def code_version() -> str:
    """Version of the project and, after "+", the first 12 digits of the sha256 over this room's files: code, phrases,
    layouts and fonts."""
    try:
        project = metadata.version("htx-warehouse")
    except metadata.PackageNotFoundError:
        project = "0"
    digest = hashlib.sha256()
    for path in _files_of_the_room():
        content = path.read_bytes()
        digest.update(f"{path.relative_to(_ROOM).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return f"{project}+{digest.hexdigest()[:12]}"


def _files_of_the_room() -> Iterator[Path]:
    return iter(sorted(path for path in _ROOM.rglob("*") if path.is_file() and path.suffix not in _LEFT_OUT))


@lru_cache(maxsize=1)
def lock_sha256() -> str | None:
    """The sha256 of the lock file; None where the project is installed without it."""
    return hashlib.sha256(_LOCK_FILE.read_bytes()).hexdigest() if _LOCK_FILE.exists() else None


def dbt_manifest_sha256(manifest: Path, build_id: UUID) -> str | None:
    """The sha256 over the sources of every model, seed, test and macro that dbt lists; times and paths stay out.

    None where there is no manifest, or it is that of another build: compiled models carry the id of theirs.
    """
    if not manifest.exists():
        return None
    text = manifest.read_text("utf-8")
    if str(build_id) not in text:
        return None
    listed = json.loads(text)
    sources = {name: _source(entry) for part in _MANIFEST_PARTS for name, entry in sorted(listed.get(part, {}).items())}
    return hashlib.sha256(json.dumps(sources, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _source(entry: dict[str, object]) -> object:
    """What makes an entry of the manifest what it is: the checksum of its file, its text, or its name."""
    return entry.get("checksum") or entry.get("macro_sql") or entry.get("identifier")
