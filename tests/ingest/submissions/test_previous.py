"""Against the reporter's last round: what was said must go on, or be explained."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from ingest.submissions.facts import Facts, facts_of
from ingest.submissions.period import Period, ValueColumnName
from ingest.submissions.previous import PreviousRound
from ingest.submissions.reading import Coordinate, ValueCell
from ingest.submissions.reference import Reference
from ingest.submissions.rules.engine import judge, registered_rules

ROUND_RULES = {
    code: function
    for code, function in registered_rules().items()
    if code in {"stock_not_continued", "stock_changed_sharply", "year_below_six_months", "plan_restated"}
    or code == "actual_restated"
}
Said = Mapping[tuple[str, ValueColumnName], int]

YEAR_2023: Said = {
    ("coop_total", "estimate_year"): 59,
    ("members_total", "estimate_year"): 2610,
    ("coop_new", "estimate_year"): 4,
    ("coop_total", "plan_next_year"): 61,
}
HALF_2024: Said = {
    ("coop_total", "actual_h1"): 58,
    ("coop_new", "actual_h1"): 2,
    ("coop_dissolved", "actual_h1"): 3,
    ("coop_total", "plan_year"): 61,
    ("coop_total", "actual_previous_year"): 59,
    ("members_total", "actual_h1"): 2502,
}


def at(code: str, column: ValueColumnName) -> Coordinate:
    return Coordinate("HTX", code, "all", column)


@pytest.fixture
def told(reference: Reference) -> Callable[..., set[tuple[str, str]]]:
    """The findings against a previous round, as (rule, cell); cells are named "code column"."""

    def cell(code: str, column: ValueColumnName, number: int) -> ValueCell:
        indicator = reference.indicator("HTX", code)
        return ValueCell(
            coordinate=at(code, column),
            label=indicator.name_vi,
            sheet="Biểu 01",
            cell=f"{code} {column}",
            raw_text=str(number),
            reading="value",
            value_printed=Decimal(number),
            printed_unit=indicator.unit,
            factor=Decimal(1),
            canonical_unit=indicator.canonical_unit,
            indicator_unit=indicator.unit,
        )

    def tell(said: Said, period: Period, before: Said | None, before_period: Period) -> set[tuple[str, str]]:
        cells = [cell(code, column, number) for (code, column), number in said.items()]
        facts: Facts = facts_of([cells], period, reference)
        if before is not None:
            numbers = {at(code, column): Decimal(number) for (code, column), number in before.items()}
            facts = replace(facts, previous=PreviousRound("b7…", before_period, numbers))
        verdict = judge(facts, ROUND_RULES)
        assert verdict.incidents == ()
        return {(finding.rule_code, finding.cell or "") for finding in verdict.findings}

    return tell


def test_without_an_earlier_round_nothing_is_compared(told: Callable[..., set[tuple[str, str]]]) -> None:
    assert told(HALF_2024, Period(2024, 1), None, Period(2023)) == set()


def test_a_half_year_that_continues_the_year_before_is_right(told: Callable[..., set[tuple[str, str]]]) -> None:
    assert told(HALF_2024, Period(2024, 1), YEAR_2023, Period(2023)) == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({("coop_total", "actual_h1"): 66}, {("stock_not_continued", "coop_total actual_h1")}),
        ({("coop_total", "actual_h1"): 60}, set()),
        ({("members_total", "actual_h1"): 1700}, {("stock_changed_sharply", "members_total actual_h1")}),
        ({("members_total", "actual_h1"): 3300}, set()),
        ({("coop_total", "plan_year"): 64}, {("plan_restated", "coop_total plan_year")}),
        ({("coop_total", "actual_previous_year"): 66}, {("actual_restated", "coop_total actual_previous_year")}),
        ({("coop_total", "actual_previous_year"): 57}, set()),
    ],
)
def test_what_does_not_follow_from_the_year_before_is_told(
    told: Callable[..., set[tuple[str, str]]], changes: Said, expected: set[tuple[str, str]]
) -> None:
    assert told({**HALF_2024, **changes}, Period(2024, 1), YEAR_2023, Period(2023)) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({("coop_total", "estimate_year"): 60, ("coop_new", "estimate_year"): 5}, set()),
        (
            {("coop_total", "estimate_year"): 60, ("coop_new", "estimate_year"): 1},
            {("year_below_six_months", "coop_new estimate_year")},
        ),
        (
            {
                ("coop_total", "estimate_year"): 70,
                ("coop_new", "estimate_year"): 5,
                ("coop_dissolved", "estimate_year"): 4,
            },
            {("stock_not_continued", "coop_total estimate_year")},
        ),
        (
            {
                ("coop_total", "estimate_year"): 60,
                ("coop_new", "estimate_year"): 5,
                ("coop_dissolved", "estimate_year"): 4,
            },
            set(),
        ),
        ({("coop_total", "plan_year"): 62}, {("plan_restated", "coop_total plan_year")}),
        ({("coop_total", "actual_previous_year"): 60}, {("actual_restated", "coop_total actual_previous_year")}),
    ],
)
def test_the_year_goes_on_from_its_first_half(
    told: Callable[..., set[tuple[str, str]]], said: Said, expected: set[tuple[str, str]]
) -> None:
    assert told(said, Period(2024), HALF_2024, Period(2024, 1)) == expected


def test_a_round_two_years_back_says_nothing_of_this_years_plan(told: Callable[..., set[tuple[str, str]]]) -> None:
    assert told({("coop_total", "plan_year"): 75}, Period(2024, 1), YEAR_2023, Period(2022)) == set()
