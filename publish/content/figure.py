"""The numbers of the report: figures with the claims behind them, and figures of other periods, places and readings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from publish.content.claim import Claim

Completeness = Literal["complete", "reported", "estimated"]
BoundaryReading = Literal["as_reported", "todays_boundaries"]


@dataclass(frozen=True, slots=True)
class RoundOfFigure:
    """A round in which reports behind a figure of figures were sent, and how many of them: a report counts once."""

    period_key: str
    reports: int


@dataclass(frozen=True, slots=True)
class ProvincesHeard:
    """Of a figure of the country: how many provinces speak in it, and of how many reporters those are made.

    The country's own `reporters_expected` counts a silent province as one reporter: beside districts that is no
    denominator to tell.
    """

    expected: int
    reporting: int
    reporters_expected: int
    """In the provinces that report; silent ones have no part in it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the report with its coordinates, coverage and claims; `value` None is "not known", never 0.

    `carried_from` names the absent reporters whose last stocks stand in an estimated total, `carried_share_percent`
    is their part of it. Without `claims` the number is a figure of figures: of the country, made of its provinces.
    """

    figure_id: UUID
    indicator_key: str
    indicator_name: str
    sector_code: str
    period_key: str
    value_status: str
    completeness: Completeness
    aggregation: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    canonical_unit: str
    reporters_expected: int | None
    reporters_reporting: int | None
    absentees: tuple[str, ...]
    reason: str | None
    claims: Sequence[Claim]
    carried_from: tuple[str, ...] = ()
    carried_share_percent: Decimal | None = None
    derivation: str | None = None
    rounds: tuple[RoundOfFigure, ...] = ()
    """In the column that estimates a year, of a figure of figures: the others tell it by their claims."""
    provinces_heard: ProvincesHeard | None = None

    @property
    def coordinates(self) -> tuple[str, str, str]:
        """Indicator, period and status: the place in the form."""
        return (self.indicator_key, self.period_key, self.value_status)

    @property
    def is_whole(self) -> bool:
        """Whether every expected reporter is in it."""
        return self.reporters_reporting == self.reporters_expected


@dataclass(frozen=True, slots=True)
class RelatedFigure:
    """A figure of the marts that the report sets beside its own: of another period, place or reading.

    It is frozen with its id, value and coverage; the cells behind it are those of its own report (`htx explain`).
    """

    figure_id: UUID
    area_code: str
    area_name: str
    indicator_key: str
    sector_code: str
    period_key: str
    value_status: str
    boundary_reading: BoundaryReading
    completeness: Completeness
    value: Decimal | None
    canonical_unit: str
    reporters_expected: int | None
    reporters_reporting: int | None
    reason: str | None
    rounds: tuple[RoundOfFigure, ...] = ()
    """In the column that estimates a year."""
    provinces_heard: ProvincesHeard | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every expected reporter is in it."""
        return self.reporters_reporting == self.reporters_expected


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure of the main column beside the same of an earlier period.

    `year_before` is the same half-year or year of the year before; `previous_period` is for a flow the half-year
    just before, for a stock whatever period ended last before this one.
    `difference` and `change_percent` are null unless the two are `is_like_for_like`: both complete, or of the same
    reporters. Where they are not, both values stand with their coverage and no rise or fall may be told.
    """

    kind: Literal["year_before", "previous_period"]
    indicator_key: str
    figure_id: UUID
    earlier: RelatedFigure
    is_like_for_like: bool
    difference: Decimal | None
    change_percent: Decimal | None
    """In percent of the earlier value, to two decimals; None where that is 0 or the unit is percent itself."""


@dataclass(frozen=True, slots=True)
class OtherReading:
    """A figure of the report in today's boundaries, where that is another number or of another province."""

    figure_id: UUID
    """The figure as reported then."""
    today: RelatedFigure


@dataclass(frozen=True, slots=True)
class ProvinceOfNation:
    """A province in a report of the country: how much of it was heard, and its values in the main column."""

    province_code: str
    name: str
    short_name: str
    reporters_expected: int
    reporters_accepted: int
    figures: tuple[RelatedFigure, ...]
    round_due_before: date | None = None

    @property
    def is_known(self) -> bool:
        """Whether any of its figures has a value, be it one that its reporters sent in an earlier round."""
        return any(figure.value is not None for figure in self.figures)

    def value(self, indicator_key: str) -> RelatedFigure | None:
        """The province's figure of an indicator; None where the province does not speak of it."""
        return next((figure for figure in self.figures if figure.indicator_key == indicator_key), None)
