"""Working days of Vietnamese offices: Monday to Friday, but for the rows of `holidays.csv`."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from htx.settings import Settings

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_SWAPPED_WORKING = "swapped_working"
_FIXED_HOLIDAYS = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})
"""Month and day of the holidays that law fixes in the solar calendar (Bộ luật Lao động 2019, Điều 112)."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days offices work. In a year without rows only weekends and the fixed holidays are known."""

    days_off: frozenset[date]
    swapped_working_days: frozenset[date]
    years: frozenset[int]
    """Those the calendar knows in full."""

    def is_working_day(self, day: date) -> bool:
        """Whether offices work that day."""
        if day in self.swapped_working_days:
            return True
        if day in self.days_off or day.weekday() >= _SATURDAY:
            return False
        return day.year in self.years or (day.month, day.day) not in _FIXED_HOLIDAYS

    def working_days_before(self, day: date, count: int) -> date:
        """The working day that lies `count` working days before a day: 1 is the last one before it.

        A report due before Saturday, 1 June 2024: 1 is Friday, 31 May. `ValueError` below 1.
        """
        if count < 1:
            raise ValueError(f"{count} working days before {day}: give 1 or more")
        while count:
            day -= _ONE_DAY
            count -= self.is_working_day(day)
        return day

    def next_working_day(self, day: date) -> date:
        """The day itself where it is a working day, else the first one after it."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def working_days_left(self, today: date, due_before: date) -> int:
        """Working days from today on, today among them, that lie before the due date; 0 where none is left."""
        days = (today + _ONE_DAY * offset for offset in range((due_before - today).days))
        return sum(map(self.is_working_day, days))


def working_calendar(settings: Settings) -> WorkingCalendar:
    """The calendar of the reference data, read once a process."""
    return read_calendar(settings.seeds_dir / "holidays.csv")


@lru_cache(maxsize=4)
def read_calendar(path: Path) -> WorkingCalendar:
    """The calendar of a file in the form of `holidays.csv`; a day off that is not confirmed is one."""
    with path.open(encoding="utf-8", newline="") as file:
        kinds = {date.fromisoformat(row["observed_on"]): row["day_kind"] for row in csv.DictReader(file)}
    worked = frozenset(day for day, kind in kinds.items() if kind == _SWAPPED_WORKING)
    return WorkingCalendar(frozenset(kinds) - worked, worked, frozenset(day.year for day in kinds))
