"""Ranges that are credible: each row of the seed ``plausibility.csv`` is an expectation, always a warning.

A commune is not a province, a credit fund not an average cooperative: a row may be of a level and of a sector. Intake
reads the same rows for what it says to a reporter about a single report.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from expectations.suites.check import Check, NoSuchRows, Suite
from htx.settings import REPOSITORY

_LEVELS_OF_TOTALS = ("country", "province")
_SEED = REPOSITORY / "dbt_project" / "seeds" / "plausibility.csv"


@dataclass(frozen=True, slots=True)
class Range:
    """A row of the seed; bounds as numbers in the canonical unit, both included."""

    indicator_code: str
    entity: str
    area_level: str
    """The level it is for; empty for every one."""
    sector_code: str
    per_indicator_code: str
    """What the indicator is divided by; empty for the value itself."""
    low: str
    high: str
    half_year_low: str
    """The lower bound of six months, where it is another one."""
    unit: str
    what_vi: str
    note_vi: str

    @property
    def name(self) -> str:
        parts = [self.entity.lower(), self.indicator_code, self.per_indicator_code and f"per_{self.per_indicator_code}"]
        parts += [self.area_level, "" if self.sector_code == "all" else self.sector_code]
        return "_".join([*filter(None, parts), "plausible"])

    @property
    def indicator_key(self) -> str:
        return f"{self.entity}.{self.indicator_code}"

    @property
    def low_of_a_period(self) -> str:
        """SQL of the lower bound for the period of a row."""
        if not self.half_year_low:
            return self.low
        return f"case when v.period_key like '%-H1' then {self.half_year_low} else {self.low} end"

    @property
    def sentence_vi(self) -> str:
        low, high = (f"{int(float(bound)):,}".replace(",", ".") for bound in (self.low, self.high))
        unit = {"VND": "đồng"}.get(self.unit, self.unit)
        return f"{self.what_vi} ngoài khoảng thường gặp, từ {low} đến {high} {unit}"


def read_ranges() -> tuple[Range, ...]:
    with _SEED.open(encoding="utf-8", newline="") as file:
        return tuple(Range(**row) for row in csv.DictReader(file))


def _sectors(one: Range) -> str:
    """Money of one organisation is alike in every sector that has no range of its own; a number of them is not."""
    if one.sector_code != "all" or one.unit != "VND":
        return f"v.sector_code = '{one.sector_code}'"
    of_their_own = [other.sector_code for other in _RANGES if other.indicator_key == one.indicator_key]
    listed = ", ".join(f"'{sector}'" for sector in of_their_own if sector != "all")
    return f"v.sector_code not in ({listed})" if listed else "true"


def _of_a_claim(one: Range) -> Check:
    rows = f"""
        select v.claim_id, a.area_name, v.source_key, v.period_key, v.value_status, v.printed_value, v.printed_unit,
            v.value, v.value_low, v.value_high, {one.low_of_a_period} as low, {one.high} as high
        from {{batch}} v
        left join {{marts}}.dim_area a using (area_key)
        where v.indicator_key = '{one.indicator_key}' and {_sectors(one)} and v.value_reading = 'value'
    """  # noqa: S608 - declared by us
    if one.area_level:
        rows += f" and a.area_level = '{one.area_level}'"
    outside = f"""
        {rows} and (coalesce(v.value, v.value_low) > {one.high}
            or coalesce(v.value, v.value_high) < {one.low_of_a_period})
    """
    return _check(one, rows, outside)


def _of_a_total(one: Range) -> Check:
    """A sum of its reporters; while some are absent it may be too small."""
    rows = f"""
        select v.figure_id, a.area_name, v.period_key, v.value_status, v.completeness, v.value
        from {{batch}} v
        join {{marts}}.dim_area a using (area_key)
        where v.indicator_key = '{one.indicator_key}' and v.sector_code = '{one.sector_code}'
            and a.area_level = '{one.area_level}' and v.value is not null
    """  # noqa: S608 - declared by us
    outside = f"{rows} and (v.value > {one.high} or (v.completeness = 'complete' and v.value < {one.low}))"
    return _check(one, rows, outside)


def _of_a_quotient(one: Range) -> Check:
    rows = f"""
        select v.figure_id, whole.figure_id as of_figure_id, v.period_key, v.value, whole.value as divided_by
        from {{batch}} v
        join {{batch}} whole using (area_key, period_key, value_status, sector_code, boundary_reading, completeness,
            reporters_reporting)
        where v.indicator_key = '{one.indicator_key}' and v.sector_code = '{one.sector_code}'
            and whole.indicator_key = '{one.entity}.{one.per_indicator_code}' and whole.value > 0
            and v.value is not null and v.boundary_reading = 'as_reported' and v.completeness = 'reported'
    """  # noqa: S608 - declared by us
    return _check(one, rows, f"{rows} and v.value / whole.value not between {one.low} and {one.high}")


def _check(one: Range, rows: str, outside: str) -> Check:
    return Check(
        name=one.name,
        severity="warning",
        sentence_vi=one.sentence_vi,
        sentence_en=f"{one.indicator_key} lies between {one.low} and {one.high} {one.unit}: {one.name}",
        requirement=NoSuchRows(outside),
        applies_to=rows,
    )


def _claims(ranges: tuple[Range, ...]) -> Iterator[Check]:
    return (_of_a_claim(one) for one in ranges if not one.per_indicator_code)


def _figures(ranges: tuple[Range, ...]) -> Iterator[Check]:
    for one in ranges:
        if one.per_indicator_code:
            yield _of_a_quotient(one)
        elif one.area_level in _LEVELS_OF_TOTALS:
            yield _of_a_total(one)


_RANGES = read_ranges()
PLAUSIBLE_CLAIMS = Suite("plausible_claims", "fct_indicator_value", tuple(_claims(_RANGES)))
PLAUSIBLE_FIGURES = Suite("plausible_figures", "fct_figure", tuple(_figures(_RANGES)))
