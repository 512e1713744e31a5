"""Phần I, I.4: targets and results – what is reached, over and under, in sentences, a table and bullets."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from uuid import UUID

from publish.content import Target
from publish.report.chart_data import TargetBullet, TargetChart
from publish.report.document import Block, DocumentChart, Paragraph, Run, TableCell, TableRow
from publish.report.sections.context import SectionContext, capitalised, uncapitalised
from publish.report.sections.statements import joined
from publish.report.sections.tables import PARTIAL_MARK, columns, partial_remarks, table
from publish.report.wording.voice import NOT_APPLICABLE, PERCENT, Measure

_TOLD_VERDICTS = ("met", "on_track", "behind")
_KINDS = ("document", "press", "plan")
_MOST_BULLETS = 24


def targets(context: SectionContext) -> tuple[Block, ...]:
    content = context.content
    heading = context.heading("targets.heading")
    ordered = in_order(content.targets)
    if not ordered:
        period = context.voice.period(content.period_key)
        return (heading, context.paragraph("targets.none", period=period, year=str(content.year)))
    in_force = [target for target in ordered if target.is_in_force]
    return (
        heading,
        *_summary(context, in_force),
        *_by_verdict(context, in_force),
        *_not_evaluable(context, in_force),
        _table(context, ordered),
        *_chart(context, in_force),
    )


def in_order(targets: Sequence[Target]) -> list[Target]:
    """Those of documents first, then what the press told, then the plans of the reporters themselves."""
    return sorted(targets, key=lambda target: (_KINDS.index(target.target_kind), not target.is_in_force))


def _summary(context: SectionContext, in_force: list[Target]) -> Iterator[Paragraph]:
    if not in_force:
        return
    counts = {
        verdict: sum(target.verdict == verdict for target in in_force) for verdict in (*_TOLD_VERDICTS, "not_evaluable")
    }
    said = [context.say(f"targets.count_{verdict}", count=str(count)) for verdict, count in counts.items() if count]
    yield context.paragraph("targets.summary", count=str(len(in_force)), said=", ".join(said))


def _by_verdict(context: SectionContext, in_force: list[Target]) -> Iterator[Paragraph]:
    """What is met, on its way, and behind, each with how far it is."""
    for verdict in _TOLD_VERDICTS:
        said = [_said_of(context, target) for target in in_force if target.verdict == verdict]
        if said:
            yield context.item(f"targets.{verdict}", said=joined(said))


def _said_of(context: SectionContext, target: Target) -> tuple[Run, ...]:
    """ "tổng số hợp tác xã 611 hợp tác xã, đạt 92,2% mục tiêu 663 hợp tác xã của năm 2024"."""
    measure = target_measure(context, target)
    aim = context.say(
        "targets.aim",
        target=target_aim(context, target, context.voice.bounds(
            target.target_low, target.target_high, target.qualifier, target.canonical_unit, target.evidence_text
        )),
        period=context.voice.period(target.target_period_key),
    )  # fmt: skip
    actual = NOT_APPLICABLE if target.actual_value is None else context.voice.amount(target.actual_value, measure)
    slots = {"name": uncapitalised(target_name(context, target)), "aim": aim}
    amount = Run(actual, _printed_figure(context, target))
    return context.runs(_reach_key(target), amount=amount, share=_reach(context, target), **slots)


def _reach_key(target: Target) -> str:
    """Over, at or under a single amount; of a range where it lies; a share of a share would only confuse."""
    percent = target.progress_percent
    if target.range_position is not None:
        return f"targets.said_{target.range_position}"
    is_range = target.target_low is not None and target.target_high not in {None, target.target_low}
    if percent is None or is_range or target.canonical_unit == PERCENT:
        return "targets.said"
    return "targets.said_over" if percent > 100 else "targets.said_reached"


def _reach(context: SectionContext, target: Target) -> str:
    percent = target.progress_percent
    if percent is None:
        return ""
    return context.voice.share(percent - 100 if percent > 100 else percent)


def target_measure(context: SectionContext, target: Target) -> Measure:
    """Changes in percent are in percent, whatever the unit of their indicator."""
    measure = context.measure(target.indicator_key, target.canonical_unit)
    if measure.canonical_unit == target.canonical_unit:
        return measure
    return Measure(target.canonical_unit, target.canonical_unit, Decimal(1))


def _printed_figure(context: SectionContext, target: Target) -> UUID | None:
    """The figure whose own value is printed: not one that the actual was only computed from."""
    return context.frozen(target.actual_figure_id) if target.measure == "level" else None


def target_name(context: SectionContext, target: Target) -> str:
    """The indicator, with its sector where the target is for one."""
    return context.in_sector(context.indicator_name(target.indicator_key, target.indicator_name), target.sector_code)


def target_aim(context: SectionContext, target: Target, bounds: str) -> str:
    """The bound as it was set; of a change it says that it is a rise."""
    return bounds if target.measure == "level" else context.say("targets.rise", bounds=bounds)


def _not_evaluable(context: SectionContext, in_force: list[Target]) -> Iterator[Paragraph]:
    by_reason: dict[str, list[str]] = {}
    for target in in_force:
        if target.verdict == "not_evaluable":
            reason = (target.reason or "") if context.voice.language == "vi" else ""
            by_reason.setdefault(reason, []).append(uncapitalised(target_name(context, target)))
    for reason, names in by_reason.items():
        sentence = f"{capitalised(reason).rstrip('.')}." if reason else ""
        yield context.item("targets.not_evaluable", names=context.voice.names(names), reason=sentence)


def _table(context: SectionContext, ordered: list[Target]) -> Block:
    heads = columns(context.say("targets.heads"), (3.2, 1.4, 1.5, 1.5, 1.2, 1.5, 2.6), "lcrrrcl")
    rows = [_row(context, target) for target in ordered]
    caption, sheet = context.say("targets.caption"), context.say("targets.sheet")
    return table(caption, heads, rows, sheet_name=sheet, remarks=partial_remarks(context, rows))


def _row(context: SectionContext, target: Target) -> TableRow:
    voice = context.voice
    measure = target_measure(context, target)
    bounds = voice.bounds_in(target.target_low, target.target_high, target.qualifier, measure, target.evidence_text)
    is_one_value = target.qualifier in {None, "exact"} and target.target_low is not None
    return TableRow(
        (
            TableCell(f"{target_name(context, target)} ({voice.period(target.target_period_key)})"),
            TableCell(voice.unit(measure.unit)),
            TableCell(
                target_aim(context, target, bounds),
                context.frozen(target.target_figure_id),
                target.target_low / measure.factor if is_one_value and target.target_low is not None else None,
            ),
            _actual_cell(context, target, measure),
            TableCell(voice.percent(target.progress_percent), value=target.progress_percent),
            TableCell(context.say(f"verdict.{target.verdict}")),
            TableCell(target_source(context, target)),
        )
    )


def _actual_cell(context: SectionContext, target: Target, measure: Measure) -> TableCell:
    if target.actual_value is None:
        return TableCell(context.say("missing"))
    text = context.voice.cell(target.actual_value, measure.canonical_unit, measure.factor)
    is_partial = target.reporters_reporting != target.reporters_expected
    printed = f"{text}{PARTIAL_MARK}" if is_partial else text
    return TableCell(printed, _printed_figure(context, target), target.actual_value / measure.factor)


def target_source(context: SectionContext, target: Target) -> str:
    """The paper with its number, the newspaper, or the plan in the reports; and where it has been amended."""
    if target.target_kind == "plan":
        source = context.say("targets.own_plan")
    else:
        named = [target.source_name, target.document_number or target.document_title]
        source = ", ".join(part for part in named if part) or NOT_APPLICABLE
    if not target.is_in_force:
        source = context.say("targets.amended", source=source)
    return source if target.is_confirmed else context.say("targets.unconfirmed", source=source)


def _chart(context: SectionContext, in_force: list[Target]) -> Iterator[Block]:
    bullets = tuple(_bullet(context, target) for target in in_force if target.progress_percent is not None)[
        :_MOST_BULLETS
    ]
    if bullets:
        said = "; ".join(f"{bullet.name}: {bullet.label}" for bullet in bullets)
        description = context.say("targets.chart_description", said=said)
        chart = TargetChart(bullets, context.voice.language)
        yield DocumentChart(context.say("targets.chart"), chart, description)


def _bullet(context: SectionContext, target: Target) -> TargetBullet:
    """Of a range the upper end is 100 %, and the progress (which is of the lower end) is told as part of it."""
    percent, low_percent = target.progress_percent, None
    low, high = target.target_low, target.target_high
    if percent is not None and low and high and high > low > 0:
        low_percent = low / high * 100
        percent = percent * low / high
    return TargetBullet(
        name=target_name(context, target),
        percent=percent,
        low_percent=low_percent,
        label=context.voice.percent(percent),
        is_behind=target.verdict == "behind",
        is_partial=target.reporters_reporting != target.reporters_expected,
    )
