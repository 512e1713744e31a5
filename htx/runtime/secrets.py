"""Generated passwords, one file each, readable by their owner alone."""

import os
import secrets
from pathlib import Path


def secret(home: Path, name: str) -> str:
    """The secret ``name`` of this home, made on first use and kept in ``<home>/secrets`` (0600)."""
    folder = home / "secrets"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    path = folder / name
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        value = secrets.token_urlsafe(24)
        file.write(value)
    return value
