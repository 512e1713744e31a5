"""Properties of sums over more than a hundred histories that hypothesis drew, all in one build.

A failing example prints itself; `PINNED` of `tests.dbt.drawn_histories` takes it over for the next runs.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import text

from expectations.reference import load_reference
from htx.runtime.postgres import PostgresAddress
from ingest.raw.database import connect
from tests.conftest import copied_warehouse
from tests.dbt.candidate import dbt
from tests.dbt.drawn_histories import COUNTS, INDICATORS, MEAN
from tests.dbt.history import HistorySettings
from tests.dbt.placed_histories import BLOCKS, Placed, load, placed_examples
from tests.dbt.sums_oracle import COUNTRY, STOCKS, Cell, Place, Total, cells_of, totals_of

pytestmark = [pytest.mark.integration, pytest.mark.dbt]
READINGS = ("as_reported", "todays_boundaries")
FLOW = "coop_new"
MODELS = ("+fct_figure", "+mart_reporter_period", "+dim_sector")
Figures = Mapping[str, Any]
"""The rows of one cell by their completeness."""


@dataclass(frozen=True, repr=False)
class Built:
    """The drawn examples, what the oracle says of each block, and what the marts say."""

    examples: Sequence[Placed]
    expected: Mapping[int, Mapping[Place, Mapping[Cell, Total]]]
    figures: Mapping[Place, Mapping[Cell, Figures]]
    reporters: Mapping[tuple[str, str, str], Sequence[Any]]
    """Rows of the reporters by the code of their province, period and status."""

    def block(self, year: int) -> list[Placed]:
        return [placed for placed in self.examples if placed.year == year]

    def reported(self, reading: str, area: str, cell: Cell) -> Any:
        return self.figures[reading, area][cell]["reported"]


@pytest.fixture(scope="module")
def built(
    postgres: PostgresAddress,
    warehouse_owner: str,
    warehouse_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Built:
    examples = placed_examples()
    folder = tmp_path_factory.mktemp("drawn")
    with copied_warehouse(postgres, warehouse_owner, warehouse_template, folder) as plain:
        settings = HistorySettings(home=plain.home, database_url=plain.database_url, _env_file=None)
        engine = connect(settings)
        with engine.begin() as connection:
            load(settings, connection, examples)
        load_reference(settings)
        finished = dbt(settings, "run", "--select", *MODELS)
        assert finished.returncode == 0, finished.stdout[-4000:]
        with engine.connect() as connection:
            rows = connection.execute(text(_FIGURES), {"keys": [f"HTX.{code}" for code in INDICATORS]}).all()
            reporters = connection.execute(text(_REPORTERS)).all()
        engine.dispose()
    figures: defaultdict[Place, defaultdict[Cell, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        cell = (row.indicator_key.removeprefix("HTX."), row.period_key, row.value_status)
        figures[row.boundary_reading, row.area_code][cell][row.completeness] = row
    by_province: defaultdict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for row in reporters:
        by_province[row.province_code, row.period_key, row.value_status].append(row)
    expected = {year: totals_of([placed for placed in examples if placed.year == year]) for year in BLOCKS}
    return Built(examples, expected, figures, by_province)


_FIGURES = """
    select f.*, a.area_code
    from marts_candidate.fct_figure as f inner join marts_candidate.dim_area as a using (area_key)
    where a.area_level in ('province', 'country') and f.sector_code = 'all' and f.indicator_key = any(:keys)
"""
_REPORTERS = """
    select r.*, p.province_code
    from marts_candidate.mart_reporter_period as r inner join marts_candidate.dim_province as p using (province_key)
