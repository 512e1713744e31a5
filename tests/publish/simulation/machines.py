"""When the machines of the simulated years stand still, and on which days people are away. Drawn from a seed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from publish.deadlines import deadline
from tests.publish.simulation.calendar_rows import Round

Window = tuple[datetime, datetime]


@dataclass(slots=True)
class Weather:
    """Windows of time in which something does not work."""

    airflow_down: list[Window] = field(default_factory=list)
    database_away: list[Window] = field(default_factory=list)
    mail_away: list[Window] = field(default_factory=list)
    """No server listens."""
    mail_full: list[Window] = field(default_factory=list)
    """The server refuses every recipient for now (452)."""
    mail_breaks: list[Window] = field(default_factory=list)
    """The server ends the conversation in its midst."""
    builds_refused: list[Window] = field(default_factory=list)
    """The gate admits no new marts."""
    disk_full: list[Window] = field(default_factory=list)
    """No files of a report can be kept; figures can be frozen."""
    officer_away: list[Window] = field(default_factory=list)
    dead_mailboxes: dict[str, list[Window]] = field(default_factory=dict)
    """Recipients whose mailbox is refused (550)."""


def is_within(windows: list[Window], moment: datetime) -> bool:
    return any(start <= moment < end for start, end in windows)


def draw(seed: int, rounds: list[Round], mailboxes: list[str], *, is_calm: bool = False) -> Weather:
    """The weather around the rounds; a calm one has none."""
    weather = Weather()
    if is_calm:
        return weather
    random = Random(f"{seed}:weather")
    kinds: list[tuple[list[Window], float, float, float]] = [
        # chance in a round, hours at least and at most
        (weather.airflow_down, 0.5, 3, 60),
        (weather.airflow_down, 0.12, 100, 500),
        (weather.database_away, 0.35, 2, 50),
        (weather.mail_away, 0.35, 3, 90),
        (weather.mail_full, 0.3, 3, 60),
        (weather.mail_breaks, 0.2, 3, 40),
        (weather.builds_refused, 0.3, 3, 80),
        (weather.officer_away, 0.5, 24, 300),
    ]
    for one in rounds:
        opens, due = deadline(one.opens_on), deadline(one.owner_due)
        for windows, chance, shortest, longest in kinds:
            if random.random() < chance:
                start = opens + (due - opens) * random.uniform(0, 1.2)
                windows.append((start, start + timedelta(hours=random.uniform(shortest, longest))))
        if random.random() < 0.15:  # over the due date
            start = due - timedelta(hours=random.uniform(2, 120))
            windows = random.choice([weather.airflow_down, weather.database_away, weather.mail_away])
            windows.append((start, due + timedelta(hours=random.uniform(1, 60))))
        if random.random() < 0.2:
            start = opens + (due - opens) * random.uniform(0, 1.1)
            dead = weather.dead_mailboxes.setdefault(random.choice(mailboxes), [])
            dead.append((start, start + timedelta(days=random.uniform(1, 40))))
    of_disks = Random(f"{seed}:disks")
    for one in rounds:
        if of_disks.random() < 0.3:  # when drafts are made
            start = deadline(one.round_due) + timedelta(hours=of_disks.uniform(-24, 120))
            weather.disk_full.append((start, start + timedelta(hours=of_disks.uniform(3, 60))))
    return weather
