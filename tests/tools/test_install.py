"""The installation says in one line what is missing."""

import os
import subprocess
from pathlib import Path

import pytest

from htx.settings import REPOSITORY


def install_with(fake_python: str, folder: Path) -> subprocess.CompletedProcess[str]:
    python = folder / "python3"
    python.write_text(f"#!/bin/sh\n{fake_python}\n")
    python.chmod(0o755)
    copy = folder / "checkout"
    (copy / "tools").mkdir(parents=True)
    for name in ("tools/install.sh", "tools/uv.lock", "requirements.lock", "pyproject.toml"):
        (copy / name).write_bytes((REPOSITORY / name).read_bytes())
    return subprocess.run(
        ["sh", str(copy / "tools" / "install.sh")],
        env=os.environ | {"PYTHON": str(python)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("fake_python", "sentence"),
    [
        ('[ "$1" = --version ] && echo "Python 3.9.2"; exit 1', "Python 3.9.2 is not fit: Python 3.11"),
        ('case "$2" in *ensurepip*) exit 1;; *) exit 0;; esac', "apt install python3-venv"),
    ],
    ids=["an old Python", "no venv module"],
)
def test_what_is_missing_is_said_in_one_line(tmp_path: Path, fake_python: str, sentence: str) -> None:
    done = install_with(fake_python, tmp_path)
    assert done.returncode == 3
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "checkout" / ".venv").exists()


def test_a_python_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", str(REPOSITORY / "tools" / "install.sh")],
        env=os.environ | {"PYTHON": "python3.77"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "no python3.77 found" in done.stderr
