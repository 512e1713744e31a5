"""What stands in the marts of the simulated warehouse: each reporter's status after a build, and the totals.

Written plainly after DOMAIN and the contract of `fct_submission`; the anchor test holds it against a real build.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from publish.deadlines import deadline
from tests.publish.simulation.calendar_rows import Reporter, Round
from tests.publish.simulation.people import Arrival


@dataclass(frozen=True, slots=True)
class ReporterFact:
    """One reporter of one round in the marts."""

    reporter: Reporter
    status: str
    current: Arrival | None
    versions: int
    first_received_at: datetime | None
    is_decided: bool

    @property
    def counts(self) -> bool:
        return self.status in {"accepted", "accepted_with_warnings"}

    @property
    def coop_total(self) -> int | None:
        return self.current.coop_total if self.counts and self.current is not None else None


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One round in the marts."""

    round: Round
    reporters: tuple[ReporterFact, ...]

    @property
    def numbers(self) -> tuple[tuple[str, int | None], ...]:
        """What a delivered report prints: if it changes, an erratum is due."""
        return tuple((fact.reporter.area_code, fact.coop_total) for fact in self.reporters)

    @property
    def everything(self) -> tuple[object, ...]:
        """What a draft prints: if it changes, a new draft is due."""
        return tuple(
            (fact.reporter.area_code, fact.status, fact.versions, fact.coop_total, fact.is_decided)
            for fact in self.reporters
        )


def facts_of(one: Round, arrivals: Sequence[Arrival], now: datetime) -> RoundFacts:
    """The round as a build at `now` sees it, of the versions that have been loaded."""
    return RoundFacts(
        one,
        tuple(
            _fact(one, reporter, [one_ for one_ in arrivals if one_.area_code == reporter.area_code], now)
            for reporter in one.reporters
        ),
    )


def _fact(one: Round, reporter: Reporter, versions: list[Arrival], now: datetime) -> ReporterFact:
    best: tuple[bool, bool, int] | None = None
    current: Arrival | None = None
    for version in versions:
        rank = (_is_admitted(one, version, now), version.verdict != "rejected", version.number)
        if best is None or rank > best:
            best, current = rank, version
    if best is None or current is None:
        return ReporterFact(reporter, "missing", None, 0, None, is_decided=False)
    is_admitted, is_usable, _ = best
    return ReporterFact(
        reporter=reporter,
        status=current.verdict if is_admitted else "late_pending" if is_usable else "rejected",
        current=current,
        versions=len(versions),
        first_received_at=min(version.received_at for version in versions),
        is_decided=is_admitted and current.received_at >= deadline(one.round_due),
    )


def _is_admitted(one: Round, version: Arrival, now: datetime) -> bool:
    if version.verdict == "rejected":
        return False
    is_decided = version.taken_late_at is not None and version.taken_late_at <= now
    return version.received_at < deadline(one.round_due) or is_decided
