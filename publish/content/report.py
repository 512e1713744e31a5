"""Everything that the report of one area and period prints."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from publish.content.correction import Correction
from publish.content.figure import Comparison, Figure, OtherReading, ProvinceOfNation, RelatedFigure
from publish.content.form import Duty, FormRow, Indicator, PeriodName, ReportColumn, Sector
from publish.content.reporters import (
    Finding,
    Narrative,
    Reporter,
    RoundTimeliness,
    RuleResult,
    SupportPolicy,
    SupportTotal,
    SupportValue,
)
from publish.content.sources import (
    DepartmentClaim,
    GateNote,
    GateSuite,
    GateWaiver,
    PressClaim,
    Reconciliation,
    Target,
)


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Everything that the report of one area and period prints. Parts that an older publication did not have are empty.

    `figures` are those of the form over all sectors; `sector_figures` the same by sector, main column only.
    `history` holds the printed indicators up to eight periods back, the oldest first, in the reading and of the status
    that are comparable with the main column. `next_targets` are for the periods that follow (Phần II). `departments`
    owe the form beside the areas, and are counted in no total: their `area_code` is their agency's code. A report of
    the country has `provinces` as they were at the end of the period, who are its `reporters`, and the 34 of today.
    """

    area_code: str
    area_name: str
    area_short_name: str
    period_key: str
    period_name: str
    year: int
    duty: Duty
    round_due_before: date | None
    columns: tuple[ReportColumn, ...]
    rows: tuple[FormRow, ...]
    figures: tuple[Figure, ...]
    reporters: tuple[Reporter, ...]
    targets: tuple[Target, ...]
    findings: tuple[Finding, ...]
    gate_notes: tuple[GateNote, ...]
    press_claims: tuple[PressClaim, ...]
    area_level: Literal["province", "country"] = "province"
    period_name_en: str = ""
    indicators: tuple[Indicator, ...] = ()
    sectors: tuple[Sector, ...] = ()
    sector_figures: tuple[Figure, ...] = ()
    periods: tuple[PeriodName, ...] = ()
    history: tuple[RelatedFigure, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    next_targets: tuple[Target, ...] = ()
    support_policies: tuple[SupportPolicy, ...] = ()
    support_totals: tuple[SupportTotal, ...] = ()
    support_values: tuple[SupportValue, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    reconciliations: tuple[Reconciliation, ...] = ()
    other_readings: tuple[OtherReading, ...] = ()
    department_claims: tuple[DepartmentClaim, ...] = ()
    rule_results: tuple[RuleResult, ...] = ()
    gate_suites: tuple[GateSuite, ...] = ()
    gate_waivers: tuple[GateWaiver, ...] = ()
    rounds: tuple[RoundTimeliness, ...] = ()
    provinces: tuple[ProvinceOfNation, ...] = ()
    provinces_today: tuple[ProvinceOfNation, ...] = ()
    departments: tuple[Reporter, ...] = ()
    correction: Correction | None = None
    """In an erratum: what it corrects. It follows from the facts of both editions and is no part of the hash."""

    @property
    def main_column(self) -> ReportColumn:
        return next(column for column in self.columns if column.is_main)

    def figure(self, indicator_key: str, column: ReportColumn) -> Figure | None:
        """The total that the report prints at a row and column; None where nobody was asked."""
        coordinates = (indicator_key, column.period_key, column.value_status)
        for figure in self.figures:
            if figure.completeness != "estimated" and figure.coordinates == coordinates:
                return figure
        return None

    def estimate(self, indicator_key: str, column: ReportColumn) -> Figure | None:
        """The estimated total beside it; None where no officer switched estimates on or nothing could be carried."""
        coordinates = (indicator_key, column.period_key, column.value_status)
        for figure in self.figures:
            if figure.completeness == "estimated" and figure.coordinates == coordinates:
                return figure
        return None

    def comparison(self, indicator_key: str, kind: Literal["year_before", "previous_period"]) -> Comparison | None:
        """The figure of the main column beside that of the earlier period; None where there is no earlier figure."""
        for comparison in self.comparisons:
            if comparison.indicator_key == indicator_key and comparison.kind == kind:
                return comparison
        return None

    def related_figures(self) -> Iterator[RelatedFigure]:
        """Every figure that is printed beside the report's own; each id once."""
        seen: set[UUID] = {figure.figure_id for figure in (*self.figures, *self.sector_figures)}
        everywhere = (
            *self.history,
            *(comparison.earlier for comparison in self.comparisons),
            *(reading.today for reading in self.other_readings),
            *(figure for province in (*self.provinces, *self.provinces_today) for figure in province.figures),
        )
        for figure in everywhere:
            if figure.figure_id not in seen:
                seen.add(figure.figure_id)
                yield figure
