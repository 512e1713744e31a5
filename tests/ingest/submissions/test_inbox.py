"""What stands in the inbox is taken as it is meant, or held back with a reason; never passed over in silence."""

import os
import unicodedata
from pathlib import Path

import pytest

from ingest.submissions import inbox
from ingest.submissions.inbox import list_inbox
from ingest.submissions.receipt import HeldBack, Receipt

HEADING = "file_name,sender,channel,received_at"
ROW = "Huyện Củ Chi.xlsx,UBND huyện Củ Chi,email,2024-05-17T09:00:00+07:00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a round with one file in it."""
    folder = tmp_path / "inbox" / "2024-H1"
    folder.mkdir(parents=True)
    (folder / "Huyện Củ Chi.xlsx").write_bytes(b"a workbook")
    return folder


def listed(folder: Path) -> tuple[list[Receipt], list[HeldBack]]:
    return list_inbox(folder.parent)


def write_manifest(folder: Path, *rows: str, encoding: str = "utf-8", name: str = "manifest.csv") -> None:
    (folder / name).write_bytes("\r\n".join(rows).encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_manifest_is_read_as_offices_save_it(folder: Path, encoding: str, separator: str) -> None:
    write_manifest(folder, *(row.replace(",", separator) for row in (HEADING, ROW)), encoding=encoding)
    ((receipt,), held_back) = listed(folder)
    assert (receipt.sender, receipt.received_at.isoformat()) == ("UBND huyện Củ Chi", "2024-05-17T09:00:00+07:00")
    assert held_back == []


@pytest.mark.parametrize(
    "row", [unicodedata.normalize("NFD", ROW), ROW.replace("Huyện Củ Chi.xlsx", "HUYỆN CỦ CHI.XLSX")]
)
def test_a_name_written_otherwise_means_the_same_file(folder: Path, row: str) -> None:
    write_manifest(folder, HEADING, row, name="Manifest.CSV")
    ((receipt,), held_back) = listed(folder)
    assert (receipt.file_name, receipt.channel, held_back) == ("Huyện Củ Chi.xlsx", "email", [])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        ROW.encode(),
        f"{HEADING}\n{ROW}\n\xdb".encode("latin-1", "replace") + b"\xdb\xff",
        f'{HEADING}\n"{ROW}'.encode(),
        f"{HEADING}\n{ROW}\0".encode(),
        f"{HEADING}\n{'x' * 200_000},{ROW}".encode(),
    ],
    ids=["empty", "no heading", "other encoding", "open quote", "binary", "endless field"],
)
def test_a_manifest_that_cannot_be_trusted_holds_its_round_back(folder: Path, content: bytes) -> None:
    (folder / "manifest.csv").write_bytes(content)
    receipts, (held,) = listed(folder)
    assert receipts == []
    assert held.file_name == "2024-H1/manifest.csv"
    assert "nothing of 2024-H1 is taken before" in held.reason


@pytest.mark.parametrize(
    "moment", ["17/05/2024", "", "0001-01-01", "9999-12-31T23:59:59-12:00", "2034-05-17T09:00", "2023-05-17T09:00"]
)
def test_a_time_at_which_nothing_can_have_come_holds_its_file_back(folder: Path, moment: str) -> None:
    write_manifest(folder, HEADING, ROW.replace("2024-05-17T09:00:00+07:00", moment))
    receipts, (held,) = listed(folder)
    assert receipts == []
    assert held.reason == "manifest.csv line 2: write received_at as 2024-05-17T09:00:00+07:00"


def test_a_file_older_than_its_round_needs_a_manifest(folder: Path) -> None:
    os.utime(folder / "Huyện Củ Chi.xlsx", (0, 0))
    receipts, (held,) = listed(folder)
    assert (receipts, "before its round" in held.reason) == ([], True)
    write_manifest(folder, HEADING, ROW)
    assert len(listed(folder)[0]) == 1


def test_links_folders_and_pipes_are_held_back_unread(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for the store", encoding="utf-8")
    (folder / "link.xlsx").symlink_to(secret)
    (folder / "loop.xlsx").symlink_to("loop.xlsx")
    (folder / "folder.xlsx").mkdir()
    os.mkfifo(folder / "pipe.xlsx")
    (folder.parent / "2023-H1").symlink_to(tmp_path)
    receipts, held_back = listed(folder)
    assert [receipt.file_name for receipt in receipts] == ["Huyện Củ Chi.xlsx"]
    assert {held.file_name for held in held_back} == {"link.xlsx", "loop.xlsx", "folder.xlsx", "pipe.xlsx", "2023-H1"}


def test_what_stands_beside_the_rounds_is_told(folder: Path) -> None:
    (folder.parent / "Quận 5.xlsx").write_bytes(b"a workbook")
    (folder.parent / "thang 5").mkdir()
    (folder.parent / ".gitkeep").touch()
    assert [held.file_name for held in listed(folder)[1]] == ["Quận 5.xlsx", "thang 5"]


@pytest.mark.parametrize("name", [b"a\nb.xlsx", b"\xff\xfe.xlsx", b"a\x07b.xlsx"])
def test_a_name_that_cannot_be_printed_is_to_be_changed(folder: Path, name: bytes) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(b"another")
    receipts, (held,) = listed(folder)
    assert len(receipts) == 1
    assert held.reason.endswith("rename it")
    held.file_name.encode("utf-8")


def test_what_a_file_manager_leaves_behind_is_no_submission(folder: Path) -> None:
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "~$Huyện Củ Chi.xlsx", "b.xlsx.part"):
        (folder / name).write_bytes(b"x")
    receipts, held_back = listed(folder)
    assert (len(receipts), held_back) == (1, [])


def test_a_file_that_goes_away_while_the_inbox_is_listed_stops_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "Quận 5.xlsx").write_bytes(b"another")
    matched = inbox.matched

    def and_meanwhile(*arguments: object) -> object:
        (folder / "Quận 5.xlsx").unlink()
        return matched(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(inbox, "matched", and_meanwhile)
    (receipt,), (held,) = listed(folder)
    assert (receipt.file_name, held.file_name) == ("Huyện Củ Chi.xlsx", "Quận 5.xlsx")
