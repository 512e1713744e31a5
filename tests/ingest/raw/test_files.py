"""Files appear whole or not at all."""

import os
from pathlib import Path

import pytest

from ingest.raw.files import write_whole
from ingest.raw.store import ContentStore


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "2024-H1" / "Củ Chi.xlsx"
    write_whole(path, b"first")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full_disk)
        with pytest.raises(OSError, match="No space"):
            write_whole(path, b"second")
    assert [(found.name, found.read_bytes()) for found in path.parent.iterdir()] == [("Củ Chi.xlsx", b"first")]


def test_the_same_content_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bao cao.pdf"
    write_whole(path, b"report")
    before = path.stat().st_ino
    write_whole(path, b"report")
    assert path.stat().st_ino == before
    write_whole(path, b"erratum")
    assert path.read_bytes() == b"erratum"


def test_the_store_keeps_bytes_once_under_their_own_name(tmp_path: Path) -> None:
    store = ContentStore(tmp_path)
    sha256 = store.put("Liên minh HTX".encode())
    assert store.put("Liên minh HTX".encode()) == sha256
    assert store.get(sha256) == "Liên minh HTX".encode()
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_many_are_kept_together_each_once(tmp_path: Path) -> None:
    store = ContentStore(tmp_path)
    known = store.put(b"Quan 1")
    with store.together() as put:
        kept = [put(content) for content in (b"Quan 1", b"Quan 3", b"Quan 3", b"Cu Chi")]
    assert kept[0] == known
    assert [store.get(sha256) for sha256 in kept] == [b"Quan 1", b"Quan 3", b"Quan 3", b"Cu Chi"]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 3


def test_of_many_that_were_not_finished_nothing_stays(tmp_path: Path) -> None:
    store = ContentStore(tmp_path)

    def put_and_stop() -> None:
        with store.together() as put:
            put(b"Quan 1")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put_and_stop()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
