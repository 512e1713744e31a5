"""What totals must say, in plain Python from DESIGN.md §3: every total three times, and unknown is not zero.

Nothing here is read from the models. A figure is known by its reading, its area (the code of a province, "VN" for the
country), indicator, period and status.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from tests.dbt.drawn_histories import COUNTS, INDICATORS, MEAN, ReporterHistory, Sent
from tests.dbt.placed_histories import Placed

COUNTRY = "VN"
PROVINCES_OF_2020, PROVINCES_OF_TODAY = 63, 34
MILLION = 1_000_000
_MILLIONTH = Decimal("0.000001")
STOCKS = COUNTS[:3]
Cell = tuple[str, str, str]
"""Indicator, period, status."""
Place = tuple[str, str]
"""Reading and area."""


@dataclass(frozen=True)
class Answer:
    """A reporter's part in a total: its value, the weight of a mean, and what would stand for it if it is absent."""

    value: Decimal | None
    weight: Decimal | None
    is_reporting: bool
    is_estimated: bool
    """Whether an officer switched estimates on for its province and period."""
    carried: Decimal | None


@dataclass(frozen=True)
class Total:
    """The three totals of one cell, and the two sides of a mean."""

    expected: int
    reporting: int
    complete: Decimal | None
    reported: Decimal | None
    estimated: Decimal | None
    has_estimate: bool
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def totals_of(examples: Sequence[Placed]) -> dict[Place, dict[Cell, Total]]:
    """Every total of provinces in both readings and of the country, for the examples of one block."""
    found: dict[Place, dict[Cell, Total]] = {}
    everybody: list[Mapping[Cell, Answer]] = []
    for placed in examples:
        together: list[Mapping[Cell, Answer]] = []
        for code, province, _ in placed.provinces:
            answers = [_answers(placed, reporter, province.estimated) for reporter in province.reporters]
            found["as_reported", code] = _totals(answers)
            together += answers
        silent = len(placed.province_codes) - len(list(placed.provinces))
        found["todays_boundaries", placed.today_code] = _totals(together, silent)
        everybody += together
    silent = PROVINCES_OF_2020 - sum(len(list(placed.provinces)) for placed in examples)
    assert len(examples) == PROVINCES_OF_TODAY, "then nobody else is silent in today's boundaries"
    for reading in ("as_reported", "todays_boundaries"):
        found[reading, COUNTRY] = _totals(everybody, silent)
    return found


def cells_of(year: int) -> Iterator[Cell]:
    """What the columns of the three rounds speak of as it is or is expected."""
    for indicator in INDICATORS:
        for period in (str(year - 1), f"{year}-H1", str(year), f"{year + 1}-H1"):
            yield indicator, period, "actual"
        for period in (str(year), str(year + 1)):
            yield indicator, period, "estimate"


def _answers(placed: Placed, reporter: ReporterHistory, estimated: Sequence[int]) -> dict[Cell, Answer]:
    year, switched = placed.year, {(*placed.rounds, str(placed.year + 1))[place] for place in estimated}
    known = {cell: _known(placed, reporter, cell) for cell in cells_of(year)}
    answers: dict[Cell, Answer] = {}
    for cell in cells_of(year):
        indicator, period, status = cell
        value, weight = known[cell], None
        is_reporting = value is not None
        if indicator == MEAN:
            weight = known["coop_total", period, status]
            is_reporting = is_reporting or weight == 0 or _is_nil(placed, reporter, period, status)
        answers[cell] = Answer(value, weight, is_reporting, period in switched, None)
    return {cell: replace(one, carried=_carried(known, cell)) for cell, one in answers.items()}


def _spoken_of(placed: Placed, place: int) -> dict[str, tuple[str, str]]:
    """Period and status of each column in the round of that place."""
    year = placed.year + (place == 2)
    return {
        "actual_previous_year": (str(year - 1), "actual"),
        "actual_h1": (f"{year}-H1", "actual"),
        "estimate_year": (str(year), "estimate"),
    }


def _newest_first(placed: Placed, reporter: ReporterHistory) -> Iterator[tuple[dict[str, tuple[str, str]], Sent]]:
    for place in (2, 1, 0):
        sent = reporter.sent[place]
        if sent is not None:
            yield _spoken_of(placed, place), sent


