"""When something that failed for a while is tried again: the waits grow, and stand in the table, not in a sleep."""

from datetime import datetime, timedelta

WAITS = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
)
"""After the first, second … attempt; the last one stands for all that follow: deadlines are days, not weeks."""


def next_attempt_at(attempts: int, now: datetime) -> datetime:
    """The moment from which the next attempt may be made, after `attempts` that failed (at least 1)."""
    return now + WAITS[min(attempts, len(WAITS)) - 1]
