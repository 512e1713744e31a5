"""How much of the plan for the year is reached, where actual and plan are of the same reporters."""

from decimal import Decimal

from publish.content import Figure
from publish.report.document import Run
from publish.report.sections.context import SectionContext

_WHOLE = Decimal(100)


def attainment_percent(actual: Decimal, plan: Decimal) -> Decimal | None:
    """The actual in percent of the plan; None where the plan is no amount to reach, or the actual is a loss."""
    return actual / plan * 100 if plan > 0 and actual >= 0 else None


def of_same_reporters(one: Figure, other: Figure) -> bool:
    """Whether the same reporters stand behind both: all of them, or all but the same absentees."""
    if one.is_whole and other.is_whole:
        return True
    same_count = (one.reporters_reporting, one.reporters_expected) == (
        other.reporters_reporting,
        other.reporters_expected,
    )
    return same_count and bool(one.absentees) and set(one.absentees) == set(other.absentees)


def attainment_runs(context: SectionContext, figure: Figure) -> tuple[Run, ...]:
    """ ", đạt 92,2% kế hoạch năm 2024"; nothing where there is no plan to hold it against.

    Half a year's average of money says nothing about the year's, and fewer dissolved than planned is no shortfall.
    """
    plan = _plan_of_year(context, figure)
    if plan is None or plan.value is None or figure.value is None or not of_same_reporters(figure, plan):
        return ()
    if _says_nothing_about_the_year(context, figure) or "dissolved" in figure.indicator_key:
        return ()
    return reached_runs(context, attainment_percent(figure.value, plan.value), plan.period_key)


def reached_runs(context: SectionContext, percent: Decimal | None, year: str) -> tuple[Run, ...]:
    """ ", đạt 92,2% kế hoạch năm 2024" or ", vượt 1,8% …"; nothing where there is no percent to tell."""
    if percent is None:
        return ()
    if percent > _WHOLE:
        return context.runs("plan.over", share=context.voice.share(percent - _WHOLE), year=year)
    return context.runs("plan.reached", share=context.voice.share(percent), year=year)


def _plan_of_year(context: SectionContext, figure: Figure) -> Figure | None:
    year = figure.period_key[:4]
    return context.totals.get((figure.indicator_key, year, "plan"))


def _says_nothing_about_the_year(context: SectionContext, figure: Figure) -> bool:
    indicator = context.indicators.get(figure.indicator_key)
    is_half_a_year = "-" in figure.period_key
    return is_half_a_year and indicator is not None and indicator.stock_or_flow == "flow" and (
        indicator.aggregation != "sum"
    )  # fmt: skip
