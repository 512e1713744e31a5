"""Numbers that an indicator can hardly have are given as printed, marked and trusted less.

"Doanh thu bình quân 1.300 tỷ đồng" is most likely 1,3 tỷ misprinted; the text says otherwise and nothing is altered.
"""

from decimal import Decimal

from ingest.figures.vocabulary import plausible_bounds

IMPLAUSIBLE_DOUBT = 0.4
"""What remains of the confidence in a figure out of bounds."""


def implausibility(indicator: str, unit: str, low: Decimal | None, high: Decimal | None) -> str | None:
    """The mark for the trace of a figure out of its plausible bounds (`vocabulary/plausible.csv`), else None."""
    bounds = plausible_bounds().get((indicator, unit))
    if bounds is None:
        return None
    printed = [value for value in (low, high) if value is not None]
    if bounds.low is not None and any(value < bounds.low for value in printed):
        return f"plausibility:below {bounds.low}"
    if bounds.high is not None and any(value > bounds.high for value in printed):
        return f"plausibility:above {bounds.high}"
    return None
