"""What the people of the simulated years do: reporters, the officer, the approver. Drawn from a seed, known before."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from publish.deadlines import deadline
from tests.publish.simulation.calendar_rows import Round

Verdict = Literal["accepted", "accepted_with_warnings", "rejected"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One version of one reporter's report, and what the reader says of it."""

    place: tuple[str, str]
    area_code: str
    number: int
    """Which version it is, from 1 on."""
    received_at: datetime
    verdict: Verdict
    is_nil: bool
    coop_total: int
    sender: str | None
    """Its mail address; None where the file was put into the folder."""
    taken_late_at: datetime | None = None
    """When the officer takes it although it is late; None: never, or not needed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the approver does with a draft, and when."""

    decides_at: datetime
    decision: Literal["approved", "rejected"]
    overrules_at: datetime | None = None
    """When a refused draft is approved after all."""


@dataclass(slots=True)
class People:
    """All that people will do in the rounds, apart from the machines."""

    seed: int
    rounds: list[Round]
    arrivals: list[Arrival] = field(default_factory=list)

    def __post_init__(self) -> None:
        for one in self.rounds:
            random = Random(f"{self.seed}:{one.place}")
            is_silent = random.random() < 0.06
            for reporter in one.reporters:
                self.arrivals += _reports(one, reporter.area_code, random, is_silent=is_silent)
        self.arrivals.sort(key=lambda arrival: (arrival.received_at, arrival.place, arrival.area_code))

    def choice(self, of_round: Round, nth: int, asked_at: datetime) -> Choice:
        """What the approver does with the nth draft of a round that is put before him at a moment."""
        random = Random(f"{self.seed}:approval:{of_round.place}:{nth}")
        kind = random.random()
        if kind < 0.65:
            return Choice(asked_at + timedelta(hours=random.uniform(0.5, 20)), "approved")
        if kind < 0.82:
            return Choice(asked_at + timedelta(days=random.uniform(1, 6)), "approved")
        if kind < 0.88:
            after = max(asked_at, deadline(of_round.owner_due))
            return Choice(after + timedelta(days=random.uniform(0, 6)), "approved")
        first = asked_at + timedelta(hours=random.uniform(1, 30))
        return Choice(first, "rejected", first + timedelta(days=random.uniform(0.5, 4)))


def _office_hours(day: datetime, random: Random) -> datetime:
    return day + timedelta(hours=random.uniform(7.5, 17))


def _reports(one: Round, area_code: str, random: Random, *, is_silent: bool) -> Iterator[Arrival]:
    """The versions that one reporter hands in for a round."""
    opens, closes = deadline(one.opens_on), deadline(one.round_due)
    days_open = (closes - opens).days
    base = 10 + random.randrange(80)
    sender = f"kinhte.{area_code}@tinh{one.province.code}.example" if random.random() < 0.85 else None

    def early() -> datetime:
        return _office_hours(opens + timedelta(days=random.randrange(days_open)), random)

    def late(first: int = 0, last: int = 25) -> datetime:
        return _office_hours(closes + timedelta(days=random.randrange(first, last)), random)

    def version(number: int, at: datetime, verdict: Verdict = "accepted", *, is_nil: bool = False) -> Arrival:
        warned = verdict == "accepted" and random.random() < 0.2
        taken = None
        if at >= closes and verdict != "rejected" and random.random() < 0.75:
            taken = at + timedelta(days=random.uniform(0.2, 5))
        return Arrival(
            place=one.place,
            area_code=area_code,
            number=number,
            received_at=at,
            verdict="accepted_with_warnings" if warned else verdict,
            is_nil=is_nil,
            coop_total=0 if is_nil else base * (number + 1),
            sender=sender,
            taken_late_at=taken,
        )

    kind = 0.62 + random.random() * 0.18 if is_silent else random.random()
    if kind < 0.55:
        yield version(1, early())
    elif kind < 0.62:
        yield version(1, early(), is_nil=True)
    elif kind < 0.74:
        yield version(1, late())
    elif kind < 0.80:
        return
    elif kind < 0.88:
        first, second = sorted((early(), early()))
        yield version(1, first, "rejected")
        yield version(2, second + timedelta(minutes=1))
    elif kind < 0.91:
        yield version(1, early(), "rejected")
        yield version(2, late())
    elif kind < 0.93:
        yield version(1, late(0, 5), "rejected")
        yield version(2, late(6, 20))
        yield version(3, late(21, 25), "rejected")
    elif kind < 0.96:
        first, second = sorted((early(), early()))
        yield version(1, first)
        yield version(2, second + timedelta(minutes=1))
    else:
        yield version(1, early())
        yield version(2, late(10, 40))
