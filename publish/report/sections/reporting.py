"""How the round went: who reported, who is missing, late, refused, nil or corrected, and the reasons."""

from collections.abc import Iterator
from decimal import Decimal

from publish.content import Reporter, RoundTimeliness
from publish.report.chart_data import StackedBar, StackedChart, TimelinessChart
from publish.report.document import Block, DocumentChart, Paragraph
from publish.report.sections.context import SectionContext, capitalised
from publish.report.sections.tables import columns, table, text_row, unless_empty
from publish.report.wording.voice import NOT_APPLICABLE

_MOST_BARS = 60
"""More reporters than that are read in the appendix, not in a chart."""
_ROUND_STATUSES = ("on_time", "late", "rejected", "pending", "missing")


def reporting(context: SectionContext) -> tuple[Block, ...]:
    return (
        context.heading("reporting.heading"),
        *_counts(context),
        *_late(context),
        *_rejected(context),
        *_chart(context),
        *_departments(context),
        *_rounds(context),
    )


def _of_country(context: SectionContext) -> tuple[Paragraph, ...]:
    """Provinces heard, and of how many of their reporters; when they reported is not told of provinces."""
    provinces = context.content.provinces
    unheard = [province for province in provinces if not province.reporters_accepted]
    foretold = [province.name for province in unheard if province.is_known]
    silent = [province.name for province in unheard if not province.is_known]
    counts = context.paragraph(
        "reporting.country",
        heard=str(len(provinces) - len(silent)),
        provinces=str(len(provinces)),
        accepted=context.voice.number(Decimal(sum(province.reporters_accepted for province in provinces))),
        expected=context.voice.number(Decimal(sum(province.reporters_expected for province in provinces))),
    )
    groups = {"reporting.only_foretold": foretold, "reporting.silent": silent}
    told = [
        context.item(key, count=str(len(names)), names=context.some_names(names))
        for key, names in groups.items()
        if names
    ]
    return (counts, *told)


def _counts(context: SectionContext) -> tuple[Paragraph, ...]:
    content = context.content
    if content.area_level == "country" and content.provinces:
        return _of_country(context)
    reporters = content.reporters
    counts = {
        "expected": str(len(reporters)),
        "accepted": str(sum(reporter.is_accepted for reporter in reporters)),
        "on_time": str(sum(reporter.is_accepted and reporter.is_on_time is True for reporter in reporters)),
    }
    if content.round_due_before:
        first = context.paragraph("reporting.counts_due", due=context.voice.date(content.round_due_before), **counts)
    else:
        first = context.paragraph("reporting.counts", **counts)
    groups: dict[str, list[Reporter]] = {
        "missing": [reporter for reporter in reporters if reporter.status == "missing"],
        "late": [reporter for reporter in reporters if is_late(reporter)],
        "rejected": [reporter for reporter in reporters if reporter.status == "rejected"],
        "nil": [reporter for reporter in reporters if reporter.is_nil],
        "corrected": [reporter for reporter in reporters if reporter.versions > 1],
    }
    told = [_group(context, name, group) for name, group in groups.items() if group or name == "missing"]
    return (first, *told)


def _group(context: SectionContext, name: str, group: list[Reporter]) -> Paragraph:
    names = context.some_names([reporter.name for reporter in group]) or context.say("reporting.nobody")
    return context.item(f"reporting.{name}", count=str(len(group)), names=names)


def is_late(reporter: Reporter) -> bool:
    """Whether it came after the due date, whatever was decided about it."""
    return reporter.status == "late_pending" or (reporter.is_on_time is False and reporter.status != "missing")


def _late(context: SectionContext) -> tuple[Block, ...]:
    heads = columns(context.say("reporting.late_heads"), (2, 1.7, 2, 3), "lccl")
    rows = (
        text_row(
            reporter.name,
            context.say("reporting.due_before", date=context.voice.date(reporter.due_before)),
            context.voice.moment(reporter.received_at),
            f"{reporter.decided_by}: {reporter.decision_reason}"
            if reporter.decided_by
            else context.say(f"status.{reporter.status}"),
        )
        for reporter in context.content.reporters
        if is_late(reporter)
    )
    return unless_empty(table(context.say("reporting.late_caption"), heads, rows))


