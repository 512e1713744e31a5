"""Appendix: every target with its actual, by the paper, newspaper or plan that set it."""

from collections.abc import Iterator

from publish.content import Target
from publish.report.document import Appendix, TableCell, TableRow
from publish.report.sections.appendices import appendix
from publish.report.sections.context import SectionContext, capitalised
from publish.report.sections.tables import PARTIAL_MARK, columns, partial_remarks, table
from publish.report.sections.targets import (
    in_order,
    is_comparable,
    obstacle,
    other_period,
    printed_figure,
    target_aim,
    target_measure,
    target_name,
    target_source,
)


def target_appendix(context: SectionContext) -> tuple[Appendix, ...]:
    """No appendix where no target is known."""
    ordered = in_order(context.content.targets)
    if not ordered:
        return ()
    obstacles = list(dict.fromkeys(why for target in ordered if (why := obstacle(context, target))))
    rows = list(_rows(context, ordered, obstacles))
    listed = table(
        context.say("targets.caption"),
        columns(context.say("targets.heads"), (4.3, 1.6, 1.2, 1.2, 0.9, 3.1), "lcrrrc"),
        rows,
        sheet_name=context.say("targets.sheet"),
        remarks=(
            *partial_remarks(context, rows),
            *(f"({number}) {capitalised(why)}." for number, why in enumerate(obstacles, start=1)),
        ),
    )
    return (appendix(context, "targets", (listed,)),)


def _rows(context: SectionContext, ordered: list[Target], obstacles: list[str]) -> Iterator[TableRow]:
    """A title for each source and period, with the period of the actuals where that is another than the report's."""
    groups: dict[str, list[Target]] = {}
    for target in ordered:
        period = context.voice.period(target.target_period_key)
        slots = {"source": target_source(context, target), "period": period}
        actual = other_period(context, target)
        title = context.say("targets.group_of_other", actual=actual, **slots) if actual else context.say(
            "targets.group", **slots
        )  # fmt: skip
        groups.setdefault(title, []).append(target)
    for title, group in groups.items():
        yield TableRow((TableCell(title),), "title")
        yield from (_row(context, target, obstacles) for target in group)


def _row(context: SectionContext, target: Target, obstacles: list[str]) -> TableRow:
    voice, measure = context.voice, target_measure(context, target)
    bounds = voice.bounds_in(target.target_low, target.target_high, target.qualifier, measure, target.evidence_text)
    is_one_value = target.qualifier in {None, "exact"} and target.target_low is not None
    progress = target.progress_percent if is_comparable(target) else None
    return TableRow(
        (
            TableCell(target_name(context, target)),
            TableCell(voice.unit(measure.unit)),
            TableCell(
                target_aim(context, target, bounds),
                context.frozen(target.target_figure_id),
                target.target_low / measure.factor if is_one_value and target.target_low is not None else None,
            ),
            _actual_cell(context, target),
            TableCell(voice.percent(progress), value=progress),
            TableCell(_verdict(context, target, obstacles)),
        )
    )


def _actual_cell(context: SectionContext, target: Target) -> TableCell:
    measure = target_measure(context, target)
    if target.actual_value is None:
        return TableCell(context.say("missing"))
    text = context.voice.cell(target.actual_value, measure.canonical_unit, measure.factor)
    is_partial = target.reporters_reporting != target.reporters_expected
    printed = f"{text}{PARTIAL_MARK}" if is_partial else text
    return TableCell(printed, printed_figure(context, target), target.actual_value / measure.factor)


def _verdict(context: SectionContext, target: Target, obstacles: list[str]) -> str:
    """ "Chậm tiến độ"; what cannot be judged with the number of its reason below the table."""
    why = obstacle(context, target)
    said = context.say(f"verdict.{target.verdict}")
    return f"{said} ({obstacles.index(why) + 1})" if why else said
