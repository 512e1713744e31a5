"""An inbox in an object store is read by the rules of a folder, and nothing in it is touched."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from htx.settings import Settings
from ingest.submissions import inbox
from ingest.submissions.channels.bucket import BucketPlace
from ingest.submissions.channels.place import open_place
from ingest.submissions.decisions import load_inbox_decisions
from ingest.submissions.inbox import list_inbox, read_decisions
from ingest.submissions.receipt import HeldBack, Receipt, arrived_bytes
from tests.ingest.submissions.object_store import BUCKET, ObjectStore, object_store

pytestmark = pytest.mark.integration

MANIFEST = """file_name,sender,channel,received_at
Huyện Củ Chi.xlsx,kinhte.cuchi@tphcm.example,portal,2024-05-17T09:00:00+07:00
Quận 5.xlsx,,,hôm qua
Quận 6.xlsx,,,2024-05-17T09:00:00+07:00
"""


@pytest.fixture(scope="module")
def store() -> Iterator[ObjectStore]:
    with object_store() as running:
        yield running


@pytest.fixture
def settings(store: ObjectStore, tmp_path: Path) -> Settings:
    """Settings whose inbox is a prefix of its own in the bucket."""
    return store.settings(tmp_path, inbox=f"s3://{BUCKET}/{tmp_path.name}")


def put(store: ObjectStore, settings: Settings, path: str, content: bytes) -> None:
    store.files.pipe_file(f"{settings.inbox_address}/{path}", content)


def listed(settings: Settings) -> tuple[list[Receipt], list[HeldBack]]:
    return list_inbox(open_place(settings))


def test_rounds_and_manifests_are_those_of_a_folder(store: ObjectStore, settings: Settings) -> None:
    put(store, settings, "2024-H1/Huyện Củ Chi.xlsx", b"a workbook")
    put(store, settings, "2024-H1/Quận 5.xlsx", b"another")
    put(store, settings, "2024-H1/Quận 8.xlsx.part", b"half of one")
    put(store, settings, "2024-H1/manifest.csv", MANIFEST.encode())
    put(store, settings, "2024-H1/sub/too deep.xlsx", b"x")
    put(store, settings, "loose.xlsx", b"x")
    put(store, settings, "thang 5/lost.xlsx", b"x")
    (receipt,), held_back = listed(settings)
    assert (receipt.file_name, receipt.channel, receipt.round_period) == ("Huyện Củ Chi.xlsx", "portal", "2024-H1")
    assert receipt.received_at.isoformat() == "2024-05-17T09:00:00+07:00"
    assert arrived_bytes(Receipt.from_json(receipt.to_json()), settings) == b"a workbook"
    assert {held.file_name for held in held_back} == {"Quận 5.xlsx", "Quận 6.xlsx", "sub", "loose.xlsx", "thang 5"}


def test_what_no_manifest_names_arrived_when_it_was_put_there(store: ObjectStore, settings: Settings) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    round_now = f"{before.year}-H1"
    put(store, settings, f"{round_now}/Quận 5.xlsx", b"a workbook")
    ((receipt,), _) = listed(settings)
    assert (receipt.channel, receipt.sender) == ("bucket", "")
    assert receipt.received_at >= before


def test_an_inbox_without_anything_in_it_holds_nothing(settings: Settings) -> None:
    assert listed(settings) == ([], [])


def test_the_marker_of_an_empty_folder_is_no_file(store: ObjectStore, settings: Settings) -> None:
    put(store, settings, "2024-H1/", b"")
    assert listed(settings) == ([], [])


def test_an_object_replaced_while_it_is_read_waits(
    store: ObjectStore, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, settings, "2024-H1/manifest.csv", MANIFEST.encode())
    put(store, settings, "2024-H1/Huyện Củ Chi.xlsx", b"version 1")
    matched = inbox.matched

    def and_meanwhile(*arguments: object) -> object:
        put(store, settings, "2024-H1/Huyện Củ Chi.xlsx", b"version 2")
        return matched(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(inbox, "matched", and_meanwhile)
        receipts, held_back = listed(settings)
    assert receipts == []
    assert "taken at the next look" in next(held.reason for held in held_back if "Củ Chi" in held.file_name)
    ((receipt,), _) = listed(settings)
    assert arrived_bytes(receipt, settings) == b"version 2"


def test_bytes_that_changed_after_the_listing_are_not_taken(store: ObjectStore, settings: Settings) -> None:
    put(store, settings, "2024-H1/manifest.csv", MANIFEST.encode())
    put(store, settings, "2024-H1/Huyện Củ Chi.xlsx", b"version 1")
    ((receipt,), _) = listed(settings)
    put(store, settings, "2024-H1/Huyện Củ Chi.xlsx", b"version 2")
    assert arrived_bytes(receipt, settings) is None
    store.files.rm(f"{settings.inbox_address}/2024-H1/Huyện Củ Chi.xlsx")
    assert arrived_bytes(receipt, settings) is None


@pytest.mark.parametrize("name", ["bao\u202ecao.xlsx", "a\x07b.xlsx", "ế" * 80 + ".xlsx", "a?b#c%20d.xlsx"])
def test_strange_names_are_read_or_told(store: ObjectStore, settings: Settings, name: str) -> None:
    put(store, settings, "2030-H1/manifest.csv", b"file_name,sender,channel,received_at\n")
    put(store, settings, f"2026-H1/{name}", b"a workbook")
    receipts, held_back = listed(settings)
    if name.isprintable():
        assert [(receipt.file_name, arrived_bytes(receipt, settings)) for receipt in receipts] == [
            (name, b"a workbook")
        ]
    else:
        assert [held.reason.endswith("rename it") for held in held_back] == [True]


def test_officers_decisions_are_found(store: ObjectStore, settings: Settings) -> None:
    put(store, settings, "2024-H1/decisions.csv", b"round_period,file_name,decision,reason,decided_by,decided_at\n")
    assert [place for place, _ in read_decisions(open_place(settings))] == ["2024-H1/decisions.csv"]
    assert load_inbox_decisions(settings) == []


def test_a_store_that_cannot_be_reached_is_one_error_that_names_it(settings: Settings, tmp_path: Path) -> None:
    lost = settings.model_copy(update={"object_store_endpoint": "http://127.0.0.1:9"})
    with pytest.raises(OSError, match=BUCKET):
        BucketPlace(f"s3://{BUCKET}/x", lost).rounds()