def _rejected(context: SectionContext) -> tuple[Block, ...]:
    heads = columns(context.say("reporting.rejected_heads"), (2, 2, 5), "lcl")
    rows = (
        text_row(reporter.name, context.voice.moment(reporter.received_at), _reasons(context, reporter))
        for reporter in context.content.reporters
        if reporter.status == "rejected"
    )
    return unless_empty(table(context.say("reporting.rejected_caption"), heads, rows))


def _reasons(context: SectionContext, reporter: Reporter) -> str:
    sentences = [
        finding.sentence_vi
        for finding in context.content.findings
        if finding.reporter == reporter.name and finding.severity == "error"
    ]
    return reporter.reasons_vi or " ".join(dict.fromkeys(sentences)) or NOT_APPLICABLE


def _chart(context: SectionContext) -> tuple[Block, ...]:
    bars = tuple(_bar(context, reporter) for reporter in context.content.reporters)
    if all(bar.total is None for bar in bars) or len(bars) > _MOST_BARS:
        return ()
    chart = StackedChart(
        axis_name=context.say("reporting.chart_axis"),
        part_name=context.say("reporting.chart_active"),
        rest_name=context.say("reporting.chart_rest"),
        bars=bars,
        language=context.voice.language,
    )
    said = "; ".join(f"{bar.name}: {bar.label}" for bar in bars)
    caption = context.say("reporting.chart", period=context.main_period)
    return (DocumentChart(caption, chart, context.say("reporting.chart_description", said=said)),)


def _bar(context: SectionContext, reporter: Reporter) -> StackedBar:
    total, active = reporter.value("HTX.coop_total"), reporter.value("HTX.coop_active")
    if total is None or not reporter.is_accepted:
        label = context.say("missing") if reporter.is_accepted else context.say(f"status.{reporter.status}").lower()
        return StackedBar(reporter.short_name, None, None, label)
    return StackedBar(reporter.short_name, active, total, context.voice.number(total))


def _departments(context: SectionContext) -> Iterator[Block]:
    """Departments owe the form beside the areas and are counted in no total."""
    departments = context.content.departments
    if not departments:
        return
    yield context.paragraph(
        "reporting.departments",
        expected=str(len(departments)),
        accepted=str(sum(department.is_accepted for department in departments)),
    )
    absent = [department.name for department in departments if not department.is_accepted]
    if absent:
        yield context.item("reporting.departments_absent", count=str(len(absent)), names=context.voice.names(absent))


def _rounds(context: SectionContext) -> Iterator[Block]:
    """This round and those before it: who was in time; a chart only where there is something to compare."""
    rounds = context.content.rounds
    if len(rounds) < 2:
        return
    names = tuple(context.say(f"reporting.round_{status}") for status in _ROUND_STATUSES)
    counted = tuple((context.voice.short_period(one.period_key), _round_counts(one)) for one in rounds)
    yield context.paragraph(
        "reporting.rounds",
        said="; ".join(
            context.say("reporting.round", round=name, on_time=str(counts[0]), expected=str(sum(counts)))
            for name, counts in counted
        ),
    )
    chart = TimelinessChart(names, counted, context.voice.language)
    caption = context.say("reporting.rounds_chart", count=str(len(rounds)))
    yield DocumentChart(caption, chart, _of_last_round(context, names, counted[-1][1]))


def _round_counts(one: RoundTimeliness) -> tuple[int, ...]:
    return (one.on_time, one.late, one.rejected, one.pending, one.missing)


def _of_last_round(context: SectionContext, names: tuple[str, ...], counts: tuple[int, ...]) -> str:
    said = ", ".join(f"{name.lower()} {count}" for name, count in zip(names, counts, strict=True))
    period = context.voice.period(context.content.rounds[-1].period_key)
    return context.say("reporting.rounds_description", period=capitalised(period), said=said)
