"""Deadlines: strictly before 00:00 of the due date, in the zone of Viet Nam."""

from datetime import date, datetime, time

from htx.settings import LOCAL_ZONE


def deadline(due_before: date) -> datetime:
    """The first moment that is too late."""
    return datetime.combine(due_before, time.min, LOCAL_ZONE)


def local_day(moment: datetime) -> date:
    """The calendar day of an aware moment in Viet Nam."""
    return moment.astimezone(LOCAL_ZONE).date()


def days_to_spare(due_before: date, moment: datetime) -> int:
    """Whole days left after the day of `moment` until the deadline; 0 on the last allowed day, negative when late.

    On 31 May for "before 1 June" it is 0, on 1 June it is -1.
    """
    return (due_before - local_day(moment)).days - 1