def _said(placed: Placed, reporter: ReporterHistory, cell: Cell) -> Decimal | None:
    """The newest number that was given for the cell."""
    indicator, period, status = cell
    for columns, sent in _newest_first(placed, reporter):
        for column, code, number in sent.cells:
            if code == indicator and columns[column] == (period, status) and number is not None:
                return Decimal(number) * (MILLION if indicator == MEAN else 1)
    return None


def _is_nil(placed: Placed, reporter: ReporterHistory, period: str, status: str) -> bool:
    """Whether the newest workbook about that half or year says that there is nothing: not of the year before."""
    for columns, sent in _newest_first(placed, reporter):
        if (period, status) in (columns["actual_h1"], columns["estimate_year"]):
            return sent.is_nil
    return False


def _known(placed: Placed, reporter: ReporterHistory, cell: Cell) -> Decimal | None:
    """What is said, or 0 where a blank can be nothing else: in a nil return, and of who has no cooperatives."""
    indicator, period, status = cell
    said = _said(placed, reporter, cell)
    if said is not None or indicator == MEAN:
        return said
    has_none = _said(placed, reporter, ("coop_total", period, status)) == 0
    return Decimal(0) if has_none or _is_nil(placed, reporter, period, status) else None


def _carried(known: Mapping[Cell, Decimal | None], cell: Cell) -> Decimal | None:
    """The last stock before the end of the period; flows are never carried, and no mean of flows."""
    indicator, period, _ = cell
    if indicator not in STOCKS:
        return None
    earlier = [
        (_end(its_period), value)
        for (its_indicator, its_period, its_status), value in known.items()
        if its_indicator == indicator
        and its_status == "actual"
        and _end(its_period) < _end(period)
        and value is not None
    ]
    return max(earlier)[1] if earlier else None


def _end(period: str) -> tuple[int, int]:
    year, _, half = period.partition("-")
    return int(year), 1 if half else 2


def _totals(answers: Sequence[Mapping[Cell, Answer]], silent: int = 0) -> dict[Cell, Total]:
    cells = answers[0] if len({tuple(one) for one in answers}) == 1 else ()
    assert cells, "reporters of one block speak of the same cells"
    return {cell: _total(cell[0] == MEAN, [one[cell] for one in answers], silent) for cell in cells}


def _total(is_mean: bool, answers: Sequence[Answer], silent: int) -> Total:
    expected, reporting = len(answers) + silent, sum(one.is_reporting for one in answers)
    carried = [one for one in answers if not one.is_reporting and one.is_estimated and one.carried is not None]
    has_estimate = any(one.is_estimated for one in answers)
    if is_mean:
        numerator, denominator = _sides(answers)
        value = _quotient(numerator, denominator)
        is_stated = reporting > 0 and value is not None
        return Total(
            expected, reporting,
            complete=value if reporting == expected else None,
            reported=value if reporting else None,
            estimated=value if has_estimate and reporting == expected else None,
            has_estimate=has_estimate,
            numerator=numerator if is_stated else None,
            denominator=denominator if is_stated else None,
        )  # fmt: skip
    said = _sum(one.value for one in answers)
    with_carried = said + _sum(one.carried for one in carried)
    return Total(
        expected, reporting,
        complete=said if reporting == expected else None,
        reported=said if reporting else None,
        estimated=with_carried if has_estimate and reporting + len(carried) == expected else None,
        has_estimate=has_estimate,
    )  # fmt: skip


def _sides(answers: Sequence[Answer]) -> tuple[Decimal | None, Decimal | None]:
    """Numerator and denominator; nothing at all where one gave a mean without its weight."""
    weighed = [(one.value, one.weight) for one in answers if one.value is not None]
    if any(weight is None for _, weight in weighed):
        return None, None
    sides = [(value, weight) for value, weight in weighed if weight is not None]
    return _sum(value * weight for value, weight in sides), _sum(weight for _, weight in sides)


def _quotient(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    if numerator is None or not denominator:
        return None
    return (numerator / denominator).quantize(_MILLIONTH, ROUND_HALF_UP)


def _sum(values: Iterable[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), Decimal(0))
