"""The manifest of a round: when and from whom each file came, written by whatever fetched it."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from htx.settings import LOCAL_ZONE
from ingest.submissions.office_csv import parse_office_csv
from ingest.submissions.period import Period
from ingest.submissions.receipt import HeldBack

MANIFEST_NAME = "manifest.csv"
_COLUMNS = ("file_name", "sender", "channel", "received_at")
_LONGEST_WAIT_YEARS = 5
"""A manifest that dates an arrival later after its period has a slip of the keyboard in it."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """When, from whom and how a file came."""

    sender: str
    channel: str
    received_at: datetime


Arrivals = Mapping[str, list[Arrival | HeldBack]]
"""By file name. A file may have come more than once."""


def read_manifest(content: bytes, name: str, period: Period, file_channel: str) -> Arrivals:
    """Arrivals by file name; a time without an offset is local. A row that cannot be read holds its file back.

    Raises `UnreadableCsvError` where rows cannot be told apart.
    """
    arrivals: dict[str, list[Arrival | HeldBack]] = {}
    for line, row in parse_office_csv(content, name, _COLUMNS):
        file_name = row["file_name"]
        received_at = _received_at(row["received_at"], period)
        if received_at is None:
            reason = f"{MANIFEST_NAME} line {line}: write received_at as {period.year}-05-17T09:00:00+07:00"
            arrivals.setdefault(file_name, []).append(HeldBack(file_name, reason))
        else:
            arrival = Arrival(row["sender"], row["channel"] or file_channel, received_at)
            arrivals.setdefault(file_name, []).append(arrival)
    return arrivals


def matched(arrivals: Arrivals, names: Iterable[str]) -> dict[str, list[Arrival | HeldBack]]:
    """The arrivals of each file: by its very name, or else by the name written otherwise (NFD, other case).

    A row whose very name stands there is of that file alone: one that differs by its writing is another file.
    """
    names = list(names)
    by_key = {name_key(name): name for name in arrivals if name not in set(names)}
    found: dict[str, list[Arrival | HeldBack]] = {}
    for name in names:
        known = name if name in arrivals else by_key.get(name_key(name))
        if known is not None:
            found[name] = arrivals[known]
    return found


def name_key(name: str) -> str:
    """One spelling of a name that systems write in several."""
    return unicodedata.normalize("NFC", name).casefold()


def _received_at(text: str, period: Period) -> datetime | None:
    """When a file arrived; None where that is no moment, or none at which it can have come."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not period.year <= moment.year <= period.year + _LONGEST_WAIT_YEARS:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL_ZONE)
