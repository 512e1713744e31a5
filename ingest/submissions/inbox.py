"""The inbox: one folder a round, files in it, and a manifest of when and from whom they came.

``<inbox>/<round>/manifest.csv`` (file_name, sender, channel, received_at, …) is written by whatever fetches the
files: mail, bucket, portal. A file that it does not name arrived by the folder itself, when it was last written.

What cannot be taken is held back with a reason, never passed over: a link (it may lead out of the inbox), a folder,
a file without a possible time of arrival, and the whole round where its manifest cannot be read, since the time in
there decides who was late.

A file that is still being written must not be read: writers use a name that starts with "." or "~$" or ends in
".part", ".tmp" or ".crdownload" and rename it when it is whole. One whose size or time changes while it is read
is left for the next look.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from htx.settings import LOCAL_ZONE
from ingest.raw.ids import content_id, content_sha256
from ingest.submissions.office_csv import UnreadableCsvError, read_office_csv
from ingest.submissions.period import Period, parse_period

MANIFEST_NAME = "manifest.csv"
DECISIONS_NAME = "decisions.csv"
"""Beside the manifest: what officers decided about late and explained submissions of the round."""
FOLDER_CHANNEL = "folder"
_MANIFEST_COLUMNS = ("file_name", "sender", "channel", "received_at")
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})
_LONGEST_WAIT_YEARS = 5
"""A manifest that dates an arrival later after its period has a slip of the keyboard in it."""
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
    absent_of: str | None = None
    """The round whose manifest names the file although it is not there."""


def list_inbox(inbox: Path) -> tuple[list[Receipt], list[HeldBack]]:
    """Every arrival that stands in the inbox, round by round, by name; and what had to be held back."""
    receipts: list[Receipt] = []
    held_back: list[HeldBack] = []
    if not inbox.is_dir():
        return receipts, held_back
    for path in sorted(path for path in inbox.iterdir() if not path.name.startswith(".")):
        found = _list_entry(path)
        receipts.extend(one for one in found if isinstance(one, Receipt))
        held_back.extend(one for one in found if isinstance(one, HeldBack))
    return receipts, held_back


def _list_entry(path: Path) -> list[Receipt | HeldBack]:
    """What stands in one entry of the inbox, which ought to be the folder of a round."""
    name = printable_name(path)
    if path.is_symlink():
        return [HeldBack(name, "a link: make it a folder and copy the files themselves into it")]
    if not path.is_dir():
        return [HeldBack(name, "not in a round: put it into the folder of its round, such as 2024-H1")]
    try:
        period = parse_period(path.name)
    except ValueError:
        return [HeldBack(name, "not a round: name the folder 2024-H1 or 2024")]
    try:
        return list(_list_round(path, period))
    except UnreadableCsvError as error:
        return [HeldBack(f"{name}/{MANIFEST_NAME}", f"{error}; nothing of {name} is taken before")]
    except OSError as error:
        return [HeldBack(name, f"{error.strerror or error}: let the warehouse read the folder")]


def receipt_of(
    path: Path, *, round_period: str | None, sender: str, channel: str, received_at: datetime
) -> Receipt | None:
    """The receipt of a file as it stands, or None where it is being written meanwhile.

    Raises ``OSError`` where it cannot be read or is gone.
    """
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


def printable_name(path: Path) -> str:
    """The name of a file as text, whatever bytes it is made of."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _list_round(folder: Path, period: Period) -> Iterator[Receipt | HeldBack]:
    entries = sorted(folder.iterdir())
    manifest = next((path for path in entries if path.name.casefold() == MANIFEST_NAME), None)
    arrivals = _read_manifest(manifest, period) if manifest is not None else {}
    files = [path for path in entries if _is_for_us(path)]
    by_name = _matched(arrivals, [path.name for path in files])
    for path in files:
        yield from _list_file(path, period, by_name.get(path.name))
    present = {_name_key(path.name) for path in entries}
    for name in arrivals:
        if _name_key(name) not in present:
            reason = f"{MANIFEST_NAME} names it, but it is not in the folder: put it there"
            yield HeldBack(name, reason, absent_of=period.key)


def _is_for_us(path: Path) -> bool:
    name = path.name.casefold()
    return is_finished(path) and name not in {MANIFEST_NAME, DECISIONS_NAME} | _SYSTEM_FILES


def _list_file(
    path: Path, period: Period, arrivals: "list[_Arrival | HeldBack] | None"
) -> Iterator[Receipt | HeldBack]:
    name = printable_name(path)
    if path.is_symlink() or not path.is_file():
        yield HeldBack(name, "a link or a folder, no file: copy the workbook itself into the folder")
        return
    if name != path.name or not name.isprintable():
        yield HeldBack(name, "its name has characters that cannot be printed: rename it")
        return
    try:
        for arrival in arrivals or [_folder_arrival(path, period)]:
            yield arrival if isinstance(arrival, HeldBack) else _received(path, period, arrival)
    except OSError as error:
        yield HeldBack(name, f"{error.strerror or error}: see that it is there and can be read")


def _received(path: Path, period: Period, arrival: "_Arrival") -> Receipt | HeldBack:
    receipt = receipt_of(
        path,
        round_period=period.key,
        sender=arrival.sender,
        channel=arrival.channel,
        received_at=arrival.received_at,
    )
    return receipt or HeldBack(path.name, "is being written; it is taken at the next look")


def _matched(
    arrivals: "Mapping[str, list[_Arrival | HeldBack]]", names: Iterable[str]
) -> "dict[str, list[_Arrival | HeldBack]]":
    """The arrivals of each file: by its very name, or else by the name written otherwise (NFD, other case)."""
    by_key = {_name_key(name): name for name in arrivals}
    matched: dict[str, list[_Arrival | HeldBack]] = {}
    for name in names:
        known = name if name in arrivals else by_key.get(_name_key(name))
        if known is not None:
            matched[name] = arrivals[known]
    return matched


def _name_key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


@dataclass(frozen=True, slots=True)
class _Arrival:
    sender: str
    channel: str
    received_at: datetime


def _folder_arrival(path: Path, period: Period) -> _Arrival | HeldBack:
    written_at = datetime.fromtimestamp(path.stat().st_mtime, LOCAL_ZONE)
    if written_at.year < period.year:
        reason = f"its time is {written_at.date()}, before its round: write into {MANIFEST_NAME} when it arrived"
        return HeldBack(path.name, reason)
    return _Arrival("", FOLDER_CHANNEL, written_at)


def _read_manifest(path: Path, period: Period) -> dict[str, list[_Arrival | HeldBack]]:
    """Arrivals by file name; a time without an offset is local. A row that cannot be read holds its file back."""
    arrivals: dict[str, list[_Arrival | HeldBack]] = {}
    for line, row in read_office_csv(path, _MANIFEST_COLUMNS):
        name = row["file_name"]
        received_at = _received_at(row["received_at"], period)
        if received_at is None:
            reason = f"{MANIFEST_NAME} line {line}: write received_at as {period.year}-05-17T09:00:00+07:00"
            arrivals.setdefault(name, []).append(HeldBack(name, reason))
        else:
            arrival = _Arrival(row["sender"], row["channel"] or FOLDER_CHANNEL, received_at)
            arrivals.setdefault(name, []).append(arrival)
    return arrivals


def _received_at(text: str, period: Period) -> datetime | None:
    """When a file arrived; None where that is no moment, or none at which it can have come."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not period.year <= moment.year <= period.year + _LONGEST_WAIT_YEARS:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL_ZONE)
