"""Numbers that an indicator can hardly have are given as printed, marked and trusted less.

"Doanh thu bình quân 1.300 tỷ đồng" is most likely 1,3 tỷ misprinted; the text says otherwise and nothing is altered.
"""

from decimal import Decimal

from ingest.figures.vocabulary import Bounds, plausible_bounds

IMPLAUSIBLE_DOUBT = 0.4
"""What remains of the confidence in a figure out of bounds."""


_SLIPPING_UNITS = frozenset({"VND", "VND_per_month", "VND_per_year"})
_SLIP = Decimal(1000)
"""A unit too high or too low ("triệu" for "tỷ"), or a decimal comma taken for the mark of thousands."""


def implausibility(indicator: str, unit: str, low: Decimal | None, high: Decimal | None) -> tuple[str, ...]:
    """Marks for the trace of a figure out of its plausible bounds (`vocabulary/plausible.csv`); else empty.

    `plausibility:above …` or `below …` names the bound, `suggested:…` the value, where one slip of the unit explains
    it: "doanh thu bình quân 5,564 triệu đồng" is likely 5,564 tỷ.
    """
    bounds = plausible_bounds().get((indicator, unit))
    printed = [value for value in (low, high) if value is not None]
    if bounds is None or not printed:
        return ()
    if bounds.low is not None and any(value < bounds.low for value in printed):
        return _marks(f"plausibility:below {bounds.low}", printed[0] * _SLIP, bounds, unit)
    if bounds.high is not None and any(value > bounds.high for value in printed):
        return _marks(f"plausibility:above {bounds.high}", printed[0] / _SLIP, bounds, unit)
    return ()


def _marks(mark: str, suggested: Decimal, bounds: Bounds, unit: str) -> tuple[str, ...]:
    is_inside = (bounds.low is None or suggested >= bounds.low) and (bounds.high is None or suggested <= bounds.high)
    return (mark, f"suggested:{suggested.normalize():f}") if unit in _SLIPPING_UNITS and is_inside else (mark,)
