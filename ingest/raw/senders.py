"""Who writes from which mail address: the seed ``senders.csv``, with its spans of time."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sender:
    """A mail address and the reporter that it speaks for; `valid_to` is exclusive."""

    address: str
    area_code: str | None
    agency_code: str | None
    valid_from: date | None
    valid_to: date | None

    @property
    def code(self) -> str | None:
        """Of the area, or of the agency."""
        return self.area_code or self.agency_code

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Senders:
    """All addresses that are known."""

    rows: tuple[Sender, ...]

    def of(self, address: str, day: date) -> Sender | None:
        """Whom the address speaks for on that day; None where it is not known."""
        return next((row for row in self.rows if row.address == address.casefold() and row.is_valid_on(day)), None)

    def address_of(self, code: str, day: date) -> str | None:
        """Where that reporter is reached on that day; the first in the seed where there are several."""
        return next((row.address for row in self.rows if row.code == code and row.is_valid_on(day)), None)


@lru_cache(maxsize=4)
def load_senders(seeds_dir: Path) -> Senders:
    """The seed; no senders where it does not exist."""
    path = seeds_dir / "senders.csv"
    return Senders(tuple(_rows(path)) if path.exists() else ())


def _rows(path: Path) -> Iterator[Sender]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Sender(
                address=row["address"].strip().casefold(),
                area_code=row["area_code"] or None,
                agency_code=row["agency_code"] or None,
                valid_from=_day(row["valid_from"]),
                valid_to=_day(row["valid_to"]),
            )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
