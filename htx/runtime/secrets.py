"""Generated passwords, one file each, readable by their owner alone."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def has_secret(home: Path, name: str) -> bool:
    """Whether the secret was made already."""
    return (home / "secrets" / name).exists()


def secret(home: Path, name: str, size_bytes: int = 18) -> str:
    """The secret ``name`` of this home, made on first use and kept in ``<home>/secrets`` (0600)."""
    folder = home / "secrets"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    path = folder / name
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=folder, prefix=".", encoding="ascii") as draft:
            draft.write(secrets.token_urlsafe(size_bytes))
            draft.flush()
            # A link appears whole or not at all, and fails where another process was first.
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text(encoding="ascii")
