"""What is said of one expectation: met or not, or the error that kept us from saying so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from expectations.suites.check import Check, Subject, Suite


@dataclass(frozen=True, slots=True)
class Outcome:
    is_met: bool
    error: str | None = None


class Judge(Protocol):
    """Judges expectations that have something to judge; never raises for what the data or a query do."""

    def judge(self, suite: Suite, checks: tuple[Check, ...], subject: Subject) -> Mapping[str, Outcome]:
        """Outcomes by name of the check; every check is in it."""
        ...
