"""Writing files that appear whole or not at all."""

import os
from pathlib import Path
from uuid import uuid4


def write_whole(path: Path, content: bytes, *, is_durable: bool = True) -> None:
    """Write beside the place and rename; a reader never sees half a file. The same content is left alone.

    A durable file survives a power cut once this returns; what can be made again need not be.
    """
    if path.exists() and path.read_bytes() == content:
        return
    unfinished = write_beside(path, content)
    try:
        if is_durable:
            make_durable(unfinished)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def write_beside(path: Path, content: bytes) -> Path:
    """Write to a file of a name of its own in the folder of `path`, ready to be renamed; return that file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".writing-{uuid4().hex}")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
        unfinished.chmod(0o644)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return unfinished


def begin_to_make_durable(path: Path) -> None:
    """Have the disk begin with what was written to a file, without waiting: less is left for `make_durable`."""
    if not hasattr(os, "posix_fadvise"):  # not on macOS
        return
    file = os.open(path, os.O_RDONLY)
    try:
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(file)


def make_durable(path: Path) -> None:
    """Wait until the disk has what was written to a file."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
