"""Phần III, I: the figures beside registers, departments, the press and papers: compared, never replaced."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from publish.content import Reconciliation
from publish.report.document import Block, Paragraph, TableCell, TableRow
from publish.report.sections.context import SectionContext, uncapitalised
from publish.report.sections.other_sources import departments, press
from publish.report.sections.tables import PARTIAL_MARK, columns, partial_remarks, table
from publish.report.wording.voice import NOT_APPLICABLE

_VERDICTS: tuple[str, ...] = ("agrees", "differs", "differs_while_some_are_absent", "contested", "not_comparable")


def reconciliation(context: SectionContext) -> tuple[Block, ...]:
    blocks = (*_sources(context), *departments(context), *press(context))
    nothing = () if blocks else (context.paragraph("reconciliation.nothing"),)
    return (context.heading("reconciliation.heading"), *blocks, *nothing)


def _sources(context: SectionContext) -> Iterator[Block]:
    """A title for each coordinate, and below it what each source says, the preferred one first."""
    by_place: dict[object, list[Reconciliation]] = {}
    for one in context.content.reconciliations:
        by_place.setdefault(one.coordinates_id, []).append(one)
    compared = [group for group in by_place.values() if len(group) > 1]
    if not compared:
        return
    yield _summary(context, compared)
    heads = columns(context.say("reconciliation.heads"), (2.6, 1.5, 1.4, 1.1, 1.8, 3.2), "lrrrll")
    rows = [row for group in compared for row in _group(context, group)]
    yield table(
        context.say("reconciliation.caption"),
        heads,
        rows,
        sheet_name=context.say("reconciliation.sheet"),
        remarks=(*partial_remarks(context, rows), context.say("reconciliation.remark")),
    )


def _summary(context: SectionContext, compared: list[list[Reconciliation]]) -> Paragraph:
    """How many comparisons agree, differ, or cannot be made."""
    counts = Counter(str(one.verdict) for group in compared for one in group)
    said = [
        context.say(f"reconciliation.count_{verdict}", count=str(counts[verdict]))
        for verdict in _VERDICTS
        if counts[verdict]
    ]
    key = "reconciliation.summary" if said else "reconciliation.summary_plain"
    return context.paragraph(key, count=str(len(compared)), said=", ".join(said))


def _group(context: SectionContext, group: list[Reconciliation]) -> Iterator[TableRow]:
    first = group[0]
    measure = context.measure(first.indicator_key, first.canonical_unit)
    name = context.indicator_name(first.indicator_key, context.name_vi(first.indicator_key))
    title = context.say(
        "reconciliation.title",
        name=context.in_sector(name, first.sector_code),
        column=uncapitalised(context.column_name(first.period_key, first.value_status)),
        unit=context.voice.unit(measure.unit),
    )
    yield TableRow((TableCell(title),), "title")
    for one in group:
        yield _source_row(context, one)


def _source_row(context: SectionContext, one: Reconciliation) -> TableRow:
    voice = context.voice
    measure = context.measure(one.indicator_key, one.canonical_unit)
    low, high = (one.value, one.value) if one.value is not None else (one.value_low, one.value_high)
    text = voice.bounds_in(low, high, one.qualifier, measure)
    is_partial = one.reporters_expected is not None and one.reporters_reporting != one.reporters_expected
    difference = None if one.difference is None else one.difference / measure.factor
    return TableRow(
        (
            TableCell(_source_name(context, one)),
            TableCell(
                f"{text}{PARTIAL_MARK}" if is_partial else text,
                context.frozen(one.evidence_id) if one.evidence_kind == "figure" else None,
                None if one.value is None else one.value / measure.factor,
            ),
            _signed(context, one, difference),
            TableCell(NOT_APPLICABLE)
            if one.is_preferred
            else TableCell(voice.percent(one.share_percent), value=one.share_percent),
            TableCell(context.say(f"reconciliation.verdict_{one.verdict}")),
            TableCell(voice.pick(one.why_vi, one.why_en)),
        ),
        "total" if one.is_preferred else "body",
    )


def _source_name(context: SectionContext, one: Reconciliation) -> str:
    kind = context.say(f"reconciliation.source_{one.source_kind}")
    return f"{kind}: {one.source_name}" if one.source_name else kind


def _signed(context: SectionContext, one: Reconciliation, difference: Decimal | None) -> TableCell:
    """More than the preferred value with a plus, less with a minus."""
    if difference is None or one.difference is None or one.is_preferred:
        return TableCell(NOT_APPLICABLE)
    measure = context.measure(one.indicator_key, one.canonical_unit)
    text = context.voice.cell(one.difference, measure.canonical_unit, measure.factor)
    return TableCell(f"+{text}" if difference > 0 else text, value=difference)
