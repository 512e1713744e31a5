"""On which working day which step of a deadline falls."""

from datetime import date, datetime

from publish.deadlines import deadline, local_day
from publish.working_days import WorkingCalendar

REMINDER_STEPS = (10, 5, 1)
"""Working days before the reporters' due date on which those still missing are reminded."""
ESCALATION_STEPS = (3, 1)
"""Working days before the owner's due date on which a report that is not delivered is escalated; again when it is
overdue."""
OVERDUE = 0
"""The step of an escalation on the first working day that is too late."""


def reminder_step(calendar: WorkingCalendar, due_before: date, now: datetime) -> int | None:
    """The step of `REMINDER_STEPS` that is due at `now`, None on a day off, before the first and after the deadline.

    The last one that has come stands until the next: a sweep that was missed is made up for, steps are not heaped.
    """
    if now >= deadline(due_before):
        return None
    return _step_before(calendar, due_before, local_day(now), REMINDER_STEPS)


def escalation_step(calendar: WorkingCalendar, due_before: date, now: datetime) -> int | None:
    """The step of `ESCALATION_STEPS` that is due at `now`, or `OVERDUE`; None on a day off and before the first."""
    today = local_day(now)
    if now >= deadline(due_before):
        return OVERDUE if calendar.is_working_day(today) else None
    return _step_before(calendar, due_before, today, ESCALATION_STEPS)


def is_late_list_day(calendar: WorkingCalendar, due_before: date, now: datetime) -> bool:
    """Whether the late list may go out: a working day from the one on which the round is found closed."""
    return now >= deadline(due_before) and calendar.is_working_day(local_day(now))


def _step_before(calendar: WorkingCalendar, due_before: date, today: date, steps: tuple[int, ...]) -> int | None:
    if not calendar.is_working_day(today):
        return None
    left = calendar.working_days_left(today, due_before)
    return min((step for step in steps if step >= left), default=None)