"""


def for_each(examples: Sequence[Placed], check: Callable[[Placed], None]) -> None:
    """Hold the property of every example; of those that break it the shortest is shown."""
    broken: list[tuple[str, str]] = []
    for placed in examples:
        try:
            check(placed)
        except AssertionError as error:
            broken.append((repr(placed), str(error)))
    if broken:
        shown, why = min(broken, key=lambda one: len(one[0]))
        pytest.fail(f"{len(broken)} of {len(examples)} examples, the shortest: {shown}\n{why}", pytrace=False)


def places_of(placed: Placed) -> list[Place]:
    """Its provinces as they reported, and the province of today."""
    return [*(("as_reported", code) for code, _, _ in placed.provinces), ("todays_boundaries", placed.today_code)]


# --- against the oracle -------------------------------------------------------------------------------------------


def test_the_draw_is_rich(built: Built) -> None:
    assert len({placed.example for placed in built.examples}) > 100
    totals = [total for block in built.expected.values() for cells in block.values() for total in cells.values()]
    assert {total.has_estimate for total in totals} == {True, False}
    for found in (
        [total for total in totals if total.complete is not None],
        [total for total in totals if total.reporting == 0],
        [total for total in totals if total.estimated is not None and total.estimated != total.reported],
        [total for total in totals if 0 < total.reporting < total.expected],
    ):
        assert len(found) > 50


def test_every_total_is_what_its_reporters_said(built: Built) -> None:
    def check(placed: Placed) -> None:
        for place in places_of(placed):
            for cell in cells_of(placed.year):
                hold(built, placed.year, place, cell)

    for_each(built.examples, check)


@pytest.mark.parametrize("year", BLOCKS)
def test_the_country_is_what_all_reporters_said(built: Built, year: int) -> None:
    for reading in READINGS:
        for cell in cells_of(year):
            hold(built, year, (reading, COUNTRY), cell)


def hold(built: Built, year: int, place: Place, cell: Cell) -> None:
    """The rows of one cell against what the oracle says."""
    total, found = built.expected[year][place][cell], built.figures[place][cell]
    assert found.keys() == {"complete", "reported", *(["estimated"] if total.has_estimate else [])}, (place, cell)
    for row in found.values():
        assert (row.reporters_reporting, row.reporters_expected) == (total.reporting, total.expected), (place, cell)
        assert row.value is not None or row.reason, (place, cell)
    said = {kind: row.value for kind, row in found.items()}
    expected = {"complete": total.complete, "reported": total.reported, "estimated": total.estimated}
    assert said == {kind: expected[kind] for kind in found}, (place, cell)
    sides = (found["reported"].numerator, found["reported"].denominator)
    assert sides == (total.numerator, total.denominator), (place, cell)


# --- properties of the marts by themselves ------------------------------------------------------------------------


def test_reporters_provinces_and_today_give_the_same_sum_on_any_path(built: Built) -> None:
    def check(placed: Placed) -> None:
        for cell in (cell for cell in cells_of(placed.year) if cell[0] in COUNTS):
            by_province = [built.reported("as_reported", code, cell).value for code, _, _ in placed.provinces]
            by_reporter = [
                [getattr(row, f"htx_{cell[0]}") for row in built.reporters[code, cell[1], cell[2]]]
                for code, _, _ in placed.provinces
            ]
            assert by_province == [added(values) for values in by_reporter], cell
            today = built.reported("todays_boundaries", placed.today_code, cell).value
            assert today == added(by_province) == added([one for values in by_reporter for one in values]), cell

    for_each(built.examples, check)


@pytest.mark.parametrize("year", BLOCKS)
def test_both_readings_give_the_same_country_and_so_do_their_provinces(built: Built, year: int) -> None:
    examples = built.block(year)
    for cell in cells_of(year):
        then, today = (built.figures[reading, COUNTRY][cell] for reading in READINGS)
        assert then.keys() == today.keys()
        for kind in then:
            for column in ("value", "numerator", "denominator", "reporters_reporting", "reporters_expected"):
                assert getattr(then[kind], column) == getattr(today[kind], column), (cell, kind, column)
        for column in ["value"] if cell[0] in COUNTS else ["numerator", "denominator"]:
            of_then = [
                getattr(built.reported("as_reported", code, cell), column)
                for placed in examples
                for code, _, _ in placed.provinces
            ]
            of_today = [
                getattr(built.reported("todays_boundaries", placed.today_code, cell), column) for placed in examples
            ]
            if cell[0] in COUNTS:
                assert then["reported"].value == added(of_then) == added(of_today), (cell, column)
            elif then["reported"].value is not None:
                # a mean over nothing has no sides, and takes nothing from the whole
                assert getattr(then["reported"], column) == added(of_then) == added(of_today), (cell, column)


def test_a_mean_is_its_numerator_by_its_denominator_and_no_mean_of_means(built: Built) -> None:
    means = 0

    def check(placed: Placed) -> None:
        nonlocal means
        for place in places_of(placed):
            for cell in (cell for cell in cells_of(placed.year) if cell[0] == MEAN):
                for row in built.figures[place][cell].values():
                    if row.value is None:
                        assert (row.numerator, row.denominator) == (None, None), (place, cell)
                        continue
                    means += 1
                    assert row.value == rounded(row.numerator / row.denominator), (place, cell)
                    said = [
                        one.htx_revenue_avg
                        for code, _, _ in placed.provinces
                        if place in {("as_reported", code), ("todays_boundaries", placed.today_code)}
                        for one in built.reporters[code, cell[1], cell[2]]
                        if one.htx_revenue_avg is not None
                    ]
                    assert min(said) <= row.value <= max(said), (place, cell)

    for_each(built.examples, check)
    assert means > 300


@hypothesis_settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_any_grouping_of_provinces_gives_the_sides_of_its_reporters(built: Built, data: st.DataObject) -> None:
    year = data.draw(st.sampled_from(BLOCKS))
    cell = data.draw(st.sampled_from([cell for cell in cells_of(year) if cell[0] == MEAN]))
    codes_of = {
        placed.today_code: [code for code, _, _ in placed.provinces]
        for placed in built.block(year)
        if built.reported("todays_boundaries", placed.today_code, cell).value is not None
    }
    groups = data.draw(st.lists(st.integers(0, 5), min_size=len(codes_of), max_size=len(codes_of)))
    numerators, denominators = defaultdict[int, Decimal](Decimal), defaultdict[int, Decimal](Decimal)
    for group, today in zip(groups, codes_of, strict=True):
        row = built.reported("todays_boundaries", today, cell)
        numerators[group] += row.numerator
        denominators[group] += row.denominator
    reporters = [
        (one.htx_revenue_avg, one.htx_coop_total)
        for codes in codes_of.values()
        for code in codes
        for one in built.reporters[code, cell[1], cell[2]]
        if one.htx_revenue_avg is not None
    ]
    assert sum(numerators.values()) == sum(mean * weight for mean, weight in reporters)
    assert sum(denominators.values()) == sum(weight for _, weight in reporters)


def test_a_total_is_complete_only_of_all_and_an_estimate_never_less_than_what_was_reported(built: Built) -> None:
    def check(placed: Placed) -> None:
        for place in places_of(placed):
            for cell in cells_of(placed.year):
                found = built.figures[place][cell]
                complete, reported = found["complete"], found["reported"]
                is_whole = complete.reporters_reporting == complete.reporters_expected
                assert is_whole or complete.value is None, (place, cell)
                assert not is_whole or complete.value == reported.value, (place, cell)
                estimated = found.get("estimated")
                if cell[0] in STOCKS and estimated is not None and estimated.value is not None:
                    assert estimated.value >= (reported.value or 0), (place, cell)
                if cell[0] == FLOW and estimated is not None:
                    assert estimated.value == complete.value, (place, cell)

    for_each(built.examples, check)


def test_a_second_half_is_the_year_less_its_first_half(built: Built) -> None:
    halves = 0

    def check(placed: Placed) -> None:
        nonlocal halves
        year = str(placed.year)
        for place in places_of(placed):
            whole, first = (
                built.figures[place][FLOW, period, "actual"]["complete"].value for period in (year, f"{year}-H1")
            )
            second = built.figures[place].get((FLOW, f"{year}-H2", "actual"), {})
            if whole is None or first is None:
                assert second == {}, place
                continue
            halves += 1
            row = second["complete"]
            assert row.value == (whole - first if whole >= first else None), place
            assert row.derivation == "year_minus_first_half", place

    for_each(built.examples, check)
    assert halves > 50


def added(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.000001"), ROUND_HALF_UP)
