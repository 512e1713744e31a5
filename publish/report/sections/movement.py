"""Rises and falls: a figure against an earlier one, told only where the same reporters stand behind both."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from publish.content import Comparison, Figure, RelatedFigure
from publish.report.coverage_words import coverage_of, coverage_said
from publish.report.document import Run
from publish.report.sections.context import SectionContext
from publish.report.sections.earlier_rounds import foretold
from publish.report.wording.voice import PERCENT, Measure

Direction = Literal["rise", "fall", "unchanged"]
POINTS = "điểm phần trăm"


@dataclass(frozen=True, slots=True)
class Movement:
    """How far and which way; `percent` of the earlier value only where both are above zero, or now nothing is left."""

    direction: Direction
    difference: Decimal
    """Never negative."""
    percent: Decimal | None


def movement(now: Decimal, earlier: Decimal) -> Movement:
    """From the earlier value to the present one. A percent of zero, or of a loss, says nothing and is not told."""
    if now == earlier:
        return Movement("unchanged", Decimal(0), None)
    difference = abs(now - earlier)
    percent = difference / earlier * 100 if earlier > 0 and now >= 0 else None
    return Movement("rise" if now > earlier else "fall", difference, percent)


def movement_runs(context: SectionContext, now: Decimal, comparison: Comparison, measure: Measure) -> tuple[Run, ...]:
    """ ", tăng 12 hợp tác xã (2,0%) so với cùng kỳ năm 2023", or why no rise or fall can be told."""
    earlier = comparison.earlier
    against = _against(context, comparison)
    if earlier.value is None:
        return context.runs("move.earlier_unknown", earlier=against)
    if not comparison.is_like_for_like:
        stated = Run(context.voice.amount(earlier.value, measure), earlier.figure_id)
        return context.runs(
            "move.not_comparable", earlier=against, amount=stated, label=completeness_label(context, earlier)
        )
    moved = movement(now, earlier.value)
    if moved.direction == "unchanged":
        return context.runs("move.unchanged", earlier=against)
    return context.runs(
        f"move.{moved.direction}",
        difference=_difference(context, moved, measure),
        percent=_percent(context, moved, measure),
        earlier=against,
    )


def _difference(context: SectionContext, moved: Movement, measure: Measure) -> str:
    """Of two shares the difference is in points, not in percent."""
    if measure.canonical_unit == PERCENT:
        measure = Measure(PERCENT, POINTS, Decimal(1))
    return context.voice.amount(moved.difference, measure)


def _percent(context: SectionContext, moved: Movement, measure: Measure) -> str:
    if moved.percent is None or measure.canonical_unit == PERCENT:
        return ""
    return context.say("move.percent", share=context.voice.share(moved.percent))


def _against(context: SectionContext, comparison: Comparison) -> str:
    """ "cùng kỳ năm 2023", "cuối năm 2023"."""
    earlier = comparison.earlier
    year, _, half = earlier.period_key.partition("-")
    indicator = context.indicators.get(comparison.indicator_key)
    is_stock = indicator is not None and indicator.stock_or_flow != "flow"
    if comparison.kind == "year_before":
        key = "against.same_half" if half else "against.year"
    elif is_stock:
        key = {"H1": "against.end_of_june"}.get(half, "against.end_of_year")
    else:
        key = {"H1": "against.first_half", "H2": "against.second_half"}.get(half, "against.year")
    told = context.say(key, year=year)
    return context.say("against.estimate", earlier=told) if earlier.value_status == "estimate" else told


def completeness_label(context: SectionContext, figure: Figure | RelatedFigure, *, is_short: bool = False) -> str:
    """ "đầy đủ", "theo báo cáo (20/22 đơn vị)" or "ước tính"; short for a table: "đầy đủ (22/22)"."""
    if figure.completeness == "estimated":
        return context.say("label.estimated")
    coverage = coverage_of(figure)
    earlier = foretold(context, figure)
    if earlier is not None:
        return context.say(
            "label.foretold" if earlier.is_all else "label.foretold_by_some",
            coverage=coverage_said(context.voice, coverage, "cell"),
            count=str(earlier.count),
        )
    kind = "complete" if figure.is_whole else "reported"
    if is_short:
        return context.say(f"label.short_{kind}", coverage=coverage_said(context.voice, coverage, "cell"))
    return context.say(f"label.{kind}", coverage=coverage_said(context.voice, coverage, "brackets"))
