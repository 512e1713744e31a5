"""Phần II: directions and targets of the period that follows – as set, as planned, as reported; nothing is invented."""

from collections.abc import Iterator

from publish.content import Figure, Target
from publish.report.coverage_words import Coverage, coverage_said
from publish.report.document import Block, Paragraph, Run, TableCell, TableRow
from publish.report.sections.attainment import of_same_reporters
from publish.report.sections.context import SectionContext, uncapitalised
from publish.report.sections.narratives import told_directions
from publish.report.sections.statements import coverage_label, joined, told_coverage
from publish.report.sections.tables import columns, table
from publish.report.sections.targets import in_order, target_aim, target_measure, target_name, target_source

_STILL_TO_DO = ("HTX.coop_total", "LHHTX.union_total", "THT.group_total", "HTX.coop_new", "HTX.members_total")
_PLANNED = (*_STILL_TO_DO, "HTX.workers_total", "HTX.revenue_avg", "HTX.profit_avg", "HTX.worker_income_avg")


def outlook(context: SectionContext) -> tuple[Block, ...]:
    period = _next_period(context)
    aims = (*_still_to_do(context), *_plans(context), *_targets(context))
    told = told_directions(context)
    return (
        context.heading("part.outlook", period=period.upper()),
        context.heading("outlook.targets"),
        *(aims or (context.paragraph("outlook.no_targets", period=period),)),
        context.heading("outlook.directions"),
        *(told or (context.paragraph("outlook.not_told"),)),
    )


def _next_period(context: SectionContext) -> str:
    """After the first half its second; after a year the next one."""
    year, _, half = context.content.period_key.partition("-")
    return context.voice.period(f"{year}-H2" if half == "H1" else str(int(year) + 1))


def _still_to_do(context: SectionContext) -> Iterator[Paragraph]:
    """Half-way: what is left to the plan of the year, where actual and plan are of the same reporters."""
    content = context.content
    if content.main_column.value_status == "estimate":
        return
    said = []
    for key in _STILL_TO_DO:
        actual, plan = context.figure(key), context.totals.get((key, str(content.year), "plan"))
        if actual and plan and of_same_reporters(actual, plan):
            said += _left(context, actual, plan)
    if said:
        yield context.paragraph("outlook.still_to_do", year=str(content.year), said=joined(said))


def _left(context: SectionContext, actual: Figure, plan: Figure) -> list[tuple[Run, ...]]:
    if actual.value is None or plan.value is None or plan.value <= actual.value:
        return []
    measure = context.measure(actual.indicator_key, actual.canonical_unit)
    return [
        context.runs(
            "outlook.left",
            name=_name(context, actual),
            left=context.voice.amount(plan.value - actual.value, measure),
            plan=Run(context.voice.amount(plan.value, measure), plan.figure_id),
        )
    ]


def _plans(context: SectionContext) -> Iterator[Paragraph]:
    """The plan for the next year as the reporters sent it."""
    next_year = str(context.content.year + 1)
    plans = [
        figure
        for key in _PLANNED
        if (figure := context.totals.get((key, next_year, "plan"))) is not None and figure.value is not None
    ]
    if plans:
        told = told_coverage(plans)
        said = joined([_planned(context, figure, told) for figure in plans])
        if told is None:
            yield context.paragraph("outlook.plans", year=next_year, said=said)
        else:
            coverage = coverage_said(context.voice, told)
            yield context.paragraph("outlook.plans_of_some", year=next_year, coverage=coverage, said=said)


def _planned(context: SectionContext, figure: Figure, told: Coverage | None) -> tuple[Run, ...]:
    assert figure.value is not None
    measure = context.measure(figure.indicator_key, figure.canonical_unit)
    planned = context.runs(
        "outlook.planned",
        name=_name(context, figure),
        amount=Run(context.voice.amount(figure.value, measure), figure.figure_id),
    )
    return (*planned, *coverage_label(context, figure, told))


def _name(context: SectionContext, figure: Figure) -> str:
    return uncapitalised(context.indicator_name(figure.indicator_key, figure.indicator_name))


def _targets(context: SectionContext) -> Iterator[Block]:
    """The targets that papers and the press name for the next period."""
    named = [target for target in in_order(context.content.next_targets) if target.target_kind != "plan"]
    if named:
        heads = columns(context.say("outlook.heads"), (4, 1.6, 1.8, 1.8, 3), "lcrcl")
        yield table(context.say("outlook.caption"), heads, (_row(context, target) for target in named))


def _row(context: SectionContext, target: Target) -> TableRow:
    measure = target_measure(context, target)
    bounds = context.voice.bounds_in(
        target.target_low, target.target_high, target.qualifier, measure, target.evidence_text
    )
    return TableRow(
        (
            TableCell(target_name(context, target)),
            TableCell(context.voice.unit(measure.unit)),
            TableCell(target_aim(context, target, bounds)),
            TableCell(context.voice.period(target.target_period_key)),
            TableCell(target_source(context, target)),
        )
    )
