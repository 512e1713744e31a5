"""Loopback ports."""

import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A loopback port that was free a moment ago, as the kernel picked it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def remembered_port(path: Path) -> int:
    """The port written in that file; a free one, written there, where there is none yet."""
    if path.exists():
        return int(path.read_text(encoding="ascii"))
    return _remember_free_port(path)


def usable_port(path: Path) -> int:
    """The remembered port for a server about to start, or another where a program took it meanwhile."""
    port = remembered_port(path)
    return port if is_free(port) else _remember_free_port(path)


def _remember_free_port(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    port = free_port()
    path.write_text(str(port), encoding="ascii")
    return port
