"""Which earlier periods a report looks back to."""

import uuid
from datetime import date

import pytest

from publish.content import Indicator, ReportColumn
from publish.reading.history import earlier_periods
from publish.reading.scope import Area, Period, Scope

CITY = Area(79, 7900, "79", "Thành phố Hồ Chí Minh", "TP.HCM", "province")


def scope_of(period_key: str) -> Scope:
    year, half = int(period_key[:4]), int(period_key[-1]) if "-H" in period_key else None
    ends_on = date(year, 6, 30) if half == 1 else date(year, 12, 31)
    period = Period(period_key, period_key, year, half, ends_on, period_key)
    column = ReportColumn("", period_key, "actual" if half else "estimate", is_main=True)
    return Scope(uuid.UUID(int=1), CITY, period, ("A-1", "v1"), (column,))


def indicator(stock_or_flow: str) -> Indicator:
    return Indicator("HTX.x", "x", "x", "HTX", stock_or_flow, "sum", 1)


@pytest.mark.parametrize(
    ("period_key", "stock", "flow", "previous_flow"),
    [
        ("2024-H1", ["2023", "2023-H1", "2022"], ["2023-H1", "2022-H1", "2021-H1"], ("2023-H2",)),
        ("2024-H2", ["2024-H1", "2023", "2023-H1"], ["2023-H2", "2022-H2", "2021-H2"], ("2024-H1",)),
        ("2024", ["2024-H1", "2023", "2023-H1"], ["2023", "2022", "2021"], ()),
    ],
)
def test_a_stock_goes_back_by_half_years_and_a_flow_by_periods_of_its_length(
    period_key: str, stock: list[str], flow: list[str], previous_flow: tuple[str, ...]
) -> None:
    earlier = earlier_periods(scope_of(period_key))
    assert list(earlier.of(indicator("stock")))[:3] == stock
    assert list(earlier.of(indicator("flow")))[:3] == flow
    assert len(earlier.stock) == len(earlier.flow) == 8
    assert earlier.year_before == flow[0]
    assert earlier.previous_of_stock == stock[0]
    assert earlier.previous_of_flow == previous_flow
