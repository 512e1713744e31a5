"""For which round a mail was sent: as its subject or text says, else the round that was open that day."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from ingest.submissions.period import Period, parse_period
from ingest.vietnamese.folding import fold

_HALF = re.compile(
    r"\b(?P<key>(?P<key_year>20\d\d)-h(?P<key_half>[12]))\b"
    r"|(?:\b0?6\s*thang|\bsau thang|\b6t)(?P<last>\s*cuoi)?(?:\s*dau)?(?:\s*nam)?[\s/._-]*(?P<year>20\d\d)\b"
    r"|\bh(?P<half>[12])[\s/._-]*(?P<half_year>20\d\d)\b"
)
_DATE = re.compile(r"ngay\s+\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+20\d\d|\d{1,2}[/.-]\d{1,2}[/.-]20\d\d")
_YEAR = re.compile(r"\bnam\s+(?P<year>20\d\d)\b")
_LONGEST_TEXT = 5_000
"""Characters of a mail's text that are looked at: what was answered to stands below."""
_OLDEST_YEARS = 2
"""A mail speaks of the rounds of its time; an older year is something quoted."""


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round of reporters in the calendar, for one of them."""

    debtor_code: str
    period_key: str
    opens_on: date


class Calendar:
    """The rounds of reporters, from the seed ``obligations.csv``."""

    def __init__(self, rounds: Iterable[OpenRound]) -> None:
        self._rounds = tuple(rounds)

    def open_on(self, day: date, debtor_code: str | None) -> str | None:
        """The round that opened last before that day, for that reporter where it is known to owe one."""
        opened = [one for one in self._rounds if one.opens_on <= day]
        own = [one for one in opened if one.debtor_code == debtor_code]
        latest = max(own or opened, key=lambda one: one.opens_on, default=None)
        return latest.period_key if latest else None


@lru_cache(maxsize=4)
def load_calendar(seeds_dir: Path) -> Calendar:
    """The calendar of the seeds."""
    with (seeds_dir / "obligations.csv").open(encoding="utf-8", newline="") as file:
        return Calendar(
            OpenRound(row["debtor_code"], row["period_key"], date.fromisoformat(row["opens_on"]))
            for row in csv.DictReader(file)
            if row["obligation_kind"] == "reporter_round" and row["opens_on"]
        )


def round_of_mail(
    subject: str, text: str, received_on: date, debtor_code: str | None, calendar: Calendar
) -> str | None:
    """The key of the round; None where nothing tells it and no round was open.

    Only a text that names one period is believed. A year alone means the open round, if that is of the year.
    """
    opened = calendar.open_on(received_on, debtor_code)
    for written in (subject, text[:_LONGEST_TEXT]):
        folded = _DATE.sub(" ", fold(written))
        halves = {period.key for period in _halves(folded) if _is_near(period.year, received_on)}
        if len(halves) == 1:
            return halves.pop()
        if halves:
            return opened
        years = {int(match["year"]) for match in _YEAR.finditer(folded)}
        if len(years) == 1 and _is_near(year := years.pop(), received_on):
            return opened if opened is not None and parse_period(opened).year == year else str(year)
    return opened


def _halves(folded: str) -> Iterable[Period]:
    for match in _HALF.finditer(folded):
        if match["key"]:
            yield Period(int(match["key_year"]), int(match["key_half"]))
        elif match["half"]:
            yield Period(int(match["half_year"]), int(match["half"]))
        else:
            yield Period(int(match["year"]), 2 if match["last"] else 1)


def _is_near(year: int, day: date) -> bool:
    return day.year - _OLDEST_YEARS <= year <= day.year
