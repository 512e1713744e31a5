"""What should have been said to whom, worked out plainly from the calendar and what happened, without the product."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.publish.simulation.calendar_rows import OWNER, Round
from tests.publish.simulation.drive import Simulation
from tests.publish.simulation.evidence import Evidence
from tests.publish.simulation.facts import ReporterFact, RoundFacts
from tests.publish.simulation.log import Sweep
from tests.publish.simulation.people import Arrival
from tests.publish.simulation.settings import APPROVER

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_DAY = timedelta(days=1)
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A message that is due at a sweep. `says` stand in subject or body, whenever it goes."""

    key: Key
    kind: str
    recipient: str
    period_key: str
    says: tuple[str, ...]
    counts: int | None = None
    """The days that it tells."""


class OfficeDays:
    """Days on which offices work, from the file of days off."""

    def __init__(self, holidays: Path) -> None:
        with holidays.open(encoding="utf-8", newline="") as file:
            kinds = {row["observed_on"]: row["day_kind"] for row in csv.DictReader(file)}
        self._kinds = kinds

    def is_one(self, day: date) -> bool:
        kind = self._kinds.get(day.isoformat())
        return kind == "swapped_working" if kind else day.isoweekday() <= 5

    def left(self, day: date, due: date) -> int:
        """Office days from a day on, this one among them, before the due date."""
        count = 0
        while day < due:
            count += 1 if self.is_one(day) else 0
            day += _DAY
        return count


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=_ZONE)


def day_of(moment: datetime) -> date:
    return moment.astimezone(_ZONE).date()


