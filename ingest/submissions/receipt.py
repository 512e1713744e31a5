"""One arrival of a file, whatever the channel: the unit of work of intake."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from htx.settings import Settings
from ingest.raw.ids import content_id, content_sha256
from ingest.raw.store import ContentStore
from ingest.submissions.channels.place import is_object_store, read_unchanged

KEPT_ADDRESS = "sha256:"
"""Begins the address of bytes that are in the content-addressed store already."""
PLACE_CHANNELS = frozenset({"folder", "bucket"})
"""Channels that only show a file."""
OFFICER_CHANNELS = frozenset({"phone", "paper"})
"""Channels by which figures come to an officer, who enters them in the template."""
KNOWN_BY_BYTES = PLACE_CHANNELS | OFFICER_CHANNELS
"""Channels of which the same bytes for the same round are the same arrival, whenever they are seen."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One arrival of a file. Its id follows from its content, so that it is the same whenever it is listed."""

    address: str
    """Where the bytes are: a path, the URL of an object, or ``sha256:…`` in the store."""
    file_sha256: str
    size_bytes: int
    round_period: str | None
    channel: str
    sender: str
    """As the channel names it: a mail address, an office; the officer for what came by telephone or on paper."""
    file_name: str
    received_at: datetime
    on_behalf_of: str | None = None
    """Code of the area or agency whose figures these are, where the channel or an officer says so."""

    @property
    def receipt_id(self) -> UUID:
        received_at = self.received_at.astimezone(UTC).isoformat()
        return content_id(self.file_sha256, self.round_period, self.channel, self.sender, self.file_name, received_at)

    def to_json(self) -> dict[str, str | int | None]:
        """A JSON object to hand from one task to the next."""
        return {
            "address": self.address,
            "file_sha256": self.file_sha256,
            "size_bytes": self.size_bytes,
            "round_period": self.round_period,
            "channel": self.channel,
            "sender": self.sender,
            "file_name": self.file_name,
            "received_at": self.received_at.isoformat(),
            "on_behalf_of": self.on_behalf_of,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, str | int | None]) -> "Receipt":
        """The receipt that `to_json` wrote."""
        return cls(
            address=str(said["address"]),
            file_sha256=str(said["file_sha256"]),
            size_bytes=int(said["size_bytes"] or 0),
            round_period=_optional(said["round_period"]),
            channel=str(said["channel"]),
            sender=str(said["sender"]),
            file_name=str(said["file_name"]),
            received_at=datetime.fromisoformat(str(said["received_at"])),
            on_behalf_of=_optional(said.get("on_behalf_of")),
        )


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A file that is not taken yet, and what to do about it."""

    file_name: str
    reason: str
    absent_of: str | None = None
    """The round whose manifest names the file although it is not there."""


def receipt_of(
    path: Path,
    *,
    round_period: str | None,
    sender: str,
    channel: str,
    received_at: datetime,
    on_behalf_of: str | None = None,
) -> Receipt | None:
    """The receipt of a file as it stands, or None where it is being written meanwhile.

    Raises ``OSError`` where it cannot be read or is gone.
    """
    content = read_unchanged(path)
    if content is None:
        return None
    return Receipt(
        address=str(path),
        file_sha256=content_sha256(content),
        size_bytes=len(content),
        round_period=round_period,
        channel=channel,
        sender=sender,
        file_name=path.name,
        received_at=received_at,
        on_behalf_of=on_behalf_of,
    )


def arrived_bytes(receipt: Receipt, settings: Settings) -> bytes | None:
    """The bytes that arrived; None where they changed or went away since they were listed."""
    try:
        content = _bytes_at(receipt.address, settings)
    except OSError:
        return None
    return content if content_sha256(content) == receipt.file_sha256 else None


def printable_name(path: Path) -> str:
    """The name of a file as text, whatever bytes it is made of."""
    return printable(path.name)


def printable(name: str) -> str:
    """A name as text: bytes that are none, which the file system gives as surrogates, are replaced."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _bytes_at(address: str, settings: Settings) -> bytes:
    if address.startswith(KEPT_ADDRESS):
        return ContentStore(settings.store_dir).get(address.removeprefix(KEPT_ADDRESS))
    if is_object_store(address):
        from ingest.raw.object_store import read_object

        return read_object(address, settings)
    return Path(address).read_bytes()


def _optional(said: str | int | None) -> str | None:
    return None if said is None else str(said)
