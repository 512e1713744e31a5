"""The printed indicators in earlier periods, and what may be said of rises and falls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from sqlalchemy import Connection, Row, text

from publish.content import Comparison, Figure, Indicator, RelatedFigure
from publish.reading.rows import record
from publish.reading.scope import Scope

PERIODS_BACK = 8
"""How far the trend goes."""
_HUNDREDTH = Decimal("0.01")

_EARLIER = text(
    """
    select f.figure_id, a.area_code, a.area_name, f.indicator_key, f.sector_code, f.period_key, f.value_status,
        f.boundary_reading, f.completeness, f.value, f.canonical_unit, f.reporters_expected, f.reporters_reporting,
        f.reason, f.absentees
    from marts.fct_figure as f
    inner join marts.dim_area as a on f.area_key = a.area_key
    where f.area_key = :area_key and f.sector_code = 'all' and f.period_key = any(:period_keys)
        and f.indicator_key = any(:indicator_keys) and f.value_status in ('actual', 'estimate')
        and f.completeness in ('complete', 'reported') and f.value is not null
    order by f.period_key, f.indicator_key, f.value_status, f.boundary_reading, f.completeness
    """
)


@dataclass(frozen=True, slots=True)
class History:
    """The earlier figures that the report may print, and those held against its own."""

    figures: tuple[RelatedFigure, ...]
    comparisons: tuple[Comparison, ...]


def read_history(
    connection: Connection, scope: Scope, figures: Sequence[Figure], indicators: Sequence[Indicator]
) -> History:
    """Up to eight periods back for each indicator among the figures.

    A flow and a mean of flows are followed through the periods of the report's own length, a stock through every
    half-year's and year's end. At each stands one figure: actual before estimate, the boundaries of then before those
    of today, complete before reported. A province that was made since has no figures in the boundaries of then: it is
    followed in its own.
    """
    earlier = earlier_periods(scope)
    totals = {figure.indicator_key for figure in figures}
    indicators = [indicator for indicator in indicators if indicator.indicator_key in totals]
    parameters = {
        "area_key": scope.area.area_key,
        "period_keys": sorted({*earlier.flow, *earlier.stock, *earlier.previous_of_flow}),
        "indicator_keys": [indicator.indicator_key for indicator in indicators],
    }
    found: dict[tuple[str, str], Row[Any]] = {}
    for row in connection.execute(_EARLIER, parameters):
        found.setdefault((row.indicator_key, row.period_key), row)
    kinds = {indicator.indicator_key: indicator for indicator in indicators}
    main = (scope.main_column.period_key, scope.main_column.value_status)
    now = [f for f in figures if (f.period_key, f.value_status) == main and f.completeness != "estimated"]
    places = [
        (indicator.indicator_key, period) for indicator in indicators for period in reversed(earlier.of(indicator))
    ]
    return History(
        figures=tuple(record(RelatedFigure, found[place]) for place in places if place in found),
        comparisons=tuple(_comparisons(now, found, earlier, kinds)),
    )


@dataclass(frozen=True, slots=True)
class EarlierPeriods:
    """The periods that a report looks back to, the latest first."""

    flow: tuple[str, ...]
    stock: tuple[str, ...]
    year_before: str
    previous_of_stock: str
    previous_of_flow: tuple[str, ...]

    def of(self, indicator: Indicator) -> tuple[str, ...]:
        """Those through which an indicator is followed."""
        return self.stock if indicator.stock_or_flow == "stock" else self.flow


def earlier_periods(scope: Scope) -> EarlierPeriods:
    """The periods before that of the report, by their keys."""
    year, half = scope.period.year, scope.period.half
    halves = [key for back in range(PERIODS_BACK + 1) for key in (str(year - back), f"{year - back}-H1")]
    ending = halves[2 if half == 1 else 1 :]
    same = [f"{year - back}-H{half}" if half else str(year - back) for back in range(1, PERIODS_BACK + 1)]
    just_before = {1: (f"{year - 1}-H2",), 2: (f"{year}-H1",)}.get(half or 0, ())
    return EarlierPeriods(tuple(same), tuple(ending[:PERIODS_BACK]), same[0], ending[0], just_before)


def _comparisons(
    now: Iterable[Figure],
    found: Mapping[tuple[str, str], Row[Any]],
    earlier: EarlierPeriods,
    kinds: Mapping[str, Indicator],
) -> Iterable[Comparison]:
    for figure in now:
        if figure.value is None:
            continue
        year_before = found.get((figure.indicator_key, earlier.year_before))
        if year_before is not None:
            yield _comparison("year_before", figure, year_before)
        is_stock = kinds[figure.indicator_key].stock_or_flow == "stock"
        for key in (earlier.previous_of_stock,) if is_stock else earlier.previous_of_flow:
            previous = found.get((figure.indicator_key, key))
            if previous is not None and key != earlier.year_before:
                yield _comparison("previous_period", figure, previous)


def _comparison(kind: Literal["year_before", "previous_period"], figure: Figure, row: Row[Any]) -> Comparison:
    """Like for like: both of all their reporters, or of all but the same ones."""
    before = record(RelatedFigure, row)
    same_reporters = figure.reporters_expected == before.reporters_expected and figure.absentees == tuple(
        row.absentees or ()
    )
    is_like = (figure.is_whole and before.is_whole) or same_reporters
    difference = (
        figure.value - before.value if is_like and figure.value is not None and before.value is not None else None
    )
    return Comparison(
        kind=kind,
        indicator_key=figure.indicator_key,
        figure_id=figure.figure_id,
        earlier=before,
        is_like_for_like=is_like,
        difference=difference,
        change_percent=_change_percent(difference, before),
    )


def _change_percent(difference: Decimal | None, before: RelatedFigure) -> Decimal | None:
    if difference is None or before.value is None or before.value <= 0 or before.canonical_unit == "percent":
        return None
    return (difference / before.value * 100).quantize(_HUNDREDTH, ROUND_HALF_UP)
