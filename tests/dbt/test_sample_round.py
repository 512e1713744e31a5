"""The sample round through intake and dbt: every figure of the marts against the truth table."""

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from htx.settings import REPOSITORY, Settings
from samples.make_submissions import VALUE_COLUMNS
from tests.dbt.candidate import Ask, asking

pytestmark = [pytest.mark.integration, pytest.mark.dbt]
SEEDS = REPOSITORY / "dbt_project" / "seeds"
SAMPLES = REPOSITORY / "samples" / "submissions"
SILENT = {"772", "777"}
"""Quận 11 sends nothing; quận Bình Tân is refused."""
NIL_RETURN = "773"
PERIOD_AND_STATUS = {
    "actual_previous_year": ("2023", "actual"),
    "plan_year": ("2024", "plan"),
    "actual_h1": ("2024-H1", "actual"),
    "estimate_year": ("2024", "estimate"),
    "plan_next_year": ("2025", "plan"),
}
OF_THE_ROUND = {"actual_h1", "estimate_year"}
"""Columns in which "no cooperatives" means zero: those that speak of the year as it is."""
Coordinates = tuple[str, str, str]
"""Indicator key, period and status."""


@dataclass
class Expected:
    """What a figure must say, worked out from the truth table without the marts."""

    total: Decimal = Decimal(0)
    weight: Decimal = Decimal(0)
    reporters: set[str] = field(default_factory=set)
    is_mean: bool = False

    @property
    def value(self) -> Decimal | None:
        if self.is_mean:
            return self.total / self.weight if self.weight else None
        return self.total


def number(content: str) -> Decimal | None:
    """What a careful clerk reads in a cell of the truth table; None where nothing is known."""
    if content in {"", "…", "x"}:
        return None
    if content == "-":
        return Decimal(0)
    digits = content.removesuffix(" HTX")
    return Decimal(digits.replace(".", "") if len(digits.rpartition(".")[2]) == 3 else digits)


def truth() -> dict[Coordinates, Expected]:
    """The province's figures over the reporters whose workbook is taken."""
    with (SEEDS / "indicators.csv").open(encoding="utf-8", newline="") as file:
        indicators = {(row["entity"], row["code"]): row for row in csv.DictReader(file)}
    with (SAMPLES / "truth.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["area_code"] not in SILENT]
    cells = {
        (row["area_code"], row["entity"], row["indicator_code"], column): number(row[column])
        for row in rows
        for column in VALUE_COLUMNS
    }
    expected: defaultdict[Coordinates, Expected] = defaultdict(Expected)
    for (area, entity, code, column), value in cells.items():
        indicator = indicators[entity, code]
        figure = expected[f"{entity}.{code}", *PERIOD_AND_STATUS[column]]
        figure.is_mean = indicator["aggregation"] == "weighted_mean"
        if column in OF_THE_ROUND:
            figure.reporters.add(NIL_RETURN)
        if value is None:
            continue
        in_canonical_unit = value * 1_000_000 if indicator["canonical_unit"] == "VND" else value
        weight = cells[area, entity, indicator["weight_code"], column] if figure.is_mean else Decimal(1)
        assert weight is not None
        figure.reporters.add(area)
        figure.total += in_canonical_unit * weight
        figure.weight += weight
    return expected


@pytest.fixture(scope="module")
def ask(sample_marts: Settings) -> Ask:
    """The marts over the sample round, with the officer's decisions."""
    return asking(sample_marts, "marts")


def test_every_reported_figure_is_the_truth(ask: Ask) -> None:
    rows = ask(
        """
        select indicator_key, period_key, value_status, value, reporters_expected, reporters_reporting
        from fct_figure inner join dim_area using (area_key)
        where
            area_level = 'province' and area_code = '79' and boundary_reading = 'as_reported'
            and completeness = 'reported' and indicator_key not like '%\\_pct'
        """
    )
    expected = truth()
    found = {(row["indicator_key"], row["period_key"], row["value_status"]): row for row in rows}
    assert found.keys() == expected.keys()
    assert len(found) == 34 * len(VALUE_COLUMNS)
    for coordinates, row in found.items():
        wanted = expected[coordinates]
        assert row["value"] == (wanted.value and round(wanted.value, 6)), coordinates
        assert row["reporters_reporting"] == len(wanted.reporters), coordinates
        assert row["reporters_expected"] == 22


def test_no_figure_is_complete_while_two_reporters_are_out(ask: Ask) -> None:
    rows = ask(
        """
        select value, absentees from fct_figure inner join dim_area using (area_key)
        where completeness = 'complete' and area_level = 'province' and area_code = '79'
        """
    )
    assert rows
    assert all(row["value"] is None for row in rows)
    assert all({"Quận 11", "Quận Bình Tân"} <= set(row["absentees"]) for row in rows)


def test_the_wide_view_is_the_truth_of_the_half_year(ask: Ask) -> None:
    (wide,) = ask(
        """
        select * from mart_province_period
        where period_key = '2024-H1' and boundary_reading = 'as_reported' and completeness = 'reported'
        """
    )
    expected = {key: figure for (key, period, _), figure in truth().items() if period == "2024-H1"}
    for key, figure in expected.items():
        entity, code = key.split(".")
        assert wide[f"{entity.lower()}_{code}"] == round(figure.value or Decimal(0), 6), key


def test_each_submission_ends_as_its_story_says(ask: Ask) -> None:
    rows = ask(
        """
        select area.area_code, submission.* from fct_submission as submission
        inner join dim_area as area on submission.reporter_area_key = area.area_key
        where period_key = '2024-H1'
        """
    )
    found = {row["area_code"]: row for row in rows}
    assert len(found) == 22
    assert {code for code, row in found.items() if not row["is_reported"]} == SILENT
    assert (found["772"]["status"], found["777"]["status"]) == ("missing", "rejected")
    assert (found["773"]["status"], found["773"]["is_nil"]) == ("accepted", True)
    assert (found["784"]["versions"], found["784"]["current_version"]) == (2, 2)
    assert (found["766"]["is_on_time"], found["786"]["is_on_time"]) == (True, False)
    assert found["786"]["decided_by"] == "Chuyên viên tổng hợp"
    assert found["777"]["error_count"] > 0
