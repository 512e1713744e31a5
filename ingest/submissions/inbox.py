"""The inbox: one folder a round, files in it, and a manifest of when and from whom they came.

``<inbox>/<round>/manifest.csv`` (file_name, sender, channel, received_at, …) is written by whatever fetches the
files: mail, bucket, portal. A file that it does not name arrived by the folder itself, when it was last written.

A file that is still being written must not be read: writers use a name that starts with "." or "~$" or ends in
".part", ".tmp" or ".crdownload" and rename it when it is whole. One whose size or time changes while it is read
is left for the next look.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from htx.settings import LOCAL_ZONE
from ingest.raw.ids import content_id, content_sha256
from ingest.submissions.period import parse_period

MANIFEST_NAME = "manifest.csv"
DECISIONS_NAME = "decisions.csv"
"""Beside the manifest: what officers decided about late and explained submissions of the round."""
FOLDER_CHANNEL = "folder"
_UNFINISHED_PREFIXES = (".", "~$")
_UNFINISHED_SUFFIXES = (".part", ".tmp", ".crdownload")


@dataclass(frozen=True, slots=True)
class Receipt:
    """One arrival of a file. Its id follows from its content, so that it is the same whenever it is listed."""

    path: Path
    file_sha256: str
    size_bytes: int
    round_period: str | None
    channel: str
    sender: str
    file_name: str
    received_at: datetime

    @property
    def receipt_id(self) -> UUID:
        received_at = self.received_at.astimezone(UTC).isoformat()
        return content_id(self.file_sha256, self.round_period, self.channel, self.sender, self.file_name, received_at)

    def to_json(self) -> dict[str, str | int | None]:
        """A JSON object to hand from one task to the next."""
        return {
            "path": str(self.path),
            "file_sha256": self.file_sha256,
            "size_bytes": self.size_bytes,
            "round_period": self.round_period,
            "channel": self.channel,
            "sender": self.sender,
            "file_name": self.file_name,
            "received_at": self.received_at.isoformat(),
        }

    @classmethod
    def from_json(cls, said: Mapping[str, str | int | None]) -> "Receipt":
        """The receipt that `to_json` wrote."""
        return cls(
            path=Path(str(said["path"])),
            file_sha256=str(said["file_sha256"]),
            size_bytes=int(said["size_bytes"] or 0),
            round_period=None if said["round_period"] is None else str(said["round_period"]),
            channel=str(said["channel"]),
            sender=str(said["sender"]),
            file_name=str(said["file_name"]),
            received_at=datetime.fromisoformat(str(said["received_at"])),
        )


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A file that is not taken yet, and what to do about it."""

    file_name: str
    reason: str


def list_inbox(inbox: Path) -> tuple[list[Receipt], list[HeldBack]]:
    """Every arrival that stands in the inbox, round by round, by name; and what had to be held back."""
    receipts: list[Receipt] = []
    held_back: list[HeldBack] = []
    if not inbox.is_dir():
        return receipts, held_back
    for folder in sorted(path for path in inbox.iterdir() if path.is_dir() and not path.name.startswith(".")):
        try:
            round_period = parse_period(folder.name).key
        except ValueError:
            held_back.append(HeldBack(folder.name, "not a round: name the folder 2024-H1 or 2024"))
            continue
        for found in _list_round(folder, round_period):
            (held_back if isinstance(found, HeldBack) else receipts).append(found)  # type: ignore[arg-type]
    return receipts, held_back


def receipt_of(
    path: Path, *, round_period: str | None, sender: str, channel: str, received_at: datetime
) -> Receipt | None:
    """The receipt of a file as it stands, or None where it is being written meanwhile."""
    before = path.stat()
    content = path.read_bytes()
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(content) != after.st_size:
        return None
    return Receipt(
        path=path,
        file_sha256=content_sha256(content),
        size_bytes=len(content),
        round_period=round_period,
        channel=channel,
        sender=sender,
        file_name=path.name,
        received_at=received_at,
    )


def is_finished(path: Path) -> bool:
    """Whether a file's name says that its writer is done with it."""
    return not path.name.startswith(_UNFINISHED_PREFIXES) and not path.name.lower().endswith(_UNFINISHED_SUFFIXES)


def _list_round(folder: Path, round_period: str) -> Iterator[Receipt | HeldBack]:
    arrivals = _read_manifest(folder / MANIFEST_NAME)
    for path in sorted(folder.iterdir()):
        if not path.is_file() or not is_finished(path) or path.name in (MANIFEST_NAME, DECISIONS_NAME):
            continue
        for arrival in arrivals.get(path.name, [_folder_arrival(path)]):
            if isinstance(arrival, HeldBack):
                yield arrival
                continue
            receipt = receipt_of(
                path,
                round_period=round_period,
                sender=arrival.sender,
                channel=arrival.channel,
                received_at=arrival.received_at,
            )
            yield receipt or HeldBack(path.name, "is being written; it is taken at the next look")


@dataclass(frozen=True, slots=True)
class _Arrival:
    sender: str
    channel: str
    received_at: datetime


def _folder_arrival(path: Path) -> _Arrival:
    return _Arrival("", FOLDER_CHANNEL, datetime.fromtimestamp(path.stat().st_mtime, LOCAL_ZONE))


def _read_manifest(path: Path) -> dict[str, list[_Arrival | HeldBack]]:
    """Arrivals by file name; a time without an offset is local. A row that cannot be read holds its file back."""
    arrivals: dict[str, list[_Arrival | HeldBack]] = {}
    if not path.is_file():
        return arrivals
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            name = (row.get("file_name") or "").strip()
            try:
                received_at = datetime.fromisoformat((row.get("received_at") or "").strip())
            except ValueError:
                reason = f"{MANIFEST_NAME} line {line}: write received_at as 2024-05-17T09:00:00+07:00"
                arrivals.setdefault(name, []).append(HeldBack(name, reason))
                continue
            if received_at.tzinfo is None:
                received_at = received_at.replace(tzinfo=LOCAL_ZONE)
            channel = (row.get("channel") or "").strip() or FOLDER_CHANNEL
            arrivals.setdefault(name, []).append(_Arrival((row.get("sender") or "").strip(), channel, received_at))
    return arrivals
