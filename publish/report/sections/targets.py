"""Phần I, I.4: targets and results – how many are reached, what is behind, and bullets; the table is an appendix."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from uuid import UUID

from publish.content import Target
from publish.report.chart_data import TargetBullet, TargetChart
from publish.report.document import Block, DocumentChart, Paragraph, Run
from publish.report.sections.context import SectionContext, uncapitalised
from publish.report.sections.statements import joined
from publish.report.wording.voice import NOT_APPLICABLE, PERCENT, Measure

_VERDICTS = ("behind", "on_track", "met", "not_evaluable")
_KINDS = ("document", "press", "plan")
_MOST_BULLETS = 24


def targets(context: SectionContext) -> tuple[Block, ...]:
    content = context.content
    heading = context.heading("targets.heading")
    ordered = in_order(content.targets)
    if not ordered:
        periods = dict.fromkeys(map(context.voice.period, (content.period_key, str(content.year))))
        return (heading, context.paragraph("targets.none", periods=context.voice.names(list(periods))))
    in_force = [target for target in ordered if target.is_in_force]
    return (
        heading,
        *_summary(context, in_force),
        *_behind(context, in_force),
        *_not_evaluable(context, in_force),
        *_chart(context, in_force),
    )


def in_order(targets: Sequence[Target]) -> list[Target]:
    """Those of documents first, then what the press told, then the plans of the reporters themselves."""
    return sorted(targets, key=lambda target: (_KINDS.index(target.target_kind), not target.is_in_force))


def _summary(context: SectionContext, in_force: list[Target]) -> Iterator[Paragraph]:
    counts = Counter(str(target.verdict) for target in in_force)
    found = [verdict for verdict in _VERDICTS if counts[verdict]]
    said = [context.say(f"targets.count_{verdict}", count=str(counts[verdict])) for verdict in found]
    if len(said) == 1 and len(in_force) > 1:
        yield context.paragraph(f"targets.all_{in_force[0].verdict}", count=str(len(in_force)))
    elif said:
        yield context.paragraph("targets.summary", count=str(len(in_force)), said=", ".join(said))


def _behind(context: SectionContext, in_force: list[Target]) -> Iterator[Paragraph]:
    """What is behind, each with how far it is: the rest stands in the appendix."""
    said = [_said_of(context, target) for target in in_force if target.verdict == "behind"]
    if said:
        yield context.item("targets.behind", said=joined(said))


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
    amount = (Run(actual, printed_figure(context, target)), *_of_other_period(context, target))
    return context.runs(_reach_key(target), amount=amount, share=_reach(context, target), **slots)


def other_period(context: SectionContext, target: Target) -> str:
    """The period of the actual where it is not the report's own, empty where it is."""
    period = target.actual_period_key
    is_other = target.actual_value is not None and period is not None and period != context.content.period_key
    return context.voice.period(period) if is_other and period is not None else ""


def _of_other_period(context: SectionContext, target: Target) -> tuple[Run, ...]:
    period = other_period(context, target)
    return context.runs("targets.amount_of_period", period=period) if period else ()


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


def printed_figure(context: SectionContext, target: Target) -> UUID | None:
    """The figure whose own value is printed: not one that the actual was only computed from."""
    return context.frozen(target.actual_figure_id) if target.measure == "level" else None


def target_name(context: SectionContext, target: Target) -> str:
    """The indicator, with its sector where the target is for one."""
    return context.in_sector(context.indicator_name(target.indicator_key, target.indicator_name), target.sector_code)


def target_aim(context: SectionContext, target: Target, bounds: str) -> str:
    """The bound as it was set; of a change it says that it is a rise."""
    return bounds if target.measure == "level" else context.say("targets.rise", bounds=bounds)


def _not_evaluable(context: SectionContext, in_force: list[Target]) -> Iterator[Paragraph]:
    """Why some cannot be judged, and how many for each reason."""
    reasons = Counter(why for target in in_force if (why := obstacle(context, target)))
    if reasons:
        said = "; ".join(f"{uncapitalised(why)} ({count})" for why, count in reasons.most_common())
        yield context.item("targets.not_evaluable", said=said)


def obstacle(context: SectionContext, target: Target) -> str:
    """Why a target cannot be judged, without the coverage behind it; the marts give reasons in Vietnamese."""
    if target.verdict != "not_evaluable" or context.voice.language != "vi":
        return ""
    return (target.reason or "").partition(". ")[0].rstrip(".")


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
    chosen = _drawn(in_force)
    names = Counter(target_name(context, target) for target in chosen)
    bullets = tuple(_bullet(context, target, names) for target in chosen[:_MOST_BULLETS])
    if bullets:
        said = "; ".join(f"{bullet.name}: {bullet.label}" for bullet in bullets)
        description = context.say("targets.chart_description", said=said)
        chart = TargetChart(bullets, context.voice.language)
        yield DocumentChart(context.say("targets.chart"), chart, description)


def _drawn(in_force: list[Target]) -> list[Target]:
    """One target for each indicator, sector, period and measure: that of a paper before the press and the plan."""
    found: dict[tuple[str, str, str, str], Target] = {}
    for target in in_force:
        if is_comparable(target):
            place = (target.indicator_key, target.sector_code, target.target_period_key, target.measure)
            found.setdefault(place, target)
    return list(found.values())


def is_comparable(target: Target) -> bool:
    """Whether the progress says something: a plan of other reporters than the actual, or of what should rather not
    happen (dissolved), is no yardstick; what a part of the reporters reached of a whole target is at least that."""
    if target.progress_percent is None:
        return False
    return target.verdict != "not_evaluable" or (
        target.target_kind != "plan" and "dissolved" not in target.indicator_key
    )


def _bullet(context: SectionContext, target: Target, names: Counter[str]) -> TargetBullet:
    """Of a range the upper end is 100 %, and the progress (which is of the lower end) is told as part of it."""
    percent, low_percent = target.progress_percent, None
    low, high = target.target_low, target.target_high
    if percent is not None and low and high and high > low > 0:
        low_percent = low / high * 100
        percent = percent * low / high
    name = target_name(context, target)
    return TargetBullet(
        name=f"{name} ({_set_apart(context, target)})" if names[name] > 1 else name,
        percent=percent,
        low_percent=low_percent,
        label=context.voice.percent(percent),
        is_behind=target.verdict == "behind",
        is_partial=target.reporters_reporting != target.reporters_expected,
    )


def _set_apart(context: SectionContext, target: Target) -> str:
    """What one name has several targets of: the year, and whether a rise is asked for."""
    period = context.voice.period(target.target_period_key)
    return period if target.measure == "level" else context.say("targets.rise", bounds=period)
