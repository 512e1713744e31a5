"""The inbox: one folder a round, files in it, and a manifest of when and from whom they came.

It is a folder, or a prefix of an object store (`channels.place`), laid out alike. ``<inbox>/<round>/manifest.csv``
(file_name, sender, channel, received_at, …) is written by whatever fetches the files: mail, bucket, portal. A file
that it does not name arrived by the place itself, when it was last written.

What cannot be taken is held back with a reason, never passed over: a link (it may lead out of the inbox), a folder,
a file without a possible time of arrival, and the whole round where its manifest cannot be read, since the time in
there decides who was late.

A file that is still being written must not be read: writers use a name that starts with "." or "~$" or ends in
".part", ".tmp" or ".crdownload" and rename it when it is whole. One that changes while it is read is left for the
next look.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from htx.settings import LOCAL_ZONE
from ingest.raw.ids import content_sha256
from ingest.submissions.channels.manifest import MANIFEST_NAME, Arrival, Arrivals, matched, name_key, read_manifest
from ingest.submissions.channels.place import LARGEST_FILE_BYTES, Entry, FolderPlace, Place
from ingest.submissions.office_csv import UnreadableCsvError
from ingest.submissions.period import Period, parse_period
from ingest.submissions.receipt import HeldBack, Receipt, printable

DECISIONS_NAME = "decisions.csv"
"""Beside the manifest: what officers decided about late and explained submissions of the round."""
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})
_UNFINISHED_PREFIXES = (".", "~$")
_UNFINISHED_SUFFIXES = (".part", ".tmp", ".crdownload")


def list_inbox(place: Place | Path) -> tuple[list[Receipt], list[HeldBack]]:
    """Every arrival that stands in the inbox, round by round, by name; and what had to be held back.

    Raises ``OSError`` where the inbox itself cannot be listed.
    """
    place = FolderPlace(place) if isinstance(place, Path) else place
    receipts: list[Receipt] = []
    held_back: list[HeldBack] = []
    for entry in place.rounds():
        if entry.name.startswith("."):
            continue
        found = _list_entry(place, entry)
        receipts.extend(one for one in found if isinstance(one, Receipt))
        held_back.extend(one for one in found if isinstance(one, HeldBack))
    return receipts, held_back


def read_decisions(place: Place) -> Iterator[tuple[str, bytes | OSError]]:
    """The files of officers' decisions in the rounds of the inbox: each file's place, and its bytes or the trouble."""
    for folder in place.rounds():
        if folder.kind != "folder":
            continue
        for entry in place.entries(folder):
            if entry.name == DECISIONS_NAME:
                try:
                    yield f"{folder.name}/{entry.name}", place.read(entry) or b""
                except OSError as error:
                    yield f"{folder.name}/{entry.name}", error


def is_finished(name: str) -> bool:
    """Whether a file's name says that its writer is done with it."""
    return not name.startswith(_UNFINISHED_PREFIXES) and not name.lower().endswith(_UNFINISHED_SUFFIXES)


def _list_entry(place: Place, entry: Entry) -> list[Receipt | HeldBack]:
    """What stands in one entry of the inbox, which ought to be the folder of a round."""
    name = printable(entry.name)
    if entry.kind == "link":
        return [HeldBack(name, "a link: make it a folder and copy the files themselves into it")]
    if entry.kind != "folder":
        return [HeldBack(name, "not in a round: put it into the folder of its round, such as 2024-H1")]
    try:
        period = parse_period(entry.name)
    except ValueError:
        return [HeldBack(name, "not a round: name the folder 2024-H1 or 2024")]
    try:
        return list(_list_round(place, entry, period))
    except UnreadableCsvError as error:
        return [HeldBack(f"{name}/{MANIFEST_NAME}", f"{error}; nothing of {name} is taken before")]
    except OSError as error:
        return [HeldBack(name, f"{error.strerror or error}: let the warehouse read the folder")]


def _list_round(place: Place, folder: Entry, period: Period) -> Iterator[Receipt | HeldBack]:
    entries = place.entries(folder)
    arrivals = _manifest(place, entries, period)
    files = [entry for entry in entries if _is_for_us(entry.name)]
    by_name = matched(arrivals, [entry.name for entry in files])
    for entry in files:
        yield from _list_file(place, entry, period, by_name.get(entry.name))
    present = {name_key(entry.name) for entry in entries}
    for name in arrivals:
        if name_key(name) not in present:
            reason = f"{MANIFEST_NAME} names it, but it is not in the folder: put it there"
            yield HeldBack(name, reason, absent_of=period.key)


def _manifest(place: Place, entries: Iterable[Entry], period: Period) -> Arrivals:
    entry = next((entry for entry in entries if entry.name.casefold() == MANIFEST_NAME), None)
    if entry is None:
        return {}
    try:
        content = place.read(entry)
    except OSError as error:
        reason = f"{entry.name}: {error.strerror or error}; make it a file that can be read"
        raise UnreadableCsvError(reason) from error
    if content is None:
        raise UnreadableCsvError(f"{entry.name}: is being written; it is read at the next look")
    return read_manifest(content, entry.name, period, place.file_channel)


def _is_for_us(name: str) -> bool:
    return is_finished(name) and name.casefold() not in {MANIFEST_NAME, DECISIONS_NAME} | _SYSTEM_FILES


def _list_file(
    place: Place, entry: Entry, period: Period, arrivals: list[Arrival | HeldBack] | None
) -> Iterator[Receipt | HeldBack]:
    name = printable(entry.name)
    if entry.kind != "file":
        yield HeldBack(name, "a link or a folder, no file: copy the workbook itself into the folder")
        return
    if name != entry.name or not name.isprintable():
        yield HeldBack(name, "its name has characters that cannot be printed: rename it")
        return
    if entry.size_bytes > LARGEST_FILE_BYTES:
        yield HeldBack(
            name, f"larger than {LARGEST_FILE_BYTES // 1024**2} MB, no workbook of a report: ask for another"
        )
        return
    known = arrivals or [_place_arrival(place, entry, period)]
    for held in known:
        if isinstance(held, HeldBack):
            yield held
    if dated := [arrival for arrival in known if isinstance(arrival, Arrival)]:
        yield from _received(place, entry, period, dated)


def _received(place: Place, entry: Entry, period: Period, arrivals: Iterable[Arrival]) -> Iterator[Receipt | HeldBack]:
    """The arrivals of one file, whose bytes are read once."""
    try:
        content = place.read(entry)
    except OSError as error:
        yield HeldBack(entry.name, f"{error.strerror or error}: see that it is there and can be read")
        return
    if content is None:
        yield HeldBack(entry.name, "is being written; it is taken at the next look")
        return
    for arrival in arrivals:
        yield Receipt(
            address=entry.address,
            file_sha256=content_sha256(content),
            size_bytes=len(content),
            round_period=period.key,
            channel=arrival.channel,
            sender=arrival.sender,
            file_name=entry.name,
            received_at=arrival.received_at,
        )


def _place_arrival(place: Place, entry: Entry, period: Period) -> Arrival | HeldBack:
    """Of a file that no manifest names."""
    written_at: datetime = entry.written_at.astimezone(LOCAL_ZONE)
    if written_at.year < period.year:
        reason = f"its time is {written_at.date()}, before its round: write into {MANIFEST_NAME} when it arrived"
        return HeldBack(entry.name, reason)
    return Arrival("", place.file_channel, written_at)
