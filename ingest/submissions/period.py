"""Reporting periods: a half-year ("2024-H1") or a year ("2024")."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

ValueColumnName = Literal["actual_previous_year", "plan_year", "actual_h1", "estimate_year", "plan_next_year"]

_KEY = re.compile(r"(?P<year>(?:19|20)\d{2})(?:-H(?P<half>[12]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting round's period; `half` is None for a whole year."""

    year: int
    half: int | None = None

    @property
    def key(self) -> str:
        return f"{self.year}-H{self.half}" if self.half else str(self.year)

    @property
    def main_column(self) -> ValueColumnName:
        """The column a round is about: the first six months in a half-year round, the year's estimate else."""
        return "actual_h1" if self.half == 1 else "estimate_year"

    @property
    def last_day(self) -> date:
        """The day on which its areas and figures stand."""
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def title_vi(self) -> str:
        """As a report's title says it: "6 tháng đầu năm 2024", "năm 2024"."""
        words = {1: "6 tháng đầu năm", 2: "6 tháng cuối năm", None: "năm"}
        return f"{words[self.half]} {self.year}"


def parse_period(key: str) -> Period:
    """The period of a key such as "2024-H1" or "2024"; ``ValueError`` where it is none."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise ValueError(f"not a period: {key!r}; write 2024-H1 or 2024")
    return Period(int(match["year"]), int(match["half"]) if match["half"] else None)