class Model:
    """The messages that each sweep should find."""

    def __init__(self, simulation: Simulation, evidence: Evidence) -> None:
        self.simulation, self.evidence = simulation, evidence
        self.days = OfficeDays(simulation.settings.seeds_dir / "holidays.csv")
        self._builds = dict(simulation.log.builds)
        self._arrivals: defaultdict[str, list[tuple[int, datetime, Arrival]]] = defaultdict(list)
        """Of each reporter: the number of the arrival, and when it was read."""
        for number, (read_at, arrival) in enumerate(simulation.log.loaded):
            self._arrivals[arrival.area_code].append((number, read_at, arrival))
        self._former_at: datetime | None = None
        self._told: dict[tuple[str, str], tuple[int, Key]] = {}
        """The last late list of each round: which one it was, and who stood in it."""

    def facts(self, sweep: Sweep) -> dict[tuple[str, str], RoundFacts]:
        """What the marts held."""
        return self._builds[sweep.built_at] if sweep.built_at is not None else {}

    def due(self, sweep: Sweep) -> dict[Key, Notice]:
        """Everything that is to be said at a sweep, whether it was said before or not; ask in the order of sweeps."""
        today = day_of(sweep.at)
        if not self.days.is_one(today):
            return {}
        found: list[Notice] = []
        for facts in self.facts(sweep).values():
            found += self._reminders(sweep, facts, today)
            found += self._late_lists(sweep, facts)
        for one in self.simulation.entered_rounds(sweep.years):
            if one.opens_on <= today:
                found += self._waiting(sweep, one)
                found += self._escalations(sweep, one, today)
        found += self._undelivered(sweep)
        self._former_at = sweep.at
        return {notice.key: notice for notice in found}

    def _came_since(self, sweep: Sweep, fact: ReporterFact, facts: RoundFacts) -> datetime | None:
        """When the first file came that was read after the build and was not refused."""
        return min(
            (
                arrival.received_at
                for number, read_at, arrival in self._arrivals[fact.reporter.area_code]
                if sweep.built_at is not None
                and number < sweep.loaded
                and read_at > sweep.built_at
                and arrival.place == facts.round.place
                and arrival.verdict != "rejected"
            ),
            default=None,
        )

    def _address(self, sweep: Sweep, area_code: str) -> str:
        resting = self.evidence.resting(sweep.at)
        known = [
            (arrival.received_at, arrival.sender)
            for number, _, arrival in self._arrivals[area_code]
            if number < sweep.loaded and arrival.sender is not None and arrival.sender not in resting
        ]
        return max(known)[1] if known else f"area:{area_code}"

    def _reminders(self, sweep: Sweep, facts: RoundFacts, today: date) -> Iterator[Notice]:
        due = facts.round.round_due
        if sweep.at >= midnight(due) or (due - today).days > 40:
            return
        left = self.days.left(today, due)
        if left > 10:
            return
        step = 10 if left > 5 else 5 if left > 1 else 1
        for fact in facts.reporters:
            if fact.status not in {"missing", "rejected"} or self._came_since(sweep, fact, facts) is not None:
                continue
            yield Notice(
                ("reminder", facts.round.place, fact.reporter.area_code, step),
                "reminder",
                self._address(sweep, fact.reporter.area_code),
                facts.round.period_key,
                (fact.reporter.name,),
                left,
            )

    def _late_lists(self, sweep: Sweep, facts: RoundFacts) -> Iterator[Notice]:
        closed = midnight(facts.round.round_due)
        if sweep.at < closed:
            return
        absent: list[ReporterFact] = []
        for fact in facts.reporters:
            if not fact.counts:
                came = self._came_since(sweep, fact, facts)
                if came is None or came >= closed:
                    absent.append(fact)
        if absent:
            place, period_key = facts.round.place, facts.round.period_key
            names = tuple(fact.reporter.name for fact in absent)
            signature = tuple(sorted((fact.reporter.area_code, fact.status) for fact in absent))
            number, last = self._told.get(place, (0, ()))
            if signature != last:
                number += 1
                if sweep.is_whole or self.evidence.has_late_list(period_key, sweep.at, names):
                    self._told[place] = (number, signature)
            yield Notice(("late_list", place, number), "late_list", f"agency:{OWNER}", period_key, names)

    def _waiting(self, sweep: Sweep, one: Round) -> Iterator[Notice]:
        newest = self.evidence.newest(one.place, sweep.at)
        if newest is None or sweep.at - newest.frozen_at <= _DAY:
            return
        if self.evidence.is_decided(newest.publication_id, sweep.at) or self.evidence.has_gone_out(
            newest.publication_id, sweep.at
        ):
            return
        days = (sweep.at - newest.frozen_at) // _DAY
        yield Notice(
            ("approval_waiting", newest.publication_id, days),
            "approval_waiting",
            APPROVER,
            one.period_key,
            (str(newest.publication_id), f"{days} ngày"),
            days,
        )

    def _undelivered(self, sweep: Sweep) -> Iterator[Notice]:
        resting = self.evidence.resting(sweep.at)
        if sweep.at == self._former_at:  # a try of the same moment sent before it died, and met a dead mailbox
            met = self.evidence.resting(sweep.at + timedelta(microseconds=1))
            resting = resting | {one: trouble for one, trouble in met.items() if self.evidence.is_told(one, sweep.at)}
        for trouble in resting.values():
            for recipient in (f"agency:{OWNER}", *([APPROVER] if trouble.is_a_report else [])):
                if recipient != trouble.address:
                    yield Notice(
                        ("undeliverable", trouble.undeliverable_id, recipient),
                        "undeliverable",
                        recipient,
                        trouble.period_key,
                        (trouble.address,),
                    )

    def _escalations(self, sweep: Sweep, one: Round, today: date) -> Iterator[Notice]:
        if self.evidence.whole_at(one.place, sweep.at) is not None:
            return
        if today >= one.owner_due:
            step, count = 0, (today - one.owner_due).days + 1
        else:
            count = self.days.left(today, one.owner_due)
            if count > 3:
                return
            step = 3 if count > 1 else 1
        for recipient in (APPROVER, f"agency:{OWNER}"):
            yield Notice(
                ("escalation", one.place, step, recipient),
                "escalation",
                recipient,
                one.period_key,
                (f"Ủy ban nhân dân {one.province.name}",),
                count,
            )
