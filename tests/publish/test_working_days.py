"""Days off of Viet Nam from 2024 to 2027, and on which working days the steps of a deadline fall."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest

from htx.settings import LOCAL_ZONE, REPOSITORY, Settings
from publish.deadlines import local_day
from publish.steps import ESCALATION_STEPS, OVERDUE, REMINDER_STEPS, escalation_step, is_late_list_day, reminder_step
from publish.working_days import working_calendar
from tests.publish.half_year_round import seed

SETTINGS = Settings()
CALENDAR = working_calendar(SETTINGS)
ROWS = {date.fromisoformat(row["observed_on"]): row for row in seed("holidays")}
DAY_OFF_KINDS = {"holiday", "day_in_lieu", "swapped_off"}


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def at(day: date, hour: int = 8) -> datetime:
    return datetime.combine(day, time(hour), LOCAL_ZONE)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2024, 2, 8), date(2024, 2, 14)),
        (date(2024, 4, 27), date(2024, 5, 1)),
        (date(2024, 8, 31), date(2024, 9, 3)),
        (date(2025, 1, 25), date(2025, 2, 2)),
        (date(2025, 4, 30), date(2025, 5, 4)),
        (date(2025, 8, 30), date(2025, 9, 2)),
        (date(2026, 1, 1), date(2026, 1, 4)),
        (date(2026, 2, 14), date(2026, 2, 22)),
        (date(2026, 4, 25), date(2026, 4, 27)),
        (date(2026, 8, 29), date(2026, 9, 2)),
    ],
)
def test_the_breaks_are_as_long_as_they_were_announced(first: date, last: date) -> None:
    assert not any(CALENDAR.is_working_day(day) for day in days(first, last))
    assert CALENDAR.is_working_day(first - timedelta(days=1))
    assert CALENDAR.is_working_day(last + timedelta(days=1))


def test_a_swapped_saturday_is_worked_and_names_the_day_it_is_worked_for() -> None:
    swaps = {day: row for day, row in ROWS.items() if row["day_kind"].startswith("swapped")}
    worked = [day for day, row in swaps.items() if row["day_kind"] == "swapped_working"]
    assert worked == [date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)]
    for day, row in swaps.items():
        other = date.fromisoformat(row["swapped_with"])
        assert swaps[other]["swapped_with"] == day.isoformat()
        assert {row["day_kind"], swaps[other]["day_kind"]} == {"swapped_off", "swapped_working"}
        assert CALENDAR.is_working_day(day) is (day in worked)
        assert (day.weekday() == 5) is (day in worked)


def test_every_year_has_its_eleven_days_and_a_day_in_lieu_of_each_that_fell_on_a_weekend() -> None:
    for year in range(2024, 2028):
        of_year = {day: row for day, row in ROWS.items() if day.year == year}
        holidays = [day for day, row in of_year.items() if row["day_kind"] == "holiday"]
        decided = [day for day in holidays if "Văn hóa" not in ROWS[day]["name_vi"]]
        in_lieu = [day for day, row in of_year.items() if row["day_kind"] == "day_in_lieu"]
        assert len(decided) == 11, year
        assert len(in_lieu) == sum(day.weekday() >= 5 for day in holidays), year
        assert {row["day_kind"] for row in of_year.values()} <= {*DAY_OFF_KINDS, "swapped_working"}
        assert all(row["legal_basis"] for row in of_year.values())


def test_what_the_government_has_not_decided_is_marked_and_counts_as_a_day_off() -> None:
    open_days = [day for day, row in ROWS.items() if row["is_confirmed"] == "false"]
    expected = [date(2026, 11, 24), *days(date(2027, 2, 4), date(2027, 2, 10)), date(2027, 9, 3), date(2027, 11, 24)]
    assert open_days == expected
    assert not any(CALENDAR.is_working_day(day) for day in open_days)


def test_working_days_are_counted_over_holidays_and_swapped_saturdays() -> None:
    assert CALENDAR.working_days_before(date(2024, 6, 1), 1) == date(2024, 5, 31)
    assert CALENDAR.working_days_before(date(2024, 5, 6), 1) == date(2024, 5, 4)
    assert CALENDAR.working_days_before(date(2024, 5, 6), 4) == date(2024, 4, 26)
    assert CALENDAR.next_working_day(date(2024, 4, 27)) == date(2024, 5, 2)
    assert CALENDAR.next_working_day(date(2024, 5, 4)) == date(2024, 5, 4)
    assert CALENDAR.working_days_left(date(2024, 5, 31), date(2024, 6, 1)) == 1
    assert CALENDAR.working_days_left(date(2024, 6, 1), date(2024, 6, 1)) == 0
    with pytest.raises(ValueError, match="give 1 or more"):
        CALENDAR.working_days_before(date(2024, 6, 1), 0)


def test_a_year_without_rows_knows_weekends_and_the_fixed_holidays() -> None:
    assert not CALENDAR.is_working_day(date(2030, 4, 30))
    assert not CALENDAR.is_working_day(date(2030, 6, 1))
    assert CALENDAR.is_working_day(date(2030, 5, 31))


def test_every_deadline_of_the_reference_data_lies_in_a_year_of_the_calendar() -> None:
    with (SETTINGS.seeds_dir / "obligations.csv").open(encoding="utf-8", newline="") as file:
        years = {date.fromisoformat(row["due_before"]).year for row in csv.DictReader(file)}
    assert years <= CALENDAR.years


def test_every_due_date_is_of_the_zone_that_deadlines_are_counted_in() -> None:
    assert {row["time_zone"] for row in seed("obligations")} == {LOCAL_ZONE.key}


def test_whoever_collects_a_round_owes_a_report_of_it_onward_after_the_round_closes() -> None:
    rounds = {
        (row["creditor_agency_code"], row["area_code"], row["period_key"], row["due_before"])
        for row in seed("obligations")
        if row["obligation_kind"] == "reporter_round"
    }
    owed = {
        (row["debtor_code"], row["area_code"], row["period_key"]): row["due_before"]
        for row in seed("obligations")
        if row["obligation_kind"] == "owner_report"
    }
    for *collected, due_before in rounds:
        assert due_before < owed[tuple(collected)], collected  # type: ignore[index]


def test_from_2024_to_2027_no_step_falls_on_a_day_off_and_each_falls_on_its_day() -> None:
    """Due dates on every third day, of all weekdays and around every holiday; one sweep a day."""
    for due_before in list(days(date(2024, 2, 1), date(2027, 12, 20)))[::3]:
        sweeps = [at(day) for day in days(due_before - timedelta(days=26), due_before + timedelta(days=11))]
        for find, steps in ((reminder_step, REMINDER_STEPS), (escalation_step, ESCALATION_STEPS)):
            first_seen: dict[int, date] = {}
            for now in sweeps:
                step = find(CALENDAR, due_before, now)
                if step is not None:
                    assert CALENDAR.is_working_day(local_day(now))
                    first_seen.setdefault(step, local_day(now))
            expected = {step: CALENDAR.working_days_before(due_before, step) for step in steps}
            if find is escalation_step:
                expected[OVERDUE] = CALENDAR.next_working_day(due_before)
            assert first_seen == expected
        listed = [local_day(now) for now in sweeps if is_late_list_day(CALENDAR, due_before, now)]
        assert listed[0] == CALENDAR.next_working_day(due_before)
        assert all(map(CALENDAR.is_working_day, listed))


@pytest.mark.parametrize(
    ("now", "step"),
    [
        ("2024-05-03 23:59", None),
        ("2024-05-06 00:00", 10),
        ("2024-05-10 23:59", 10),
        ("2024-05-11 08:00", None),
        ("2024-05-13 08:00", 5),
        ("2024-05-16 23:00", 5),
        ("2024-05-17 08:00", 1),
        ("2024-05-18 08:00", None),
        ("2024-05-20 00:00", None),
    ],
)
def test_a_step_that_was_missed_stands_until_the_next(now: str, step: int | None) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=LOCAL_ZONE)
    assert reminder_step(CALENDAR, date(2024, 5, 20), moment) == step


def test_the_calendar_in_the_operations_guide_is_the_one_that_is_kept() -> None:
    printed = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (REPOSITORY / "docs" / "operations.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| 20")
    ]
    computed = []
    for year in range(2024, 2028):
        for period_key, month in ((f"{year}-H1", 5), (str(year), 11)):
            round_due, owner_due = date(year, month, 20), date(year, month + 1, 1)
            reminders = [CALENDAR.working_days_before(round_due, step) for step in REMINDER_STEPS]
            escalated = [CALENDAR.working_days_before(owner_due, step) for step in ESCALATION_STEPS]
            groups = (reminders, [round_due], [*escalated, owner_due])
            cells = [", ".join(f"{CALENDAR.next_working_day(day):%d/%m}" for day in group) for group in groups]
            computed.append([period_key, *cells])
    assert printed == computed
