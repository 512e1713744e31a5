"""Targets and results: a table, what cannot be judged and why, and the bullets."""

from publish.content import Target
from publish.report.chart_data import TargetBullet, TargetChart
from publish.report.document import Block, DocumentChart, Paragraph, TableCell, TableRow
from publish.report.sections.context import SectionContext, uncapitalised
from publish.report.sections.tables import columns, table, unless_empty
from publish.report.wording.voice import NOT_APPLICABLE


def targets(context: SectionContext) -> tuple[Block, ...]:
    content = context.content
    heading = context.heading("targets.heading")
    if not content.targets:
        return (
            heading,
            context.paragraph("targets.none", period=context.voice.period(content.period_key), year=str(content.year)),
        )
    return (heading, *_table(context), *_not_evaluable(context), *_chart(context))


def _table(context: SectionContext) -> tuple[Block, ...]:
    heads = columns(context.say("targets.heads"), (3.2, 2.2, 2.2, 1.0, 1.5, 1.7), "llrrcl")
    return unless_empty(
        table(
            context.say("targets.caption"),
            heads,
            (_row(context, target) for target in context.content.targets),
            sheet_name=context.say("targets.sheet"),
        )
    )


def _row(context: SectionContext, target: Target) -> TableRow:
    voice = context.voice
    actual = NOT_APPLICABLE
    if target.actual_value is not None:
        actual = voice.quantity(target.actual_value, target.canonical_unit)
    return TableRow(
        (
            TableCell(context.indicator_name(target.indicator_key, target.indicator_name)),
            TableCell(f"{target_text(context, target)} ({voice.period(target.target_period_key)})"),
            TableCell(actual, target.actual_figure_id, target.actual_value),
            TableCell(voice.percent(target.progress_percent), value=target.progress_percent),
            TableCell(context.say(f"verdict.{target.verdict}")),
            TableCell(target.source_name or NOT_APPLICABLE),
        )
    )


def target_text(context: SectionContext, target: Target) -> str:
    return context.voice.bounds(
        target.target_low, target.target_high, target.qualifier, target.canonical_unit, target.evidence_text
    )


def _not_evaluable(context: SectionContext) -> tuple[Paragraph, ...]:
    by_reason: dict[str, list[str]] = {}
    for target in context.content.targets:
        if target.verdict == "not_evaluable":
            name = uncapitalised(context.indicator_name(target.indicator_key, target.indicator_name))
            by_reason.setdefault(target.reason or "", []).append(name)
    return tuple(
        context.paragraph("targets.not_evaluable", names=context.voice.names(names), reason=reason)
        for reason, names in by_reason.items()
    )


def _chart(context: SectionContext) -> tuple[Block, ...]:
    bullets = tuple(
        TargetBullet(
            name=context.indicator_name(target.indicator_key, target.indicator_name),
            percent=target.progress_percent,
            low_percent=None,
            label=context.voice.percent(target.progress_percent),
            is_behind=target.verdict == "behind",
        )
        for target in context.content.targets
        if target.progress_percent is not None
    )
    if not bullets:
        return ()
    said = "; ".join(f"{bullet.name}: {bullet.label}" for bullet in bullets)
    description = context.say("targets.chart_description", said=said)
    return (DocumentChart(context.say("targets.chart"), TargetChart(bullets), description),)
