"""What a person puts in place of what was read in an article: told before it is written, not when the marts break."""

import csv
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ingest.vietnamese.folding import fold

STATUSES = ("actual", "estimate", "target")
_PERIOD = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})|(?P<first>\d{4})\.\.(?P<last>\d{4})|\d{4}(-(H[12]|Q[1-4]))?")


class BadCorrectionError(ValueError):
    """A correction that no claim could have; the text says what may be written."""


@dataclass(frozen=True, slots=True)
class Correction:
    """The coordinates that a person corrects; None leaves one as it was read.

    `value_low` and `value_high` are in the canonical unit of the indicator and replace both bounds at once: equal for
    one number, `value_high` None for "trên", `value_low` None for "dưới".
    """

    indicator_key: str | None = None
    """Entity and code, as HTX.coop_total."""
    sector_code: str | None = None
    value_low: Decimal | None = None
    value_high: Decimal | None = None
    value_status: str | None = None
    place: str | None = None
    """Name of an area, or its code where several have the name."""
    period: str | None = None
    """2024, 2024-H1, 2024-06-16 or 2017..2020."""

    @property
    def is_empty(self) -> bool:
        return self == Correction()

    @property
    def qualifier(self) -> str | None:
        """How the corrected value is bounded; None where it is not corrected."""
        low, high = self.value_low, self.value_high
        if low is None or high is None:
            return "over" if low is not None else "under" if high is not None else None
        return "exact" if low == high else "between"

    def row(self) -> dict[str, object]:
        """The columns of ``ops.press_decision`` that hold it."""
        entity, _, code = (self.indicator_key or "").partition(".")
        return {
            "indicator_code": code or None,
            "entity": entity or None,
            "sector_code": self.sector_code,
            "value_low": self.value_low,
            "value_high": self.value_high,
            "qualifier": self.qualifier,
            "value_status": self.value_status,
            "place": self.place,
            "period": self.period,
        }


def require_known(correction: Correction, seeds_dir: Path) -> None:
    """Raise `BadCorrectionError` where a coordinate is none that the reference data knows."""
    indicators = {f"{row['entity']}.{row['code']}" for row in _rows(seeds_dir / "indicators.csv")}
    if correction.indicator_key is not None and correction.indicator_key not in indicators:
        raise BadCorrectionError(f"no indicator {correction.indicator_key!r}; write one such as HTX.coop_total")
    sectors = [row["code"] for row in _rows(seeds_dir / "sectors.csv")]
    if correction.sector_code is not None and correction.sector_code not in sectors:
        raise BadCorrectionError(f"no sector {correction.sector_code!r}; there are: {', '.join(sectors)}")
    if correction.value_status is not None and correction.value_status not in STATUSES:
        raise BadCorrectionError(f"no status {correction.value_status!r}; there are: {', '.join(STATUSES)}")
    if correction.place is not None and not _is_place(correction.place, seeds_dir):
        raise BadCorrectionError(f"no area {correction.place!r}; write its name, or its code from areas.csv")
    if correction.period is not None and not _is_period(correction.period):
        raise BadCorrectionError(f"no period {correction.period!r}; write 2024, 2024-H1, 2024-06-16 or 2017..2020")
    low, high = correction.value_low, correction.value_high
    if low is not None and high is not None and low > high:
        raise BadCorrectionError(f"the lower end {low} is over the upper end {high}; turn them round")


def _is_place(place: str, seeds_dir: Path) -> bool:
    sought = fold(place)
    return any(
        sought in {row["area_code"].lower(), fold(row["short_name"]), fold(row["area_name"])}
        for row in _rows(seeds_dir / "areas.csv")
    )


def _is_period(period: str) -> bool:
    found = _PERIOD.fullmatch(period)
    if found is None:
        return False
    if found["first"]:
        return int(found["first"]) <= int(found["last"])
    try:
        return found["day"] is None or bool(dt.date.fromisoformat(found["day"]))
    except ValueError:
        return False


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
